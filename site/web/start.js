// The very first script, inside index.html: starts the worker before anything else is fetched, so that
// Python comes to life beside the drawing of the page, and watches over the files that the page is made
// of. boot.js takes the worker over. The single-file edition has a worker of its own making, and not
// this script.

import { bootPaths, bootSettings } from "./boot/boot_settings.js";
import { isCutOff } from "./failure/frame.js";
import { Vigil } from "./failure/vigil.js";

const block = JSON.parse(document.getElementById("boot").textContent);
let heard = false;

function makeWorker(name) {
  const worker = new Worker(new URL(block.worker, document.baseURI), { type: "module", name });
  worker.addEventListener("message", () => (heard = true), { once: true });
  worker.addEventListener("error", () => vigil.alarm());
  return worker;
}

// What has been heard of the first worker before boot.js listens.
function begin() {
  const [path] = bootPaths(block);
  const missed = [];
  // What the worker is to do is in its name: a first message would wait until the page has drawn.
  const worker = makeWorker(JSON.stringify({ ...bootSettings(block), path }));
  worker.onmessage = (message) => missed.push(() => worker.onmessage?.(message));
  worker.onerror = (error) => missed.push(() => worker.onerror?.(error));
  return { worker, missed };
}

let early = null;

// A worker; the first is the one that has been started already (it ignores a second "boot").
function spawn() {
  if (early === null) return makeWorker();
  const { worker, missed } = early;
  early = null;
  queueMicrotask(() => missed.forEach((tell) => tell()));
  return worker;
}

// boot.js sets giveUp, which ends Python, and in the end `begun`.
const supply = { spawn, giveUp: () => {}, begun: false };
globalThis.playgroundSupply = supply;

const alive = {
  style: () => getComputedStyle(document.documentElement).getPropertyValue("--whole") !== "",
  bokeh: () => globalThis.Bokeh !== undefined,
  page: () => supply.begun,
  worker: () => heard,
};
const watched = Object.entries(block.watched).map(([name, file]) => [name, { ...file, url: new URL(file.url, document.baseURI).href }]);
const vigil = new Vigil(Object.fromEntries(watched), alive, (message) => supply.giveUp(message));

if (!isCutOff()) {
  try {
    early = begin();
  } catch {
    // Said when boot.js tries again, and fails.
  }
  supply.verdict = () => vigil.verdict();
  vigil.keep();
  addEventListener("DOMContentLoaded", () => {
    if (document.getElementById("document") === null) vigil.report("The page itself is incomplete. Reload it.");
  });
}
