// Unpacks frames of Zstandard (RFC 8878), which no browser offers to scripts, and which packs the memory
// image a quarter smaller than gzip does: by the reference decoder, compiled to WebAssembly (see
// site/bundle/pins.py). A damaged frame is found out where it carries a checksum, as the build's do.

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

export class Unpacker {
  #decoder;
  #from;
  #to;
  #size;
  #rawSize;

  // decoder: its compiled module; the most bytes that a frame has, packed and unpacked.
  constructor(decoder, size, rawSize) {
    // Told of, because views of a memory that has grown are of no more use; ours are made when needed.
    const env = { emscripten_notify_memory_growth() {} };
    this.#decoder = new WebAssembly.Instance(decoder, { env }).exports;
    this.#decoder._initialize();
    [this.#size, this.#rawSize] = [size, rawSize];
    [this.#from, this.#to] = [this.#decoder.malloc(size), this.#decoder.malloc(rawSize)];
    if (!this.#from || !this.#to) throw new Error(`There is no room to unpack ${rawSize} bytes.`);
  }

  /** The content of a frame of this size. The view is valid until the next call. */
  unpack(packed, rawSize) {
    if (packed.length > this.#size || rawSize > this.#rawSize) throw new Malformed();
    const { memory, ZSTD_decompress } = this.#decoder;
    new Uint8Array(memory.buffer, this.#from, packed.length).set(packed);
    // An error is a number beyond every size.
    const found = ZSTD_decompress(this.#to, rawSize, this.#from, packed.length) >>> 0;
    if (found !== rawSize) throw new Malformed();
    return new Uint8Array(memory.buffer, this.#to, found);
  }
}
