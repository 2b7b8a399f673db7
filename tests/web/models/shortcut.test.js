import assert from "node:assert/strict";
import { test } from "node:test";

import { neighbour } from "../../../site/web/models/rove.js";
import { isPlain, isTyping, matches, spoken } from "../../../site/web/models/shortcut.js";

const event = (key, held = {}) => ({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });

test("a shortcut needs its keys and no others", () => {
  assert.ok(matches(event("z", { ctrlKey: true }), "Control+Z"));
  assert.ok(matches(event("z", { metaKey: true }), "Control+Z"));
  assert.ok(!matches(event("Z", { ctrlKey: true, shiftKey: true }), "Control+Z"));
  assert.ok(matches(event("Z", { ctrlKey: true, shiftKey: true }), "Control+Shift+Z"));
  assert.ok(!matches(event("z"), "Control+Z"));
  assert.ok(!matches(event("z"), ""));
  assert.equal(spoken("Control+Shift+Z"), "Ctrl+Shift+Z");
});

test("keys typed into a text field are the field's own", () => {
  const from = (target) => ({ composedPath: () => [target] });
  assert.ok(isTyping(from({ localName: "input", type: "number" })));
  assert.ok(isTyping(from({ localName: "textarea" })));
  assert.ok(!isTyping(from({ localName: "input", type: "range" })));
  assert.ok(!isTyping(from({ localName: "button" })));
});

test("a key alone belongs to a field, and to nobody behind a dialog", () => {
  const from = (key, ...path) => ({ ...event(key), composedPath: () => path });
  assert.ok(matches(from("s", { localName: "button" }), "S"));
  assert.ok(!matches(from("s", { localName: "select" }), "S"));
  assert.ok(!matches(from("s", { localName: "input", type: "text" }), "S"));
  assert.ok(!matches({ ...from("s", { localName: "button" }), ctrlKey: true }, "S"));
  assert.ok(isPlain(from("1", { localName: "input", type: "range" })));
  assert.ok(!isPlain(from("1", { localName: "button" }, { localName: "dialog" })));
});

test("arrows go round a row, Home and End to its ends, other keys nowhere", () => {
  const words = ["fit", "descent", "code"];
  assert.equal(neighbour(words, "code", "ArrowRight"), "fit");
  assert.equal(neighbour(words, "fit", "ArrowLeft"), "code");
  assert.equal(neighbour(words, "fit", "End"), "code");
  assert.equal(neighbour(words, "code", "Home"), "fit");
  assert.equal(neighbour(words, "fit", "x"), null);
});
