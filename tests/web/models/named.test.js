// What a lesson names is marked, as long as it names it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Element } from "../stand_ins.js";
import { forgetNames, markIfNamed, nameControls, watchNames } from "../../../site/web/models/named.js";

const view = (label) => {
  const el = new Element();
  const made = { el, mark: () => markIfNamed(el, label) };
  watchNames(made);
  return made;
};
const marked = ({ el }) => el.getAttribute("data-named") !== null;

test("a control is marked while its label is named", () => {
  const [noise, seed] = [view("Noise"), view("Seed")];
  nameControls(["Noise", "Step"]);
  assert.deepEqual([noise, seed].map(marked), [true, false]);
  nameControls(["Seed"]);
  assert.deepEqual([noise, seed].map(marked), [false, true]);
  nameControls([]);
  assert.deepEqual([noise, seed].map(marked), [false, false]);
});

test("a control that comes later is marked too, and one that is gone is left alone", () => {
  nameControls(["Noise"]);
  const late = view("Noise");
  late.mark();
  assert.equal(marked(late), true);
  forgetNames(late);
  nameControls([]);
  assert.equal(marked(late), true);
});
