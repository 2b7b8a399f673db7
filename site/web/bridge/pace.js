// When Python is asked for the next frame. What moves by itself gets one for each frame of the display at
// most, asked for while the last is painted, so that both work at the same time; where Python is late it is
// asked again as soon as it answers. What is only worked at in parts lets hands go first: it waits until
// they have paused, and asks the display for no frames, since the browser holds back what hands do until
// the frame that was asked for. Does not cover a page that nobody sees: there nothing moves.

// Milliseconds without a new answer to hands: longer than from one move of a drag to the next.
const PAUSE = 40;
// Between two parts of work.
const BETWEEN = 8;

export class Pace {
  #ask;
  #wanted = false;
  #running = false;
  // Whether Python may be asked, now that the display has had a frame or hands have paused.
  #turn = true;
  #asked = false;
  #timer = null;
  #last = null;

  // ask(elapsed, running): ask for a frame; returns whether it could be asked. elapsed: milliseconds since
  // the last one; running: ask also where something else is waiting.
  constructor(ask) {
    this.#ask = ask;
  }

  // Python has answered; animating: whether there is more to come; running: whether it moves by itself.
  answered(animating, running) {
    const pause = this.#asked ? BETWEEN : PAUSE;
    this.#asked = false;
    [this.#wanted, this.#running] = [animating, running];
    if (!animating) this.#last = null;
    if (running && this.#timer !== null) this.#endWait();
    else if (animating && !running) this.#waitFor((act) => (this.#timer = setTimeout(act, pause)));
    this.#next();
  }

  #waitFor(schedule) {
    this.#endWait();
    this.#turn = false;
    schedule(() => {
      this.#endWait();
      this.#next();
    });
  }

  #endWait() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#turn = true;
  }

  #next() {
    if (!this.#wanted || !this.#turn) return;
    const now = performance.now();
    if (!this.#ask(this.#last === null ? 0 : now - this.#last, this.#running)) return;
    [this.#last, this.#wanted, this.#asked] = [now, false, true];
    if (this.#running) this.#waitFor(requestAnimationFrame);
  }
}
