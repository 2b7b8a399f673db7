// What to paste into another page so that it shows a link's state.

const NAME = "Linear regression playground";
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

// The same link without the page's own frame.
export function embedded(link) {
  const [page, fragment = ""] = link.split("#");
  const words = fragment.split("&").filter((word) => word !== "" && !word.startsWith("embed="));
  return `${page}#${[...words, "embed=1"].join("&")}`;
}

// HTML that shows the state of a link, with embed.js from the same place as the page.
export function embedCode(link) {
  const script = new URL("embed.js", link.split("#")[0]).href;
  return [
    `<script src="${escaped(script)}" async></script>`,
    `<linreg-playground link="${escaped(link)}">`,
    `  <a href="${escaped(link)}">${NAME}</a>`,
    "</linreg-playground>",
  ].join("\n");
}

// The same without any script.
export function frameCode(link) {
  return `<iframe src="${escaped(embedded(link))}" title="${NAME}" width="100%" height="620" loading="lazy" style="border: 0"></iframe>`;
}

const markdownText = (text) => text.replaceAll("(", "%28").replaceAll(")", "%29");
const indented = (text, by) => text.split("\n").map((line) => `${by}${line}`).join("\n");

// For each place that a link is pasted into: its name, and the text to paste.
export const SNIPPETS = [
  { name: "Web page (HTML)", text: embedCode },
  { name: "Web page, without script", text: frameCode },
  { name: "Markdown link", text: (link) => `[${NAME}](${markdownText(link)})` },
  // Markdown lets a block of HTML through as it stands.
  { name: "MkDocs", text: embedCode },
  { name: "reStructuredText (Sphinx)", text: (link) => `.. raw:: html\n\n${indented(embedCode(link), "   ")}` },
  { name: "Jupyter notebook", text: (link) => `from IPython.display import IFrame\n\nIFrame(${JSON.stringify(embedded(link))}, width="100%", height=620)` },
];
