// One Python and its life: boots a worker, sends it one message at a time, watches that it answers,
// ends and replaces it when it does not. Knows nothing of Bokeh or the page. Does not cover a page
// that is itself frozen or asleep: a late timer is checked against the clock before it may judge.

import { patience, plainError } from "./protocol.js";
import { MessageQueue } from "./queue.js";

const PING_EVERY = 5000;
// A worker that cannot stay alive is not restarted for ever.
const MOST_RESTARTS = 3;

export class Session {
  #spawn;
  #bootSettings;
  #paths;
  #listener;
  #worker = null;
  #queue = new MessageQueue();
  #inFlight = null;
  #number = 0;
  #watch = null;
  #restarts = 0;
  #pings = null;
  #opening = false;

  // spawn() makes a Worker; bootSettings is sent to it with the first of the paths, the ways to
  // boot; when one fails, the next is tried. listener has status, stage, attached, answered, failed,
  // fellBack (all called with what protocol.js lists) and opening(send), which sends what
  // goes before anything that waits.
  constructor({ spawn, bootSettings, paths = ["plain"], listener }) {
    this.#spawn = spawn;
    this.#bootSettings = bootSettings;
    this.#paths = [...paths];
    this.#listener = listener;
    this.status = "booting";
  }

  start() {
    this.#worker = this.#spawn();
    this.#worker.onmessage = ({ data }) => this.#receive(data);
    this.#worker.onerror = (event) => this.#fail("worker", { name: "WorkerError", message: event.message ?? "The worker could not be started." });
    this.#watchFor(this.path);
    this.#worker.postMessage({ id: 0, kind: "boot", payload: JSON.stringify({ ...this.#bootSettings, path: this.path }) });
  }

  // The way in which Python is, or was, booted.
  get path() {
    return this.#paths[0];
  }

  retry() {
    this.#restarts = 0;
    this.#restart("You asked to try again.");
  }

  call(kind, payload, file) {
    return new Promise((resolve, reject) => {
      this.#queue.push({ kind, payload: JSON.stringify(payload ?? null), file, resolve, reject });
      this.#pump();
    });
  }

  // event: a Bokeh document event; it is made into a patch when its turn comes.
  userEvent(event, time) {
    this.#queue.pushEvent(event, time);
    this.#pump();
  }

  hasWaiting(kind) {
    return this.#queue.has(kind);
  }

  // What the user has done that Python does not know of yet, oldest first.
  get waitingEvents() {
    return this.#queue.events;
  }

  get idle() {
    return this.status === "ready" && this.#inFlight === null && this.#queue.length === 0;
  }

  #pump() {
    if (this.status !== "ready" || this.#inFlight !== null || this.#queue.length === 0) return;
    this.#send(this.#queue.shift());
  }

  #send(entry) {
    entry.id = ++this.#number;
    this.#inFlight = entry;
    const payload = entry.events ? this.#listener.patch(entry.events) : entry.payload;
    this.#watchFor(entry.kind);
    this.#worker.postMessage({ id: entry.id, kind: entry.kind, payload, file: entry.file });
  }

  #receive(message) {
    switch (message.type) {
      case "stage":
        this.#watchFor(this.path);
        this.#listener.stage(message);
        break;
      case "busy":
        this.#watchFor(this.#inFlight?.kind ?? this.path, message.seconds === undefined ? undefined : message.seconds * 1000);
        break;
      case "attached":
        this.#open(message.document);
        break;
      case "answer":
        this.#answer(message);
        break;
      case "failed":
        this.#fail(message.stage, message.error);
        break;
      case "damaged":
        this.#restart("The copy of Python that this device kept was damaged, so Python was started again; your data and settings were put back.");
        break;
    }
  }

  // The first messages after the boot go before everything that waits; then the session is ready.
  async #open(document) {
    clearTimeout(this.#watch);
    const worker = this.#worker;
    const send = (kind, payload = null, file = undefined) =>
      new Promise((resolve, reject) => this.#send({ kind, payload: JSON.stringify(payload), file, resolve, reject }));
    try {
      this.#opening = true;
      await this.#listener.opening(send);
      if (worker !== this.#worker) return;
      this.#opening = false;
      if (document !== null || this.#restarts > 0) {
        const text = await send("document");
        await this.#listener.replace(JSON.parse(text), document !== null && this.#restarts === 0);
      }
    } catch (error) {
      if (worker === this.#worker) this.#fail("attach", plainError(error));
      return;
    }
    if (worker !== this.#worker) return;
    this.#setStatus("ready");
    clearInterval(this.#pings);
    this.#pings = setInterval(() => this.#ping(), PING_EVERY);
    // Under Node, where the tests run, a timer would keep the process alive.
    this.#pings.unref?.();
    this.#pump();
  }

  #answer(message) {
    const entry = this.#inFlight;
    if (entry?.id !== message.id) return;
    this.#inFlight = null;
    clearTimeout(this.#watch);
    this.#listener.answered(message, entry);
    if (message.error) entry.reject?.(message.error);
    else entry.resolve?.(message.result);
    this.#pump();
  }

  #ping() {
    if (this.idle && globalThis.document?.visibilityState !== "hidden") this.#queue.push({ kind: "ping", payload: "null" });
    this.#pump();
  }

  #watchFor(kind, milliseconds = patience(kind)) {
    clearTimeout(this.#watch);
    const due = Date.now() + milliseconds;
    this.#watch = setTimeout(() => {
      // Asleep, the page's clock ran on without the worker having had its chance: give it one.
      if (Date.now() - due > 2000) this.#watchFor(kind, milliseconds);
      else this.#stuck(kind, milliseconds);
    }, milliseconds);
    this.#watch.unref?.();
  }

  #stuck(kind, milliseconds) {
    const seconds = Math.round(milliseconds / 1000);
    if (this.status === "ready") {
      this.#restart(`Python did not answer for ${seconds} s and was started again; your data and settings were put back.`);
    } else if (this.#opening) {
      this.#restart(`The link asked for more than could be computed in ${seconds} s; the page was opened without it.`);
    } else {
      this.#fail("start", { name: "TimeOut", message: `Python made no progress for ${seconds} s while starting.` });
    }
  }

  #restart(reason) {
    this.#end();
    if (++this.#restarts > MOST_RESTARTS) {
      this.#fail("restart", { name: "Restarts", message: `Python stopped ${this.#restarts} times. ${reason}` });
      return;
    }
    this.#setStatus("restarting", reason);
    this.start();
  }

  #end() {
    this.#endWorker();
    this.#queue.dropEvents();
  }

  #endWorker() {
    this.#opening = false;
    clearTimeout(this.#watch);
    clearInterval(this.#pings);
    if (this.#worker) this.#worker.onmessage = this.#worker.onerror = null;
    this.#worker?.terminate();
    this.#worker = null;
    const entry = this.#inFlight;
    this.#inFlight = null;
    entry?.reject?.({ name: "Restarted", message: "Python was started again before it had answered.", key: null, traceback: "" });
  }

  // What waits keeps waiting: the next way leads to the same document.
  #fallBack(stage, error) {
    this.#endWorker();
    this.#paths.shift();
    // Too slow a line for now: the next visit shall find the image.
    if (error.name === "SlowLink") this.#bootSettings = { ...this.#bootSettings, fetchImage: true };
    this.#listener.fellBack(stage, error);
    this.start();
  }

  #fail(stage, error) {
    // The first cause is the one to show: what follows is its consequence.
    if (this.status === "failed") return;
    if (this.status !== "ready" && this.#paths.length > 1) {
      this.#fallBack(stage, error);
      return;
    }
    this.#end();
    this.#setStatus("failed");
    this.#listener.failed(stage, error);
  }

  #setStatus(status, reason = null) {
    this.status = status;
    this.#listener.status(status, reason);
  }
}
