import assert from "node:assert/strict";
import { test } from "node:test";

import { acceptDrops, carriesFiles } from "../../site/web/files.js";

function dragEvent(name, types, files = []) {
  const event = new Event(name, { cancelable: true });
  event.dataTransfer = { types, files, dropEffect: "none" };
  return event;
}

function page() {
  const root = new EventTarget();
  root.shown = false;
  root.toggleAttribute = (_name, on) => (root.shown = on);
  globalThis.document = new EventTarget();
  const got = [];
  document.addEventListener("playground:file", ({ detail }) => got.push(detail.file));
  return { root, got };
}

test("a file dropped anywhere is announced, and the veil goes", () => {
  const { root, got } = page();
  acceptDrops(root);
  root.dispatchEvent(dragEvent("dragenter", ["Files"]));
  root.dispatchEvent(dragEvent("dragenter", ["Files"]));
  root.dispatchEvent(dragEvent("dragleave", ["Files"]));
  assert.equal(root.shown, true);
  const drop = dragEvent("drop", ["Files"], ["points.csv"]);
  root.dispatchEvent(drop);
  assert.equal(root.shown, false);
  assert.ok(drop.defaultPrevented);
  assert.deepEqual(got, ["points.csv"]);
});

test("dragged text is none of our business", () => {
  const { root, got } = page();
  acceptDrops(root);
  const over = dragEvent("dragover", ["text/plain"]);
  root.dispatchEvent(over);
  root.dispatchEvent(dragEvent("drop", ["text/plain"], ["never"]));
  assert.ok(!over.defaultPrevented);
  assert.deepEqual(got, []);
  assert.ok(!carriesFiles(null));
});

test("nothing is listened to any more once it has been stopped", () => {
  const { root, got } = page();
  acceptDrops(root)();
  root.dispatchEvent(dragEvent("drop", ["Files"], ["late.csv"]));
  assert.deepEqual(got, []);
});
