// The worker that runs Python. Boots in named stages, then answers one message at a time. Covers no
// recovery: when a stage fails it says so and stays silent; the page ends it and starts another.

import { downloadBytes, downloadWasm } from "./download.js";
import { plainError } from "./protocol.js";
import { pythonOptions, SITE_PACKAGES } from "./python_options.js";

let python;
let receive;

// Pyodide fetches its compiled module itself and swallows what goes wrong; it gets our checked one.
function answerFetchWith(url, response) {
  const ordinary = self.fetch;
  self.fetch = (target, init) => {
    if (new URL(target.url ?? target, self.location).href !== url) return ordinary(target, init);
    self.fetch = ordinary;
    return Promise.resolve(response);
  };
}

function post(text, buffers) {
  const message = JSON.parse(text);
  const bytes = buffers.toJs();
  buffers.destroy();
  const data = bytes.map((view) => view.buffer);
  self.postMessage({ ...message, data }, data);
}

// Fetches an archive while Python waits inside an import; only workers may do that.
function fetchNow(url) {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new Error(`${url} answered ${request.status}`);
  return python.toPy(new Uint8Array(request.response)).tobytes();
}

async function boot(settings) {
  const { assets, runtime } = settings;
  const totals = { loaded: 0, total: Object.values(assets).reduce((sum, { size }) => sum + size, 0) };
  let stage = "download";
  const say = (name) => {
    stage = name;
    self.postMessage({ type: "stage", stage, ...totals });
  };
  const count = (bytes) => {
    totals.loaded += bytes;
    self.postMessage({ type: "stage", stage, ...totals });
  };

  try {
    say("download");
    let arrived = false;
    const archives = downloadBytes(assets.python, count).finally(() => (arrived = true));
    const stdlib = downloadBytes(assets.stdlib, count);
    const wasm = await downloadWasm(assets.wasm, count);
    answerFetchWith(assets.wasm.url, wasm.response);

    const { loadPyodide } = await import(`${runtime}pyodide.mjs`);
    const stdLibURL = URL.createObjectURL(new Blob([await stdlib]));
    await wasm.checked;
    say("python");
    // Also for the curious: the browser's console, set to this worker, can call it.
    python = self.python = await loadPyodide({ ...pythonOptions(settings.platform), indexURL: runtime, stdLibURL });
    URL.revokeObjectURL(stdLibURL);

    if (!arrived) say("packages");
    const archive = await archives;
    say("unpack");
    python.unpackArchive(archive, "zip", { extractDir: SITE_PACKAGES });

    say("import");
    python.pyimport("playground.late_imports").install(fetchNow, settings.late, SITE_PACKAGES);
    const { start } = python.pyimport("playground.start");

    say("build");
    const bridge = start(post, settings.digest);
    receive = bridge.receive;
  } catch (error) {
    self.postMessage({ type: "failed", stage, error: plainError(error) });
  }
}

// One serial queue: Python is single-threaded, and reading a file must not let a later message pass.
let queue = Promise.resolve();
self.onmessage = ({ data: { id, kind, payload, file } }) => {
  queue = queue.then(async () => {
    if (kind === "boot") return boot(JSON.parse(payload));
    try {
      if (file) receive(id, kind, payload, new Uint8Array(await file.arrayBuffer()));
      else receive(id, kind, payload);
    } catch (error) {
      self.postMessage({ type: "answer", id, error: plainError(error) });
    }
  });
};
