// The second worker: Python for code that a person wrote or that came with a link. It is started from
// a blob: URL, so that the page's policy holds here too; boots Pyodide with NumPy and linreg, takes
// away every way out (sandbox_strip.js), and only then runs anything. Its messages are in sandbox.js.

import { downloadBytes, downloadWasm } from "./download.js";
import { plainError } from "./protocol.js";
import { pythonOptions, SITE_PACKAGES } from "./python_options.js";
import { strip } from "./sandbox_strip.js";

const post = self.postMessage.bind(self);
let race;

// Modules made of JavaScript objects, and their parts: imported once, they would be found again.
function forget(python, names) {
  const { modules } = python.pyimport("sys");
  for (const name of names) python.unregisterJsModule(name);
  for (const key of [...modules.keys()]) {
    if (names.includes(key.split(".")[0])) modules.delete(key);
  }
}

async function boot({ assets, runtime, platform }) {
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
  race = python.pyimport("playground.own_rule").race;
  forget(python, ["js", "pyodide_js"]);
  const left = strip(self);
  if (left.length > 0) throw new Error(`The browser does not let go of ${left.join(", ")}`);
}

self.onmessage = async ({ data: { kind, id, settings, source, job } }) => {
  try {
    if (kind === "boot") {
      await boot(settings);
      post({ type: "ready" });
    } else {
      const outcome = race(source, job, () => post({ type: "alive", id }));
      post({ type: "outcome", id, outcome });
    }
  } catch (error) {
    post({ type: "failed", id, error: plainError(error) });
  }
};
