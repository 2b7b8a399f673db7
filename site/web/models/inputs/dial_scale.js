/* The mathematics of a dial: slider positions, values and the text of the field. No DOM here. */

import { GROUPED, MINUS, grouped } from "../grouped.js";
import { readNumber } from "./number.js";

const LOG_POSITIONS = 300;
// Beyond this the slider would have more places than a screen has pixels.
const MOST_POSITIONS = 10_000;

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
// The start may be the larger end.
const least = ({ start, end }) => Math.min(start, end);
const most = ({ start, end }) => Math.max(start, end);
const within = (value, dial) => clamp(value, least(dial), most(dial));

/** The least and the most that the field accepts. */
export const bounds = (dial) => [dial.low ?? least(dial), dial.high ?? most(dial)];

/** Round to `digits` significant digits. */
export function significant(value, digits) {
  return value === 0 ? 0 : Number(value.toPrecision(digits));
}

/** A number for assistive technology, which reads no powers of ten; null for bounds that are as good as none. */
export function decimal(value) {
  if (value === null || value === undefined || Math.abs(value) >= 1e21) return null;
  const written = String(value);
  return written.includes("e") ? value.toFixed(20).replace(/\.?0+$/, "") : written;
}

/** How many decimals a step such as 0.05 has. */
export function decimals(step) {
  const [mantissa, exponent = "0"] = step.toExponential().split("e");
  const after = (mantissa.split(".")[1] ?? "").length;
  return clamp(after - Number(exponent), 0, 20);
}

/** The number of places the slider has: one a step, or a fixed number on a log scale. */
export function positions({ start, end, step, scale }) {
  if (scale === "log") return LOG_POSITIONS;
  return clamp(Math.round(Math.abs(end - start) / step), 1, MOST_POSITIONS);
}

/** Where on the track a value lies, from 0 to 1. */
export function fraction(value, { start, end, scale }) {
  if (!(end > start || end < start) || Number.isNaN(value)) return 0;
  if (scale !== "log") return clamp((value - start) / (end - start), 0, 1);
  // What no logarithm reaches rests at the lesser end.
  if (value <= 0) return start < end ? 0 : 1;
  return clamp(Math.log(value / start) / Math.log(end / start), 0, 1);
}

/** The slider's whole-numbered position for a value. */
export function position(value, dial) {
  return Math.round(fraction(value, dial) * positions(dial));
}

/** The value at a position, rounded to what a hand can mean by it. */
export function valueAt(place, dial) {
  const { start, end, step, scale } = dial;
  const share = place / positions(dial);
  if (share <= 0) return start;
  if (share >= 1) return end;
  if (scale === "log") {
    const ratio = Math.max(end / start, start / end) ** (1 / LOG_POSITIONS);
    // One digit more than neighbours differ in, so that no two places have the same value.
    const digits = Math.max(2, 1 + Math.ceil(-Math.log10(ratio - 1)));
    return within(significant(start * (end / start) ** share, digits), dial);
  }
  const raw = start + share * (end - start);
  const stepped = start + Math.round((raw - start) / step) * step;
  return within(Number(stepped.toFixed(decimals(step))), dial);
}

/** One key press up or down in the field: a step, or on a log scale one in the second digit. */
export function nudge(value, direction, big, dial) {
  const size = stepSize(value, direction, dial) * (big ? 10 : 1);
  return accept(Number((value + direction * size).toPrecision(12)), dial);
}

function stepSize(value, direction, dial) {
  if (dial.scale !== "log") return dial.step;
  if (!(value > 0)) return least(dial);
  const exponent = Math.floor(Math.log10(value));
  // Going down from 1.0 the next two-digit number is 0.99, not 0.9.
  const edge = direction < 0 && significant(value, 12) === Number(`1e${exponent}`) ? 1 : 0;
  return Number(`1e${exponent - 1 - edge}`);
}

/** Bring a typed number within what the field accepts; whole where the dial's steps are whole. */
export function accept(value, dial) {
  const { start, step, scale } = dial;
  const whole = scale !== "log" && Number.isInteger(step) && Number.isInteger(start);
  return clamp(whole ? Math.round(value) : value, ...bounds(dial));
}

/** The number that a text means, or null: "", "1e" and "-" are still being typed. */
export function parse(text) {
  return readNumber(text).value ?? null;
}

/** What became of a typed number that was not taken as it is, in a sentence; "" where it was. */
export function limits(value, taken, dial) {
  if (value === taken) return "";
  if (taken === Math.round(value)) return `Whole numbers only: rounded to ${told(taken)}.`;
  const [low, high] = bounds(dial);
  return taken < value ? `The maximum is ${told(high)}.` : `The minimum is ${told(low)}.`;
}

// The same number within a sentence, which sets thousands apart; a field does not.
const told = (value) => grouped(text(value), GROUPED).replace(/^-/, MINUS);

/** The shortest text that reads back as the same number. */
export function text(value) {
  return Number.isFinite(value) ? String(value) : "";
}
