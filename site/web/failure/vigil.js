// Watches over the files that the page is made of, from its first script on: whichever is missing,
// damaged or late is named within ten seconds, with a button to try again. What runs by itself needs no
// more than that script. Does not cover a page that was cut off within it.

import { examine } from "./examine.js";
import { hidePanel, showPanel } from "./panel.js";

const root = document.documentElement;
// Milliseconds from the start: whoever gives no sign of life is looked at; is called late; is given up.
const SOON = 5000;
const LATE = 7000;
const LAST = 25_000;
// Milliseconds for one look, and between two.
const LOOK = 2500;
const BETWEEN = 500;
// Milliseconds for fresh files to come.
const MOST = 5000;

const STYLE = "style";

const ABSENT = (file) => `${file} has not arrived yet: the connection is slow, or the host does not respond.`;
const IDLE = (file) => `${file} has arrived but does not run: this device is very slow, or the browser is too old.`;

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const hasCome = ({ url }) => performance.getEntriesByName(url).some(({ responseEnd }) => responseEnd > 0);
const nameOf = ({ url }) => url.split("/").at(-1);

export class Vigil {
  #files;
  #alive;
  #giveUp;
  #looks = new Map();
  // By name: what is wrong with it.
  #found = new Map();
  #whole = new Set();
  #alarm = Promise.withResolvers();
  #shown = null;
  #plain = false;
  #over = false;

  // files: by name, {url, size, sha256}; alive: by the same names, whether it has given a sign of life;
  // giveUp(message): end what runs already.
  constructor(files, alive, giveUp) {
    [this.#files, this.#alive, this.#giveUp] = [files, alive, giveUp];
    // Of a script or a style that cannot be had, or is not the built one.
    addEventListener("error", ({ target }) => target !== window && this.alarm(), { capture: true });
  }

  /** Say that this is wrong, whatever else is. */
  report(message) {
    this.#fail(message);
  }

  /** What is wrong with the files, and what to do about it: {message, retry}, or null. */
  async verdict() {
    await Promise.all(Object.keys(this.#files).map((name) => this.#look(name)));
    return this.#found.size > 0 ? { message: this.#text, retry: () => this.#reload() } : null;
  }

  /** Look at once. */
  alarm() {
    this.#alarm.resolve();
  }

  /** Resolves when all give signs of life, or one of them never will. */
  async keep() {
    await Promise.race([pause(SOON - performance.now()), this.#alarm.promise]);
    for (let missing = this.#missing(); missing.length > 0; missing = this.#missing()) {
      await Promise.all(missing.map((name) => this.#look(name)));
      if (this.#found.size > 0) this.#tell();
      if (this.#over) return;
      if (performance.now() > LATE) this.#callLate(this.#missing());
      await pause(BETWEEN);
    }
    this.#recover();
  }

  #missing() {
    return Object.keys(this.#files).filter((name) => !this.#alive[name]() && !(name === STYLE && this.#plain));
  }

  // Finds out what is wrong with it, in a while or later.
  #look(name) {
    if (!this.#looks.has(name)) {
      const look = examine(this.#files[name]);
      look.then((found) => (found === null ? this.#whole.add(name) : this.#found.set(name, found)));
      this.#looks.set(name, look);
    }
    return Promise.race([this.#looks.get(name), pause(LOOK)]);
  }

  get #text() {
    return [...this.#found.values()].join(" ");
  }

  // Without its style the page is plain, but it works.
  #tell() {
    this.#plain ||= this.#found.has(STYLE);
    if ([...this.#found.keys()].some((name) => name !== STYLE)) this.#fail(this.#text);
    else this.#show(this.#text);
  }

  // What has come and does not run yet is so for long on a slow device: that is told last.
  #callLate(missing) {
    const last = performance.now() > LAST;
    const there = (name) => this.#whole.has(name) || hasCome(this.#files[name]);
    const absent = missing.filter((name) => !there(name)).map((name) => ABSENT(nameOf(this.#files[name])));
    const idle = missing.filter((name) => last && there(name)).map((name) => IDLE(nameOf(this.#files[name])));
    const message = [...absent, ...idle].join(" ");
    if (message !== "") this.#show(message, "The page is still loading");
    if (missing.includes(STYLE) && !there(STYLE)) this.#dropStyle();
    else if (last && missing.length > 0) this.#end(message);
  }

  // It holds up all that stands after it.
  #dropStyle() {
    document.querySelector('link[rel="stylesheet"]')?.remove();
    this.#found.set(STYLE, `${nameOf(this.#files[STYLE])} did not arrive. The page works, but without its styles.`);
    this.#plain = true;
  }

  #fail(message) {
    this.#over = true;
    this.#end(message);
    this.#show(message);
  }

  #end(message) {
    if (root.dataset.status === "failed") return;
    root.dataset.status = "failed";
    if (parent !== window) parent.postMessage({ linreg: 1, event: "status", detail: "failed" }, "*");
    this.#giveUp(message);
  }

  #show(reason, heading = "The page could not be loaded") {
    if (this.#shown === reason) return;
    this.#shown = reason;
    showPanel({ heading, reason, retry: () => this.#reload() });
  }

  // Past what the browser has kept: a damaged file would come again.
  async #reload() {
    const fresh = Object.values(this.#files).map(({ url }) => fetch(url, { cache: "reload" }).catch(() => {}));
    await Promise.race([Promise.all(fresh), pause(MOST)]);
    location.reload();
  }

  // What was called late has come after all.
  #recover() {
    if (this.#shown === null || globalThis.playground.status === "failed") return;
    root.dataset.status = globalThis.playground.status;
    if (this.#plain) this.#show(this.#text);
    else hidePanel();
  }
}
