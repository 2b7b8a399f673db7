// The state beside a lesson: set as a link says, and compared with it.

// What a lesson leaves as the reader has it, and what is no part of a stage.
const READERS_OWN = ["lesson", "theme", "embed", "hide", "present", "v", "code", "results"];

// What is drawn has no order.
const text = (value) => JSON.stringify(Array.isArray(value) ? [...value].sort() : value);
const same = (a, b) => text(a) === text(b);

export class Stage {
  #api;
  #defaults;

  // defaults: the state of a first visit.
  constructor(api, defaults) {
    this.#api = api;
    this.#defaults = Object.fromEntries(Object.entries(defaults).filter(([key]) => !READERS_OWN.includes(key)));
  }

  // A link says the whole state: what it leaves out is at its default.
  set(changes, lesson, setState = (partial) => this.#api.setState(partial)) {
    return setState({ ...this.#defaults, ...changes, lesson });
  }

  // Whether the page shows just this, in every key.
  is(changes) {
    const now = this.#api.lastState;
    return Object.entries({ ...this.#defaults, ...changes }).every(([key, value]) => same(now[key], value));
  }

  // Whether it is the state of a first visit; the tab of the lessons itself shows no other.
  get untouched() {
    return this.is({}) || this.is({ view: "lessons" });
  }
}
