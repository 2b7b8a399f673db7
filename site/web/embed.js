// <linreg-playground data="collinear" correlation="0.999" view="collinearity"></linreg-playground>
//
// The playground inside any page: a picture with a play button until it is seen or clicked, then a
// frame that takes its own height. Attributes are the words of a link (link="..." takes a whole one);
// load="click" waits for a click, label="..." names it, height="..." fixes the height. The element
// has the page's own API (site/docs/embedding.md), spoken by messages. Covers no page that forbids frames.

import STYLE from "./embed/element.css" with { type: "text" };

const script = document.currentScript ?? document.querySelector('script[src*="embed.js"]');
const HOME = new URL("./", script.src);
// Each frame is a Python of its own, with memory of its own.
const MOST_ALIVE = 4;
// Milliseconds in which a frame that is not a dead one says something.
const SILENCE = 60_000;
// Beyond this a view scrolls by itself, with its plot in sight; height="2000" gives it more.
const TALLEST = 620;
const OWN = new Set(["link", "load", "label", "height", "id", "class", "style", "title", "lang", "dir", "slot", "part", "hidden", "tabindex", "role"]);
const POINTS = [[6, 78], [14, 66], [19, 74], [27, 58], [33, 64], [41, 50], [46, 55], [54, 42], [61, 47], [68, 31], [75, 36], [83, 22], [91, 25]];
const alive = new Set();

const svg = (name, attributes, ...children) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

function poster(words) {
  const button = document.createElement("button");
  button.type = "button";
  const art = svg("svg", { class: "art", viewBox: "0 0 100 100", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("path", { d: "M2 84 98 16", fill: "none" }),
    // Ellipses as tall as the stretched picture makes circles would need its size; small ones do.
    ...POINTS.map(([x, y]) => svg("circle", { cx: x, cy: y, r: 0.9 })));
  const sign = svg("svg", { viewBox: "0 0 56 56", "aria-hidden": "true" }, svg("circle", { cx: 28, cy: 28, r: 27 }), svg("path", { d: "M22 17 40 28 22 39Z" }));
  const play = document.createElement("span");
  play.className = "play";
  play.append(sign, words);
  button.append(art, play);
  return button;
}

class Playground extends HTMLElement {
  #frame = null;
  #calls = new Map();
  #number = 0;
  #touched = false;
  #listeners = new EventTarget();
  #ready = {};
  #silence = null;
  #seen = new IntersectionObserver((entries) => this.#see(entries.at(-1).isIntersecting), { threshold: 0.25 });
  #attributes = new MutationObserver(() => this.#frame?.contentWindow.location.replace(this.address));

  constructor() {
    super();
    const style = document.createElement("style");
    style.textContent = STYLE;
    this.attachShadow({ mode: "open" }).append(style);
    this.status = "asleep";
    this.#sleep();
  }

  connectedCallback() {
    this.#show(this.#frame ?? this.#poster());
    this.#seen.observe(this);
    this.#attributes.observe(this, { attributes: true });
    addEventListener("message", this.#hear);
  }

  disconnectedCallback() {
    this.#seen.disconnect();
    this.#attributes.disconnect();
    removeEventListener("message", this.#hear);
    // A frame that leaves the page loses its Python.
    this.#sleep();
  }

  get label() {
    return this.getAttribute("label") ?? `Linear regression playground${this.hasAttribute("view") ? `: ${this.getAttribute("view")}` : ""}`;
  }

  // The link that is opened: this element's words, embedded.
  get address() {
    const words = [...this.attributes].filter(({ name }) => !OWN.has(name) && !/^(on|data-|aria-)/.test(name));
    const given = (this.getAttribute("link") ?? "").replace(/^[^#]*#/, "");
    const own = words.map(({ name, value }) => `${name}=${encodeURIComponent(value).replaceAll("%2C", ",")}`);
    return new URL(`#${["embed=1", given, ...own].filter(Boolean).join("&")}`, HOME).href;
  }

  // Starts it, if it does not run yet; resolves when Python answers. Not async: the promise of an
  // async method is a new one, and nobody may be waiting for that one either.
  start() {
    if (this.#frame === null) {
      this.#makeRoom();
      alive.add(this);
      this.#frame = Object.assign(document.createElement("iframe"), { title: this.label, allow: "clipboard-write", src: this.address });
      this.#fix();
      this.status = "booting";
      this.#silence = setTimeout(() => this.#heard("status", "failed"), SILENCE);
      this.#show(this.#frame);
    }
    return this.ready;
  }

  getState() { return this.#call("getState"); }
  setState(partial) { return this.#call("setState", [partial]); }
  getLink() { return this.#call("getLink"); }

  on(event, listener) {
    const heard = ({ detail }) => listener(detail);
    this.#listeners.addEventListener(event, heard);
    return () => this.#listeners.removeEventListener(event, heard);
  }

  async #call(call, args = []) {
    await this.start();
    const id = ++this.#number;
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject });
      this.#frame.contentWindow.postMessage({ linreg: 1, id, call, args }, HOME.origin);
    });
  }

  #hear = ({ source, origin, data }) => {
    if (this.#frame === null || source !== this.#frame.contentWindow || origin !== HOME.origin || data?.linreg !== 1) return;
    if (data.event !== undefined) this.#heard(data.event, data.detail);
    const waiting = this.#calls.get(data.id);
    if (waiting === undefined) return;
    this.#calls.delete(data.id);
    if (data.error) waiting.reject(Object.assign(new Error(data.error.message), data.error));
    else waiting.resolve(data.result);
  };

  #heard(event, detail) {
    clearTimeout(this.#silence);
    if (event === "size") {
      if (!this.hasAttribute("height")) this.#frame.style.height = `${Math.min(detail.height, TALLEST)}px`;
      return;
    }
    if (event === "status") {
      if (this.status === "failed" && detail !== "failed") this.#await();
      this.status = detail;
      if (detail === "ready") this.#ready.resolve(this);
      if (detail === "failed") this.#giveUp("The playground could not be started.");
    }
    // What the reader has done here must not be lost by putting it to sleep.
    if (event === "state" && this.status === "ready") this.#touched = true;
    this.#listeners.dispatchEvent(new CustomEvent(event, { detail }));
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }

  #see(inSight) {
    this.inSight = inSight;
    const wait = this.getAttribute("load") === "click" || navigator.connection?.saveData;
    if (inSight && !wait && (alive.size < MOST_ALIVE || this.#sleeper())) this.start();
  }

  #sleeper() {
    return [...alive].find((other) => !other.inSight && !other.#touched);
  }

  #makeRoom() {
    if (alive.size >= MOST_ALIVE) this.#sleeper()?.rest();
  }

  // Ends its Python and shows the picture again.
  rest() {
    this.#sleep();
    this.#show(this.#poster());
  }

  #sleep() {
    alive.delete(this);
    clearTimeout(this.#silence);
    this.#giveUp("The playground was stopped before it answered.");
    this.#frame = null;
    this.#touched = false;
    this.status = "asleep";
    this.#await();
  }

  // Whoever waits is told.
  #giveUp(message) {
    for (const { reject } of [this.#ready, ...this.#calls.values()]) reject?.(new Error(message));
    this.#calls.clear();
  }

  #await() {
    this.ready = new Promise((resolve, reject) => (this.#ready = { resolve, reject }));
    // Nobody need wait for it.
    this.ready.catch(() => {});
  }

  #poster() {
    const button = poster(`Start: ${this.label}`);
    button.addEventListener("click", () => this.start());
    return button;
  }

  #fix() {
    const height = this.getAttribute("height");
    if (height !== null) this.#frame.style.height = /^\d+$/.test(height) ? `${height}px` : height;
  }

  #show(content) {
    const now = this.shadowRoot.lastElementChild;
    if (now === content) return;
    if (now.localName !== "style") now.remove();
    this.shadowRoot.append(content);
  }
}

if (customElements.get("linreg-playground") === undefined) customElements.define("linreg-playground", Playground);
