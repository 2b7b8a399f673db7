import assert from "node:assert/strict";
import { test } from "node:test";

import { Swipe } from "../../../../site/web/models/inputs/swipe.js";

function slider() {
  const self = new EventTarget();
  const told = [];
  const swipe = new Swipe(self, () => told.push("take"), () => told.push("back"));
  const finger = (type, clientX, clientY, pointerType = "touch") => self.dispatchEvent(Object.assign(new Event(type), { clientX, clientY, pointerType }));
  return { swipe, told, finger };
}

test("a finger that scrolls the page changes nothing", () => {
  const { swipe, told, finger } = slider();
  finger("pointerdown", 50, 50);
  swipe.moved();
  finger("pointermove", 52, 60);
  swipe.moved();
  finger("pointercancel", 52, 70);
  assert.deepEqual(told, ["back"]);
});

test("a finger along the slider counts from where it has shown its way", () => {
  const { swipe, told, finger } = slider();
  finger("pointerdown", 50, 50);
  swipe.moved();
  assert.deepEqual(told, []);
  finger("pointermove", 60, 52);
  swipe.moved();
  finger("pointerup", 80, 52);
  assert.deepEqual(told, ["take", "take"]);
});

test("a tap counts when the finger is lifted, a mouse and keys at once", () => {
  const { swipe, told, finger } = slider();
  finger("pointerdown", 50, 50);
  swipe.moved();
  finger("pointerup", 50, 50);
  assert.deepEqual(told, ["take"]);
  finger("pointerdown", 50, 50, "mouse");
  swipe.moved();
  finger("pointerup", 50, 50, "mouse");
  swipe.moved();
  assert.deepEqual(told, ["take", "take", "take"]);
});
