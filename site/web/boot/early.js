// The few keys of a link that must be known before Python has read it: colours, tab and frame, so
// that nothing is drawn first and then changed. Covers no mistakes: Python reads the link too, and says.

import { linkParts, meanings, plain } from "../links/parts.js";

// Longer texts are read by nobody.
const LONGEST = 2000;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

function chosen(text, { enum: choices }) {
  const word = plain(text);
  if (choices.includes(word)) return word;
  const number = word.trim();
  return NUMBER.test(number) && choices.includes(Number(number)) ? Number(number) : undefined;
}

const itemsOf = (text) => (text === "" ? [] : plain(text).split(",").map((item) => plain(item).trim()));

// The choices of a list; of one that has others too, those that there are.
function listed(texts, choices) {
  const items = texts.map(itemsOf).find((all) => all.every((item) => choices.includes(item))) ?? itemsOf(texts.at(-1));
  const found = choices.filter((choice) => items.includes(choice));
  return found.length > 0 || items.length === 0 ? found : undefined;
}

// hash: of the page's address; schemas: by key, what the table in linreg.links says of it; keys: all of them.
export function early(hash, schemas, keys = Object.keys(schemas)) {
  const said = {};
  for (const part of linkParts(hash.slice(1), keys)) {
    const schema = Object.hasOwn(schemas, part.key) ? schemas[part.key] : null;
    if (schema === null || part.value === null || part.value.length > LONGEST) continue;
    const texts = meanings(part);
    const value = schema.type === "array" ? listed(texts, schema.items.enum) : texts.map((text) => chosen(text, schema)).find((one) => one !== undefined);
    if (value !== undefined) said[part.key] = value;
  }
  return said;
}
