// The second worker: Python for code that a person wrote or that came with a link. It is started from
// a blob: URL, so that the page's policy holds here too; boots Pyodide with NumPy and linreg, takes
// away every way out (sandbox_strip.js), and only then runs anything. Its messages are in sandbox.js.

import { downloadBytes, downloadWasm } from "./boot/download.js";
import { pythonOptions, SITE_PACKAGES } from "./boot/python_options.js";
import { MOST_TEXT, PULSE_MS, STRANGE } from "./rules/sandbox_gate.js";
import { disarm, strip } from "./rules/sandbox_strip.js";

const post = self.postMessage.bind(self);
const now = performance.now.bind(performance);
let race;
let heard = 0;

// What is written to the console, and what fails where nobody waits, is told to the page's thread too.
function silence() {
  const silent = Object.keys(console).map((name) => [name, () => {}]);
  Object.defineProperty(self, "console", { value: Object.fromEntries(silent) });
  self.addEventListener("unhandledrejection", (event) => event.preventDefault());
}

// Modules made of JavaScript objects, and their parts: imported once, they would be found again.
function forget(python, names) {
  const { modules } = python.pyimport("sys");
  for (const name of names) python.unregisterJsModule(name);
  for (const key of [...modules.keys()]) {
    if (names.includes(key.split(".")[0])) modules.delete(key);
  }
}

async function boot({ assets, runtime, platform }) {
  silence();
  const quiet = () => {};
  const archive = downloadBytes(assets.rules, quiet);
  const stdlib = downloadBytes(assets.stdlib, quiet);
  const wasm = await downloadWasm(assets.wasm, quiet);
  await wasm.checked;
  // Pyodide fetches its compiled module itself; it gets our checked one.
  const ordinary = self.fetch;
  self.fetch = (target, init) => (String(target.url ?? target) === assets.wasm.url ? Promise.resolve(wasm.response) : ordinary(target, init));
  const { loadPyodide } = await import(`${runtime}pyodide.mjs`);
  const stdLibURL = URL.createObjectURL(new Blob([await stdlib]));
  const python = await loadPyodide({ ...pythonOptions(platform), indexURL: runtime, stdLibURL });
  URL.revokeObjectURL(stdLibURL);
  python.unpackArchive(await archive, "zip", { extractDir: SITE_PACKAGES });
  race = python.pyimport("playground.engine.own_rule").race;
  forget(python, ["js", "pyodide_js"]);
  disarm();
  const left = strip(self);
  if (left.length > 0) throw new Error(`The browser does not let go of ${left.join(", ")}`);
}

// However often code calls it, the page hears it now and then.
function beat(id) {
  if (now() - heard < PULSE_MS) return;
  heard = now();
  post({ type: "alive", id });
}

const plain = (value) => (typeof value === "object" ? null : value);

// The fields of an outcome, each of them plain: the page's thread must not take nested things apart.
function fieldsOf(outcome, most) {
  if (typeof outcome !== "string" || outcome.length > most) throw new Error(STRANGE);
  const { iterates, count, printed, error } = JSON.parse(outcome);
  const failed = error !== null;
  const { name, message, line } = failed ? error : { name: "", message: "", line: null };
  const fields = { count, iterates, failed, name, message, line: line ?? 0, printed };
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, plain(value)]));
}

function raced({ id, source, job, most }) {
  const outcome = race(source, job, () => beat(id));
  try {
    return { type: "outcome", id, ...fieldsOf(outcome, most) };
  } catch {
    throw new Error(STRANGE);
  }
}

self.onmessage = async ({ data }) => {
  try {
    if (data.kind !== "boot") {
      post(raced(data));
      return;
    }
    await boot(data.settings);
    post({ type: "ready" });
  } catch (error) {
    const message = error?.message;
    post({ type: "failed", id: data.id ?? 0, message: typeof message === "string" ? message.slice(-MOST_TEXT) : STRANGE });
  }
};
