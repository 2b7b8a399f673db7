import assert from "node:assert/strict";
import { test } from "node:test";

import { SpaceHand } from "../../../../site/web/models/space/space_hand.js";
import { Element, send } from "../../stand_ins.js";

function made(spot = null) {
  const told = [];
  const owner = {
    xs: [3, 1, 2], ys: [0, 0, 0], selected: null,
    turn: (...by) => told.push(["turn", ...by]),
    home: () => told.push(["home"]),
    tell: (index) => owner.told.push(index),
    told: [],
    pointAt: () => spot,
    select(index) {
      owner.selected = index;
      told.push(["select", index]);
    },
  };
  const area = new Element();
  area.setPointerCapture = () => {};
  return { area, owner, told, hand: new SpaceHand(area, owner) };
}

const pointer = (x, y, more = {}) => ({ pointerId: 1, pointerType: "mouse", button: 0, clientX: x, clientY: y, ...more });

test("a drag turns and tilts, with a mouse and with a finger", () => {
  for (const pointerType of ["mouse", "touch"]) {
    const { area, told } = made();
    send(area, "pointerdown", pointer(100, 100, { pointerType }));
    send(area, "pointermove", pointer(120, 110, { pointerType }));
    send(area, "pointerup", pointer(120, 110, { pointerType }));
    assert.equal(told.length, 1);
    const [what, across, up] = told[0];
    assert.equal(what, "turn");
    assert.ok(across < 0 && up > 0);
  }
});

test("a press on a point selects it, on nothing clears, and neither turns", () => {
  for (const spot of [2, null]) {
    const { area, told } = made(spot);
    send(area, "pointerdown", pointer(100, 100));
    send(area, "pointermove", pointer(101, 101));
    send(area, "pointerup", pointer(101, 101));
    assert.deepEqual(told, [["select", spot]]);
    assert.equal(area.focused, 1);
  }
});

test("a swipe that the page takes for scrolling does nothing more", () => {
  const { area, told } = made(1);
  send(area, "pointerdown", pointer(100, 100, { pointerType: "touch" }));
  send(area, "pointercancel", pointer(100, 130, { pointerType: "touch" }));
  send(area, "pointermove", pointer(100, 150, { pointerType: "touch" }));
  send(area, "pointerup", pointer(100, 150, { pointerType: "touch" }));
  assert.deepEqual(told, []);
});

test("arrows turn, with Shift further, Home goes back; other keys are the page's", () => {
  const { area, told } = made();
  assert.ok(send(area, "keydown", { key: "ArrowLeft" }).defaultPrevented);
  send(area, "keydown", { key: "ArrowUp", shiftKey: true });
  send(area, "keydown", { key: "Home" });
  assert.deepEqual(told, [["turn", 5, 0], ["turn", -0, 20], ["home"]]);
  for (const key of ["Tab", "a", "Escape"]) assert.ok(!send(area, "keydown", { key }).defaultPrevented);
  assert.ok(!send(area, "keydown", { key: "ArrowLeft", altKey: true }).defaultPrevented);
});

test("the square brackets go from point to point, Escape lets go", () => {
  const { area, owner } = made();
  const chosen = ["]", "]", "["].map((key) => {
    send(area, "keydown", { key });
    return owner.selected;
  });
  assert.deepEqual(chosen, [1, 2, 1]);
  send(area, "keydown", { key: "Escape" });
  assert.equal(owner.selected, null);
});

test("what lies under a mouse is told, until a turn begins or the mouse leaves", () => {
  const { area, owner } = made(2);
  send(area, "pointermove", pointer(10, 10));
  send(area, "pointermove", pointer(10, 10, { pointerType: "touch" }));
  send(area, "pointerdown", pointer(10, 10));
  send(area, "pointermove", pointer(40, 10));
  send(area, "pointerup", pointer(40, 10));
  send(area, "pointerleave", pointer(900, 10));
  assert.deepEqual(owner.told, [2, null, null]);
});
