// The page's address as a link: opens what it says, follows what the state becomes, and remembers
// what its author saw. Python reads and writes the words (linreg.links); here is only what must be
// known before Python runs. Covers no state whose link would be too long for an address: then there
// is none.

// An address follows the state when that has rested so long.
const REST = 400;
// Longer addresses are slow or cut off somewhere.
const LONGEST = 60_000;
// Another of these is another place, which Back leads away from; all else is the same place.
const PLACES = ["data", "view", "lesson"];

// What a hash says as a link; a hash without words is a place in the page.
export function fragmentOf(hash) {
  return hash.includes("=") ? hash.slice(1) : "";
}

export class Address {
  #self;
  #call;
  #showReturn;
  #lessons;
  #timer = null;
  #elsewhere = false;
  #opening = 0;
  #author;
  #means = null;
  #last;

  // call(kind, payload, file) asks Python; showReturn(shown) offers the way back to the author's state;
  // lessons: {hold(), begin(setState)}, see lessons.js.
  constructor({ self = window, call, showReturn, lessons }) {
    this.#self = self;
    this.#call = call;
    this.#showReturn = showReturn;
    this.#lessons = lessons;
    this.#last = this.fragment;
    // A reader's own changes are in the address too: what was first is kept beside it.
    this.#author = this.#authorHere();
    self.addEventListener("hashchange", () => this.#arrive());
  }

  get fragment() {
    return fragmentOf(this.#self.location.hash);
  }

  #authorHere() {
    const kept = this.#self.history.state;
    return kept !== null && Object.hasOwn(kept, "author") ? kept.author : this.#last || null;
  }

  // Opens the link that the page was opened by; call: as for the constructor.
  async openFirst(call) {
    if (this.fragment === "") await this.#lessons.begin();
    else this.#means = await this.#open(call, this.fragment, false);
  }

  // Python is there, and what is shown is the link's state.
  async settle() {
    if (this.#author === null || this.#author === this.#last) return;
    const here = await this.#call("getLink", { most: LONGEST });
    this.#means = await this.#call("amountsTo", { fragment: this.#author });
    this.#showReturn(this.#means !== here);
  }

  // The state has changed in these words.
  changed(keys) {
    if (this.#opening > 0) return;
    this.#elsewhere ||= keys.some((key) => PLACES.includes(key));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#follow().catch(() => {}), REST);
  }

  // Opens the author's link again.
  goBack() {
    if (this.#author === this.#last) this.#arrive(true);
    else this.#self.location.hash = this.#author;
  }

  async #follow() {
    const here = await this.#call("getLink", { most: LONGEST });
    const own = this.#author !== null && here === this.#means;
    const { location, history } = this.#self;
    const text = own ? this.#author : here ?? "";
    // A frame has no history of its own: Back belongs to the page around it.
    const push = this.#elsewhere && (this.#self.parent ?? this.#self) === this.#self;
    this.#elsewhere = false;
    this.#showReturn(this.#author !== null && !own);
    if (text === this.fragment) return;
    const url = text === "" ? location.pathname + location.search : `#${text}`;
    history[push ? "pushState" : "replaceState"]({ author: this.#author }, "", url);
    this.#last = this.fragment;
  }

  // The hash was edited, or Back or Forward led here.
  async #arrive(again = false) {
    const { location } = this.#self;
    const anchor = location.hash.length > 1 && this.fragment === "";
    if (anchor || (this.fragment === this.#last && !again)) return;
    clearTimeout(this.#timer);
    this.#last = this.fragment;
    this.#author = this.#authorHere();
    const means = await this.#open(this.#call, this.#last, true);
    if (this.#author === null || this.#author === this.#last) this.#means = means;
    else this.#means = await this.#call("amountsTo", { fragment: this.#author });
    this.#showReturn(this.#author !== null && this.#means !== means);
  }

  async #open(call, fragment, record) {
    this.#opening += 1;
    this.#elsewhere = false;
    this.#lessons.hold();
    try {
      const means = await this.#apply(call, fragment, record);
      const set = await this.#lessons.begin((partial) => call("setState", partial));
      return set ? await call("getLink", { most: LONGEST }) : means;
    } catch (error) {
      await this.#lessons.begin();
      throw error;
    } finally {
      this.#opening -= 1;
    }
  }

  async #apply(call, fragment, record) {
    const opened = await call("link", { fragment, record });
    if (opened.src === undefined) return opened.fragment;
    const { file, error } = await this.#fetch(opened.src);
    return (await call("linkFile", { fragment, record, error }, file)).fragment;
  }

  // A file of our own origin, or why there is none.
  async #fetch(src) {
    const { location, document } = this.#self;
    const url = new URL(src, document.baseURI);
    if (url.origin !== location.origin) return { error: "It is not on this page's own host." };
    try {
      const response = await fetch(url, { redirect: "error", credentials: "omit" });
      if (!response.ok) return { error: `It could not be loaded (${response.status}).` };
      return { file: await response.blob(), error: "" };
    } catch {
      return { error: "It could not be loaded." };
    }
  }
}
