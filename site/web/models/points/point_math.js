/* The geometry of the hand on the plot: which point is meant, where it goes, what part is shown.
   Screen pixels and data coordinates are plain numbers; no DOM and no Bokeh here. */

/** The index of the point nearest to (x, y) within `radius`, all in pixels; null where none is.
    Of points equally near, the one drawn last, which lies on top. */
export function nearest(xs, ys, x, y, radius) {
  let best = null;
  let least = radius * radius;
  for (let i = 0; i < xs.length; i += 1) {
    const distance = (xs[i] - x) ** 2 + (ys[i] - y) ** 2;
    if (distance <= least) {
      best = i;
      least = distance;
    }
  }
  return best;
}

/** How many decimals a coordinate needs so that rounding it moves a point by half a pixel at most. */
export function decimalsFor(span, pixels) {
  if (!(Math.abs(span) > 0) || !(pixels > 0)) return 0;
  const perPixel = Math.abs(span) / pixels;
  return Math.min(Math.max(-Math.floor(Math.log10(perPixel)), 0), 15);
}

/** A coordinate as a hand can mean it: rounded to what one pixel tells apart. */
export function rounded(value, span, pixels) {
  const decimals = decimalsFor(span, pixels);
  if (decimals > 0) return Number(value.toFixed(decimals));
  const unit = 10 ** Math.max(Math.floor(Math.log10(Math.abs(span) / pixels)), 0);
  return Math.round(value / unit) * unit;
}

/** Data coordinates of a place, kept within the plot's frame and rounded to what a pixel tells apart. */
export function toData({ bbox, x_scale, y_scale, x_range, y_range }, { sx, sy }) {
  const x = x_scale.invert(Math.min(Math.max(sx, bbox.left), bbox.right));
  const y = y_scale.invert(Math.min(Math.max(sy, bbox.top), bbox.bottom));
  return {
    x: rounded(x, x_range.end - x_range.start, bbox.width),
    y: rounded(y, y_range.end - y_range.start, bbox.height),
  };
}

/** A step of 1, 2 or 5 times a power of ten, near a two-hundredth of what is shown. */
export function niceStep(span) {
  const aim = Math.abs(span) / 200;
  const power = 10 ** Math.floor(Math.log10(aim));
  const lead = aim / power;
  const nice = lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10;
  return Number((nice * power).toPrecision(1));
}

/** `value` plus `count` steps, without the dust of binary fractions. */
export function stepped(value, count, step) {
  return Number((value + count * step).toPrecision(12));
}

/** The next point from left to right (or back), null past either end; from none, an end. */
export function neighbourPoint(xs, ys, current, direction) {
  const order = Array.from(xs, (_, i) => i)
    .filter((i) => Number.isFinite(xs[i]) && Number.isFinite(ys[i]))
    .sort((i, j) => xs[i] - xs[j] || ys[i] - ys[j] || i - j);
  if (order.length === 0) return null;
  const place = current === null ? -1 : order.indexOf(current);
  if (place === -1) return direction > 0 ? order[0] : order[order.length - 1];
  return order[place + direction] ?? null;
}

/** A range zoomed by `factor` (2: half as much is shown) about a value that stays where it is. */
export function zoomed({ start, end }, about, factor) {
  return { start: about + (start - about) / factor, end: about + (end - about) / factor };
}

/** A range moved by `amount`. */
export function shifted({ start, end }, amount) {
  return { start: start + amount, end: end + amount };
}

/** How much one wheel event zooms; a trackpad's pinch sends many small ones. */
export function wheelFactor(delta, mode) {
  const pixels = mode === 1 ? delta * 16 : mode === 2 ? delta * 400 : delta;
  const gentle = Math.abs(pixels) < 40 ? 0.01 : 0.002;
  return Math.exp(Math.min(Math.max(-pixels * gentle, -0.5), 0.5));
}

/** The indices of the points within a closed line of [x, y] places: those from which a ray crosses it
    an odd number of times. */
export function enclosed(xs, ys, path) {
  const within = (x, y) => {
    let odd = false;
    for (let i = 0, j = path.length - 1; i < path.length; j = i, i += 1) {
      const [ax, ay] = path[i];
      const [bx, by] = path[j];
      if (ay > y !== by > y && x < ax + ((y - ay) * (bx - ax)) / (by - ay)) odd = !odd;
    }
    return odd;
  };
  return Array.from(xs, (_, i) => i).filter((i) => within(xs[i], ys[i]));
}
