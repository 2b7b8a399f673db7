// What the studio writes into a lesson, from states and addresses.
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  TEMPLATE, condition, fragmentOf, linkBefore, number, numbersOf, question, quoted, step, stepAt, titleOf,
} from "../../../site/web/lessons/studio_text.js";

test("a step's link says the state, and nothing of the reader's own", () => {
  assert.equal(fragmentOf("http://a/#v=1&lesson=mine.md&data=sine&theme=dark&degree=3"), "data=sine&degree=3");
  assert.equal(fragmentOf("http://a/"), "view=fit");
  assert.equal(fragmentOf("http://a/#view=lessons"), "view=fit");
  assert.equal(fragmentOf("http://a/#formula=log(y)"), "formula=log%28y%29");
});

test("numbers are quoted with four digits, as the check reads them", () => {
  const cases = [[0.2060047, "0.206"], [-1.99189, "−1.992"], [40, "40"], [-3, "−3"], [1234567, "1.235 × 10⁶"], [2.5e-7, "2.500 × 10⁻⁷"]];
  for (const [value, text] of cases) assert.equal(quoted(value), text);
  assert.equal(quoted(-2.6789e12), "−2.679 × 10¹²");
});

test("what can be quoted is listed with its column and value", () => {
  const results = {
    n: 40,
    columns: ["1", "x"],
    coefficients: { qr: [1, 2], refined: [0.5, 1.25], descent: [0.1, 0.2] },
    diverged: false,
    vif: [null, 1.5],
    messages: [],
  };
  assert.deepEqual(numbersOf({ results }).map(({ label }) => label), [
    "n = 40", "coefficients.refined[0] (1) = 0.5", "coefficients.refined[1] (x) = 1.25",
    "coefficients.descent[0] (1) = 0.1", "coefficients.descent[1] (x) = 0.2", "vif[1] (x) = 1.5",
  ]);
});

test("a number brings a link along where the last link leads elsewhere", () => {
  const found = { path: "results.loss.descent", text: "0.2" };
  const whole = `${TEMPLATE}${step("steps=5", 1)}`;
  assert.equal(linkBefore(whole, whole.length), "steps=5");
  assert.equal(linkBefore(whole, 10), null);
  assert.equal(number(found, "steps=5", whole, whole.length), "[0.2](=results.loss.descent)");
  assert.equal(number(found, "steps=9", whole, whole.length), "[this](#steps=9) [0.2](=results.loss.descent)");
  const asked = `${whole}${question("steps=7", "steps >= 7")}`;
  assert.equal(linkBefore(asked, asked.length), "steps=7");
});

test("a question asks for what has changed", () => {
  const before = { data: "linear", steps: 0, view: "fit", results: { n: 1 }, features: ["x"] };
  assert.equal(condition(before, { ...before, steps: 9, view: "descent", results: {} }), "steps == 9");
  assert.equal(condition(before, { ...before, data: "it's", line: null }), "data == 'it\\'s' and line == None");
  assert.equal(condition(before, { ...before, features: ["z"] }), "steps >= 10");
  assert.equal(condition(null, before), "steps >= 10");
});

test("a place in the text belongs to a step, and the file is called after the title", () => {
  const whole = `${TEMPLATE}${step("a=1", 1)}${step("b=2", 2)}`;
  assert.equal(stepAt(whole, 3), 0);
  assert.equal(stepAt(whole, whole.length), 1);
  assert.equal(titleOf(whole), "My lesson");
  assert.equal(titleOf("no head"), "");
});
