// The line that says that Python is computing, in an element that the test plays itself.
import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { WorkLine } from "../../../site/web/page/work_line.js";

function made() {
  const seconds = { textContent: "" };
  const what = { textContent: "" };
  const button = { addEventListener: (_, act) => (button.click = act) };
  const line = { hidden: true, querySelector: (selector) => ({ button, ".what": what, ".seconds": seconds })[selector] };
  let cancelled = 0;
  const work = new WorkLine(line, () => cancelled++);
  return { work, line, what, seconds, button, cancelled: () => cancelled };
}

test("a quick answer shows nothing; a long one shows how long, until it is there", () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const { work, line, seconds, button, cancelled } = made();
  work.show(true);
  mock.timers.tick(900);
  work.show(false);
  mock.timers.tick(5000);
  assert.ok(line.hidden);
  work.show(true);
  mock.timers.tick(1000);
  assert.ok(!line.hidden);
  assert.equal(seconds.textContent, "1 s");
  mock.timers.tick(3000);
  assert.equal(seconds.textContent, "4 s");
  button.click();
  assert.equal(cancelled(), 1);
  work.show(false);
  assert.ok(line.hidden);
  mock.timers.reset();
});

test("a file that is read is named with its progress, and can be stopped", () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const { work, line, what, seconds, button, cancelled } = made();
  let stopped = 0;
  work.show(true);
  work.read({ name: "data.csv", done: 34_200_000, size: 101_600_000, stop: () => stopped++ });
  assert.ok(!line.hidden);
  assert.equal(what.textContent, "Reading data.csv: 34 of 102 MB");
  // Answers come and go while it is read.
  work.show(false);
  work.show(true);
  mock.timers.tick(5000);
  assert.equal(what.textContent, "Reading data.csv: 34 of 102 MB");
  button.click();
  assert.deepEqual([stopped, cancelled()], [1, 0]);
  work.read(null);
  assert.ok(line.hidden);
  mock.timers.tick(1000);
  assert.ok(!line.hidden);
  assert.deepEqual([what.textContent, seconds.textContent], ["Computing", "1 s"]);
  button.click();
  assert.deepEqual([stopped, cancelled()], [1, 1]);
  mock.timers.reset();
});

test("a long name is shortened", () => {
  const { work, what } = made();
  work.read({ name: "x".repeat(200), done: 0, size: 3e6, stop: () => {} });
  assert.equal(what.textContent, `Reading ${"x".repeat(39)}…: 0 of 3 MB`);
});
