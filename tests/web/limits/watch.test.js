// Waits that have an end.
import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { Watch, within } from "../../../site/web/limits/watch.js";
import { timed } from "../timed.js";

timed("what comes in time comes, and what does not is an error that says so", async (tick) => {
  assert.equal(await within(1000, Promise.resolve(3), "late"), 3);
  await assert.rejects(within(1000, Promise.reject(new Error("broken")), "late"), { message: "broken" });
  const never = within(1000, new Promise(() => {}), "It did not come.");
  tick(1001);
  await assert.rejects(never, { name: "TimeOut", message: "It did not come." });
});

timed("a watch that is set anew waits anew, and one that is ended is silent", (tick) => {
  const heard = [];
  const watch = new Watch();
  watch.set(1000, () => heard.push("first"));
  tick(999);
  watch.set(1000, () => heard.push("second"));
  tick(999);
  assert.deepEqual(heard, []);
  assert.equal(watch.spent, 999);
  tick(1);
  watch.set(1000, () => heard.push("third"));
  watch.end();
  tick(5000);
  assert.deepEqual(heard, ["second"]);
});

test("a page that was asleep gives as long again", () => {
  const timers = [];
  const { setTimeout: ordinary } = globalThis;
  const clock = mock.method(Date, "now", () => 0);
  globalThis.setTimeout = (act) => timers.push(act);
  try {
    let judged = false;
    new Watch().set(1000, () => (judged = true));
    clock.mock.mockImplementation(() => 60_000);
    timers[0]();
    assert.deepEqual([judged, timers.length], [false, 2]);
    clock.mock.mockImplementation(() => 61_000);
    timers[1]();
    assert.equal(judged, true);
  } finally {
    globalThis.setTimeout = ordinary;
    clock.mock.restore();
  }
});
