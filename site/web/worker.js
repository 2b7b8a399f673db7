// The worker that runs Python: wakes the memory image or boots plainly, as the page says, then
// answers one message at a time. Covers no recovery: when the boot fails it says so and stays silent;
// the page ends it and starts another.

import { bootFromImage, fetchForNextVisit, IMAGE_ASSETS } from "./boot/image_boot.js";
import { bootPlain, PLAIN_ASSETS } from "./boot/plain_boot.js";
import { plainError } from "./bridge/protocol.js";
import { provide, providedNow } from "./boot/provided.js";
import { SITE_PACKAGES } from "./boot/python_options.js";
import { Rest } from "./bridge/rest.js";

// Milliseconds between two words of how much has come.
const SAY_EVERY = 100;
// Seconds for a file that Python waits for.
const FETCH_PATIENCE = 20;
// Milliseconds without a question after which nobody waits for Python.
const rest = new Rest(1500);

let python;
let receive;

function post(text, buffers) {
  const message = JSON.parse(text);
  const bytes = buffers.toJs();
  buffers.destroy();
  const data = bytes.map((view) => view.buffer);
  self.postMessage({ ...message, data }, data);
}

// Fetches an archive while Python waits inside an import; only workers may do that.
function fetchNow(url) {
  const given = providedNow(url);
  if (given !== undefined) return python.toPy(given).tobytes();
  self.postMessage({ type: "busy", seconds: FETCH_PATIENCE + 5 });
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  request.timeout = FETCH_PATIENCE * 1000;
  request.send();
  self.postMessage({ type: "busy" });
  if (request.status !== 200) throw new Error(`${url} answered ${request.status}`);
  return python.toPy(new Uint8Array(request.response)).tobytes();
}

async function boot(settings) {
  const { assets, path } = settings;
  const needed = path === "image" ? IMAGE_ASSETS : PLAIN_ASSETS;
  const totals = { loaded: 0, total: needed.reduce((sum, name) => sum + assets[name].size, 0) };
  let stage = "download";
  let said = 0;
  const say = () => {
    said = performance.now();
    self.postMessage({ type: "stage", stage, ...totals });
  };
  const reports = {
    stage(name) {
      stage = name;
      say();
    },
    count(bytes) {
      totals.loaded += bytes;
      if (performance.now() - said > SAY_EVERY) say();
    },
    attach(made) {
      // Also for the curious: the browser's console, set to this worker, can call it.
      python = self.python = made;
      python.pyimport("playground.runtime.late_imports").install(fetchNow, settings.late, SITE_PACKAGES);
    },
    post,
    later: (act) => rest.whenStill(act),
    damaged: () => self.postMessage({ type: "damaged" }),
  };
  try {
    const bridge = await (path === "image" ? bootFromImage : bootPlain)(settings, reports);
    receive = bridge.receive;
    if (path === "plain" && settings.fetchImage) reports.later(() => fetchForNextVisit(assets).catch(() => {}));
  } catch (error) {
    self.postMessage({ type: "failed", stage, error: plainError(error) });
  }
}

// Python's own errors are in its answers (see bridge.py). What is thrown here is none of them, and the
// runtime cannot be used any more: a stack that has overflowed, memory that has run out.
function answer(id, kind, payload, bytes) {
  try {
    if (bytes) receive(id, kind, payload, bytes);
    else receive(id, kind, payload);
  } catch (error) {
    const died = error?.name !== "PythonError";
    self.postMessage({ type: died ? "died" : "answer", id, error: plainError(error) });
  }
}

// One serial queue: Python is single-threaded, and reading a file must not let a later message pass.
let queue = Promise.resolve();
let booted = false;
function bootOnce(settings) {
  if (booted) return undefined;
  booted = true;
  return boot(JSON.parse(settings));
}
// As the page's first script has it (see protocol.js).
if (self.name) queue = queue.then(() => bootOnce(self.name));
self.onmessage = ({ data: { id, kind, payload, file } }) => {
  if (kind !== "ping") rest.touch();
  queue = queue.then(async () => {
    if (kind === "boot") return bootOnce(payload);
    // Here `file` is the port through which the files come that the page itself holds.
    if (kind === "files") return new Promise((resolve) => (file.onmessage = ({ data }) => resolve(provide(data))));
    try {
      // A File, or its bytes where a worker may read no files.
      const bytes = file && new Uint8Array(file instanceof ArrayBuffer ? file : await file.arrayBuffer());
      answer(id, kind, payload, bytes);
    } catch (error) {
      self.postMessage({ type: "answer", id, error: plainError(error) });
    }
  });
};
