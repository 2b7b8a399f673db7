// A wait with an end: whoever waits for a worker, a host or the browser says for how long. Knows
// neither page nor worker. Does not cover a page that is itself frozen or asleep: a late timer is
// checked against the clock before it may judge.

// Milliseconds by which a timer may be late in a page that is awake.
const LATE = 2000;

export class TimeOut extends Error {
  name = "TimeOut";
}

export class Watch {
  #timer = null;
  #begun = 0;
  #milliseconds = 0;

  /** Call act() after these milliseconds, unless the watch is set again or ended before. */
  set(milliseconds, act) {
    clearTimeout(this.#timer);
    [this.#begun, this.#milliseconds] = [Date.now(), milliseconds];
    this.#timer = setTimeout(() => {
      // Asleep, the page's clock ran on without the other having had its chance: give it one.
      if (Date.now() - this.#begun - milliseconds > LATE) this.set(milliseconds, act);
      else act();
    }, milliseconds);
    // Under Node, where the tests run, a timer would keep the process alive.
    this.#timer.unref?.();
  }

  end() {
    clearTimeout(this.#timer);
  }

  /** Milliseconds waited since it was set, without those in which the page was asleep. */
  get spent() {
    return Math.min(Date.now() - this.#begun, this.#milliseconds);
  }
}

/** Settles as the promise does, or rejects with a TimeOut that says `message`. */
export function within(milliseconds, promise, message) {
  const watch = new Watch();
  const limit = new Promise((_, reject) => watch.set(milliseconds, () => reject(new TimeOut(message))));
  return Promise.race([promise, limit]).finally(() => watch.end());
}
