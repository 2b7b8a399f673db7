// One of several: as a drop-down, a row of segments, a row of tabs.
import assert from "node:assert/strict";
import { test } from "node:test";

import { frames, install, model, send, viewOf } from "../../stand_ins.js";

install();
const { ChoiceView } = await import("../../../../site/web/models/inputs/choice.js");

const OPTIONS = [["fit", "Fit"], ["descent", "Descent"], ["code", "Code"]];

function make(look, fields = {}) {
  return viewOf(ChoiceView, model({ value: "fit", options: OPTIONS, look, label: "View", help: "", disabled: false, ...fields }));
}

const part = (view, value) => view.body.querySelector(`[data-value="${value}"]`);

test("a drop-down has the options and the value, and what is chosen is the model's", () => {
  const view = make("select");
  assert.deepEqual(view.select.childNodes.map((option) => [option.value, option.textContent]), OPTIONS);
  assert.equal(view.select.value, "fit");
  view.select.value = "code";
  send(view.select, "change");
  assert.equal(view.model.value, "code");
});

test("the chosen tab alone is selected and a stop of the Tab key", () => {
  const view = make("tabs");
  view.model.value = "descent";
  const state = OPTIONS.map(([value]) => [part(view, value).getAttribute("aria-selected"), part(view, value).tabIndex]);
  assert.deepEqual(state, [["false", -1], ["true", 0], ["false", -1]]);
});

test("arrow keys go round the tabs, and the focus goes along", () => {
  const view = make("tabs");
  const event = send(part(view, "fit"), "keydown", { key: "ArrowLeft" });
  assert.ok(event.defaultPrevented);
  assert.equal(view.model.value, "code");
  assert.equal(part(view, "code").focused, 1);
  send(part(view, "code"), "keydown", { key: "ArrowRight" });
  assert.equal(view.model.value, "fit");
  assert.ok(!send(part(view, "fit"), "keydown", { key: "x" }).defaultPrevented);
  assert.equal(view.model.value, "fit");
});

test("a segment that is checked is the value, and one that Python chooses is checked", () => {
  const view = make("segments");
  send(part(view, "code"), "change");
  assert.equal(view.model.value, "code");
  view.model.value = "descent";
  assert.deepEqual(OPTIONS.map(([value]) => part(view, value).checked), [false, true, false]);
});

test("the options are made again only where they are others", () => {
  const view = make("segments");
  const before = part(view, "fit");
  view.model.label = "Another name";
  assert.equal(part(view, "fit"), before);
  assert.equal(view.body.getAttribute("aria-label"), "Another name");
  view.model.options = OPTIONS.slice(1);
  assert.equal(part(view, "fit"), null);
  assert.equal(part(view, "code").disabled, false);
  view.model.disabled = true;
  assert.equal(part(view, "code").disabled, true);
});

test("a tab that is open from the start scrolls into view once it has a place", () => {
  const view = make("tabs", { value: "code" });
  let shown = 0;
  part(view, "code").scrollIntoView = () => (shown += 1);
  for (const act of frames.splice(0)) act();
  assert.equal(shown, 1);
});
