// The quick boot: fetches the memory image (or finds it kept from an earlier visit) beside the
// runtime and wakes it. Throws on whatever is wrong; the page then boots plainly in a new worker.

import { compileWasm, downloadInflated, matches } from "./download.js";
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
  if (kept === null) return { bytes: await downloadInflated(image, count), kept: false };
  count(image.size);
  return { bytes: kept, kept: true };
}

// As bootPlain. later(act): runs act when Python has nothing to do.
export async function bootFromImage({ assets, runtime, platform, digest, bound }, { stage, count, attach, post, later }) {
  stage("download");
  const arriving = imageBytes(assets.image, count);
  const wasm = compileWasm(assets.wasm, count);
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
  const { python, files, meta } = await restore({
    loadPyodide,
    createPyodideModule,
    wasm,
    image: arriving.then(({ bytes }) => bytes),
    options: pythonOptions(platform),
    onArrived: () => stage("restore"),
  });
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
