// window.playground: what embedders, lessons and tests use. See the contract in README.md.

import { allDrawn } from "./models/piecewise.js";

export class PageApi extends EventTarget {
  #session;
  #state = null;
  #becomeReady;

  // How Python came to life: the path ("image": a memory image was woken; "plain": Python was
  // started and the app built), and what went wrong with a path that was tried before.
  diagnostics = { path: null, fellBack: null };

  constructor() {
    super();
    this.ready = new Promise((resolve) => (this.#becomeReady = resolve));
  }

  connect(session) {
    this.#session = session;
  }

  get status() {
    return this.#session?.status ?? "booting";
  }

  // A promise of the state after all that the user has done so far; it carries the latest known
  // state as properties too, for a caller that cannot wait.
  getState() {
    const fresh = this.ready.then(() => this.#session.call("getState"));
    return Object.assign(fresh, this.#state ?? {});
  }

  // Resolves with the new state when all is recomputed and drawn; rejects with {name, message, key}.
  async setState(partial) {
    await this.ready;
    const state = await this.#session.call("setState", partial);
    await drawn();
    return state;
  }

  // A link to what is shown. numbers: with those that are seen, to compare with; points: with own data.
  async getLink({ numbers = false, points = true } = {}) {
    await this.ready;
    const fragment = await this.#session.call("getLink", { numbers, points });
    const page = location.href.split(/[?#]/)[0];
    return fragment === "" ? page : `${page}#${fragment}`;
  }

  on(event, listener) {
    const wrapped = ({ detail }) => listener(detail);
    this.addEventListener(event, wrapped);
    return () => this.removeEventListener(event, wrapped);
  }

  // For the page's own code.
  get lastState() {
    return this.#state;
  }

  // changes: the words that are new, and the results.
  stateChanged(changes, keys) {
    this.#state = { ...this.#state, ...changes };
    this.emit("state", keys);
  }

  becomeReady() {
    this.#becomeReady();
  }

  emit(event, detail) {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }
}

// A page that nobody sees draws nothing; it must not wait for that.
export async function drawn() {
  await new Promise((resolve) => (document.hidden ? setTimeout(resolve) : requestAnimationFrame(() => resolve())));
  await allDrawn();
}
