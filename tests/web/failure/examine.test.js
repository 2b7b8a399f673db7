// What is said of a file that is not as it was built.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { afterEach, test } from "node:test";

import { examine } from "../../../site/web/failure/examine.js";

const built = Buffer.from('console.log("built");\n');
const sha256 = createHash("sha256").update(built).digest("hex");
const file = { url: "http://host/app-1/boot.js", size: built.length, sha256 };
const { fetch: ordinary } = globalThis;
afterEach(() => (globalThis.fetch = ordinary));

async function saidOf(body, { type = "text/javascript", status = 200 } = {}) {
  globalThis.fetch = async () => new Response(body, { status, headers: { "Content-Type": type } });
  return examine(file);
}

test("a file that is as it was built is nothing to be spoken of", async () => {
  assert.equal(await saidOf(built), null);
  assert.equal(await saidOf(built, { type: "application/javascript; charset=utf-8" }), null);
});

test("each fault is named", async () => {
  const turned = Buffer.from(built);
  turned[3] ^= 1;
  const page = "<!DOCTYPE html><title>Log in</title>";
  assert.equal(await saidOf("no", { status: 404 }), "boot.js is missing: the host answered 404.");
  assert.equal(await saidOf(""), "boot.js is empty.");
  assert.equal(await saidOf(built.subarray(0, 9)), "boot.js is incomplete: 9 of 22 bytes arrived.");
  assert.match(await saidOf(page, { type: "text/html" }), /^boot\.js is a web page instead: a login page/);
  assert.match(await saidOf(turned), /^boot\.js differs from the file that was built/);
  assert.match(await saidOf(built, { type: "text/plain" }), /^boot\.js has the type text\/plain/);
});

test("a host that cannot be reached, or stops in the midst, is named too", async () => {
  globalThis.fetch = async () => {
    throw new TypeError("Failed to fetch");
  };
  assert.equal(await examine(file), "boot.js could not be reached.");
  const cut = new ReadableStream({ pull: (to) => to.error(new TypeError("network error")) });
  assert.equal(await saidOf(cut), "boot.js was interrupted during the transfer.");
});
