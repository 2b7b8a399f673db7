// What an embedding page is told, and what it is not.

import assert from "node:assert/strict";
import test from "node:test";

import { Discretion } from "../../../site/web/embed/embedded.js";

const theirs = { columns: [{ name: "x", values: ["1"] }] };
const readers = { columns: [{ name: "x", values: ["2"] }] };

test("generated data have nothing to hide", () => {
  const state = { data: "linear", points: null };
  assert.equal(new Discretion().state(state), state);
});

test("points are hidden unless the embedder set them", () => {
  const discretion = new Discretion();
  const messages = [{ key: "points", text: "Row 3: 'secret'" }, { key: "lr", text: "too large" }];
  const state = { data: "own", points: readers, results: { n: 1, messages } };
  assert.deepEqual(discretion.state(state), { data: "own", results: { n: 1, messages: [messages[1]] } });
  discretion.allow(theirs);
  assert.equal(discretion.hides(state), true);
  assert.equal(discretion.hides({ points: structuredClone(theirs) }), false);
});
