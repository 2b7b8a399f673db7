// Unpacks Zstandard (RFC 8878), which no browser offers to scripts, and which packs the memory image a
// quarter smaller than gzip does: by the reference decoder, compiled to WebAssembly (see
// site/bundle/pins.py). Covers no hash: the caller compares one.

const MAGIC = 0xfd2fb528;

// Whether these first bytes of something are packed so.
export function isPacked(bytes) {
  return bytes.length >= 4 && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) === MAGIC;
}

class Malformed extends Error {
  name = "Malformed";

  constructor() {
    super("What is packed is cut off or damaged.");
  }
}

// Takes the packed bytes as they come, and unpacks them when all are there: on a line that is slow
// enough to be waited for, a tenth of a second is nothing.
export class Unpacker {
  #decoder;
  #from;
  #to;
  #size;
  #rawSize;
  #arrived = 0;
  #packed;

  // decoder: its compiled module; the sizes in bytes, packed and unpacked.
  constructor(decoder, size, rawSize) {
    // Told of, because views of a memory that has grown are of no more use; ours are made when needed.
    const env = { emscripten_notify_memory_growth() {} };
    this.#decoder = new WebAssembly.Instance(decoder, { env }).exports;
    this.#decoder._initialize();
    [this.#size, this.#rawSize] = [size, rawSize];
    [this.#from, this.#to] = [this.#decoder.malloc(size), this.#decoder.malloc(rawSize)];
    if (!this.#from || !this.#to) throw new Error(`There is no room to unpack ${rawSize} bytes.`);
    this.#packed = this.#view(this.#from, size);
  }

  /** More of the packed bytes. */
  push(bytes) {
    if (this.#arrived + bytes.length > this.#size) throw new Malformed();
    this.#packed.set(bytes, this.#arrived);
    this.#arrived += bytes.length;
  }

  /** Those that have come. */
  get packed() {
    return this.#packed.subarray(0, this.#arrived);
  }

  /** What was packed. */
  finish() {
    // An error is a number beyond every size.
    const found = this.#decoder.ZSTD_decompress(this.#to, this.#rawSize, this.#from, this.#arrived) >>> 0;
    if (found !== this.#rawSize) throw new Malformed();
    return this.#view(this.#to, found);
  }

  #view(at, length) {
    return new Uint8Array(this.#decoder.memory.buffer, at, length);
  }
}
