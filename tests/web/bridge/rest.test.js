import assert from "node:assert/strict";
import { test } from "node:test";

import { Rest } from "../../../site/web/bridge/rest.js";

/** A rest on a clock of its own; pass(ms) lets time go by. */
function resting(t, still, longest) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let time = 0;
  const pass = (milliseconds) => {
    for (let i = 0; i < milliseconds; i++) {
      time += 1;
      t.mock.timers.tick(1);
    }
  };
  return { rest: new Rest(still, longest, () => time), pass };
}

test("where nobody has touched anything nothing is waited for", (t) => {
  const { rest } = resting(t, 100);
  let acted = 0;
  rest.whenStill(() => (acted += 1));
  assert.equal(acted, 1);
});

test("each touch puts it off, and it is done once", (t) => {
  const { rest, pass } = resting(t, 100);
  let acted = 0;
  rest.touch();
  rest.whenStill(() => (acted += 1));
  for (let i = 0; i < 5; i++) {
    pass(90);
    rest.touch();
  }
  pass(99);
  assert.equal(acted, 0);
  pass(1);
  assert.equal(acted, 1);
  pass(1000);
  assert.equal(acted, 1);
});

test("hands that never rest do not put it off for ever", (t) => {
  const { rest, pass } = resting(t, 100, 250);
  let acted = 0;
  rest.touch();
  rest.whenStill(() => (acted += 1));
  for (let i = 0; i < 24; i++) {
    pass(10);
    rest.touch();
  }
  assert.equal(acted, 0);
  pass(10);
  assert.equal(acted, 1);
});
