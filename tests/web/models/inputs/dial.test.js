// A slider and its field: what is typed is taken when it is complete, and put right when typing is over.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { install, model, send, viewOf } from "../../stand_ins.js";

install();
const { DialView } = await import("../../../../site/web/models/inputs/dial.js");

beforeEach(() => mock.timers.reset());

const FIELDS = {
  value: 3, start: 0, end: 10, step: 1, scale: "linear", low: null, high: null, unit: "", term: "", label: "Noise", help: "",
  disabled: false, wrong_from: null, asks: "", marks: [],
};

function make(fields = {}) {
  mock.timers.enable({ apis: ["setTimeout"] });
  return viewOf(DialView, model({ ...FIELDS, ...fields }));
}

function type(view, text, inputType = "insertText") {
  view.spin.value = text;
  send(view.spin, "input", { inputType, data: text.at(-1) });
}

test("both inputs say the value, its bounds and its name", () => {
  const view = make({ unit: "%" });
  assert.equal(view.spin.value, "3");
  assert.equal(view.spin.getAttribute("aria-valuenow"), "3");
  assert.equal(view.spin.getAttribute("aria-valuemax"), "10");
  assert.equal(view.slider.getAttribute("aria-label"), "Noise, slider");
  assert.equal(view.slider.getAttribute("aria-valuetext"), "3 %");
  assert.equal(view.slider.value, "3");
});

test("a key press may be the first of several: the number is taken after a pause", () => {
  const view = make();
  type(view, "7");
  mock.timers.tick(499);
  assert.equal(view.model.value, 3);
  mock.timers.tick(1);
  assert.equal(view.model.value, 7);
});

test("what is typed is left alone when Python changes the value, until typing is over", () => {
  const view = make();
  type(view, "7.");
  view.model.value = 5;
  assert.equal(view.spin.value, "7.");
  assert.equal(view.slider.value, "5");
  send(view.spin, "keydown", { key: "Escape" });
  assert.equal(view.spin.value, "5");
});

test("a pasted number is taken without a pause, one out of bounds not before typing is over", () => {
  const view = make();
  type(view, "12", "insertFromPaste");
  mock.timers.tick(0);
  assert.equal(view.model.value, 3);
  send(view.spin, "blur");
  assert.equal(view.model.value, 10);
  assert.equal(view.spin.value, "10");
  assert.equal(view.told.textContent, "The maximum is 10.");
  assert.equal(view.spin.getAttribute("aria-describedby"), "told");
});

test("what is no number changes nothing and is told, until something else is done", () => {
  const view = make();
  type(view, "abc");
  send(view.spin, "keydown", { key: "Enter" });
  assert.equal(view.model.value, 3);
  assert.match(view.told.textContent, /Noise stays 3\.$/);
  assert.equal(view.spin.value, "3");
  type(view, "4");
  assert.equal(view.told.textContent, "");
  assert.equal(view.spin.getAttribute("aria-describedby"), null);
});

test("arrow keys step, and take what was being typed first", () => {
  const view = make();
  type(view, "5");
  assert.ok(send(view.spin, "keydown", { key: "ArrowUp" }).defaultPrevented);
  assert.equal(view.model.value, 6);
  send(view.spin, "keydown", { key: "ArrowDown", shiftKey: true });
  assert.equal(view.model.value, 0);
  assert.ok(!send(view.spin, "keydown", { key: "ArrowUp", ctrlKey: true }).defaultPrevented);
  assert.equal(view.model.value, 0);
});

test("where it asks first, a moved slider changes nothing until it is answered", () => {
  const view = make({ asks: "Replace your points?" });
  view.slider.value = "8";
  send(view.slider, "input");
  assert.equal(view.model.value, 3);
  assert.equal(view.slider.value, "8");
  assert.equal(view.question.hidden, false);
  const [replace, keep] = view.question.childNodes[1].childNodes;
  send(keep, "click");
  assert.deepEqual([view.model.value, view.slider.value, view.question.hidden], [3, "3", true]);
  view.slider.value = "8";
  send(view.slider, "input");
  const [again] = view.question.childNodes[1].childNodes;
  assert.notEqual(again, replace);
  send(again, "click");
  assert.deepEqual([view.model.value, view.slider.value], [8, "8"]);
});

test("a question that Python takes back is gone, and the slider is where the value is", () => {
  const view = make({ asks: "Replace your points?" });
  view.slider.value = "8";
  send(view.slider, "input");
  view.model.asks = "";
  assert.equal(view.question.hidden, true);
  assert.equal(view.slider.value, "3");
});

test("marks beyond the ends are left out, and two that are close have their names apart", () => {
  const view = make({ marks: [[1, "a", ""], [2, "b", "wrong"], [6, "c", ""], [11, "d", ""]] });
  assert.deepEqual(view.marks.childNodes.map((mark) => [mark.textContent, mark.getAttribute("class")]), [
    ["a", "mark mark-before role-muted"], ["b", "mark mark-after role-wrong"], ["c", "mark mark-over role-muted"],
  ]);
});
