// When hands rest: the time for work that nobody waits for and that would hold up what somebody does
// wait for. Knows neither page nor worker.

export class Rest {
  #still;
  #longest;
  #touched = Number.NEGATIVE_INFINITY;
  #now;

  // still: milliseconds without a touch after which hands rest; longest: after which work is begun all the same.
  constructor(still, longest = Number.POSITIVE_INFINITY, now = () => performance.now()) {
    [this.#still, this.#longest, this.#now] = [still, longest, now];
  }

  /** Somebody has done something. */
  touch() {
    this.#touched = this.#now();
  }

  /** Call act() when hands rest. */
  whenStill(act, since = this.#now()) {
    const wait = Math.min(this.#touched + this.#still, since + this.#longest) - this.#now();
    if (wait > 0) setTimeout(() => this.whenStill(act, since), wait);
    else act();
  }
}
