// The state as a file, written without Python: for when Python cannot be had any more.

import { textsOf } from "../models/many_points.js";
import { save } from "../models/inputs/download.js";

// As in playground/session/links.py.
const FORMAT = 1;
// What belongs to the page, to a link, or to what Python computes.
const LEFT_OUT = ["results", "src", "expect", "core", "embed", "hide"];

/** The text of a state file. */
export function stateFile(state) {
  const said = Object.entries(state).filter(([key, value]) => value !== null && !LEFT_OUT.includes(key));
  return JSON.stringify({ linreg: FORMAT, state: Object.fromEntries(said) }, null, 1);
}

/** Hand the state to the browser's own downloads. */
export async function keepState(state) {
  const text = stateFile({ ...state, points: await textsOf(state.points ?? null) });
  save(new Blob([text], { type: "application/json" }), `${state.data}.linreg.json`);
}
