// Downloads with progress in bytes, and the guards that Pyodide lacks: it never settles when a file
// of its runtime is missing or corrupt. Does not cover a network that stalls: the page's watchdog does.

import { isPacked, Unpacker } from "./zstd.js";

export class DownloadError extends Error {
  constructor(message) {
    super(message);
    this.name = "DownloadError";
  }
}

const WASM_MAGIC = [0x00, 0x61, 0x73, 0x6d];

async function request(asset, cache = "default") {
  let response;
  try {
    response = await fetch(asset.url, { cache });
  } catch (error) {
    throw new DownloadError(`${asset.url} could not be reached (${error.message}). Check the network and try again.`);
  }
  if (!response.ok) {
    throw new DownloadError(`${asset.url} answered ${response.status} ${response.statusText}. The site's files are incomplete.`);
  }
  return response;
}

async function readCounted(response, onBytes) {
  const parts = [];
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    onBytes(value.length);
  }
  // Not by a blob, which the worker of a page on file:// cannot read in WebKit.
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

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
  const bytes = await readCounted(await request(asset, "reload"), () => {});
  await check(bytes);
  return bytes;
}

export async function downloadBytes(asset, onBytes) {
  const bytes = await readCounted(await request(asset), onBytes);
  try {
    await verify(asset, bytes);
    return bytes;
  } catch {
    return mended(asset, (again) => verify(asset, again));
  }
}

// Stored packed; a host that declares that as an encoding has the browser unpack it already. The
// smaller of the two is what is checked: browsers hash in the thread that asks. unpacker: the asset of
// the decoder (see zstd.js).
export async function downloadUnpacked(asset, unpacker, onBytes) {
  const decoder = downloadBytes(unpacker, () => {}).then((bytes) => WebAssembly.compile(bytes));
  // Awaited below, if at all.
  decoder.catch(() => {});
  const reader = (await request(asset)).body.getReader();
  let target = null;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    target ??= isPacked(value) ? new Unpacker(await decoder, asset.size, asset.rawSize) : new Plain(asset);
    onBytes(target instanceof Plain ? (value.length / asset.rawSize) * asset.size : value.length);
    target.push(value);
  }
  target ??= new Plain(asset);
  const sound = target instanceof Plain ? matches(target.finish(), asset.rawSha256) : matches(target.packed, asset.sha256);
  if (!(await sound)) throw new DownloadError(`${asset.url} is damaged.`);
  return target.finish();
}

// Takes what is not packed as an Unpacker takes what is.
class Plain {
  #asset;
  #bytes;
  #at = 0;

  constructor(asset) {
    this.#asset = asset;
    this.#bytes = new Uint8Array(asset.rawSize);
  }

  push(bytes) {
    if (this.#at + bytes.length > this.#bytes.length) this.#refuse();
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  finish() {
    if (this.#at !== this.#bytes.length) this.#refuse();
    return this.#bytes;
  }

  #refuse() {
    throw new DownloadError(`${this.#asset.url} is not ${this.#asset.rawSize} bytes long when it is unpacked.`);
  }
}

// The module, compiled while it arrives and checked beside that.
export async function compileWasm(asset, onBytes) {
  const { response, checked } = await downloadWasm(asset, onBytes);
  const compiling = WebAssembly.compileStreaming(response);
  // A damaged file fails here, and its check says why.
  compiling.catch(() => {});
  const sound = await checked;
  return sound === response ? compiling : WebAssembly.compileStreaming(sound);
}

// The response itself goes to the compiler (so that the browser can cache compiled code), a copy of
// the stream is checked beside it. Returns {response, checked}, where checked is a promise of the
// response to use: the same one, unless that was damaged.
export async function downloadWasm(asset, onBytes) {
  const response = await request(asset);
  const check = async (bytes) => {
    if (!WASM_MAGIC.every((byte, i) => bytes[i] === byte)) {
      throw new DownloadError(`${asset.url} is not a WebAssembly file. The host may serve an error page in its place.`);
    }
    await verify(asset, bytes);
  };
  const again = async () => new Response(await mended(asset, check), { headers: { "Content-Type": "application/wasm" } });
  const checked = readCounted(response.clone(), onBytes).then(check).then(() => response, again);
  // Awaited by the caller, perhaps after a failure of something else.
  checked.catch(() => {});
  return { response, checked };
}
