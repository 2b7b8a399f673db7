// The line that says that Python is computing, for how long, and lets the reader cancel it.

// Milliseconds before anything is shown: most answers come sooner.
const SHOWN_AFTER = 1000;
const TOLD_EVERY = 1000;

export class WorkLine {
  #line;
  #seconds;
  #since = 0;
  #timer = null;

  // line: the element of index.html; cancel() ends the work.
  constructor(line, cancel) {
    this.#line = line;
    this.#seconds = line.querySelector(".seconds");
    line.querySelector("button").addEventListener("click", cancel);
  }

  // Whether an answer is awaited now.
  show(working) {
    clearTimeout(this.#timer);
    if (working) {
      this.#since = Date.now();
      this.#timer = setTimeout(() => this.#tell(), SHOWN_AFTER);
    } else if (!this.#line.hidden) {
      this.#line.hidden = true;
    }
  }

  #tell() {
    this.#seconds.textContent = `${Math.round((Date.now() - this.#since) / 1000)} s`;
    this.#line.hidden = false;
    this.#timer = setTimeout(() => this.#tell(), TOLD_EVERY);
  }
}
