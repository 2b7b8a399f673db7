import assert from "node:assert/strict";
import { test } from "node:test";

import { limits } from "../../../../site/web/models/inputs/dial_scale.js";
import { readNumber } from "../../../../site/web/models/inputs/number.js";

const RIGHT = {
  "0,05": 0.05, "2,5": 2.5, "-0,5": -0.5, ",5": 0.5, "5,": 5, "0,125": 0.125, "1234,567": 1234.567, "1,25": 1.25, "1,0005": 1.0005,
  "0.05": 0.05, ".5": 0.5, "1.000": 1, "1,000,000": 1e6, "1.000.000": 1e6, "1,000.5": 1000.5, "1.000,5": 1000.5,
  "1 000": 1000, "1\u00a0000": 1000, "1\u202f234,5": 1234.5, "1'000": 1000, "1’000.25": 1000.25, "  7 ": 7, "- 3": -3, "+2": 2,
  "1e-3": 0.001, "1E-3": 0.001, "1,5e3": 1500, "1e\u22123": 0.001, "\u22122,5": -2.5, "–4": -4,
  "2.5 × 10⁻³": 0.0025, "4 x 10^6": 4e6, "4·10³": 4000,
};
const WRONG = ["", " ", "abc", "1,2,3", "1.2.3", "12,34,567", "1 00", "1 000'000", "1,5.5,5", "0x10", "1/2", "5 %", "1e", "--1", "1e999", "NaN", "Infinity", "1,"+"000,", "."];

test("a number means the same in every notation, whatever the locale", () => {
  for (const [typed, value] of Object.entries(RIGHT)) assert.deepEqual(readNumber(typed), { value }, typed);
});

test("what is no number is refused in a sentence that quotes it", () => {
  for (const typed of WRONG) {
    const { value, why } = readNumber(typed);
    assert.equal(value, undefined, typed);
    assert.match(why, /^(The field is empty|“.+” (is|can) .+)\.$/, typed);
    if (typed.trim() !== "") assert.ok(why.includes(`“${typed.trim()}”`), typed);
  }
});

test("a comma before three digits is never guessed", () => {
  assert.equal(readNumber("1,000").why, "“1,000” may mean 1000 or 1.000. Type one of these.");
  for (const typed of ["12,345", "-1,250", "999,999", "1,250e3"]) assert.match(readNumber(typed).why, /may mean/, typed);
});

test("a value that is not taken as it was typed says so", () => {
  const dial = { start: 0, end: 5, low: 0, high: 10, step: 1 };
  assert.equal(limits(3, 3, dial), "");
  assert.equal(limits(3.4, 3, dial), "Whole numbers only: rounded to 3.");
  assert.equal(limits(12, 10, dial), "The maximum is 10.");
  assert.equal(limits(-1, 0, { ...dial, low: null }), "The minimum is 0.");
});
