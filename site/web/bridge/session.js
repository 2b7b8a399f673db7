// Python's life in this page: boots a worker, sends it one message at a time, ends and replaces it when
// it does not answer, has died, or has answered what the page cannot show. Each such life ends in
// "ready" or in "failed", for all that is waited for is watched (see line.js). Knows nothing of
// Bokeh.

import { RESTORED, failure, fate } from "./fate.js";
import { Line } from "./line.js";
import { plainError } from "./protocol.js";
import { MessageQueue } from "./queue.js";

const PING_EVERY = 5000;
// A worker that cannot stay alive is not restarted for ever.
const MOST_RESTARTS = 3;

export class Session {
  #spawn;
  #bootSettings;
  #paths;
  #listener;
  #line = null;
  #queue = new MessageQueue();
  #restarts = 0;
  #pings = null;
  #opening = false;
  // Whether the link that the page was opened by has been opened, or given up.
  #opened = false;
  // Whether the document in the page is one that no Python has changed yet, nor anybody for one that is
  // no more; it is then the same as that of a new Python.
  #pristine = true;
  // Whether the document in the page is that of the present Python, which may then change it.
  #joined = false;
  #cause = null;

  // spawn() makes a Worker; bootSettings is sent to it with the first of the paths, the ways to
  // boot; when one fails, the next is tried. listener has status(status, {text, withoutLink}), stage(message),
  // replace(json, unexpected), patch(events), answered(message, entry, joined), failed(stage, error),
  // fellBack(stage, error), working(whether an answer is awaited), and opening(send, opened), which
  // sends what goes before anything that waits: the state to be put back where `opened`, else the link.
  constructor({ spawn, bootSettings, paths = ["plain"], listener }) {
    this.#spawn = spawn;
    this.#bootSettings = bootSettings;
    this.#paths = [...paths];
    this.#listener = listener;
    this.status = "booting";
  }

  start() {
    try {
      this.#line = new Line(this.#spawn(), {
        message: (data) => this.#receive(data),
        broken: ({ message }) => this.#lose(`Python stopped (${message}).`, "WorkerError"),
        late: (kind, reason) => this.#late(kind, reason),
      });
      this.#line.boot(this.path, JSON.stringify({ ...this.#bootSettings, path: this.path }));
    } catch (error) {
      this.#fail("worker", plainError(error));
    }
  }

  // The way in which Python is, or was, booted.
  get path() {
    return this.#paths[0];
  }

  retry() {
    this.#restarts = 0;
    this.#restart(null);
  }

  /** End in failure: what the page is made of is not what was built. */
  giveUp(stage, error) {
    this.#paths.splice(1);
    this.#fail(stage, error);
  }

  // Ends what Python computes now, and starts it again with the state before that.
  cancel() {
    if (this.status !== "ready" || this.#line.inFlight === null) return;
    this.#restarts = 0;
    this.#restart("Cancelled. Restoring your data and settings.");
  }

  call(kind, payload, file) {
    return new Promise((resolve, reject) => {
      if (this.status === "failed") {
        reject(this.#cause);
        return;
      }
      this.#queue.push({ kind, payload: JSON.stringify(payload ?? null), file, resolve, reject });
      this.#pump();
    });
  }

  // event: a Bokeh document event; it is made into a patch when its turn comes.
  userEvent(event, time) {
    if (this.status === "failed") return;
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
    return this.status === "ready" && this.#line.inFlight === null && this.#queue.length === 0;
  }

  #pump() {
    if (this.status !== "ready" || this.#line.inFlight !== null || this.#queue.length === 0) return;
    this.#send(this.#queue.shift());
  }

  #send(entry) {
    this.#listener.working(this.status === "ready");
    if (entry.events) this.#pristine = false;
    try {
      this.#line.send(entry, entry.events ? this.#listener.patch(entry.events) : entry.payload);
    } catch (error) {
      entry.reject?.(plainError(error));
      // What cannot be sent is lost for Python, and the page shows it already.
      if (entry.events) this.#restart(`Your last action did not reach Python (${error.message}), so it was restarted. ${RESTORED}`);
      else this.#settle(entry);
    }
  }

  #receive(message) {
    const { type, error } = message;
    if (type === "answer") this.#answer(message);
    else if (type === "stage") this.#listener.stage(message);
    else if (type === "attached") this.#open(message.document);
    else if (type === "failed") this.#fail(message.stage, error);
    else if (type === "died") this.#lose(`Python stopped (${error.message}).`, error.name);
    else if (type === "damaged") this.#restart(`The saved copy of Python was damaged, so Python was restarted. ${RESTORED}`);
  }

  // The first messages after the boot go before everything that waits; then the session is ready.
  async #open(document) {
    const line = this.#line;
    const pristine = this.#pristine;
    const send = (kind, payload = null, file = undefined) =>
      new Promise((resolve, reject) => {
        if (line === this.#line) this.#send({ kind, payload: JSON.stringify(payload), file, resolve, reject });
        else reject(failure("Restarted", "Python was restarted in the meantime."));
      });
    this.#joined = document === null && pristine;
    this.#opening = true;
    line.await("page");
    try {
      await this.#listener.opening(send, this.#opened);
      if (line !== this.#line) return;
      if (!this.#joined) await this.#replace(await send("document"), pristine);
    } catch (error) {
      if (line === this.#line) this.#fail("attach", plainError(error));
      return;
    }
    if (line === this.#line) this.#becomeReady();
  }

  // What the user has done to the document that goes is done to nothing.
  async #replace(text, unexpected) {
    this.#queue.dropEvents();
    await this.#listener.replace(JSON.parse(text), unexpected);
    this.#joined = true;
  }

  #becomeReady() {
    this.#opening = false;
    this.#opened = true;
    this.#line.rest();
    clearInterval(this.#pings);
    this.#pings = setInterval(() => this.#ping(), PING_EVERY);
    // Under Node, where the tests run, a timer would keep the process alive.
    this.#pings.unref?.();
    this.#setStatus("ready");
    this.#pump();
  }

  #answer(message) {
    const entry = this.#line.take(message.id);
    if (entry === null) return;
    this.#listener.working(false);
    if (this.#opening) this.#line.await("page");
    else this.#line.rest();
    if (this.#joined && message.patch) this.#pristine = false;
    try {
      this.#listener.answered(message, entry, this.#joined);
    } catch (error) {
      entry.reject?.(plainError(error));
      this.#restart(`The page could not show what Python answered (${error.message}), so Python was restarted. ${RESTORED}`);
      return;
    }
    this.#settle(entry, message);
  }

  #settle(entry, { error, result } = {}) {
    if (error) entry.reject?.(error);
    else entry.resolve?.(result);
    this.#pump();
  }

  #ping() {
    if (this.idle && globalThis.document?.visibilityState !== "hidden") this.#queue.push({ kind: "ping", payload: "null" });
    this.#pump();
  }

  #late(kind, reason) {
    if (kind === "page") this.#fail("page", failure("TimeOut", reason));
    else this.#lose(reason, "TimeOut");
  }

  // reason: the sentence that says what has happened to Python.
  #lose(reason, name) {
    const opening = this.#opened ? "return" : "opening";
    const life = this.status === "ready" ? "ready" : this.#opening ? opening : "boot";
    const next = fate(life, this.#line.inFlight?.kind, reason, name);
    if (next.fail) {
      this.#fail(next.fail, next.error);
      return;
    }
    this.#opened ||= next.withoutLink;
    this.#restart(next.restart, next.withoutLink);
  }

  // text: why; null where that was asked for.
  #restart(text, withoutLink = false) {
    // Of an opening that did not end; its document may be half of one and half of another.
    this.#pristine = false;
    this.#end();
    if (++this.#restarts > MOST_RESTARTS) {
      this.#fail("restart", failure("Restarts", `Python stopped ${this.#restarts} times. ${text}`));
      return;
    }
    this.#setStatus("restarting", text === null ? null : { text, withoutLink });
    this.start();
  }

  #end() {
    this.#endLine();
    this.#queue.dropEvents();
  }

  #endLine() {
    this.#opening = this.#joined = false;
    clearInterval(this.#pings);
    this.#line?.end(failure("Restarted", "Python was restarted before it answered."));
    this.#line = null;
    this.#listener.working(false);
  }

  // What waits keeps waiting: the next way leads to the same document.
  #fallBack(stage, error) {
    this.#endLine();
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
    this.#cause = failure("Failed", `Python could not be started: ${error.message}`);
    this.#setStatus("failed");
    this.#queue.reject(this.#cause);
    this.#listener.failed(stage, error);
  }

  #setStatus(status, reason = null) {
    this.status = status;
    this.#listener.status(status, reason);
  }
}
