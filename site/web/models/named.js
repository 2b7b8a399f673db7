/* Named controls: what the open step of a lesson names by its label is marked on the page. */

import { setIfChanged } from "./dom.js";

const labels = new Set();
const views = new Set();

/** Mark what has one of these labels, and nothing else. */
export function nameControls(wanted) {
  labels.clear();
  for (const label of wanted) labels.add(label);
  for (const view of views) view.mark();
}

/** Keep a view's mark up to date: `mark()` is called when other labels are wanted. */
export function watchNames(view) {
  views.add(view);
}

export function forgetNames(view) {
  views.delete(view);
}

/** Mark a node if its label is wanted. */
export function markIfNamed(node, ...texts) {
  setIfChanged(node, "data-named", texts.some((text) => labels.has(text)));
}
