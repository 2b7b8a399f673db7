// A file of Zstandard frames, one after the other, each of which can be had as soon as it has come. A host
// that declares the packing as an encoding has the browser unpack it already; what is then missing, the
// frames' own checksums, a hash makes up for.

import { arriving, DownloadError, downloadBytes, matches, request } from "./download.js";
import { isPacked, Unpacker } from "./zstd.js";

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
    let next = 0;
    for await (const value of arriving(this.#asset, await request(this.#asset))) {
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
