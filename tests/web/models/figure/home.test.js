import assert from "node:assert/strict";
import { test } from "node:test";

import { Home } from "../../../../site/web/models/figure/home.js";

/** As much of Bokeh's range as Home knows. */
class Range {
  constructor(start, end) {
    Object.assign(this, { start, end, told: [], heard: [] });
    this.change = { connect: (slot) => this.told.push(slot) };
  }

  setv(values, { sync = true } = {}) {
    Object.assign(this, values);
    this.heard.push(sync);
    for (const slot of this.told) slot();
  }
}

const plot = () => ({ x_range: new Range(0, 10), y_range: new Range(-1, 1) });
const ends = ({ x_range, y_range }) => [x_range.start, x_range.end, y_range.start, y_range.end];

test("a hand leaves home and comes back", () => {
  const made = plot();
  const home = Home.of(made);
  const moved = [];
  home.watch((on) => moved.push(on));
  home.move({ start: 2, end: 4 }, { start: 0, end: 0.5 }, false);
  assert.deepEqual(ends(made), [2, 4, 0, 0.5]);
  home.reset(false);
  assert.deepEqual(ends(made), [0, 10, -1, 1]);
  assert.deepEqual(moved, [true, false]);
  assert.ok(made.x_range.heard.every((sync) => sync === false));
  assert.equal(Home.of(made), home);
});

test("Python moves an axis, one end after the other: it is at home there, and the other stays", () => {
  const made = plot();
  const home = Home.of(made);
  home.move({ start: 2, end: 4 }, { start: 0, end: 0.5 }, false);
  made.x_range.setv({ start: 100 });
  made.x_range.setv({ end: 200 });
  assert.deepEqual(ends(made), [100, 200, 0, 0.5]);
  assert.equal(home.moved, true);
  home.reset(false);
  assert.deepEqual(ends(made), [100, 200, -1, 1]);
});
