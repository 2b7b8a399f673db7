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

async function readParts(response, onBytes) {
  const parts = [];
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return parts;
    parts.push(value);
    onBytes(value.length);
  }
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

const readCounted = async (response, onBytes) => joined(await readParts(response, onBytes));

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

// A file of Zstandard frames, one after the other, each of which can be had as soon as it has come. A host
// that declares the packing as an encoding has the browser unpack it already; what is then missing, the
// frames' own checksums, a hash makes up for.
export class FramesDownload {
  #asset;
  #decoder;
  #bytes = null;
  #packed;
  #arrived = 0;
  #frames;

  // asset.frames: sizes and hash of each; unpacker: the asset of the decoder (see zstd.js).
  constructor(asset, unpacker, onBytes) {
    this.#asset = asset;
    this.#decoder = downloadBytes(unpacker, () => {}).then((bytes) => WebAssembly.compile(bytes));
    this.#frames = asset.frames.map(() => Promise.withResolvers());
    // Awaited when they are asked for, if at all.
    for (const { promise } of [{ promise: this.#decoder }, ...this.#frames]) promise.catch(() => {});
    this.#read(onBytes).catch((error) => this.#frames.forEach(({ reject }) => reject(error)));
  }

  async #read(onBytes) {
    const reader = (await request(this.#asset)).body.getReader();
    for (let next = 0; ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      if (this.#bytes === null) {
        this.#packed = isPacked(value);
        this.#bytes = new Uint8Array(this.#size(this.#asset));
      }
      if (this.#arrived + value.length > this.#bytes.length) this.#refuse();
      this.#bytes.set(value, this.#arrived);
      this.#arrived += value.length;
      onBytes((value.length / this.#bytes.length) * this.#asset.size);
      for (; next < this.#frames.length && this.#end(next) <= this.#arrived; next++) this.#frames[next].resolve();
    }
    if (this.#arrived !== this.#bytes?.length) this.#refuse();
  }

  #size({ size, rawSize }) {
    return this.#packed ? size : rawSize;
  }

  #end(last) {
    return this.#asset.frames.slice(0, last + 1).reduce((sum, frame) => sum + this.#size(frame), 0);
  }

  #refuse() {
    const expected = this.#bytes?.length ?? this.#asset.size;
    throw new DownloadError(`${this.#asset.url} is damaged: it is not ${expected} bytes long.`);
  }

  /** What each frame holds, in order; a view that is good until the next is asked for. */
  async *frames() {
    const { url, frames } = this.#asset;
    const most = (name) => Math.max(...frames.map((frame) => frame[name]));
    let unpacker = null;
    for (const [i, frame] of frames.entries()) {
      await this.#frames[i].promise;
      const bytes = this.#bytes.subarray(this.#end(i) - this.#size(frame), this.#end(i));
      if (this.#packed) {
        unpacker ??= new Unpacker(await this.#decoder, most("size"), most("rawSize"));
        try {
          yield unpacker.unpack(bytes, frame.rawSize);
        } catch ({ message }) {
          throw new DownloadError(`${url} is damaged: ${message}`);
        }
      } else if (await matches(bytes, frame.rawSha256)) yield bytes;
      else throw new DownloadError(`${url} is damaged.`);
    }
  }
}

// The module, compiled while it arrives, and intact(), which says later whether it is what was built: that
// takes the thread a while. Where it is not, a sound one is now in the browser's cache.
export async function compileWasm(asset, onBytes) {
  const response = await request(asset);
  const copy = readParts(response.clone(), onBytes);
  // Awaited when it is asked for, if at all.
  copy.catch(() => {});
  const check = (bytes) => verify(asset, bytes);
  const intact = async () => {
    try {
      await check(joined(await copy));
      return true;
    } catch {
      await mended(asset, check);
      return false;
    }
  };
  try {
    return { module: await WebAssembly.compileStreaming(response), intact };
  } catch {
    const { checked } = await downloadWasm(asset, () => {});
    return { module: await WebAssembly.compileStreaming(await checked), intact: async () => true };
  }
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
