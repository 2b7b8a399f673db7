/* What a number that somebody typed means, in whatever notation; where that is not certain, why. The same
   in every locale of browser and system. No DOM here. */

const MINUS = /[\u2212\u2013\ufe63\uff0d]/g;
const POWER = /\s*[×x*·]\s*10\s*\^?\s*([+-]?\d+|[⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/i;
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const NUMBER = /^([+-]?)\s*([\d.,'’\s]*\d[.,]?)(?:e([+-]?\d+))?$/i;

/** {value}, or {why} in a sentence. */
export function readNumber(text) {
  const shown = text.trim();
  if (shown === "") return { why: "The field is empty." };
  const plain = shown.replace(MINUS, "-").replace(POWER, (_, power) => `e${lowered(power)}`);
  const [, sign, body, power = "0"] = NUMBER.exec(plain) ?? [];
  const digits = body === undefined ? null : withPoint(body);
  if (digits === null) return { why: `“${shown}” is not a number.` };
  if (digits === AMBIGUOUS) return { why: ambiguous(shown, body) };
  const value = Number(`${sign}${digits}e${power}`);
  return Number.isFinite(value) ? { value } : { why: `“${shown}” is too large.` };
}

const AMBIGUOUS = Symbol("a comma and three digits");

function ambiguous(shown, body) {
  const [whole, part] = body.split(",");
  return `“${shown}” may mean ${whole}${part} or ${whole}.${part}. Type one of these.`;
}

function lowered(power) {
  return [...power].map((sign) => ({ "⁺": "+", "⁻": "-" })[sign] ?? (RAISED.includes(sign) ? RAISED.indexOf(sign) : sign)).join("");
}

/* Digits with a point at most; null where they are no number. */
function withPoint(body) {
  const spaced = /[\s'’]/.exec(body);
  if (spaced) return grouped(body, /[\s'’]/, /[.,]/);
  const [points, commas] = [".", ","].map((sign) => body.split(sign).length - 1);
  if (points > 0 && commas > 0) {
    return body.lastIndexOf(".") > body.lastIndexOf(",") ? grouped(body, ",", ".") : grouped(body, ".", ",");
  }
  if (points > 1 || commas > 1) return grouped(body, points > 1 ? "." : ",", "");
  // A point is what the page itself writes; of a comma nobody knows.
  if (/^[1-9]\d{0,2},\d{3}$/.test(body)) return AMBIGUOUS;
  return body.replace(",", ".");
}

/* Groups of three digits behind one and the same sign, and then a decimal sign or none. */
function grouped(body, sign, decimal) {
  const [whole, part = "", ...more] = decimal === "" ? [body] : body.split(decimal);
  const groups = whole.split(sign);
  const signs = new Set(whole.replace(/\d/g, ""));
  const right = groups.length > 1 && /^\d{1,3}$/.test(groups[0]) && groups.slice(1).every((group) => /^\d{3}$/.test(group));
  if (!right || signs.size !== 1 || more.length > 0 || !/^\d*$/.test(part)) return null;
  return `${groups.join("")}.${part}`;
}
