// The line to one worker: one message at a time, and at each moment a watch on whoever is waited for:
// the worker, or the page between two messages. A line that has ended says nothing more.

import { longest, patience } from "./protocol.js";
import { Watch } from "../limits/watch.js";

// By who is waited for.
const SILENT = {
  page: (time) => `The page did not respond for ${time} while it was drawn.`,
  python: (time) => `Python did not respond for ${time}.`,
};
const UNFINISHED = {
  page: (time) => `The page was not drawn within ${time}.`,
  python: (time) => `Python did not finish within ${time}.`,
};
const inSeconds = (milliseconds) => `${Math.round(milliseconds / 1000)} s`;

export class Line {
  #worker;
  #heard;
  #watch = new Watch();
  #number = 0;
  // What is waited for, and milliseconds that are left for it whatever signs of work there are.
  #kind;
  #left;

  inFlight = null;

  // heard: message(data), broken(error) and late(kind, reason), of which the last two end it;
  // reason: a sentence.
  constructor(worker, heard) {
    this.#worker = worker;
    this.#heard = heard;
    worker.onmessage = ({ data }) => this.#hear(data);
    worker.onerror = ({ message }) => heard.broken({ name: "WorkerError", message: message ?? "The worker could not be started." });
    worker.onmessageerror = () => heard.broken({ name: "WorkerError", message: "A message of the worker could not be read." });
  }

  /** The first message; path: the way to boot, which says how long each step of it may take. */
  boot(path, payload) {
    this.await(path);
    this.#worker.postMessage({ id: 0, kind: "boot", payload });
  }

  send(entry, payload) {
    entry.id = ++this.#number;
    this.inFlight = entry;
    this.await(entry.kind);
    this.#worker.postMessage({ id: entry.id, kind: entry.kind, payload, file: entry.file });
  }

  /** What an answer belongs to, which is then no more in flight; null where that is nobody's. */
  take(id) {
    const entry = this.inFlight;
    if (entry?.id !== id) return null;
    this.inFlight = null;
    return entry;
  }

  /** From now on this is waited for. */
  await(kind) {
    [this.#kind, this.#left] = [kind, longest(kind)];
    this.#allow(patience(kind));
  }

  // A sign of work gives as long again, or as long as it says.
  #hear(message) {
    if (message.type === "stage" || message.type === "busy") {
      this.#left -= this.#watch.spent;
      this.#allow(message.seconds === undefined ? patience(this.#kind) : message.seconds * 1000);
    }
    if (message.type !== "busy") this.#heard.message(message);
  }

  /** Nothing is waited for. */
  rest() {
    this.#watch.end();
  }

  /** reason: why what is in flight is not answered. */
  end(reason) {
    this.#watch.end();
    this.#worker.onmessage = this.#worker.onerror = this.#worker.onmessageerror = null;
    this.#worker.terminate();
    this.inFlight?.reject?.(reason);
  }

  #allow(milliseconds) {
    const last = this.#left < milliseconds;
    const limit = last ? Math.max(0, this.#left) : milliseconds;
    const who = this.#kind === "page" ? "page" : "python";
    const reason = last ? UNFINISHED[who](inSeconds(longest(this.#kind))) : SILENT[who](inSeconds(limit));
    this.#watch.set(limit, () => this.#heard.late(this.#kind, reason));
  }
}
