// Runs a Python file in the browser's Python under Node: node run_python.mjs <job>, the job being the
// JSON text of {runtime, platform, archives, work, script, arguments}: folders and files of the host, of
// which `work` is mounted at /work. Covers no browser API: a module that needs one at import must be
// given a stand-in.

import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

import { pythonOptions, SITE_PACKAGES } from "../../web/boot/python_options.js";

const job = JSON.parse(process.argv[2]);
const { loadPyodide } = await import(pathToFileURL(`${job.runtime}/pyodide.mjs`));

// Panel's browser module looks this name up when it is imported, and never calls it in a worker.
globalThis.XMLHttpRequest ??= class {};

const { lockFileContents, packageBaseUrl, ...options } = pythonOptions(job.platform);
const python = await loadPyodide({
  ...options,
  lockFileContents,
  indexURL: `${job.runtime}/`,
  stdout: (text) => console.log(text),
  stderr: (text) => console.error(text),
});
// The stack of an uncaught error would print the minified runtime, a megabyte of it.
try {
  for (const archive of job.archives) {
    python.unpackArchive(new Uint8Array(await readFile(archive)), "zip", { extractDir: SITE_PACKAGES });
  }
  python.FS.mkdirTree("/work");
  python.FS.mount(python.FS.filesystems.NODEFS, { root: job.work }, "/work");
  python.globals.set("job", JSON.stringify(job.arguments ?? {}));
  await python.runPythonAsync(await readFile(job.script, "utf8"), { filename: job.script });
  // What the script has scheduled must not keep the build waiting.
  process.exit(0);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
