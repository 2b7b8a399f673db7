// The data beside the stage: a rail that folds to a narrow bar, and on a laptop a drawer. For one's own points the
// sliders of the generator stand behind "Simulate new data".

import { remember, remembered } from "./remembered.js";

const root = document.documentElement;
const FOLDED = "rail";

// On a laptop the data lie in a drawer.
function serveDrawer(button) {
  const set = (on) => {
    root.toggleAttribute("data-rail", on);
    button.setAttribute("aria-expanded", String(on));
  };
  button.addEventListener("click", () => set(!root.hasAttribute("data-rail")));
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !root.hasAttribute("data-rail")) return;
    set(false);
    button.focus();
  });
}

function serveFold(button) {
  const set = (folded) => {
    root.toggleAttribute("data-folded", folded);
    button.setAttribute("aria-expanded", String(!folded));
    button.title = folded ? "Show the data" : "Hide the data";
  };
  set(remembered(FOLDED) !== null);
  button.addEventListener("click", () => {
    const folded = !root.hasAttribute("data-folded");
    remember(FOLDED, folded ? "folded" : null);
    set(folded);
  });
}

/** Show the sliders for generated data, and fold them away once points of one's own have come. */
function serveSliders(api, fold) {
  let own = null;
  let held = false;
  const follow = () => {
    if (held || own === (api.lastState.data === "own")) return;
    own = api.lastState.data === "own";
    root.toggleAttribute("data-own", own);
    fold.open = !own;
  };
  // Nothing moves while a hand is at work.
  addEventListener("pointerdown", () => (held = true), { capture: true });
  for (const end of ["pointerup", "pointercancel"]) {
    addEventListener(end, () => {
      held = false;
      follow();
    }, { capture: true });
  }
  api.on("state", follow);
  api.whenReady(follow);
}

export function serveRail(api) {
  serveDrawer(document.getElementById("rail-open"));
  serveFold(document.getElementById("rail-fold"));
  serveSliders(api, document.querySelector(".simulate"));
}
