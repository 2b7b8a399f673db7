// The state as a file, written without Python: for when Python cannot be had any more.

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
export function keepState(state) {
  save(new Blob([stateFile(state)], { type: "application/json" }), `${state.data}.linreg.json`);
}
