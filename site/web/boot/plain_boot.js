// The boot that always works: starts Python, unpacks the modules and builds the app, in named stages.
// Slower than waking the memory image (image_boot.js), and the same document comes of it.

import { downloadBytes, downloadWasm, importModule } from "./download.js";
import { pythonOptions, SITE_PACKAGES } from "./python_options.js";

export const PLAIN_ASSETS = ["wasm", "stdlib", "python"];

// Pyodide fetches its files itself and swallows what goes wrong; it gets our checked ones.
// responses: by address. Returns a function that ends it.
function answerFetchWith(responses) {
  const ordinary = self.fetch;
  self.fetch = async (target, init) => {
    const { href } = new URL(target.url ?? target, self.location);
    return responses.get(href) ?? ordinary(target, init);
  };
  return () => (self.fetch = ordinary);
}

// stage(name) says what begins, count(bytes) what has arrived; attach(python, "module") is called
// once Python can import it. Returns what the module's start returned.
export async function bootPlain({ assets, runtime, platform, digest }, { stage, count, attach, post }) {
  stage("download");
  let arrived = false;
  const archives = downloadBytes(assets.python, count).finally(() => (arrived = true));
  const stdlib = downloadBytes(assets.stdlib, count);
  // Awaited below; until then a failure must not count as unhandled.
  for (const early of [archives, stdlib]) early.catch(() => {});
  const wasm = await downloadWasm(assets.wasm, count);

  const { loadPyodide } = await importModule(assets.loader);
  const { default: createPyodideModule } = await importModule(assets.module);
  const stdLibURL = assets.stdlib.url;
  const answers = [
    [assets.wasm.url, await wasm.checked],
    [stdLibURL, new Response(await stdlib)],
  ];
  const endAnswers = answerFetchWith(new Map(answers));
  stage("python");
  const python = await loadPyodide({ ...pythonOptions(platform), createPyodideModule, indexURL: runtime, stdLibURL });
  endAnswers();

  if (!arrived) stage("packages");
  const archive = await archives;
  stage("unpack");
  python.unpackArchive(archive, "zip", { extractDir: SITE_PACKAGES });

  stage("import");
  // Panel makes a function of text when it is imported, which a page's policy may forbid; this is
  // the one that it means. We never call it.
  python.pyimport("pyodide.code").run_js = () => Object.fromEntries;
  attach(python);
  const { start } = python.pyimport("playground.runtime.start");

  stage("build");
  return start(post, digest);
}
