// Draws what is much in pieces, a frame between two, so that the page never stops for long. Knows
// nothing of Bokeh. Does not cover one piece that itself takes long.

import { nextFrame } from "../limits/frames.js";

// Milliseconds after which a frame is let through.
const LONGEST = 25;

const underWay = new Set();

/** Resolves when nothing is being drawn in pieces. */
export async function allDrawn() {
  while (underWay.size > 0) await Promise.allSettled(underWay);
}

const afterNextFrame = () => nextFrame().then(() => new Promise((resolve) => setTimeout(resolve)));

/** Draw each of the pieces, in order; the first one in a frame of its own, too. */
export function piecewise(pieces, draw) {
  const work = (async () => {
    let begun = Number.NEGATIVE_INFINITY;
    for (const piece of pieces) {
      if (performance.now() - begun > LONGEST) {
        await afterNextFrame();
        begun = performance.now();
      }
      draw(piece);
    }
  })();
  underWay.add(work);
  const end = () => underWay.delete(work);
  work.then(end, end);
  return work;
}
