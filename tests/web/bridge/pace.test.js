import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Pace } from "../../../site/web/bridge/pace.js";

let frames;
globalThis.requestAnimationFrame = (act) => frames.push(act);

function frame() {
  for (const act of frames.splice(0)) act();
}

let asked;
let able;
let pace;

beforeEach(() => {
  [frames, asked, able] = [[], [], true];
  pace = new Pace((elapsed) => able && asked.push(elapsed) > 0);
});

test("nothing is asked for where nothing moves", () => {
  pace.answered(false, false);
  frame();
  assert.equal(asked.length, 0);
});

test("a quick Python is asked once a frame of the display", () => {
  pace.answered(true, true);
  assert.deepEqual(asked, [0]);
  pace.answered(true, true);
  pace.answered(true, true);
  assert.equal(asked.length, 1);
  frame();
  assert.equal(asked.length, 2);
  frame();
  assert.equal(asked.length, 2);
});

test("a late Python is asked again as soon as it answers", () => {
  pace.answered(true, true);
  frame();
  frame();
  pace.answered(true, true);
  assert.equal(asked.length, 2);
  pace.answered(true, true);
  assert.equal(asked.length, 2);
});

test("after the end a new run begins at once, at no time elapsed", () => {
  pace.answered(true, true);
  frame();
  pace.answered(false, false);
  pace.answered(true, true);
  assert.deepEqual(asked, [0, 0]);
});

test("where Python cannot be asked now, the next answer asks again", () => {
  able = false;
  pace.answered(true, true);
  able = true;
  pace.answered(true, true);
  assert.equal(asked.length, 1);
});

test("work that does not move by itself waits until hands pause, and asks for no frames", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  pace.answered(true, false);
  context.mock.timers.tick(30);
  // Another move: the wait begins again.
  pace.answered(true, false);
  context.mock.timers.tick(30);
  assert.deepEqual(asked, []);
  able = false;
  context.mock.timers.tick(30);
  assert.deepEqual(asked, []);
  // What was done meanwhile is answered.
  able = true;
  pace.answered(true, false);
  context.mock.timers.tick(45);
  assert.deepEqual(asked, [0]);
  // Between its own parts it waits for less.
  pace.answered(true, false);
  context.mock.timers.tick(10);
  assert.equal(asked.length, 2);
  pace.answered(false, false);
  context.mock.timers.tick(1000);
  assert.equal(asked.length, 2);
  assert.equal(frames.length, 0);
});

test("a run that begins while work waits does not wait for it", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  pace.answered(true, false);
  assert.deepEqual(asked, []);
  pace.answered(true, true);
  assert.deepEqual(asked, [0]);
  context.mock.timers.tick(45);
  assert.equal(asked.length, 1);
});
