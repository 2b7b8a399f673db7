// The life of the second worker, which runs a person's own code: started when code is first run, ended
// when it gives no sign of life, started again for the next run. The page itself never waits for it.
//
// Page to worker: {kind: "boot", settings}, then {kind: "run", id, source, job}, one at a time.
// Worker to page: {type: "ready"}, {type: "alive", id}, {type: "outcome", id, outcome},
// {type: "failed", id, error}. job and outcome are JSON text; see playground/own_rule.py.

const BOOT_MS = 60_000;
// Without a sign of life for so long, running code is taken for endless.
const SILENCE_MS = 900;
// However often it gives one, it ends after so long.
const LONGEST_MS = 12_000;
// A timer that is later than this says more of a busy page than of the worker.
const LATE_MS = 150;

export const ENDLESS = "It gave no sign of life for a second, and was ended: is there a loop without an end?";
export const TOO_LONG = "It took longer than 12 s, and was ended: race fewer steps.";
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

  // Resolves with the outcome as JSON text; rejects with an Error whose message is for people.
  run(source, job) {
    this.stop();
    return new Promise((resolve, reject) => {
      this.#running = { id: ++this.#number, source, job, resolve, reject };
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
    this.#started = this.#spawn();
    const { worker } = this.#started;
    worker.onmessage = ({ data }) => this.#receive(data);
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.#fail(event.message || "The second Python could not be started.");
    };
    this.#expect(BOOT_MS, () => this.#fail("The second Python did not start."));
    worker.postMessage({ kind: "boot", settings: this.#settings() });
  }

  #send() {
    const { id, source, job } = this.#running;
    this.#running.until = Date.now() + LONGEST_MS;
    this.#listen();
    this.#started.worker.postMessage({ kind: "run", id, source, job });
  }

  #receive(message) {
    if (message.type === "ready") {
      clearTimeout(this.#watch);
      this.#ready = true;
      this.#started.release();
      if (this.#running !== null) this.#send();
      return;
    }
    if (message.type === "failed" && !this.#ready) {
      this.#fail(message.error.message);
      return;
    }
    if (message.id !== this.#running?.id) return;
    if (message.type === "alive") {
      if (Date.now() < this.#running.until) this.#listen();
      else this.stop(TOO_LONG);
      return;
    }
    const { resolve, reject } = this.#running;
    this.#running = null;
    clearTimeout(this.#watch);
    if (message.type === "outcome") resolve(String(message.outcome));
    else {
      this.#end();
      reject(new Error(message.error.message));
    }
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
    worker.onmessage = worker.onerror = null;
    worker.terminate();
    release();
    this.#started = null;
    this.#ready = false;
  }
}
