import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Pace } from "../../site/web/pace.js";

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
  pace.answered(false);
  frame();
  assert.equal(asked.length, 0);
});

test("a quick Python is asked once a frame of the display", () => {
  pace.answered(true);
  assert.deepEqual(asked, [0]);
  pace.answered(true);
  pace.answered(true);
  assert.equal(asked.length, 1);
  frame();
  assert.equal(asked.length, 2);
  frame();
  assert.equal(asked.length, 2);
});

test("a late Python is asked again as soon as it answers", () => {
  pace.answered(true);
  frame();
  frame();
  pace.answered(true);
  assert.equal(asked.length, 2);
  pace.answered(true);
  assert.equal(asked.length, 2);
});

test("after the end a new run begins at once, at no time elapsed", () => {
  pace.answered(true);
  frame();
  pace.answered(false);
  pace.answered(true);
  assert.deepEqual(asked, [0, 0]);
});

test("where Python cannot be asked now, the next answer asks again", () => {
  able = false;
  pace.answered(true);
  able = true;
  pace.answered(true);
  assert.equal(asked.length, 1);
});
