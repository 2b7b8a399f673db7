// Where a browser lets the page load nothing of its own: in a frame that takes its origin from it, and
// when index.html is opened as a file.

import { showPanel } from "./panel.js";

const FILE =
  "Browsers let a page that is opened as a file load nothing from beside it. Open linreg-playground.html, which holds the whole page in one file, or put the folder on a host.";
const SANDBOX =
  "This page stands in a frame that forbids it to load its own files (a sandbox without allow-same-origin). Open it in a new window, or ask for allow-same-origin there. Its address is ";

function link() {
  const element = document.createElement("a");
  Object.assign(element, { href: location.href, target: "_blank", rel: "noopener", textContent: "Open in a new window" });
  return element;
}

/** Whether that is so; it is then said. */
export function isCutOff() {
  if (self.origin !== "null") return false;
  document.documentElement.dataset.status = "failed";
  const file = location.protocol === "file:";
  const say = () => showPanel({ heading: "The page cannot run here", reason: file ? FILE : [SANDBOX, location.href, ". ", link()] });
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", say);
  else say();
  return true;
}
