// Where a browser lets the page load nothing of its own: in a frame that takes its origin from it, and
// when index.html is opened as a file.

import { showPanel } from "./panel.js";

const FILE =
  "Browsers do not let a page that was opened as a file load other files. Open linreg-playground.html, which contains the whole page, or put the folder on a web host.";
const SANDBOX =
  "This page is in a frame that does not let it load its own files (a sandbox without allow-same-origin). Open it in a new window, or add allow-same-origin to the frame. The address is ";

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
