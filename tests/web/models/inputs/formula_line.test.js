// A formula in one line: when it is handed over, what brings the model back, and how an error is shown.
import assert from "node:assert/strict";
import { test } from "node:test";

import { install, model, send, viewOf } from "../../stand_ins.js";

install();
const { FormulaLineView, marked } = await import("../../../../site/web/models/inputs/formula_line.js");

function make(fields = {}) {
  const given = { label: "Formula", help: "", disabled: false, value: "y ~ x", shown: "y ~ x", error: "", position: 0 };
  return viewOf(FormulaLineView, model({ ...given, ...fields }));
}

function type(view, text) {
  view.field.value = text;
  send(view.field, "change");
}

test("what is typed is handed over when the field is left, and not before", () => {
  const view = make();
  view.field.value = "y ~ log(x)";
  assert.equal(view.model.value, "y ~ x");
  send(view.field, "change");
  assert.equal(view.model.value, "y ~ log(x)");
});

test("half-typed text survives a patch of something else", () => {
  const view = make();
  view.field.value = "y ~ log(";
  view.model.help = "Another help";
  assert.equal(view.field.value, "y ~ log(");
  view.model.value = "y ~ z";
  assert.equal(view.field.value, "y ~ z");
});

test("Escape brings the model back", () => {
  const view = make();
  type(view, "y ~ lgo(x)");
  const event = send(view.field, "keydown", { key: "Escape" });
  assert.ok(event.defaultPrevented);
  assert.equal(view.field.value, "y ~ x");
  assert.equal(view.model.value, "y ~ x");
});

test("an error stands with a caret under its place, and goes", () => {
  const view = make({ value: "y ~ lgo(x)" });
  assert.ok(view.error.hidden);
  Object.assign(view.model, { error: "'lgo' is not a function.", position: 4 });
  assert.ok(!view.error.hidden);
  assert.equal(view.field.getAttribute("aria-invalid"), "true");
  assert.equal(view.place.textContent, "y ~ lgo(x)\n    ^");
  assert.equal(view.sentence.textContent, "'lgo' is not a function.");
  view.model.error = "";
  assert.ok(view.error.hidden);
  assert.equal(view.field.getAttribute("aria-invalid"), null);
});

test("a long formula is cut around the place", () => {
  const text = `y ~ ${"x + ".repeat(40)}bad`;
  for (const position of [0, 4, 60, text.length - 3, text.length]) {
    const [line, caret] = marked(text, position).split("\n");
    assert.ok(line.length <= 50);
    const below = line[caret.length - 1] ?? "";
    assert.equal(below, text[position] ?? "");
  }
});
