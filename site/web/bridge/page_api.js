// window.playground: what embedders, lessons and tests use. See site/docs/embedding.md.

import { nextFrame } from "../limits/frames.js";
import { allDrawn } from "../models/piecewise.js";

export class PageApi extends EventTarget {
  #session;
  #state = null;
  #ready;
  #failed = false;

  // How Python came to life: the path ("image": a memory image was woken; "plain": Python was
  // started and the app built), and what went wrong with a path that was tried before.
  diagnostics = { path: null, fellBack: null };

  constructor() {
    super();
    this.#await();
  }

  // A promise that Python answers and the page shows what its link says; rejects when it comes to
  // nothing, and is another one when that is tried again.
  get ready() {
    return this.#ready.promise;
  }

  #await() {
    this.#ready = Promise.withResolvers();
    // Whoever waits for it is told; nobody need wait for it.
    this.#ready.promise.catch(() => {});
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
  know(changes) {
    this.#state = { ...this.#state, ...changes };
  }

  /** Call act() when the page is ready for the first time. */
  whenReady(act) {
    const end = this.on("status", (status) => {
      if (status !== "ready") return;
      end();
      act();
    });
  }

  becomeReady() {
    this.#ready.resolve();
  }

  /** cause: {name, message}. */
  fail({ name, message }) {
    this.#failed = true;
    this.#ready.reject(Object.assign(new Error(message), { name, key: null }));
  }

  /** What has failed is tried again. */
  beginAgain() {
    if (this.#failed) this.#await();
    this.#failed = false;
  }

  emit(event, detail) {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }
}

export async function drawn() {
  await nextFrame();
  await allDrawn();
}
