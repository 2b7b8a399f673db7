// What a learning platform is told of the progress that the playground stores.
import assert from "node:assert/strict";
import { test } from "node:test";

import { VERSIONS, clock, duration, findApi, share } from "../../../site/web/scorm/report.js";

const QUESTIONS = { ridge: 2, descent: 2 };

test("the share counts each question of the package once", () => {
  assert.equal(share({ ridge: ["1", "2"], descent: ["1"] }, QUESTIONS), 0.75);
  assert.equal(share({ ridge: ["1", "1", 1], other: ["1"] }, QUESTIONS), 0.25);
  assert.equal(share({ ridge: ["1", "2", "3"] }, QUESTIONS), 0.5);
  assert.equal(share(undefined, QUESTIONS), 0);
  assert.equal(share({ ridge: "12" }, QUESTIONS), 0);
  assert.equal(share({}, {}), 0);
});

test("times are written as each version wants them", () => {
  assert.equal(clock(3723.9), "0001:02:03");
  assert.equal(clock(1e12), "9999:59:59");
  assert.equal(clock(-1), "0000:00:00");
  assert.equal(duration(3723.9), "PT3723S");
});

test("all questions answered completes the course", () => {
  const [old, recent] = [VERSIONS[12], VERSIONS[2004]].map(({ values }) => [values(0.5, 1), values(1, 1)]);
  assert.deepEqual(old.map((v) => [v["cmi.core.score.raw"], v["cmi.core.lesson_status"]]), [["50", "incomplete"], ["100", "completed"]]);
  assert.deepEqual(recent.map((v) => [v["cmi.score.scaled"], v["cmi.progress_measure"], v["cmi.completion_status"]]), [["0.5", "0.5", "incomplete"], ["1", "1", "completed"]]);
});

test("the platform is found in a frame around, in the window that opened it, or not at all", () => {
  const api = {};
  const top = { API: api };
  top.parent = top;
  const inner = { parent: { parent: top } };
  assert.equal(findApi(inner, "API"), api);
  const alone = { opener: inner };
  alone.parent = alone;
  assert.equal(findApi(alone, "API"), api);
  assert.equal(findApi(inner, "API_1484_11"), null);
  const foreign = {};
  Object.defineProperty(foreign, "API", { get() { throw new Error("another site"); } });
  assert.equal(findApi({ parent: foreign }, "API"), null);
});
