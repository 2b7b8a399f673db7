import assert from "node:assert/strict";
import { test } from "node:test";

import { accept, bounds, decimal, decimals, fraction, limits, nudge, parse, position, positions, significant, text, valueAt } from "../../../../site/web/models/inputs/dial_scale.js";

const linear = { start: -5, end: 5, step: 0.05, scale: "linear", low: -1e300, high: 1e300 };
const whole = { start: 2, end: 500, step: 1, scale: "linear", low: 2, high: 1e6 };
const rate = { start: 1e-4, end: 10, step: 0.01, scale: "log", low: null, high: null };
// From the larger end at the left to the lesser one at the right.
const reversed = { start: 1, end: 1e-17, step: 0.01, scale: "log", low: null, high: null };

test("a linear slider has one place a step", () => {
  assert.equal(positions(linear), 200);
  assert.equal(positions(whole), 498);
});

test("a linear value and its place agree both ways, without binary dust", () => {
  for (let place = 0; place <= 200; place += 1) {
    const value = valueAt(place, linear);
    assert.equal(position(value, linear), place);
    assert.ok(text(value).length <= 5, text(value));
  }
});

test("a log slider reaches both ends exactly and rounds to three digits between", () => {
  assert.equal(valueAt(0, rate), 1e-4);
  assert.equal(valueAt(300, rate), 10);
  for (let place = 1; place < 300; place += 1) {
    const value = valueAt(place, rate);
    assert.equal(value, significant(value, 3));
    assert.equal(position(value, rate), place);
  }
});

test("a value beyond the slider's range rests at its end", () => {
  assert.equal(position(1e6, whole), 498);
  assert.equal(fraction(-1, rate), 0);
  assert.equal(fraction(0.03162277660168379, rate), 0.5);
});

test("the field accepts what the state accepts, not only what the slider reaches", () => {
  assert.equal(accept(2000, whole), 2000);
  assert.equal(accept(1, whole), 2);
  assert.equal(accept(40.4, whole), 40);
  assert.equal(accept(0.123456, linear), 0.123456);
  assert.equal(accept(20, rate), 10);
});

test("arrow keys take a step, on a log scale one in the second digit", () => {
  assert.equal(nudge(0.15, 1, false, linear), 0.2);
  assert.equal(nudge(0.15, 1, true, linear), 0.65);
  assert.equal(nudge(0.1, 1, false, rate), 0.11);
  assert.equal(nudge(0.1, -1, false, rate), 0.099);
  assert.equal(nudge(0.099, 1, false, rate), 0.1);
  assert.equal(nudge(2, -1, false, whole), 2);
});

test("half-typed numbers are no numbers yet", () => {
  for (const half of ["", "-", "1e", ".", "1e-", "abc", "Infinity"]) assert.equal(parse(half), null, half);
  assert.equal(parse(" 1e-3 "), 0.001);
  assert.equal(parse("\u22122.5"), -2.5);
  assert.equal(parse(".5"), 0.5);
  assert.equal(parse("1e999"), null);
});

test("decimals of a step", () => {
  assert.deepEqual([1, 0.05, 0.001, 10, 2.5, 1e-7].map(decimals), [0, 2, 3, 0, 1, 7]);
});

test("on a log scale every place has a value of its own, and finds back to it", () => {
  for (const dial of [
    { start: 1e-4, end: 1, scale: "log" },
    { start: 1e-16, end: 1, scale: "log" },
    { start: 0.01, end: 10, scale: "log" },
    reversed,
  ]) {
    const values = Array.from({ length: 301 }, (_, place) => valueAt(place, dial));
    assert.equal(new Set(values).size, 301);
    values.forEach((value, place) => assert.equal(position(value, dial), place));
  }
});

test("assistive technology is told numbers without powers of ten", () => {
  assert.equal(decimal(0.05), "0.05");
  assert.equal(decimal(1e-16), "0.0000000000000001");
  assert.equal(decimal(-2.5e-7), "-0.00000025");
  assert.equal(decimal(1e6), "1000000");
  assert.equal(decimal(-1e300), null);
  assert.equal(decimal(null), null);
  assert.equal(decimal(0), "0");
});

test("a slider may run from the larger end at the left to the lesser one at the right", () => {
  assert.equal(valueAt(0, reversed), 1);
  assert.equal(valueAt(300, reversed), 1e-17);
  assert.ok(valueAt(10, reversed) > valueAt(11, reversed));
  assert.equal(fraction(1, reversed), 0);
  assert.equal(fraction(10, reversed), 0);
  assert.equal(fraction(1e-17, reversed), 1);
  const steps = { start: 5, end: -5, step: 0.5, scale: "linear" };
  assert.equal(positions(steps), 20);
  for (let place = 0; place <= 20; place += 1) assert.equal(position(valueAt(place, steps), steps), place);
});

test("what no logarithm reaches rests at the lesser end, wherever that is", () => {
  assert.equal(fraction(0, rate), 0);
  assert.equal(fraction(0, reversed), 1);
});

test("a reversed dial takes the same numbers and the same keys", () => {
  assert.deepEqual(bounds(reversed), [1e-17, 1]);
  assert.deepEqual(bounds({ ...reversed, low: 0 }), [0, 1]);
  assert.equal(accept(0.01, reversed), 0.01);
  assert.equal(accept(2, reversed), 1);
  assert.equal(accept(0, reversed), 1e-17);
  assert.equal(nudge(0.1, 1, false, reversed), 0.11);
  assert.equal(nudge(0, 1, false, { ...reversed, low: 0 }), 1e-17);
  assert.equal(limits(2, 1, reversed), "The maximum is 1.");
  assert.equal(limits(0, 1e-17, reversed), "The minimum is 1e-17.");
  assert.equal(limits(2e6, 1e6, { ...reversed, start: 1e6, high: 1e6 }), "The maximum is 1,000,000.");
});
