/* What keys do to code, as pure functions: (text, start, end) of a selection -> the replacement
   {from, to, insert, start, end}, or null where the key keeps its ordinary meaning. */

const UNIT = "    ";

const lineStart = (text, at) => text.lastIndexOf("\n", at - 1) + 1;

function lineEnd(text, at) {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

/** Tab: to the next multiple of four; of several lines, each one four further in. */
export function indent(text, start, end) {
  if (!text.slice(start, end).includes("\n")) {
    const room = UNIT.slice((start - lineStart(text, start)) % UNIT.length);
    return { from: start, to: end, insert: room, start: start + room.length, end: start + room.length };
  }
  return eachLine(text, start, end, (line) => (line === "" ? line : UNIT + line));
}

/** Shift and Tab: each line up to four back. */
export function outdent(text, start, end) {
  return eachLine(text, start, end, (line) => line.replace(/^(?: {1,4}|\t)/, ""));
}

/** Enter: as far in as the line before, four further after a colon, four back after a return. */
export function newline(text, start, end) {
  const line = text.slice(lineStart(text, start), start);
  const inside = line.match(/^[ \t]*/)[0];
  const code = line.replace(/#.*$/, "").trimEnd();
  const further = code.endsWith(":") ? UNIT : "";
  const back = /^\s*(return|pass|break|continue|raise)\b/.test(code) ? UNIT.length : 0;
  const insert = `\n${(inside + further).slice(back)}`;
  return { from: start, to: end, insert, start: start + insert.length, end: start + insert.length };
}

/** Backspace within the spaces that begin a line: to the multiple of four before. */
export function backspace(text, start, end) {
  const before = text.slice(lineStart(text, start), start);
  if (start !== end || before === "" || before.trim() !== "" || before.includes("\t")) return null;
  const gone = ((before.length - 1) % UNIT.length) + 1;
  return { from: start - gone, to: start, insert: "", start: start - gone, end: start - gone };
}

function eachLine(text, start, end, change) {
  const from = lineStart(text, start);
  // A selection that ends before the first letter of a line does not mean that line.
  const last = end > start && text[end - 1] === "\n" ? end - 1 : end;
  const to = lineEnd(text, last);
  const lines = text.slice(from, to).split("\n");
  const changed = lines.map(change);
  const insert = changed.join("\n");
  const first = changed[0].length - lines[0].length;
  const shift = insert.length - (to - from);
  return { from, to, insert, start: Math.max(from, start + first), end: Math.max(from, end + shift) };
}
