import assert from "node:assert/strict";
import { test } from "node:test";

import { move } from "../../../../site/web/models/text/grid_keys.js";

const at = { row: 1, column: 1 };
const key = (name, more = {}) => move({ key: name, ...more }, at, 3, 2);

test("arrows move by one and stop at the sides", () => {
  assert.deepEqual(key("ArrowUp"), { row: 0, column: 1, turn: 0 });
  assert.deepEqual(key("ArrowLeft"), { row: 1, column: 0, turn: 0 });
  assert.deepEqual(key("ArrowRight"), { row: 1, column: 1, turn: 0 });
});

test("beyond the first and last row the page turns", () => {
  assert.deepEqual(move({ key: "ArrowDown" }, { row: 2, column: 0 }, 3, 2), { row: 0, column: 0, turn: 1 });
  assert.deepEqual(move({ key: "ArrowUp" }, { row: 0, column: 0 }, 3, 2), { row: 2, column: 0, turn: -1 });
});

test("Home and End keep to the row, with Control they span the window", () => {
  assert.deepEqual(key("End"), { row: 1, column: 1, turn: 0 });
  assert.deepEqual(key("Home", { ctrlKey: true }), { row: 0, column: 0, turn: 0 });
});

test("other keys and an empty table mean nothing", () => {
  assert.equal(key("a"), null);
  assert.equal(key("ArrowUp", { metaKey: true }), null);
  assert.equal(move({ key: "ArrowUp" }, at, 0, 2), null);
});
