import assert from "node:assert/strict";
import { test } from "node:test";

// As a page that nobody sees: what it waits for are timers.
globalThis.document = { hidden: true };
const { allDrawn, piecewise } = await import("../../../site/web/models/piecewise.js");

const busyFor = (milliseconds) => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
};

test("pieces are drawn in order, and long ones leave room for others", async () => {
  const seen = [];
  const other = setInterval(() => seen.push("other"), 0);
  await piecewise([1, 2, 3], (piece) => {
    seen.push(piece);
    busyFor(30);
  });
  clearInterval(other);
  assert.deepEqual(seen.filter((one) => one !== "other"), [1, 2, 3]);
  for (const piece of [2, 3]) assert.equal(seen[seen.indexOf(piece) - 1], "other");
});

test("short pieces share a frame, and none is drawn at once", async () => {
  const seen = [];
  const work = piecewise([1, 2, 3], (piece) => seen.push(piece));
  assert.deepEqual(seen, []);
  const other = new Promise((resolve) => setTimeout(() => setTimeout(() => resolve([...seen]))));
  await work;
  assert.deepEqual(await other, [1, 2, 3]);
});

test("who waits for all waits for what has begun, also where it fails", async () => {
  const seen = [];
  piecewise([1, 2], (piece) => seen.push(piece));
  const failing = piecewise([3], () => {
    throw new Error("no");
  });
  failing.catch(() => {});
  await allDrawn();
  assert.deepEqual(seen, [1, 2]);
  await assert.rejects(failing, /no/);
});
