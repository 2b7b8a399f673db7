// The life of the second worker, which runs a person's own code: started when code is first run, ended
// when it gives no sign of life, started again for the next run. The page itself never waits for it.
//
// Page to worker: {kind: "boot", settings}, then {kind: "run", id, source, job, most}, one at a time; job
// is JSON text (see playground/engine/own_rule.py), most the characters of an outcome.
// Worker to page: {type: "ready"}, {type: "alive", id}, {type: "failed", id, message}, and {type: "outcome",
// id, count, iterates, failed, name, message, line, printed}; nothing else passes (sandbox_gate.js).

import { Gate, mostCharacters, MOST_TEXT, STRANGE } from "./sandbox_gate.js";

const BOOT_MS = 60_000;
// Without a sign of life for so long, running code is taken for endless.
const SILENCE_MS = 900;
// However often it gives one, it ends after so long.
const LONGEST_MS = 12_000;
// A timer that is later than this says more of a busy page than of the worker.
const LATE_MS = 150;

export const ENDLESS = "Stopped: no response for 1 second. Is there an infinite loop?";
export const TOO_LONG = "Stopped after 12 seconds. Use fewer steps.";
export const STOPPED = "Stopped.";

// What the second worker is booted with: the same files as the first one's, by absolute addresses.
export function pageSettings(page) {
  const { assets, runtime, platform } = JSON.parse(page.getElementById("document").textContent);
  const absolute = (path) => new URL(path, page.baseURI).href;
  const files = Object.entries(assets).map(([name, asset]) => [name, { ...asset, url: absolute(asset.url) }]);
  return { assets: Object.fromEntries(files), runtime: absolute(runtime), platform };
}

// A module worker whose script is a blob: that inherits the policy of the page that makes it.
export function spawnFrom(url) {
  const script = URL.createObjectURL(new Blob([`import ${JSON.stringify(url)};`], { type: "text/javascript" }));
  const worker = new Worker(script, { type: "module" });
  return { worker, release: () => URL.revokeObjectURL(script) };
}

export class Sandbox {
  #spawn;
  #settings;
  #started = null;
  #ready = false;
  #running = null;
  #watch = null;
  #number = 0;
  #gate = new Gate();

  // spawn() makes {worker, release}; settings() is sent to it at its boot.
  constructor({ spawn, settings }) {
    this.#spawn = spawn;
    this.#settings = settings;
  }

  get ready() {
    return this.#ready;
  }

  get running() {
    return this.#running !== null;
  }

  // size: {count, p}, the most iterates and the numbers in each. Resolves with the outcome's message;
  // rejects with an Error whose message is for people.
  run(source, job, size) {
    this.stop();
    return new Promise((resolve, reject) => {
      this.#running = { id: ++this.#number, source, job, size, resolve, reject };
      if (this.#ready) this.#send();
      else if (this.#started === null) this.#start();
    });
  }

  // Ends running code, and the worker with it; one that is still starting goes on.
  stop(reason = STOPPED) {
    const run = this.#running;
    if (run === null) return;
    this.#running = null;
    if (this.#ready) this.#end();
    run.reject(new Error(reason));
  }

  #start() {
    this.#gate.restart();
    this.#started = this.#spawn();
    const { worker } = this.#started;
    worker.onmessage = ({ data }) => this.#receive(data);
    worker.onerror = (event) => {
      event.preventDefault?.();
      const { message } = event;
      this.#fail(typeof message === "string" && message !== "" ? message.slice(0, MOST_TEXT) : "The separate Python could not be started.");
    };
    worker.onmessageerror = () => this.#fail(STRANGE);
    this.#expect(BOOT_MS, () => this.#fail("The separate Python did not start."));
    worker.postMessage({ kind: "boot", settings: this.#settings() });
  }

  #send() {
    const { id, source, job, size } = this.#running;
    this.#running.until = Date.now() + LONGEST_MS;
    this.#gate.restart();
    this.#listen();
    this.#started.worker.postMessage({ kind: "run", id, source, job, most: mostCharacters(size) });
  }

  #receive(data) {
    let message;
    try {
      message = this.#gate.take(data, this.#running?.size);
      if (!this.#expects(message)) throw new Error(STRANGE);
    } catch (error) {
      this.#fail(error.message);
      return;
    }
    this.#handle(message);
  }

  // Before it is ready it has run nothing yet; after that it speaks of the run that is on, or not at all.
  #expects({ type, id }) {
    return this.#ready ? type !== "ready" && id === this.#running?.id : type === "ready" || type === "failed";
  }

  #handle(message) {
    if (message.type === "ready") this.#begin();
    else if (message.type === "failed") this.#fail(message.message);
    else if (message.type === "outcome") this.#finish(message);
    else if (Date.now() < this.#running.until) this.#listen();
    else this.stop(TOO_LONG);
  }

  #begin() {
    clearTimeout(this.#watch);
    this.#ready = true;
    this.#started.release();
    if (this.#running !== null) this.#send();
  }

  #finish(outcome) {
    const { resolve } = this.#running;
    this.#running = null;
    clearTimeout(this.#watch);
    resolve(outcome);
  }

  #listen() {
    this.#expect(SILENCE_MS, () => this.stop(ENDLESS));
  }

  #expect(milliseconds, otherwise) {
    clearTimeout(this.#watch);
    const due = Date.now() + milliseconds;
    this.#watch = setTimeout(() => {
      if (Date.now() - due > LATE_MS) this.#expect(milliseconds, otherwise);
      else otherwise();
    }, milliseconds);
    // Under Node, where the tests run, a timer would keep the process alive.
    this.#watch.unref?.();
  }

  #fail(reason) {
    const run = this.#running;
    this.#running = null;
    this.#end();
    run?.reject(new Error(reason));
  }

  #end() {
    clearTimeout(this.#watch);
    if (this.#started === null) return;
    const { worker, release } = this.#started;
    worker.onmessage = worker.onmessageerror = worker.onerror = null;
    worker.terminate();
    release();
    this.#started = null;
    this.#ready = false;
  }
}
