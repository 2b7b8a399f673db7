// Presenting (the key `present`): stage, strip and sentence, as large as a room needs them. Escape ends it.

import { enlarge } from "../models/bokeh_patches/enlarged.js";

const root = document.documentElement;
// The page's text at the size that browsers come with; that of figures follows it so far, for want of room.
const [USUAL, LARGEST] = [15, 1.6];
// While presenting text in figures, at least 12 pixels high, is as large as the page's; marks grow a little less.
const PRESENTED = 16;
const MARKS = 0.8;

// How many times as large as usual the reader's browser makes text.
const textSize = () => parseFloat(getComputedStyle(root).fontSize);

function drawToScale(presenting) {
  const scale = presenting ? textSize() / PRESENTED : Math.min(textSize() / USUAL, LARGEST);
  enlarge(scale, presenting ? Math.max(1.25, MARKS * scale) : 1);
}

/** The height of the open strip, where the figures take what it leaves. */
function measureStrip() {
  const strips = document.querySelectorAll(".strip");
  const measure = () => {
    const height = Math.max(0, ...[...strips].map((strip) => strip.getBoundingClientRect().height));
    root.style.setProperty("--strip-tall", `${Math.ceil(height)}px`);
  };
  const observer = new ResizeObserver(measure);
  for (const strip of strips) observer.observe(strip);
}

export function servePresenting(api, button) {
  const set = (present) => api.setState({ present }).catch(() => {});
  const follow = () => {
    const on = root.hasAttribute("data-present");
    button.textContent = on ? "End presenting" : "Present";
    drawToScale(on);
    scrollTo(0, 0);
  };
  measureStrip();
  drawToScale(root.hasAttribute("data-present"));
  new MutationObserver(follow).observe(root, { attributeFilter: ["data-present"] });
  addEventListener("resize", () => drawToScale(root.hasAttribute("data-present")));
  button.addEventListener("click", () => set(Number(!root.hasAttribute("data-present"))));
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !root.hasAttribute("data-present")) return;
    // A dialog closes first.
    if (document.querySelector("dialog[open], :popover-open") !== null) return;
    event.preventDefault();
    set(0);
  });
}
