import assert from "node:assert/strict";
import { test } from "node:test";

import { acceptDrops, acceptPastes, carriesFiles, pastedFile } from "../../../../site/web/models/inputs/files.js";

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

function pasteEvent(text, { files = [], path = [] } = {}) {
  const event = new Event("paste", { cancelable: true });
  event.clipboardData = { files, getData: () => text };
  event.composedPath = () => path;
  return event;
}

test("a table pasted on the page becomes a file of that text", async () => {
  const { root, got } = page();
  const stop = acceptPastes(root);
  const paste = pasteEvent("x\ty\n1\t2\n3\t4\n");
  root.dispatchEvent(paste);
  assert.ok(paste.defaultPrevented);
  assert.equal(got[0].name, "Pasted table");
  assert.equal(await got[0].text(), "x\ty\n1\t2\n3\t4\n");
  stop();
  root.dispatchEvent(pasteEvent("1,2\n3,4"));
  assert.equal(got.length, 1);
});

test("what is pasted into a field or by a control is theirs, and a word is no table", () => {
  const { root, got } = page();
  acceptPastes(root);
  root.dispatchEvent(pasteEvent("1,2\n3,4", { path: [{ nodeName: "INPUT" }] }));
  const taken = pasteEvent("1,2\n3,4");
  taken.preventDefault();
  root.dispatchEvent(taken);
  root.dispatchEvent(pasteEvent("hello\n"));
  assert.deepEqual(got, []);
  assert.notEqual(pastedFile('[{"x": 1, "y": 2}]'), null);
});

test("a file that was copied is taken as it is", () => {
  const { root, got } = page();
  acceptPastes(root);
  root.dispatchEvent(pasteEvent("", { files: ["a.npy"] }));
  assert.deepEqual(got, ["a.npy"]);
});

test("the picture that a spreadsheet adds to copied cells gives way to them", async () => {
  const { root, got } = page();
  acceptPastes(root);
  const picture = { name: "image.png", type: "image/png" };
  root.dispatchEvent(pasteEvent("x\ty\n1\t2\n", { files: [picture] }));
  assert.equal(await got[0].text(), "x\ty\n1\t2\n");
  const book = { name: "a.xlsx", type: "application/octet-stream" };
  root.dispatchEvent(pasteEvent("a.xlsx\nb.xlsx", { files: [picture, book] }));
  root.dispatchEvent(pasteEvent("", { files: [picture] }));
  assert.deepEqual(got.slice(1), [book, picture]);
});

test("the address of an online sheet is taken, other addresses are not", () => {
  for (const address of [
    "https://docs.google.com/spreadsheets/d/1aB/edit#gid=0", " https://contoso-my.sharepoint.com/:x:/g/E?e=1\n",
    "https://1drv.ms/x/s!A", "https://onedrive.live.com/edit?id=1", "https://excel.cloud.microsoft/open",
  ]) assert.notEqual(pastedFile(address), null, address);
  for (const address of [
    "https://example.org/data.csv", "https://sharepoint.com.example.org/", "see https://1drv.ms/x", "https://docs.google.com/document/d/1",
  ]) assert.equal(pastedFile(address), null, address);
});

test("a paste comes in while a slider, a box, a list or a button has the focus, and never out of a field", () => {
  const { got } = page();
  const target = new EventTarget();
  acceptPastes(target);
  const into = (node) => target.dispatchEvent(pasteEvent("x,y\n1,2\n", { path: [node] }));
  for (const type of ["range", "checkbox", "radio", "button", "file"]) into({ nodeName: "INPUT", type });
  for (const nodeName of ["SELECT", "BUTTON", "A", "SUMMARY"]) into({ nodeName });
  assert.equal(got.length, 9);
  for (const type of ["text", "number", "search", "email", "url", "password", "tel"]) into({ nodeName: "INPUT", type });
  into({ nodeName: "TEXTAREA", type: "textarea" });
  into({ nodeName: "DIV", isContentEditable: true });
  assert.equal(got.length, 9);
});
