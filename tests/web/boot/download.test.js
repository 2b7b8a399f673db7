// Downloads: what comes is checked, what is damaged is asked for once more, and nothing is waited for for ever.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { afterEach, mock, test } from "node:test";

import { compileWasm, downloadBytes, DownloadError, downloadWasm, isIntact, request } from "../../../site/web/boot/download.js";

const GOOD = new Uint8Array(10_000).map((_, i) => i % 251);
const DAMAGED = GOOD.map((byte, i) => (i === 5000 ? byte ^ 1 : byte));
const EMPTY_MODULE = new Uint8Array([0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

const assetOf = (bytes, url = "python.zip") => ({ url, size: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") });
const asset = assetOf(GOOD);

afterEach(() => {
  mock.reset();
  mock.timers.reset();
});

/** A host that gives these answers in turn; the cache mode of each request. */
function host(...answers) {
  const asked = [];
  mock.method(globalThis, "fetch", async (url, { cache }) => {
    asked.push(cache);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer instanceof Response ? answer : new Response(answer, { headers: { "Content-Type": "application/wasm" } });
  });
  return asked;
}

test("a sound file is given as it came, and its bytes are counted", async () => {
  const asked = host(GOOD);
  let counted = 0;
  assert.deepEqual(await downloadBytes(asset, (bytes) => (counted += bytes)), GOOD);
  assert.deepEqual([counted, asked], [GOOD.length, ["default"]]);
});

for (const [what, answer] of [["damaged", DAMAGED], ["cut off", GOOD.subarray(0, 9000)], ["another one", new Uint8Array(10_000)]]) {
  test(`a file that is ${what} is asked for once more, past every cache`, async () => {
    const asked = host(answer, GOOD);
    assert.deepEqual(await downloadBytes(asset, () => {}), GOOD);
    assert.deepEqual(asked, ["default", "reload"]);
  });
}

test("a file that is damaged twice is said to be", async () => {
  host(DAMAGED, DAMAGED);
  await assert.rejects(downloadBytes(asset, () => {}), { name: "DownloadError", message: /python\.zip is damaged: its SHA-256 is not/ });
  host(GOOD.subarray(1), GOOD.subarray(1));
  await assert.rejects(downloadBytes(asset, () => {}), /is 9999 bytes long, 10000 were expected/);
});

test("what the host says is told", async () => {
  host(new Response("", { status: 404, statusText: "Not Found" }));
  await assert.rejects(request(asset), /python\.zip answered 404 Not Found/);
  host(new TypeError("no route"));
  await assert.rejects(request(asset), (error) => error instanceof DownloadError && /could not be reached \(no route\)/.test(error.message));
});

test("a file that does not come is not waited for, nor asked for again", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  let ended = false;
  const asked = host(new Response(new ReadableStream({ start: (stream) => stream.enqueue(GOOD.subarray(0, 100)), cancel: () => (ended = true) })));
  const outcome = assert.rejects(downloadBytes(asset, () => {}), /does not come: in 12 s there was hardly any of it/);
  // The first part, too small to count, must have been read before the clock goes on.
  await new Promise((resolve) => setImmediate(resolve));
  mock.timers.tick(12_000);
  await outcome;
  assert.deepEqual([asked, ended], [["default"], true]);
});

test("a file in use is judged later, and a sound one takes the place of a damaged one", async () => {
  host(GOOD);
  assert.equal(await isIntact(asset), true);
  const asked = host(DAMAGED, GOOD);
  assert.equal(await isIntact(asset), false);
  assert.deepEqual(asked, ["default", "reload"]);
});

test("a module is compiled although the host does not know its type", async () => {
  const wasm = assetOf(EMPTY_MODULE, "pyodide.wasm");
  host(new Response(EMPTY_MODULE, { headers: { "Content-Type": "text/plain" } }));
  const { module, intact } = await compileWasm(wasm, () => {});
  assert.ok(module instanceof WebAssembly.Module);
  assert.equal(await intact(), true);
});

test("an error page in a module's place is found out, and the module asked for once more", async () => {
  const wasm = assetOf(EMPTY_MODULE, "pyodide.wasm");
  const page = new TextEncoder().encode("<!doctype html>");
  const asked = host(page, EMPTY_MODULE);
  const { response, checked } = await downloadWasm(wasm, () => {});
  const used = await checked;
  assert.notEqual(used, response);
  assert.deepEqual(new Uint8Array(await used.arrayBuffer()), EMPTY_MODULE);
  assert.deepEqual(asked, ["default", "reload"]);
  host(page, page);
  await assert.rejects((await downloadWasm(wasm, () => {})).checked, /is not a WebAssembly file/);
});
