// The line that says what takes long, and lets the reader cancel it: that Python is computing, and for how long, or
// how much of a file has been read.

// Milliseconds before anything is shown: most answers come sooner.
const SHOWN_AFTER = 1000;
const TOLD_EVERY = 1000;
const COMPUTING = "Computing";
const LONGEST_NAME = 40;

const megabytes = (bytes) => Math.round(bytes / 1e6).toLocaleString("en");
const shortened = (name) => (name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name);

export class WorkLine {
  #line;
  #what;
  #seconds;
  #since = 0;
  #timer = null;
  #working = false;
  // What stops the reading of a file; null where none is read.
  #stop = null;

  // line: the element of index.html; cancel() ends the work.
  constructor(line, cancel) {
    this.#line = line;
    this.#what = line.querySelector(".what");
    this.#seconds = line.querySelector(".seconds");
    line.querySelector("button").addEventListener("click", () => (this.#stop ?? cancel)());
  }

  // Whether an answer is awaited now.
  show(working) {
    this.#working = working;
    if (this.#stop !== null) return;
    clearTimeout(this.#timer);
    if (working) {
      this.#since = Date.now();
      this.#timer = setTimeout(() => this.#tell(), SHOWN_AFTER);
    } else if (!this.#line.hidden) {
      this.#line.hidden = true;
    }
  }

  /** How far a file is read: {name, done, size} in bytes, and stop(); null where none is. */
  read(progress) {
    if (progress === null && this.#stop === null) return;
    this.#stop = progress?.stop ?? null;
    if (progress === null) {
      this.#line.hidden = true;
      this.show(this.#working);
      return;
    }
    clearTimeout(this.#timer);
    const { name, done, size } = progress;
    this.#what.textContent = `Reading ${shortened(name)}: ${megabytes(done)} of ${megabytes(size)} MB`;
    this.#seconds.textContent = "";
    this.#line.hidden = false;
  }

  #tell() {
    this.#what.textContent = COMPUTING;
    this.#seconds.textContent = `${Math.round((Date.now() - this.#since) / 1000)} s`;
    this.#line.hidden = false;
    this.#timer = setTimeout(() => this.#tell(), TOLD_EVERY);
  }
}
