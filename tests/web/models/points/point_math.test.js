import assert from "node:assert/strict";
import { test } from "node:test";

import {
  decimalsFor, enclosed, nearest, neighbourPoint, niceStep, rounded, shifted, stepped, toData, wheelFactor, zoomed,
} from "../../../../site/web/models/points/point_math.js";

test("the nearest point within reach is hit, the one on top among equals", () => {
  const xs = [0, 10, 10, 30];
  const ys = [0, 0, 0, 0];
  assert.equal(nearest(xs, ys, 12, 1, 10), 2);
  assert.equal(nearest(xs, ys, 20, 0, 9), null);
  assert.equal(nearest([], [], 0, 0, 10), null);
  assert.equal(nearest([NaN, 5], [0, 0], 4, 0, 10), 1);
});

test("a coordinate is rounded to what one pixel tells apart", () => {
  assert.equal(decimalsFor(6, 600), 2);
  assert.equal(rounded(1.23456, 6, 600), 1.23);
  assert.equal(rounded(123456, 1e6, 500), 123000);
  assert.equal(rounded(-0.000123456, 0.001, 500), -0.000123);
  for (const span of [1e-9, 0.3, 7, 1234, 1e12]) {
    const value = span * 0.4321987;
    assert.ok(Math.abs(rounded(value, span, 500) - value) <= (0.5 * span) / 500);
  }
});

test("a place beyond the frame stands for the edge that it has passed", () => {
  const scale = (invert) => ({ invert });
  const frame = {
    bbox: { left: 100, right: 700, top: 50, bottom: 350, width: 600, height: 300 },
    x_range: { start: 0, end: 6 }, y_range: { start: 0, end: 3 },
    x_scale: scale((sx) => (sx - 100) / 100), y_scale: scale((sy) => (350 - sy) / 100),
  };
  assert.deepEqual(toData(frame, { sx: 223.456, sy: 250.4 }), { x: 1.23, y: 1 });
  assert.deepEqual(toData(frame, { sx: 0, sy: 900 }), { x: 0, y: 0 });
  assert.deepEqual(toData(frame, { sx: 9999, sy: -9 }), { x: 6, y: 3 });
});

test("keyboard steps are round and near a two-hundredth of the view", () => {
  assert.deepEqual([5, 2, 100, 1e-6].map(niceStep), [0.02, 0.01, 0.5, 5e-9]);
  assert.equal(stepped(0.1, 2, 0.1), 0.3);
  assert.equal(stepped(1.23, -10, 0.02), 1.03);
});

test("the keyboard walks the points from left to right and stops at the ends", () => {
  const xs = [3, 1, 2, NaN];
  const ys = [0, 0, 0, 0];
  assert.equal(neighbourPoint(xs, ys, null, 1), 1);
  assert.equal(neighbourPoint(xs, ys, null, -1), 0);
  assert.equal(neighbourPoint(xs, ys, 1, 1), 2);
  assert.equal(neighbourPoint(xs, ys, 2, 1), 0);
  assert.equal(neighbourPoint(xs, ys, 0, 1), null);
  assert.equal(neighbourPoint([], [], null, 1), null);
});

test("points of equal x are all reached", () => {
  const seen = [];
  for (let at = neighbourPoint([1, 1, 1], [5, 4, 4], null, 1); at !== null; at = neighbourPoint([1, 1, 1], [5, 4, 4], at, 1)) seen.push(at);
  assert.deepEqual(seen, [1, 2, 0]);
});

test("zooming leaves the place under the pointer where it is", () => {
  const range = zoomed({ start: 0, end: 10 }, 2, 2);
  assert.deepEqual(range, { start: 1, end: 6 });
  assert.deepEqual(zoomed(range, 2, 0.5), { start: 0, end: 10 });
  assert.deepEqual(shifted({ start: 0, end: 10 }, -3), { start: -3, end: 7 });
});

test("one wheel event zooms a little, whatever the device says", () => {
  for (const [delta, mode] of [[100, 0], [3, 1], [1, 2], [1e6, 0], [2, 0]]) {
    const out = wheelFactor(delta, mode);
    assert.ok(out < 1 && out > 0.6, `${delta} ${mode}: ${out}`);
    assert.ok(Math.abs(out * wheelFactor(-delta, mode) - 1) < 1e-12);
  }
});

test("a lasso takes what it goes round, also where it bends inwards", () => {
  const path = [[0, 0], [10, 0], [10, 10], [5, 4], [0, 10]];
  assert.deepEqual(enclosed([5, 5, 1, 20, -1], [2, 8, 8, 5, 5], path), [0, 2]);
  assert.deepEqual(enclosed([1], [1], [[0, 0], [5, 5]]), []);
});
