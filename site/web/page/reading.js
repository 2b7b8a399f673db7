// A file on its way to Python: part after part, so that neither holds all of a large one, with a line that says how
// far it has come and can stop it. Of a file that is stopped nothing is loaded.

// Bytes of a part; Python takes less than a second for them. A smaller file is one part.
const PART = 2_000_000;

export class Reading {
  #call;
  #line;
  #turn = 0;

  // call(kind, payload, part) asks Python; line: see WorkLine.
  constructor({ call, line }) {
    this.#call = call;
    this.#line = line;
  }

  /** Resolves when the file is loaded, refused or stopped; a file that comes meanwhile takes its place. */
  async take(file) {
    const turn = ++this.#turn;
    const { name, size } = file;
    this.#line.read(null);
    if (size <= PART) {
      await this.#call("file", { name }, file);
      return;
    }
    try {
      for (let start = 0; start < size; start += PART) {
        // After the last part all is computed, which is no more reading.
        this.#line.read(start + PART < size ? { name, done: start, size, stop: () => this.#stop() } : null);
        const more = await this.#call("filePart", { name, size, start }, file.slice(start, start + PART));
        if (turn !== this.#turn || !more) return;
      }
    } finally {
      if (turn === this.#turn) this.#line.read(null);
    }
  }

  #stop() {
    this.#turn += 1;
    this.#line.read(null);
    this.#call("fileStop").catch(() => {});
  }
}
