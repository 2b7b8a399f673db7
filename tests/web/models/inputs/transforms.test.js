// A drop-down for each of several columns.
import assert from "node:assert/strict";
import { test } from "node:test";

import { install, model, send, viewOf } from "../../stand_ins.js";

install();
const { TransformsView } = await import("../../../../site/web/models/inputs/transforms.js");

const OPTIONS = [["none", "as is"], ["log", "log"]];
const VALUE = [["x", "x", "none"], ["price of it", "price …", "log"]];

function make() {
  return viewOf(TransformsView, model({ value: VALUE, options: OPTIONS, label: "Transformations", help: "", disabled: false }));
}

const selects = (view) => view.selects;

test("each column has its own, named in full", () => {
  const names = selects(make()).map((select) => [select.getAttribute("aria-label"), select.value]);
  assert.deepEqual(names, [["Transform x", "none"], ["Transform price of it", "log"]]);
});

test("a choice changes its row alone", () => {
  const view = make();
  const [first] = selects(view);
  first.value = "log";
  send(first, "change");
  assert.deepEqual(view.model.value, [["x", "x", "log"], VALUE[1]]);
  assert.equal(selects(view)[0], first);
});

test("what Python chooses is shown, and rows are made again only for other columns", () => {
  const view = make();
  const [first] = selects(view);
  view.model.value = [["x", "x", "log"], VALUE[1]];
  assert.equal(first.value, "log");
  view.model.value = [["z", "z", "none"]];
  assert.deepEqual(selects(view).map((select) => select.getAttribute("aria-label")), ["Transform z"]);
});
