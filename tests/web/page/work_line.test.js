// The line that says that Python is computing, in an element that the test plays itself.
import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { WorkLine } from "../../../site/web/page/work_line.js";

function made() {
  const seconds = { textContent: "" };
  const button = { addEventListener: (_, act) => (button.click = act) };
  const line = { hidden: true, querySelector: (selector) => (selector === "button" ? button : seconds) };
  let cancelled = 0;
  const work = new WorkLine(line, () => cancelled++);
  return { work, line, seconds, button, cancelled: () => cancelled };
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
