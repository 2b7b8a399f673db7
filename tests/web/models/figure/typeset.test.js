import assert from "node:assert/strict";
import { test } from "node:test";

import { linearLabels, linearTicks, logLabels, logTicks, niceUnit, typeset } from "../../../../site/web/models/figure/typeset.js";

const linear = (start, end, count) => linearLabels(linearTicks(start, end, count));
const log = (start, end, count = 6) => logLabels(logTicks(start, end, count));

test("numbers are typeset, not printed", () => {
  const expected = [
    [0, "0"], [-2, "−2"], [0.07, "0.07"], [1.99189168, "1.99189"], [1e5, "100,000"], [1234567.8, "1,234,568"], [1947, "1947"], [-52276.5, "−52,276.5"],
    [2.5e-14, "2.5 × 10⁻¹⁴"], [-1e20, "−1 × 10²⁰"], [1e-16, "10⁻¹⁶"], [NaN, "not defined"], [-Infinity, "−∞"],
  ];
  for (const [value, text] of expected) assert.equal(typeset(value), text);
  assert.equal(typeset(2, 3, false), "2.00");
});

test("a rounding that carries into the next power does not cost a digit", () => {
  assert.equal(typeset(9.9999999, 3), "10");
  assert.equal(typeset(999999.96, 7), "1,000,000");
});

test("units are round", () => {
  for (const [size, unit] of [[0.9, 1], [1, 1], [1.1, 2], [3, 5], [7, 10]]) assert.equal(niceUnit(size), unit);
  assert.ok(Math.abs(niceUnit(0.03) - 0.05) < 1e-15);
});

test("linear ticks say what tells them apart", () => {
  assert.deepEqual(linear(0, 12, 4), ["0", "5", "10"]);
  assert.deepEqual(linear(-0.1, 0.5, 4), ["0", "0.2", "0.4"]);
  assert.deepEqual(linear(0, 30, 6), ["0", "5", "10", "15", "20", "25", "30"]);
  assert.deepEqual(linear(0, 42, 5), ["0", "10", "20", "30", "40"]);
  assert.deepEqual(linear(0, 4e6, 5).slice(0, 2), ["0", "1,000,000"]);
  assert.deepEqual(linear(1945, 1965, 4), ["1945", "1950", "1955", "1960", "1965"]);
  assert.deepEqual(linear(0, 15000, 3), ["0", "5,000", "10,000", "15,000"]);
  assert.deepEqual(linear(1e8, 3e8, 2), ["1 × 10⁸", "2 × 10⁸", "3 × 10⁸"]);
  assert.deepEqual(linear(1.00001, 1.00003, 2), ["1.00001", "1.00002", "1.00003"]);
});

test("there are two ticks at least, wherever a hand has zoomed to", () => {
  for (let i = 0; i < 400; i += 1) {
    const start = Math.sin(i * 12.9898) * 10 ** ((i % 30) - 15);
    const end = start + Math.abs(Math.cos(i * 78.233) + 1.1) * 10 ** ((i % 20) - 10);
    if (!(end - start > 1e-11 * Math.abs(start))) continue;
    for (const count of [2, 4, 6, 10]) {
      const ticks = linearTicks(start, end, count);
      assert.ok(ticks.length >= 2, `${start} ${end} ${count}`);
      assert.ok(ticks.length <= 2 * count + 4);
      assert.equal(new Set(linearLabels(ticks)).size, ticks.length, linearLabels(ticks).join(" "));
    }
  }
});

test("logarithmic ticks are powers, round values between them, or values as on a linear axis", () => {
  assert.deepEqual(log(-1, 0.5), ["0.1", "0.2", "0.5", "1", "2"]);
  assert.deepEqual(log(-17.4, 0.6, 6), ["10⁻¹⁵", "10⁻¹⁰", "10⁻⁵", "1"]);
  assert.equal(log(-20, 0)[0], "10⁻²⁰");
  assert.ok(log(-300, 300).length <= 7);
  assert.deepEqual(log(Math.log10(2.1), Math.log10(4.2), 4), ["3", "4"]);
  assert.deepEqual(log(0, 2.5, 6), ["1", "3", "10", "30", "100", "300"]);
});
