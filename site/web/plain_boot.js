// The boot that always works: starts Python, unpacks the modules and builds the app, in named stages.
// Slower than waking the memory image (image_boot.js), and the same document comes of it.

import { downloadBytes, downloadWasm } from "./download.js";
import { moduleAddress } from "./provided.js";
import { pythonOptions, SITE_PACKAGES } from "./python_options.js";

export const PLAIN_ASSETS = ["wasm", "stdlib", "python"];

// Pyodide fetches its compiled module itself and swallows what goes wrong; it gets our checked one.
function answerFetchWith(url, response) {
  const ordinary = self.fetch;
  self.fetch = (target, init) => {
    if (new URL(target.url ?? target, self.location).href !== url) return ordinary(target, init);
    self.fetch = ordinary;
    return Promise.resolve(response);
  };
}

// stage(name) says what begins, count(bytes) what has arrived; attach(python, "module") is called
// once Python can import it. Returns what the module's start returned.
export async function bootPlain({ assets, runtime, platform, digest }, { stage, count, attach, post }) {
  stage("download");
  let arrived = false;
  const archives = downloadBytes(assets.python, count).finally(() => (arrived = true));
  const stdlib = downloadBytes(assets.stdlib, count);
  const wasm = await downloadWasm(assets.wasm, count);

  const { loadPyodide } = await import(await moduleAddress(`${runtime}pyodide.mjs`));
  const { default: createPyodideModule } = await import(await moduleAddress(`${runtime}pyodide.asm.mjs`));
  const stdLibURL = URL.createObjectURL(new Blob([await stdlib]));
  answerFetchWith(assets.wasm.url, await wasm.checked);
  stage("python");
  const python = await loadPyodide({ ...pythonOptions(platform), createPyodideModule, indexURL: runtime, stdLibURL });
  URL.revokeObjectURL(stdLibURL);

  if (!arrived) stage("packages");
  const archive = await archives;
  stage("unpack");
  python.unpackArchive(archive, "zip", { extractDir: SITE_PACKAGES });

  stage("import");
  // Panel makes a function of text when it is imported, which a page's policy may forbid; this is
  // the one that it means. We never call it.
  python.pyimport("pyodide.code").run_js = () => Object.fromEntries;
  attach(python);
  const { start } = python.pyimport("playground.start");

  stage("build");
  return start(post, digest);
}
