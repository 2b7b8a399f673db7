/* Thousands set apart by commas, as playground.engine.numbers does it. No DOM here. */

export const MINUS = "−";
// Whole digits from which on thousands are set apart, and the same of what may be a year.
export const GROUPED = 4;
export const LONG = 5;

/** A decimal with its thousands set apart, from so many whole digits on. */
export function grouped(plain, least = LONG) {
  const [whole, ...rest] = plain.split(".");
  const apart = whole.replace(/^-/, "").length < least ? whole : whole.replace(/(?<=\d)(?=(\d{3})+$)/g, ",");
  return [apart, ...rest].join(".");
}
