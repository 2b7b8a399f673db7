// Makes Node look like a browser's worker to Pyodide, which then starts as it does for a visitor: its
// memory holds nothing that only Node has, and nothing of this machine. To be imported before the
// runtime is.

import { readFile } from "node:fs/promises";

const TYPES = { ".wasm": "application/wasm" };

// Both detections of Node, Pyodide's and Emscripten's, ask for one of these.
process.browser = true;
process.type = "renderer";

class WorkerGlobalScope {
  static [Symbol.hasInstance](value) {
    return value === globalThis;
  }
}

const standIns = {
  self: globalThis,
  location: new URL(import.meta.url),
  navigator: { userAgent: "Node", language: "en", hardwareConcurrency: 1 },
  crossOriginIsolated: false,
  WorkerGlobalScope,
  // Panel's browser module looks this name up when it is imported, and never calls it in a worker.
  XMLHttpRequest: class {},
  fetch: readAsAnswer,
};
for (const [name, value] of Object.entries(standIns)) Object.defineProperty(globalThis, name, { value, configurable: true });

// Files only: nothing that is made here may depend on a host.
async function readAsAnswer(target) {
  const address = new URL(target.url ?? target, location);
  if (address.protocol !== "file:") throw new Error(`The build asked for ${address}.`);
  const type = TYPES[address.pathname.slice(address.pathname.lastIndexOf("."))] ?? "application/octet-stream";
  return new Response(await readFile(address), { headers: { "Content-Type": type } });
}

// Two builds of the same sources give the same bytes: the clock counts how often it is asked, and chance
// is no chance. Who wakes the memory sets anew what depends on either (playground.runtime.snapshot).
const EPOCH = Date.UTC(2000);
let asked = 0;
process.env.TZ = "UTC";
performance.now = () => ++asked / 100;
// By whole milliseconds: Python tells by the time of a folder whether it must look into it again.
Date.now = () => EPOCH + ++asked;
crypto.getRandomValues = (array) => array.fill(1);
