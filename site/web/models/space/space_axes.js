/* The frame of the plot in 3-D: floor, the two walls behind, and three labelled axes along the edges that
   hide nothing. */

import { linearLabels, linearTicks } from "../figure/typeset.js";
import { TALL } from "./space_math.js";

// One label for so many pixels of an axis; an axis seen end on has none.
const APART = 64;
const LEAST = 36;
// Seen so steeply from above the walls are lines.
const STEEP = 78;

/** The three axes as this screen shows them: {name, ends: [[u, v, w], [u, v, w]], ticks, wall}. */
export function axes({ box, names }, seen) {
  const [right, away] = seen.eye;
  // The edges of the floor towards the eye; of two as near, those where readers look for axes.
  const [u, v] = [right > 1e-9 ? 1 : -1, away > 1e-9 ? 1 : -1];
  const corner = [[-1, -1], [1, -1], [1, 1], [-1, 1]].reduce((best, here) => (leftOf(here, best, seen) ? here : best));
  const ends = [
    [[-1, v, -TALL], [1, v, -TALL]],
    [[u, -1, -TALL], [u, 1, -TALL]],
    [[...corner, -TALL], [...corner, TALL]],
  ];
  const found = ends.map((pair, k) => axis(names[k] ?? "", box[2 * k], box[2 * k + 1], pair, seen));
  // Where the axes of the floor meet one number is enough.
  const shared = v > 0 ? 1 : 0;
  if (found[0].length >= LEAST) found[1].ticks = found[1].ticks.filter(({ share }) => Math.abs(share - shared) > 0.06);
  return found;
}

function leftOf(here, best, { right, depth }) {
  const off = right(...here) - right(...best);
  return off < -1e-9 || (off < 1e-9 && depth(...here, 0) < depth(...best, 0));
}

function axis(name, start, end, ends, { place }) {
  const [[x0, y0], [x1, y1]] = ends.map((at) => place(...at));
  const length = Math.hypot(x1 - x0, y1 - y0);
  const count = Math.max(Math.round(length / APART), 2);
  const values = end > start ? linearTicks(start, end, count) : [];
  const labels = linearLabels(values);
  const ticks = values.map((value, k) => ({ share: (value - start) / (end - start), label: labels[k] }));
  return { name, ends, ticks, length, from: [x0, y0], to: [x1, y1] };
}

/** Floor and walls, behind everything. */
export function paintRoom(ctx, found, seen, tilt, look) {
  const [right, away] = seen.eye;
  const [u, v] = [right > 1e-9 ? -1 : 1, away > 1e-9 ? -1 : 1];
  const [across, along, up] = found.map(({ ticks }) => ticks.map(({ share }) => 2 * share - 1));
  const line = (a, b) => {
    ctx.moveTo(...seen.place(...a));
    ctx.lineTo(...seen.place(...b));
  };
  ctx.fillStyle = look.floor;
  trace(ctx, [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([a, b]) => seen.place(a, b, -TALL)));
  ctx.fill();
  ctx.strokeStyle = look.grid;
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (const at of across) line([at, -1, -TALL], [at, 1, -TALL]);
  for (const at of along) line([-1, at, -TALL], [1, at, -TALL]);
  if (tilt < STEEP) {
    for (const at of up.map((share) => TALL * share)) {
      line([-1, v, at], [1, v, at]);
      line([u, -1, at], [u, 1, at]);
    }
  }
  ctx.stroke();
}

export function trace(ctx, places) {
  ctx.beginPath();
  places.forEach(([x, y], k) => (k === 0 ? ctx.moveTo(x, y) : ctx.lineTo(x, y)));
  ctx.closePath();
}

/** The axes themselves, with ticks, numbers and names outside the cube. */
export function paintAxes(ctx, found, seen, look) {
  const middle = seen.place(0, 0, 0);
  for (const one of found) {
    if (one.length >= LEAST) paintAxis(ctx, one, outward(one, middle), look);
  }
}

/** The direction across an axis that leads away from the middle of the cube. */
function outward({ from: [x0, y0], to: [x1, y1], length }, [x, y]) {
  const [dx, dy] = [(y1 - y0) / length, (x0 - x1) / length];
  const side = dx * ((x0 + x1) / 2 - x) + dy * ((y0 + y1) / 2 - y) >= 0 ? 1 : -1;
  return [side * dx, side * dy];
}

function paintAxis(ctx, { name, ticks, from: [x0, y0], to: [x1, y1], length }, [dx, dy], look) {
  const at = (share, far) => [x0 + share * (x1 - x0) + far * dx, y0 + share * (y1 - y0) + far * dy];
  ctx.strokeStyle = look.axis;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  for (const { share } of ticks) {
    ctx.moveTo(...at(share, 0));
    ctx.lineTo(...at(share, 5));
  }
  ctx.stroke();
  ctx.textBaseline = "middle";
  ctx.textAlign = dx > 0.35 ? "left" : dx < -0.35 ? "right" : "center";
  ctx.font = look.font(13);
  ctx.fillStyle = look.muted;
  let widest = 0;
  for (const { share, label } of ticks) {
    ctx.fillText(label, ...at(share, 8 + 7 * look.text));
    widest = Math.max(widest, ctx.measureText(label).width);
  }
  ctx.font = look.font(14);
  ctx.fillStyle = look.ink;
  if (Math.abs(y1 - y0) > 0.8 * length) {
    // Beside an upright axis a name would need too much room: it stands above its end.
    const [x, y] = y1 < y0 ? [x1, y1] : [x0, y0];
    ctx.textAlign = dx < 0 ? "left" : "right";
    ctx.fillText(name, x + (dx < 0 ? -1 : 1) * Math.min(widest + 12, 44), y - 16 * look.text);
  } else {
    ctx.fillText(name, ...at(0.5, 14 + 22 * look.text + Math.abs(dx) * widest));
  }
}
