import assert from "node:assert/strict";
import { test } from "node:test";

import { between, viewOf } from "../../../../site/web/models/figure/scales.js";

const span = ({ start, end }) => end - start;

test("both axes have one scale, and all that must be seen is", () => {
  for (const size of [{ width: 500, height: 300 }, { width: 300, height: 500 }]) {
    const view = viewOf([-3, 7, 0, 4], size, true);
    assert.ok(Math.abs(span(view.x) / size.width - span(view.y) / size.height) < 1e-12);
    assert.ok(view.x.start <= -3 && view.x.end >= 7 && view.y.start <= 0 && view.y.end >= 4);
    assert.ok(Math.abs(view.x.start + view.x.end - 4) < 1e-9);
  }
});

test("where there is no scale in common each axis shows its own part", () => {
  assert.deepEqual(viewOf([0, 1, 0, 1000], { width: 500, height: 300 }, false),
    { x: { start: 0, end: 1 }, y: { start: 0, end: 1000 } });
});

test("a figure without a size shows the part itself", () => {
  assert.deepEqual(viewOf([0, 1, 0, 2], { width: 0, height: 0 }, true), { x: { start: 0, end: 1 }, y: { start: 0, end: 2 } });
});

test("the way to another view grows by equal factors about a place that stays", () => {
  const from = { x: { start: -1, end: 1 }, y: { start: 1, end: 3 } };
  const to = { x: { start: -100, end: 100 }, y: { start: -98, end: 102 } };
  const half = between(from, to, 0.5);
  assert.ok(Math.abs(span(half.x) - 20) < 1e-9);
  assert.ok(Math.abs((half.y.start + half.y.end) / 2 - 2) < 1e-9);
  assert.deepEqual(between(from, to, 1), to);
});

test("a view of the same size is moved, not zoomed", () => {
  const from = { x: { start: 0, end: 2 }, y: { start: 0, end: 2 } };
  const to = { x: { start: 4, end: 6 }, y: { start: 0, end: 2 } };
  assert.deepEqual(between(from, to, 0.25).x, { start: 1, end: 3 });
});
