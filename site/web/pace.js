// When Python is asked for the next frame of what moves: once for each frame of the display at most, and
// while that is painted, so that both work at the same time. Where Python is late it is asked again as
// soon as it answers. Does not cover a page that nobody sees: it has no frames, and nothing moves.

export class Pace {
  #ask;
  #wanted = false;
  // Whether the display has had a frame since Python was asked.
  #turn = true;
  #last = null;

  // ask(elapsed): ask for a frame so many milliseconds after the last; says whether it could be asked.
  constructor(ask) {
    this.#ask = ask;
  }

  // Python has answered; moving: whether there is more to come.
  answered(moving) {
    this.#wanted = moving;
    if (!moving) this.#last = null;
    this.#next();
  }

  #next() {
    if (!this.#wanted || !this.#turn) return;
    const now = performance.now();
    if (!this.#ask(this.#last === null ? 0 : now - this.#last)) return;
    [this.#last, this.#wanted, this.#turn] = [now, false, false];
    requestAnimationFrame(() => {
      this.#turn = true;
      this.#next();
    });
  }
}
