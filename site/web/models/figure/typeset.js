/* Numbers on axes, in hovers and in the tables of figures, typeset as playground.engine.numbers does it, and
   where the ticks of an axis stand. No DOM here.

   Commas set thousands apart. What figures show are values of data too, which may be years: so four digits
   stay together, and are set apart only on an axis that has longer numbers. */

import { GROUPED, LONG, MINUS, grouped } from "../grouped.js";

const SUPERSCRIPTS = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
// Beyond these powers of ten a number is easier to read with its exponent.
const PLAIN = { least: -4, most: 6 };
// Whole ticks are shown whole up to here, whatever their last digits.
const WHOLE = 1e5;
// What is left of a tick by rounding, as a share of the distance to the next.
const ROUNDING = 1e-9;

const raised = (power) => [...String(power)].map((sign) => SUPERSCRIPTS[sign]).join("");

/** 1, 2 or 5 times a power of ten: the least that is not below `size`. */
export function niceUnit(size) {
  const power = 10 ** Math.floor(Math.log10(size));
  return [1, 2, 5, 10].find((factor) => factor * power >= size * (1 - ROUNDING)) * power;
}

/** `value` with this number of significant digits; without trailing zeros where `short`. */
export function typeset(value, digits = 6, short = true, least = LONG) {
  if (Number.isNaN(value)) return "not defined";
  if (!Number.isFinite(value)) return value < 0 ? `${MINUS}∞` : "∞";
  if (value === 0) return "0";
  const rounded = value.toExponential(Math.min(Math.max(digits, 1), 17) - 1);
  const [mantissa, exponent] = rounded.split("e");
  const power = Number(exponent);
  const plain = power >= PLAIN.least && power <= PLAIN.most;
  if (plain && digits > power) return finish(Number(rounded).toFixed(digits - 1 - power), short, least);
  // A whole part is shown to its last digit: a nought in place of a digit is wrong.
  if (plain) return finish(value.toFixed(0), short, least);
  const kept = finish(mantissa, short);
  // A power of ten needs no factor of one.
  return kept === "1" && short ? `10${raised(power)}` : `${kept} × 10${raised(power)}`;
}

function finish(text, short, least = LONG) {
  const cut = short && text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  return grouped(cut, least).replace("-", MINUS);
}

/** About `count` round places from `start` to `end`, and the unit between them. */
export function linearTicks(start, end, count) {
  // One place alone does not say how far it is to the next.
  for (let tried = count; tried < count + 4; tried += 1) {
    const unit = niceUnit((end - start) / tried);
    const [first, last] = [Math.ceil(start / unit - ROUNDING), Math.floor(end / unit + ROUNDING)];
    if (last > first || tried === count + 3) {
      return Array.from({ length: last - first + 1 }, (_, k) => (first + k) * unit);
    }
  }
  return [];
}

/** For an axis of log10 values: powers of ten; 2 and 5 between where few fit; round values where
    the axis spans less than that. */
export function logTicks(start, end, count) {
  const [low, high] = [Math.ceil(start - ROUNDING), Math.floor(end + ROUNDING)];
  const powers = high - low + 1;
  if (end - start < 0.8) {
    return linearTicks(10 ** start, 10 ** end, count).filter((value) => value > 0).map(Math.log10);
  }
  if (powers > count || end - start >= 3) return linearTicks(start, end, Math.min(count, powers)).filter(Number.isInteger);
  const between = end - start < 2 ? [1, 2, 5] : [1, 3];
  const found = [];
  for (let power = low - 1; power <= high; power += 1) {
    for (const factor of between) found.push(power + Math.log10(factor));
  }
  return found.filter((at) => at >= start - ROUNDING && at <= end + ROUNDING);
}

/** What stands at the ticks of a linear axis: all with the digits that tell them apart. */
export function linearLabels(ticks) {
  const gaps = ticks.slice(1).map((tick, k) => Math.abs(tick - ticks[k]));
  if (gaps.length === 0) return ticks.map((tick) => typeset(tick));
  const unit = Math.min(...gaps);
  const last = Math.floor(Math.log10(unit) + ROUNDING);
  const largest = Math.max(...ticks.map(Math.abs));
  const least = largest < 10 ** (LONG - 1) ? LONG : GROUPED;
  return ticks.map((tick) => {
    const value = Math.abs(tick) < ROUNDING * unit ? 0 : tick;
    if (largest < WHOLE && last >= 0) return finish(value.toFixed(0), false, least);
    if (value === 0) return "0";
    return typeset(value, Math.floor(Math.log10(Math.abs(value)) + ROUNDING) - last + 1, false, least);
  });
}

/** What stands at the ticks of an axis of log10 values. */
export function logLabels(ticks) {
  const least = ticks.some((tick) => tick >= LONG - 1) ? GROUPED : LONG;
  return ticks.map((tick) => typeset(10 ** tick, 4, true, least));
}
