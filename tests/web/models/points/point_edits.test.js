// What becomes of a point under the hand, and which late answers about it are dropped.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { install, model, viewOf } from "../../stand_ins.js";

install();
const { PointEditor } = await import("../../../../site/web/models/points/point_edits.js");
const { points } = await import("./points.js");

let now;
beforeEach(() => {
  mock.reset();
  now = 0;
  mock.method(performance, "now", () => now);
});

const make = (selected = null) =>
  viewOf(PointEditor, model({ source: points([1, 2, 3], [10, 20, 30]), x: "x", y: "y", selected, several: [] }));

const sent = ({ model: { told } }) => told.events.map(({ kind, index, x, y, indices }) => [kind, index, x, y, indices]);
const place = ({ source }, index) => [source.data.x[index], source.data.y[index]];

test("one of a group alone is simply selected, and an empty group is nothing", () => {
  const view = make();
  view.select_group([2]);
  view.select(2);
  view.select_group([0, 1]);
  view.select_group([]);
  view.clear();
  assert.deepEqual(sent(view), [
    ["select", 2, null, null, []],
    ["select-group", null, null, null, [0, 1]],
    ["clear-selection", null, null, null, []],
  ]);
  assert.deepEqual(view.source.selected.indices, []);
});

test("what is selected is seen in the source, whoever selected it", () => {
  const view = make(0);
  assert.deepEqual(view.source.selected.indices, [0]);
  view.model.selected = 1;
  assert.deepEqual(view.source.selected.indices, [1]);
  view.model.setv({ selected: null, several: [0, 2] });
  assert.deepEqual(view.source.selected.indices, [0, 2]);
});

test("an added point is drawn at once, with what Python will know better in its other columns", () => {
  const view = make();
  view.add({ x: 4, y: 40 });
  assert.deepEqual(view.source.data, { x: [1, 2, 3, 4], y: [10, 20, 30, 40], colour: ["red", "red", "red", null] });
  assert.deepEqual(sent(view), [["add", null, 4, 40, []]]);
});

test("deleted points are gone at once, and one gesture tells it", () => {
  const view = make();
  view.select_group([0, 2]);
  view.delete_group();
  assert.deepEqual(view.source.data.x, [2]);
  assert.deepEqual([view.model.selected, view.model.several], [null, []]);
  assert.deepEqual(sent(view).at(-1), ["delete", null, null, null, []]);
});

test("while a point is held, a late answer does not pull it out of the hand", () => {
  const view = make();
  view.move(1, { x: 5, y: 50 });
  now = 60_000;
  view.source.answer({ x: [1, 4, 3], y: [10, 40, 31], colour: ["red", "red", "red"] });
  assert.deepEqual(place(view, 1), [5, 50]);
  assert.deepEqual(place(view, 2), [3, 31]);
  assert.deepEqual(sent(view), [["move", 1, 5, 50, []]]);
});

test("after it was let go, late answers are dropped until Python has caught up", () => {
  const view = make();
  view.move(1, { x: 5, y: 50 });
  view.release(1);
  view.source.answer({ x: [1, 4, 3], y: [10, 40, 30], colour: [] });
  assert.deepEqual(place(view, 1), [5, 50]);
  view.source.answer({ x: [1, 5, 3], y: [10, 50, 30], colour: [] });
  view.source.answer({ x: [1, 2, 3], y: [10, 20, 30], colour: [] });
  assert.deepEqual(place(view, 1), [2, 20]);
});

test("a point that Python puts elsewhere stays there once the hand's own time is over", () => {
  const view = make();
  view.move(1, { x: 5, y: 50 });
  view.release(1);
  now = 1501;
  view.source.answer({ x: [1, 2, 3], y: [10, 20, 30], colour: [] });
  assert.deepEqual(place(view, 1), [2, 20]);
});

test("a held point that is no more is let go", () => {
  const view = make();
  view.move(2, { x: 5, y: 50 });
  view.source.answer({ x: [1, 2], y: [10, 20], colour: [] });
  view.source.answer({ x: [1, 2, 3], y: [10, 20, 30], colour: [] });
  assert.deepEqual(place(view, 2), [3, 30]);
});
