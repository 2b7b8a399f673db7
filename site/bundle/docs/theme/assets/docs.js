// What the theme leaves out for assistive technology, and live examples on a page opened from a disk.

document.querySelector(".md-search")?.setAttribute("aria-label", "Search");

// The theme adds its buttons and scrolled tables when it has started.
const article = document.querySelector("article");
function complete() {
  for (const nav of article.querySelectorAll("nav.md-code__nav")) nav.setAttribute("role", "none");
  for (const scrolled of article.querySelectorAll(".md-typeset__scrollwrap, pre > code")) scrolled.tabIndex = 0;
}
complete();
new MutationObserver(complete).observe(article, { childList: true, subtree: true });

// From a disk a page may not put the playground into a frame: a link to the one-file edition does instead.
if (location.protocol === "file:") {
  const file = new URL("../../linreg-playground.html", document.currentScript.src).href;
  for (const element of document.querySelectorAll("linreg-playground")) {
    const words = [...element.attributes].filter(({ name }) => !["load", "height", "label"].includes(name));
    const link = document.createElement("a");
    link.className = "md-button";
    link.href = `${file}#${words.map(({ name, value }) => `${name}=${value}`).join("&")}`;
    link.textContent = `Open: ${element.getAttribute("label")}`;
    element.replaceWith(link);
  }
}
