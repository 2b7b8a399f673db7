// The first half minute: one line says what to do, and after the first drag three chips say what next. A link that
// carries a state shows none of it; once dismissed it stays away. Nothing moves by itself.

import { remember, remembered } from "./remembered.js";
import { within } from "./within.js";

const root = document.documentElement;
const DONE = "welcome";
// The data beside which the line is true.
const DRAGGABLE = ["linear", "own"];

/** linked: whether a link said what is shown. */
export function serveWelcome(api, linked) {
  if (linked || remembered(DONE) !== null) return;
  const welcome = document.getElementById("welcome");
  const show = (what) => (root.dataset.welcome = what);
  const end = () => {
    delete root.dataset.welcome;
    remember(DONE, "done");
    stop();
  };
  let touched = false;
  let held = false;
  let moved = false;
  const next = () => {
    if (moved && !held) show("chips");
  };
  // What comes next is offered when the hand has let go.
  const listening = new AbortController();
  const hold = (down) => () => {
    touched ||= down;
    held = down;
    next();
  };
  const options = { capture: true, signal: listening.signal };
  addEventListener("pointerdown", hold(true), options);
  addEventListener("pointerup", hold(false), options);
  addEventListener("pointercancel", hold(false), options);
  document.addEventListener("playground:file", end, options);
  const unsubscribe = api.on("state", (keys) => {
    if (!DRAGGABLE.includes(api.lastState.data)) leave();
    // Points that a script sets are no first step of the reader.
    else if (keys.includes("points") && api.lastState.points !== null) {
      if (touched) moved = true;
      else leave();
    }
    next();
  });
  // Other data take the place of those that the line speaks of; the next visit begins anew.
  const leave = () => {
    delete root.dataset.welcome;
    stop();
  };
  const stop = () => {
    listening.abort();
    unsubscribe();
  };
  const act = (slot, then) => document.querySelector(`[data-slot="${slot}"]`).addEventListener("click", () => {
    end();
    then();
  });
  act("welcome_descent", () => {});
  act("welcome_pair", () => {});
  act("welcome_upload", () => {
    const [input] = [...document.querySelectorAll('[data-slot="upload"] > *')].map((field) => field.shadowRoot.querySelector("input"));
    input.click();
  });
  welcome.querySelector(".close").addEventListener("click", end);
  show("line");
}
