// The quick boot: fetches the memory image (or finds it kept from an earlier visit) beside the
// runtime and wakes it. Throws on whatever is wrong; the page then boots plainly in a new worker.

import { compileWasm, downloadUnpacked, matches } from "./download.js";
import { forget, recall, remember } from "./image_cache.js";
import { moduleAddress, providedNow } from "./provided.js";
import { pythonOptions, SITE_PACKAGES } from "./python_options.js";
import { restore, writeFiles } from "./restore.js";

export const IMAGE_ASSETS = ["wasm", "image"];

// Where the runtime looks for the standard library; read when a module is not in the image.
const LIBRARY = { folder: "/lib", name: "python314.zip" };

const language = () => `${(navigator.language ?? "C").replace("-", "_")}.UTF-8`;

async function imageBytes(image, count) {
  const kept = await recall(image);
  if (kept === null) return { bytes: await downloadUnpacked(image, count), kept: false };
  count(image.size);
  return { bytes: kept, kept: true };
}

// On a slow line the smaller plain boot is ready first, though it computes longer. Judged by what
// has arrived since the first bytes did; sizes are as sent by a host that compresses.
const JUDGED_AFTER = 400;
const SECONDS_SAVED = 3;

class SlowLink extends Error {
  name = "SlowLink";
}

function lineWatch({ image, wasm, python, stdlib }) {
  if (!python) return { see: () => () => {}, verdict: new Promise(() => {}) };
  const more = image.sent - python.sent - stdlib.sent;
  let first = null;
  let arrived = 0;
  let giveUp;
  const verdict = new Promise((_, reject) => (giveUp = reject));
  verdict.catch(() => {});
  const see = (asset) => (bytes) => {
    const now = performance.now();
    first ??= now;
    arrived += bytes * (asset.sent / asset.size);
    const seconds = (now - first) / 1000;
    if (seconds * 1000 < JUDGED_AFTER || arrived > (image.sent + wasm.sent) / 2) return;
    const rate = arrived / seconds;
    if (more / rate > SECONDS_SAVED) giveUp(new SlowLink(`${Math.round(rate / 1000)} kB/s is too slow for the memory image on a first visit.`));
  };
  return { see, verdict };
}

// Fetches the image for the next visit, when this one has booted without.
export async function fetchForNextVisit(image) {
  if (navigator.connection?.saveData || !globalThis.caches || (await recall(image)) !== null) return;
  const bytes = await downloadUnpacked(image, () => {});
  if (await matches(bytes, image.rawSha256)) await remember(image, bytes);
}

// As bootPlain. later(act): runs act when Python has nothing to do.
export async function bootFromImage({ assets, runtime, platform, digest, bound }, { stage, count, attach, post, later }) {
  stage("download");
  const line = lineWatch(assets);
  const seen = (asset) => {
    const see = line.see(asset);
    return (bytes) => {
      see(bytes);
      count(bytes);
    };
  };
  const arriving = imageBytes(assets.image, seen(assets.image));
  const wasm = compileWasm(assets.wasm, seen(assets.wasm));
  for (const promise of [arriving, wasm]) promise.catch(() => {});
  const checking = arriving.then(async ({ bytes, kept }) => {
    if (await matches(bytes, assets.image.rawSha256)) return;
    if (kept) await forget(assets.image);
    throw new Error("The memory image is damaged.");
  });
  checking.catch(() => {});
  const [{ loadPyodide }, { default: createPyodideModule }] = await Promise.all([
    moduleAddress(`${runtime}pyodide.mjs`).then((address) => import(address)),
    moduleAddress(`${runtime}pyodide.asm.mjs`).then((address) => import(address)),
  ]);
  const restored = restore({
    loadPyodide,
    createPyodideModule,
    wasm,
    image: arriving.then(({ bytes }) => bytes),
    options: pythonOptions(platform),
    onArrived: () => stage("restore"),
  });
  const { python, files, meta } = await Promise.race([restored, line.verdict]);
  if (meta.bound !== bound) throw new Error("The memory image belongs to another build.");
  await checking;
  stage("wake");
  python.FS.unlink(`${LIBRARY.folder}/${LIBRARY.name}`);
  const library = providedNow(assets.stdlib.url);
  if (library) python.FS.createDataFile(LIBRARY.folder, LIBRARY.name, library, true, false);
  else python.FS.createLazyFile(LIBRARY.folder, LIBRARY.name, assets.stdlib.url, true, false);
  writeFiles(python, SITE_PACKAGES, files);
  attach(python);
  const bridge = python.pyimport("playground.snapshot").wake(post, digest, language());
  later(async () => {
    const { bytes, kept } = await arriving;
    if (!kept) await remember(assets.image, bytes);
  });
  return bridge;
}
