// What a lesson's question asks of the state: an expression that the build has parsed into nested lists
// (site/bundle/lessons/conditions.py, which evaluates them alike). Nothing here is code: an unknown word is an error.

const NUMBERS = { NaN, Infinity, "-Infinity": -Infinity };
const plain = (value) => (typeof value === "string" && value in NUMBERS ? NUMBERS[value] : value);
const own = (whole, key) => (whole !== null && typeof whole === "object" && Object.hasOwn(whole, key) ? whole[key] : null);
const truth = (value) => (Array.isArray(value) ? value.length > 0 : Boolean(value));
const number = (value) => (typeof value === "boolean" ? Number(value) : value);
const numbers = (...values) => values.every((value) => typeof number(value) === "number");
const same = (a, b) => (Array.isArray(a) && Array.isArray(b) ? a.length === b.length && a.every((x, i) => same(x, b[i])) : number(a) === number(b));
const holds = (list, value) => (typeof list === "string" ? list.includes(value) : Array.isArray(list) && list.some((x) => same(x, value)));

const ARITHMETIC = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => (b === 0 ? NaN : a / b),
  "**": (a, b) => a ** b,
};
const ORDER = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};
const LOGIC = {
  "==": same,
  "!=": (a, b) => !same(a, b),
  in: (a, b) => holds(b, a),
  "not in": (a, b) => !holds(b, a),
};
const FUNCTIONS = {
  abs: Math.abs,
  log10: (x) => (x > 0 ? Math.log10(x) : NaN),
  round: (x) => Math.floor(x + 0.5),
  sqrt: (x) => (x >= 0 ? Math.sqrt(x) : NaN),
};
const OF_LISTS = { max: Math.max, min: Math.min };

function call(name, given) {
  if (name === "len") return given[0]?.length ?? 0;
  if (Object.hasOwn(OF_LISTS, name)) {
    const values = given.flat();
    return values.length > 0 && numbers(...values) ? OF_LISTS[name](...values) : null;
  }
  return numbers(...given) ? FUNCTIONS[name](...given) : null;
}

// What it comes to in a state as `getState` gives it; null where something is not there.
export function evaluate(expression, state) {
  if (!Array.isArray(expression)) return expression;
  const [kind, ...parts] = expression;
  const of = (part) => evaluate(part, state);
  if (kind === "get") return plain(own(state, parts[0]));
  if (kind === "list") return parts.map(of);
  if (kind === "and") return parts.every((part) => truth(of(part)));
  if (kind === "or") return parts.some((part) => truth(of(part)));
  if (kind === "not") return !truth(of(parts[0]));
  if (kind === "dot") return plain(own(of(parts[0]), parts[1]));
  if (kind === "at") return plain(own(of(parts[0]), of(parts[1])));
  if (kind === "call") return call(parts[0], parts.slice(1).map((part) => plain(of(part))));
  const [a, b] = parts.map((part) => number(of(part)));
  if (Object.hasOwn(LOGIC, kind)) return LOGIC[kind](a, b);
  if (Object.hasOwn(ORDER, kind)) return typeof a === typeof b && a !== null && ORDER[kind](a, b);
  if (Object.hasOwn(ARITHMETIC, kind)) return numbers(a, b) ? ARITHMETIC[kind](a, b) : null;
  throw new Error(`${kind} is no part of a condition`);
}
