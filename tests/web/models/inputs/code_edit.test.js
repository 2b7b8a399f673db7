// What Tab, Enter and Backspace do to code. A selection is written as "[" and "]", a caret as "|".

import assert from "node:assert/strict";
import { test } from "node:test";
import { backspace, indent, newline, outdent } from "../../../../site/web/models/inputs/code_edit.js";

function after(act, shown) {
  const caret = shown.indexOf("|");
  const start = caret < 0 ? shown.indexOf("[") : caret;
  const end = caret < 0 ? shown.indexOf("]") - 1 : caret;
  const text = shown.replace(/[[\]|]/g, "");
  const change = act(text, start, end);
  if (change === null) return null;
  const now = text.slice(0, change.from) + change.insert + text.slice(change.to);
  if (change.start === change.end) return `${now.slice(0, change.start)}|${now.slice(change.start)}`;
  return `${now.slice(0, change.start)}[${now.slice(change.start, change.end)}]${now.slice(change.end)}`;
}

test("Tab goes to the next multiple of four", () => {
  assert.equal(after(indent, "|x"), "    |x");
  assert.equal(after(indent, "a\n xy|"), "a\n xy |");
  assert.equal(after(indent, "a[bc]d"), "a   |d");
});

test("Tab indents every line of a selection, but no empty one", () => {
  assert.equal(after(indent, "a[b\n\nc]d\ne"), "    a[b\n\n    c]d\ne");
  assert.equal(after(indent, "[a\nb\n]c"), "    [a\n    b\n]c");
});

test("Shift and Tab takes up to four spaces away", () => {
  assert.equal(after(outdent, "      x|"), "  x|");
  assert.equal(after(outdent, "  |x"), "|x");
  assert.equal(after(outdent, "x|"), "x|");
  assert.equal(after(outdent, "    [a\n  b\nc]"), "[a\nb\nc]");
  assert.equal(after(outdent, " | x\ny"), "|x\ny");
});

test("Enter keeps the indentation, goes in after a colon and out after a return", () => {
  assert.equal(after(newline, "  a|"), "  a\n  |");
  assert.equal(after(newline, "if a:|"), "if a:\n    |");
  assert.equal(after(newline, "if a:  # why|b"), "if a:  # why\n    |b");
  assert.equal(after(newline, "        return w|"), "        return w\n    |");
  assert.equal(after(newline, "a[b]c"), "a\n|c");
});

test("Backspace in the indentation goes back to a multiple of four", () => {
  assert.equal(after(backspace, "        |x"), "    |x");
  assert.equal(after(backspace, "     |x"), "    |x");
  assert.equal(after(backspace, "a |x"), null);
  assert.equal(after(backspace, "|x"), null);
  assert.equal(after(backspace, "[  ]x"), null);
});
