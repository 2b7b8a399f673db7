// How far the reader has come, kept on this device and nowhere else. Where storage is refused or full,
// it lasts as long as the page.

const KEY = "linreg-lessons";

export class Progress {
  #storage;
  #kept = { at: {}, done: {} };

  constructor(storage) {
    this.#storage = storage;
    try {
      const { at, done } = JSON.parse(storage.getItem(KEY)) ?? {};
      for (const [name, step] of Object.entries(at ?? {})) if (Number.isInteger(step)) this.#kept.at[name] = step;
      for (const [name, list] of Object.entries(done ?? {})) if (Array.isArray(list)) this.#kept.done[name] = list.map(String);
    } catch {
      // Nothing kept, or nothing that can be read: begin anew.
    }
  }

  // The step at which a lesson was left.
  step(lesson) {
    return Object.hasOwn(this.#kept.at, lesson) ? this.#kept.at[lesson] : 0;
  }

  isDone(lesson, question) {
    return this.#done(lesson).includes(String(question));
  }

  count(lesson) {
    return this.#done(lesson).length;
  }

  get any() {
    return Object.keys(this.#kept.at).length + Object.keys(this.#kept.done).length > 0;
  }

  leaveAt(lesson, step) {
    this.#kept.at[lesson] = step;
    this.#keep();
  }

  markDone(lesson, question) {
    if (this.isDone(lesson, question)) return;
    this.#kept.done[lesson] = [...this.#done(lesson), String(question)];
    this.#keep();
  }

  forget() {
    this.#kept = { at: {}, done: {} };
    this.#keep();
  }

  #done(lesson) {
    return Object.hasOwn(this.#kept.done, lesson) ? this.#kept.done[lesson] : [];
  }

  #keep() {
    try {
      this.#storage.setItem(KEY, JSON.stringify(this.#kept));
    } catch {
      // Refused: what is done still shows until the page is closed.
    }
  }
}

export function deviceStorage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
