// The very first script, inside index.html: starts the worker before anything else is fetched, so that
// Python comes to life beside the drawing of the page. boot.js takes the worker over. The single-file
// edition has a worker of its own making, and not this script.

import { bootPaths, bootSettings } from "./boot_settings.js";

const block = JSON.parse(document.getElementById("boot").textContent);
const makeWorker = (name) => new Worker(new URL(block.worker, document.baseURI), { type: "module", name });

// What the worker is to do is in its name: a first message would wait until the page has drawn.
const [path] = bootPaths(block);
let early = { worker: makeWorker(JSON.stringify({ ...bootSettings(block), path })), missed: [] };
early.worker.onmessage = (message) => early.missed.push(message);

// A worker; the first is the one that has been started already (it ignores a second "boot").
function spawn() {
  if (early === null) return makeWorker();
  const { worker, missed } = early;
  early = null;
  queueMicrotask(() => {
    for (const message of missed) worker.onmessage?.(message);
  });
  return worker;
}

globalThis.playgroundSupply = { spawn };
