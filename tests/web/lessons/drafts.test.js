// Lessons from files: how a file is called, where its text comes from, and how its faults come in.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Drafts, isFile, nameOf, textOf } from "../../../site/web/lessons/drafts.js";

test("a file's name becomes one that a link may have", () => {
  assert.equal(nameOf("mine.md"), "mine.md");
  assert.equal(nameOf("My lesson (2).MD"), "My-lesson-2.md");
  assert.equal(nameOf("Übung 1.md"), "U-bung-1.md");
  assert.equal(nameOf("..secret...notes.md"), "secret.notes.md");
  assert.equal(nameOf("???.md"), "lesson.md");
  assert.ok(isFile("a/b.md") && isFile("A.MD") && !isFile("ridge") && !isFile(null) && !isFile("x.md.csv"));
});

test("a file too large for a lesson is refused before it is read", async () => {
  const file = { size: 2e6, text: () => assert.fail("it was read") };
  await assert.rejects(textOf("big.md", file), { message: "big.md is larger than 1 MB, too large for a lesson." });
});

// A window without lessons; kept: what the tab keeps.
function windowWith({ kept = null, carried = "", supply } = {}) {
  const storage = new Map(kept === null ? [] : [["linreg-lesson-file", JSON.stringify(kept)]]);
  const meta = { content: carried };
  return {
    meta,
    storage,
    playgroundSupply: supply,
    document: { baseURI: "http://127.0.0.1:1/", querySelector: () => meta },
    location: { origin: "http://127.0.0.1:1" },
    sessionStorage: { getItem: (key) => storage.get(key) ?? null, setItem: (key, text) => storage.set(key, text) },
  };
}

const asked = [];
// Python's answer: no article, so that no parser is needed here.
const python = async (kind, payload) => {
  asked.push([kind, payload]);
  return kind === "lesson" ? { html: "" } : { faults: [], done: true };
};

test("a text that was taken, kept or carried is not fetched", async () => {
  const carried = encodeURIComponent(JSON.stringify({ name: "in.md", text: "C" }));
  globalThis.DOMParser = class { parseFromString = () => ({ body: null }); };
  globalThis.document = { importNode: () => ({ querySelectorAll: () => [] }) };
  const self = windowWith({ kept: { name: "kept.md", text: "K" }, carried });
  const drafts = new Drafts(self, python);
  drafts.take("new.md", "N");
  assert.deepEqual(JSON.parse(self.storage.get("linreg-lesson-file")), { name: "new.md", text: "N" });
  for (const [name, text] of [["in.md", "C"], ["kept.md", "K"], ["new.md", "N"]]) {
    asked.length = 0;
    await drafts.load(name).catch(() => {});
    assert.deepEqual(asked, [["lesson", { name, text }]]);
  }
});

test("why a file cannot be had is said in a sentence", async () => {
  const away = new Drafts(windowWith(), python);
  await assert.rejects(away.load("mine.md"), { message: "The lesson mine.md could not be opened. It could not be loaded." });
  const single = new Drafts(windowWith({ supply: { copy() {} } }), python);
  await assert.rejects(single.load("mine.md"), {
    message: "This page is a single file, and mine.md is not inside. Drop the file on the page to open it.",
  });
});

test("faults come in parts, and no longer once the file is dropped again", async () => {
  const parts = [{ faults: [[3, "a"]], done: false }, { faults: [[1, "b"]], done: true }];
  const article = { dataset: { lesson: "mine.md" }, querySelector: () => ({ textContent: "" }), querySelectorAll: () => [] };
  globalThis.document = { importNode: () => ({ querySelectorAll: () => [article] }) };
  const drafts = new Drafts(windowWith(), async (kind) => (kind === "lesson" ? { html: "" } : parts.shift()));
  drafts.take("mine.md", "text");
  const lesson = await drafts.load("mine.md");
  const told = [];
  await drafts.check(lesson, () => told.push(lesson.faults.length));
  assert.deepEqual(told, [1, 2]);
  assert.ok(lesson.checked);
  drafts.take("mine.md", "mended");
  parts.push({ faults: [], done: true });
  await drafts.check(Object.assign(lesson, { checked: false }), () => assert.fail("an older text was checked"));
});
