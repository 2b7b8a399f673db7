// JavaScript functions that Python holds when its memory is taken and that no path from globalThis
// leads to, by name: the image records the name and the page gives the function back, without eval.

// Panel makes objects of Python's dicts with it.
function entriesWithNull(entries) {
  for (const entry of entries) {
    if (entry[1] === undefined) entry[1] = null;
  }
  return Object.fromEntries(entries);
}

const KNOWN = { entriesWithNull };
const shape = (value) => String(value).replace(/^function \w*|=>|const|let|[\s{};]/g, "");

// What the image records of a value; throws where it is nothing that we know.
export function nameOf(value) {
  const found = typeof value === "function" && Object.keys(KNOWN).find((name) => shape(KNOWN[name]) === shape(value));
  if (!found) throw new Error(`The image would hold a reference to ${typeof value}: ${String(value).slice(0, 200)}`);
  return { known: found };
}

export function fromName({ known }) {
  if (!Object.hasOwn(KNOWN, known)) throw new Error(`The image holds a reference that is not known: ${known}`);
  return KNOWN[known];
}
