// The quick boot: fetches the memory image (or finds it kept from an earlier visit) beside the
// runtime and wakes it. Throws on whatever is wrong; the page then boots plainly in a new worker.

import { compileWasm, importModule, isIntact, matches } from "./download.js";
import { FramesDownload } from "./frames.js";
import { canKeep, forget, recall, remember } from "./image_cache.js";
import { providedNow } from "./provided.js";
import { pythonOptions, SITE_PACKAGES } from "./python_options.js";
import { restore, writeFiles } from "./restore.js";

export const IMAGE_ASSETS = ["wasm", "image"];

// Where the runtime looks for the standard library; read when a module is not in the image.
const LIBRARY = { folder: "/lib", name: "python314.zip" };

const language = () => `${(navigator.language ?? "C").replace("-", "_")}.UTF-8`;

// line: when it resolves the image may be fetched; what is kept need not wait for it.
async function findImage({ image, zstd }, line, count) {
  const kept = await recall(image);
  if (kept === null) {
    await line;
    return new FramesDownload(image, zstd, count);
  }
  count(image.size);
  return { frames: () => kept.values() };
}

async function* framesOf(found) {
  yield* (await found).frames();
}

// On a slow line the plain boot is ready first: it computes longer by these seconds, but its files are
// smaller. The line is judged by the runtime, which both boots need and which arrives first.
const SECONDS_SAVED = 3.5;
// The judgement may come before all of the runtime: after these bytes, when the line is this many times
// as fast as it must be.
const EARLIEST = 200_000;
const CLEARLY = 3;

class SlowLink extends Error {
  name = "SlowLink";
}

// see(bytes) is told of the runtime as it arrives; judged then resolves, or rejects with a SlowLink.
// pass() ends the judging where the runtime has come in another way.
export function lineJudge({ image, wasm, python, stdlib }, now = () => performance.now()) {
  let first = null;
  let burst = 0;
  let arrived = 0;
  let settle;
  const judged = new Promise((resolve, reject) => (settle = { resolve, reject }));
  judged.catch(() => {});
  const see = (bytes) => {
    arrived += bytes;
    if (first === null) [first, burst] = [now(), bytes];
    const whole = arrived >= wasm.size;
    const counted = arrived - burst;
    if (!whole && counted < EARLIEST) return;
    // All at once: it was there already, and there was no line to be judged.
    if (counted === 0) {
      settle.resolve();
      return;
    }
    const rate = (counted * (wasm.sent / wasm.size)) / ((now() - first) / 1000);
    const seconds = python ? (image.sent - python.sent - stdlib.sent) / rate : 0;
    if (seconds <= SECONDS_SAVED / (whole ? 1 : CLEARLY)) settle.resolve();
    else if (whole) settle.reject(new SlowLink(`${Math.round(rate / 1000)} kB/s is too slow for the memory image on a first visit.`));
  };
  return { see, judged, pass: settle.resolve };
}

// Fetches the image for the next visit, when this one has booted without.
export async function fetchForNextVisit({ image, zstd }) {
  if (navigator.connection?.saveData || !(await canKeep()) || (await recall(image)) !== null) return;
  await remember(image, new FramesDownload(image, zstd, () => {}).frames());
}

// Finds out whether the runtime is what was built, keeps the image that has come, and of one that was kept
// finds out whether it still is what it was. That takes the thread a tenth of a second, which a visitor
// should not wait for.
async function settle({ image, loader, module }, runtime, found, damaged) {
  const sound = [await runtime.intact(), await isIntact(loader), await isIntact(module)];
  if (sound.includes(false)) {
    damaged();
    return;
  }
  if (found instanceof FramesDownload) {
    await remember(image, found.frames());
    return;
  }
  for (const [i, bytes] of [...found.frames()].entries()) {
    if (await matches(bytes, image.frames[i].rawSha256)) continue;
    await forget(image);
    damaged();
    return;
  }
}

// As bootPlain. later(act): runs act when Python has nothing to do; damaged(): what Python was woken
// from was not what was built, and is mended or forgotten now.
export async function bootFromImage({ assets, platform, digest, bound, patient }, { stage, count, attach, post, later, damaged }) {
  stage("download");
  const line = lineJudge(assets);
  if (patient) line.pass();
  const found = findImage(assets, line.judged, count);
  const arriving = compileWasm(assets.wasm, (bytes) => {
    line.see(bytes);
    count(bytes);
  });
  arriving.then(line.pass, () => {});
  found.catch(() => {});
  const [{ loadPyodide }, { default: createPyodideModule }] = await Promise.all([importModule(assets.loader), importModule(assets.module)]);
  const { python, files, meta } = await restore({
    loadPyodide,
    createPyodideModule,
    wasm: arriving.then(({ module }) => module),
    frames: framesOf(found),
    options: pythonOptions(platform),
    onArrived: () => stage("restore"),
  });
  if (meta.bound !== bound) throw new Error("The memory image belongs to another build.");
  stage("wake");
  python.FS.unlink(`${LIBRARY.folder}/${LIBRARY.name}`);
  const library = providedNow(assets.stdlib.url);
  if (library) python.FS.createDataFile(LIBRARY.folder, LIBRARY.name, library, true, false);
  else python.FS.createLazyFile(LIBRARY.folder, LIBRARY.name, assets.stdlib.url, true, false);
  writeFiles(python, SITE_PACKAGES, files);
  attach(python);
  const bridge = python.pyimport("playground.runtime.snapshot").wake(post, digest, language());
  // What cannot be asked for again, without a network, is asked for at the next visit.
  later(async () => settle(assets, await arriving, await found, damaged).catch(() => {}));
  return bridge;
}
