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
