// The copy of the site that a service worker keeps for use without a network: asks for it, learns
// whether it is whole, and notices a new version. Never puts one in a running page's place: that is
// the visitor's to say. Draws nothing (see offline_words.js). Does not cover how the copy is kept
// (see service-worker.js).

const UPDATE_EVERY = 3_600_000;
// Another page may have put it in charge a moment ago: then there is no change to wait for.
const CHANGE_WITHIN = 3000;

/** The name of the cache of one build: as in service-worker.js. */
export const cacheName = (build, home) => `linreg-playground ${new URL("./", home).pathname} ${build}`;

/** As long as this page is open, the files of its build stay, whatever is published meanwhile. */
export function holdBuild(build, home = document.baseURI) {
  if (!build) return;
  // Where cookies and storage are blocked it is refused, and nothing is kept either.
  navigator.locks?.request(cacheName(build, home), { mode: "shared" }, () => new Promise(() => {})).catch(() => {});
}

function ask(worker, question) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      port1.close();
      resolve(data);
    };
    worker.postMessage(question, [port2]);
  });
}

export class OfflineCopy {
  #build;
  #home;
  #container;
  #listener;
  #registration = null;
  #looked = 0;
  #verified = false;

  // listener: standing({state, bytes, reason}), where state is preparing, ready, full or incomplete;
  // and newVersion().
  constructor({ build, home, container, listener }) {
    this.#build = build;
    this.#home = home;
    this.#container = container;
    this.#listener = listener;
    container.addEventListener("message", ({ data }) => data?.offline && listener.standing(data.offline));
    container.addEventListener("controllerchange", () => this.#changed());
  }

  async start() {
    const registration = await this.#container.register(new URL("service-worker.js", this.#home).href, { updateViaCache: "none" });
    // Where workers are blocked, some browsers answer with nothing.
    if (!registration) return;
    this.#registration = registration;
    this.#container.startMessages?.();
    registration.addEventListener("updatefound", () => this.#settle());
    if (registration.active) await this.look();
    else {
      // What has just come is new.
      this.#looked = Date.now();
      this.#listener.standing({ state: "preparing" });
    }
    await this.#settle();
  }

  /** Ask for a new version, at most once an hour. */
  async look(now = Date.now()) {
    if (this.#registration === null || now - this.#looked < UPDATE_EVERY) return;
    this.#looked = now;
    // Without a network there is none to be had.
    await this.#registration.update().catch(() => {});
  }

  /** Make the new version the one in charge; the page is to be loaded again when this resolves. */
  async change() {
    const waiting = this.#registration?.waiting;
    if (!waiting) return;
    await new Promise((resolve) => {
      waiting.addEventListener("statechange", () => waiting.state === "activated" && resolve());
      setTimeout(resolve, CHANGE_WITHIN);
      waiting.postMessage("activate");
    });
  }

  async remove() {
    await this.#registration?.unregister();
    this.#registration = null;
    const { pathname } = new URL("./", this.#home);
    for (const key of await caches.keys()) if (key.startsWith(cacheName("", this.#home))) await caches.delete(key);
    const files = await navigator.storage?.getDirectory?.().catch(() => null);
    // The image of Python's memory: as in image_cache.js.
    await files?.removeEntry(`linreg-playground-image ${encodeURIComponent(pathname)}`, { recursive: true }).catch(() => {});
  }

  async #settle() {
    // Removed meanwhile.
    if (this.#registration === null) return;
    const { installing, waiting, active } = this.#registration;
    for (const worker of [installing, waiting, active]) if (worker) worker.onstatechange = () => this.#settle();
    if (installing) return;
    if (waiting) {
      const { build } = await ask(waiting, "build");
      // Its page is this one, fresh from the network: nothing changes for anybody. Until it is in
      // charge there is no copy of this build to speak of, and the old worker may end in mid-answer.
      if (build === this.#build) return waiting.postMessage("activate");
      this.#listener.newVersion();
    }
    // Another page may be putting the waiting one in charge: for that the active one must come to rest,
    // and a question that wakes it again holds the change up (Chromium 156: until it is idle).
    if (active?.state !== "activated" || (waiting && this.#verified)) return;
    this.#listener.standing(await ask(active, "verify"));
    this.#verified = true;
  }

  // Another page of this site has put a worker in charge.
  async #changed() {
    const { controller } = this.#container;
    if (controller === null) return;
    const { build } = await ask(controller, "build");
    if (build !== this.#build) this.#listener.newVersion();
  }
}
