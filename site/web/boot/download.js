// Downloads with progress in bytes, and the guards that Pyodide lacks: it never settles when a file
// of its runtime is missing or corrupt, or does not come.

import { TimeOut, within } from "../limits/watch.js";
import { moduleAddress } from "./provided.js";

export class DownloadError extends Error {
  constructor(message) {
    super(message);
    this.name = "DownloadError";
  }
}

// A download has stalled when fewer than LEAST bytes arrive within these milliseconds. A host may have to
// fetch the memory image itself first, and the page can do without it: it may take longer.
const STALL = 12_000;
const STALL_OF_IMAGE = 18_000;
const LEAST = 4096;

const stallOf = ({ frames }) => (frames ? STALL_OF_IMAGE : STALL);

class Stalled extends DownloadError {
  constructor(asset) {
    super(`${asset.url} does not come: in ${stallOf(asset) / 1000} s there was hardly any of it. Check the network and try again.`);
  }
}

const WASM_MAGIC = [0x00, 0x61, 0x73, 0x6d];

// As the promise, for no longer than is left of the time in which something must come.
async function soon(asset, promise, left = stallOf(asset)) {
  try {
    return await within(left, promise);
  } catch (error) {
    throw error instanceof TimeOut ? new Stalled(asset) : error;
  }
}

export async function request(asset, cache = "default") {
  let response;
  const stop = new AbortController();
  try {
    response = await soon(asset, fetch(asset.url, { cache, signal: stop.signal }));
  } catch (error) {
    stop.abort();
    if (error instanceof Stalled) throw error;
    throw new DownloadError(`${asset.url} could not be reached (${error.message}). Check the network and try again.`);
  }
  if (!response.ok) {
    throw new DownloadError(`${asset.url} answered ${response.status} ${response.statusText}. The site's files are incomplete.`);
  }
  return response;
}

// The parts of a body, as they arrive.
export async function* arriving(asset, response) {
  const reader = response.body.getReader();
  for (let [begun, fresh] = [Date.now(), 0]; ; ) {
    let part;
    try {
      part = await soon(asset, reader.read(), Math.max(1000, stallOf(asset) - (Date.now() - begun)));
    } catch (error) {
      reader.cancel().catch(() => {});
      if (error instanceof Stalled) throw error;
      throw new DownloadError(`${asset.url} was cut off on its way (${error.message}). Check the network and try again.`);
    }
    if (part.done) return;
    yield part.value;
    fresh += part.value.length;
    if (fresh >= LEAST) [begun, fresh] = [Date.now(), 0];
  }
}

async function readParts(asset, response, onBytes) {
  const parts = [];
  for await (const part of arriving(asset, response)) {
    parts.push(part);
    onBytes(part.length);
  }
  return parts;
}

// Not by a blob, which the worker of a page on file:// cannot read in WebKit.
function joined(parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const readCounted = async (asset, response, onBytes) => joined(await readParts(asset, response, onBytes));

// Plain http on another machine's address has no SubtleCrypto; the size must do there.
export async function matches(bytes, sha256) {
  if (!globalThis.crypto?.subtle) return true;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("") === sha256;
}

async function verify(asset, bytes) {
  if (bytes.length !== asset.size) {
    throw new DownloadError(`${asset.url} is ${bytes.length} bytes long, ${asset.size} were expected.`);
  }
  if (!(await matches(bytes, asset.sha256))) throw new DownloadError(`${asset.url} is damaged: its SHA-256 is not ${asset.sha256}.`);
}

// What a browser's cache holds damaged, or half, is asked for once more, past every cache; the service
// worker keeps the new one.
async function mended(asset, check) {
  const bytes = await readCounted(asset, await request(asset, "reload"), () => {});
  await check(bytes);
  return bytes;
}

// Whether the bytes are what was built. Where they are not, a sound file is then in the browser's cache.
async function isSound(bytes, check, asset) {
  try {
    await check(bytes);
    return true;
  } catch {
    await mended(asset, check);
    return false;
  }
}

export async function downloadBytes(asset, onBytes) {
  const response = await request(asset);
  try {
    const bytes = await readCounted(asset, response, onBytes);
    await verify(asset, bytes);
    return bytes;
  } catch (error) {
    if (error instanceof Stalled) throw error;
    return mended(asset, (again) => verify(asset, again));
  }
}

/** Whether a file is what was built, now that it is used already. */
export async function isIntact(asset) {
  const bytes = await readCounted(asset, await request(asset), () => {});
  return isSound(bytes, (again) => verify(asset, again), asset);
}

/** A module of the runtime. */
export async function importModule(asset) {
  try {
    return await soon(asset, moduleAddress(asset.url).then((address) => import(address)));
  } catch (error) {
    if (error instanceof Stalled) throw error;
    // What is wrong with the file says more than that it cannot be imported.
    await downloadBytes(asset, () => {});
    throw new DownloadError(`${asset.url} could not be run (${error.message}). Hosts must send it as text/javascript.`);
  }
}

// Some hosts do not know what it is, and then browsers do not compile it while it arrives.
function asWasm(response) {
  const type = "application/wasm";
  return response.headers.get("Content-Type") === type ? response : new Response(response.body, { headers: { "Content-Type": type } });
}

// The module, compiled while it arrives, and intact(), which says later whether it is what was built: that
// takes the thread a while. Where it is not, a sound one is now in the browser's cache.
export async function compileWasm(asset, onBytes) {
  const response = asWasm(await request(asset));
  const copy = readParts(asset, response.clone(), onBytes);
  // The compiler waits for what does not come as long as it takes.
  const stalled = copy.then(() => new Promise(() => {}));
  const check = (bytes) => verify(asset, bytes);
  const intact = async () => isSound(joined(await copy), check, asset);
  try {
    return { module: await Promise.race([WebAssembly.compileStreaming(response), stalled]), intact };
  } catch (error) {
    if (error instanceof Stalled) throw error;
    const { checked } = await downloadWasm(asset, () => {});
    return { module: await WebAssembly.compileStreaming(await checked), intact: async () => true };
  }
}

// The response itself goes to the compiler (so that the browser can cache compiled code), a copy of
// the stream is checked beside it. Returns {response, checked}, where checked is a promise of the
// response to use: the same one, unless that was damaged.
export async function downloadWasm(asset, onBytes) {
  const response = asWasm(await request(asset));
  const check = async (bytes) => {
    if (!WASM_MAGIC.every((byte, i) => bytes[i] === byte)) {
      throw new DownloadError(`${asset.url} is not a WebAssembly file. The host may serve an error page in its place.`);
    }
    await verify(asset, bytes);
  };
  const again = async (error) => {
    if (error instanceof Stalled) throw error;
    return new Response(await mended(asset, check), { headers: { "Content-Type": "application/wasm" } });
  };
  const checked = readCounted(asset, response.clone(), onBytes).then(check).then(() => response, again);
  // Awaited by the caller, perhaps after a failure of something else.
  checked.catch(() => {});
  return { response, checked };
}
