/* The few pictures on buttons: 16 x 16 strokes in the colour of the text beside them. */

import { svg } from "./dom.js";

const PATHS = {
  undo: "M6 3 2.5 6.5 6 10 M2.5 6.5H9.5a4 4 0 0 1 0 8H6.5",
  redo: "M10 3 13.5 6.5 10 10 M13.5 6.5H6.5a4 4 0 0 0 0 8H9.5",
  add: "M8 3v10 M3 8h10",
  delete: "M3 8h10",
  clear: "M2.5 4.5h11 M6 4.5v-2h4v2 M4 4.5l.7 9h6.6l.7-9 M6.7 7v4 M9.3 7v4",
  close: "M4 4l8 8 M12 4l-8 8",
  step_back: "M12 3.5 6 8l6 4.5z M3.5 3.5v9",
  step: "M4 3.5 10 8l-6 4.5z M12.5 3.5v9",
  run: "M4.5 3 12.5 8l-8 5z",
  pause: "M5.5 3.5v9 M10.5 3.5v9",
  reset: "M3 8a5 5 0 1 0 1.6-3.7 M3 2.5v3h3",
  reset_view: "M2.5 6V2.5H6 M10 2.5h3.5V6 M13.5 10v3.5H10 M6 13.5H2.5V10",
  lasso: "M8 2.5c3.3 0 5.5 1.6 5.5 3.8S11.3 10 8 10 2.5 8.5 2.5 6.3 4.7 2.5 8 2.5 M5.5 9.6a1.5 1.5 0 1 1-1 2.7 M4.5 12.3c.3 1-.2 1.4-1 1.7",
  more: "M3.5 8h.01 M8 8h.01 M12.5 8h.01",
  copy: "M5.5 5.5h8v8h-8z M3.5 10.5h-1v-8h8v1",
  download: "M8 2.5v8.5 M4.5 8 8 11.5 11.5 8 M2.5 10.5v3h11v-3",
  upload: "M8 11V3 M4.5 6 8 2.5 11.5 6 M2.5 10.5v3h11v-3",
};

/** The names that Action.icon may hold. */
export const ICONS = Object.keys(PATHS);

/** An icon by name, hidden from assistive technology; an unknown name gives nothing. */
export function icon(name) {
  if (!(name in PATHS)) return null;
  const solid = name === "run";
  return svg(
    "svg",
    { class: `icon icon-${name}`, viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: PATHS[name], fill: solid ? "currentColor" : "none" }),
  );
}
