/* The geometry of what a figure shows: one scale for both axes, and the way from one view to another.
   A view is { x: { start, end }, y: { start, end } }; no DOM and no Bokeh here. */

/** The smallest view that holds [left, right, bottom, top] about its middle: of one scale in a frame of
    so many pixels where it is to be `equal`, else that part itself. */
export function viewOf([left, right, bottom, top], { width, height }, equal) {
  const part = { x: { start: left, end: right }, y: { start: bottom, end: top } };
  if (!equal || !(width > 0) || !(height > 0)) return part;
  const unit = Math.max((right - left) / width, (top - bottom) / height);
  return { x: about(part.x, unit * width), y: about(part.y, unit * height) };
}

function about({ start, end }, span) {
  const middle = start / 2 + end / 2;
  return { start: middle - span / 2, end: middle + span / 2 };
}

/** The view at a share of the way: all grows by equal factors about a place that stays. */
export function between(from, to, share) {
  if (share >= 1) return to;
  return { x: between_ranges(from.x, to.x, share), y: between_ranges(from.y, to.y, share) };
}

function between_ranges(from, to, share) {
  const [before, after] = [from.end - from.start, to.end - to.start];
  const span = before * (after / before) ** share;
  const gone = Math.abs(after - before) > 1e-9 * after ? (span - before) / (after - before) : share;
  const start = from.start + gone * (to.start - from.start);
  return { start, end: start + span };
}

/** Slow at both ends, for a share of time. */
export function eased(share) {
  return share * share * (3 - 2 * share);
}
