// Which way to boot, judged by how fast the runtime arrives.
import assert from "node:assert/strict";
import { test } from "node:test";

import { lineJudge } from "../../../site/web/boot/image_boot.js";

const assets = { image: { sent: 12.7e6 }, wasm: { size: 9e6, sent: 3.5e6 }, python: { sent: 4.9e6 }, stdlib: { sent: 2.5e6 } };

// The runtime arrives in ten pieces at a rate in Mbit/s; resolves with what comes of it.
async function judged(megabits, given = assets) {
  let time = 0;
  const { see, judged: verdict } = lineJudge(given, () => time);
  const seconds = (assets.wasm.sent * 8) / (megabits * 1e6);
  for (let i = 0; i < 100; i++) {
    see(assets.wasm.size / 100);
    time += (seconds * 1000) / 100;
  }
  return Promise.race([verdict.then(() => "image", ({ name }) => name), new Promise((resolve) => setImmediate(resolve, "open"))]);
}

test("a slow line takes the smaller files of the plain boot, another the image", async () => {
  assert.equal(await judged(5), "SlowLink");
  assert.equal(await judged(10), "SlowLink");
  assert.equal(await judged(20), "image");
  assert.equal(await judged(50), "image");
});

test("what is clearly fast need not wait for all of the runtime", async () => {
  let time = 0;
  const { see, judged: verdict } = lineJudge(assets, () => time);
  for (const bytes of [50_000, 300_000]) {
    see(bytes);
    time += 10;
  }
  time = 15;
  see(300_000);
  assert.equal(await Promise.race([verdict.then(() => "image"), new Promise((resolve) => setImmediate(resolve, "open"))]), "image");
});

test("where there is no plain boot the image is waited for", async () => {
  assert.equal(await judged(1, { image: assets.image, wasm: assets.wasm }), "image");
});

test("nothing is judged before the runtime is there", async () => {
  const { see, judged: verdict } = lineJudge(assets, () => 0);
  see(assets.wasm.size / 2);
  assert.equal(await Promise.race([verdict.then(() => "judged"), new Promise((resolve) => setImmediate(resolve, "open"))]), "open");
});

test("what was there all at once came over no line", async () => {
  const { see, judged: verdict } = lineJudge(assets, () => 0);
  see(assets.wasm.size);
  assert.equal(await verdict.then(() => "image", ({ name }) => name), "image");
});
