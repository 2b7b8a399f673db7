// What the page takes from the second worker, which runs code that may have changed all that it was
// given: messages of a few plain fields, none of them long, and not many of them. Whatever else comes
// ends the worker before any of it is handled. Covers no meaning: whether iterates are a path of the race
// Python finds out (playground/engine/rule_race.py).

// Milliseconds between two signs of life of the worker, at least; and messages of any kind that pass per
// second, counted from the start of a run: a page that was busy finds several at once.
export const PULSE_MS = 50;
const MOST_A_SECOND = 40;
// The largest number of characters in a field other than the iterates.
export const MOST_TEXT = 2000;

export const FLOOD = "Stopped: it sent too many messages. Your code has changed its own runtime.";
export const STRANGE = "Stopped: invalid result. Your code has changed its own runtime.";

const encodedLength = (bytes) => 4 * Math.ceil(bytes / 3);
const lengthOf = (count, p) => encodedLength(8 * count * p);

// The most characters of an outcome as JSON, where each of its texts may be escaped.
export const mostCharacters = ({ count, p }) => lengthOf(count, p) + 4 * 6 * MOST_TEXT;

const natural = (value) => Number.isSafeInteger(value) && value >= 0;
const text = (value) => typeof value === "string" && value.length <= MOST_TEXT;
const truth = (value) => typeof value === "boolean";
const FIELDS = {
  ready: {},
  alive: { id: natural },
  outcome: {
    id: natural,
    count: (value, size) => natural(value) && value <= size.count,
    iterates: (value, { p }, { count }) => typeof value === "string" && value.length === lengthOf(count, p),
    failed: truth,
    name: text,
    message: text,
    // 0: none.
    line: natural,
    printed: text,
  },
  failed: { id: natural, message: text },
};

// A copy with every field looked at once: what is looked at again may be something else.
function copied(message, size) {
  const { type } = message;
  if (typeof type !== "string" || !Object.hasOwn(FIELDS, type)) throw new Error(STRANGE);
  const fields = FIELDS[type];
  if (Object.keys(message).length !== Object.keys(fields).length + 1) throw new Error(STRANGE);
  const copy = { type };
  for (const [name, fits] of Object.entries(fields)) {
    const value = message[name];
    if (!fits(value, size, copy)) throw new Error(STRANGE);
    copy[name] = value;
  }
  return copy;
}

export class Gate {
  #since = Date.now();
  #passed = 0;

  // Counts anew: a run begins.
  restart() {
    this.#since = Date.now();
    this.#passed = 0;
  }

  // The message as it may be handled; size: {count, p} of the longest race that was asked for.
  // Throws an Error whose message is for people.
  take(message, size) {
    const seconds = 1 + (Date.now() - this.#since) / 1000;
    if (++this.#passed > MOST_A_SECOND * seconds) throw new Error(FLOOD);
    try {
      return copied(message, size);
    } catch {
      throw new Error(STRANGE);
    }
  }
}
