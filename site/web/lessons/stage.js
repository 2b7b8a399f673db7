// The state beside a lesson: set as a link says, and compared with it.

// What a lesson leaves as the reader has it, and what is no part of a stage.
const READERS_OWN = ["lesson", "theme", "embed", "hide", "v", "code", "results"];

export class Stage {
  #api;
  #defaults;

  // defaults: the state of a first visit.
  constructor(api, defaults) {
    this.#api = api;
    this.#defaults = Object.fromEntries(Object.entries(defaults).filter(([key]) => !READERS_OWN.includes(key)));
  }

  // A link says the whole state: what it leaves out is at its default.
  set(words, lesson) {
    return this.#api.setState({ ...this.#defaults, ...words, lesson });
  }

  // Whether the page shows just this; the open tab, and what is merely drawn, may be another.
  is(words) {
    const { view: _view, show: _show, ...wanted } = { ...this.#defaults, ...words };
    const now = this.#api.lastState;
    return Object.entries(wanted).every(([key, value]) => JSON.stringify(now[key]) === JSON.stringify(value));
  }

  // Whether it is the state of a first visit, all of it.
  get untouched() {
    const now = this.#api.lastState;
    return Object.entries(this.#defaults).every(([key, value]) => key === "view" || JSON.stringify(now[key]) === JSON.stringify(value));
  }
}
