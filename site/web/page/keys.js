// Keys of the page: digits open tabs; while presenting, arrows step descent. Step and Run have their keys
// themselves (S and R). The focused element wins.

import { isPlain } from "../models/shortcut.js";
import { press } from "./press.js";

const root = document.documentElement;
const VIEWS = ["fit", "descent", "closed-form", "collinearity", "diagnostics", "code", "lessons"];
const STEPS = { ArrowRight: "step", ArrowLeft: "back" };
// Tabs that show descent at work.
const STEPPED = ["descent", "closed-form"];
// What understands arrows itself.
const ARROWED = 'input:not([type="checkbox"], [type="file"]), select, textarea, [contenteditable], '
  + '[role="tab"], [role="slider"], [role="application"], [role="gridcell"]';

/** Whether the arrow keys belong to what has the focus. */
export function ownsArrows(event) {
  return event.composedPath().some((node) => node.matches?.(ARROWED));
}

async function step(api, name) {
  if (!STEPPED.includes(api.lastState.view)) await api.setState({ view: "descent" });
  press(name);
}

export function serveKeys(api) {
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || !isPlain(event) || root.hasAttribute("data-embed")) return;
    const view = VIEWS[event.key - 1];
    const presenting = root.hasAttribute("data-present");
    if (view !== undefined) api.setState({ view }).catch(() => {});
    else if (presenting && event.key in STEPS && !ownsArrows(event)) step(api, STEPS[event.key]).catch(() => {});
    else return;
    event.preventDefault();
  });
}
