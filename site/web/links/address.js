// The page's address as a link: opens what it says, follows what the state becomes, and remembers
// what its author saw. Python reads and writes the words (linreg.links); here is only what must be
// known before Python runs. Of a state whose link would be too long for an address this tab keeps the
// data, and the address has the rest.

import { fetchSource, WITHIN } from "./source.js";

// An address follows the state when that has rested so long.
const REST = 400;
// Longer addresses are slow or cut off somewhere.
const LONGEST = 60_000;
// Another of these is another place, which Back leads away from; all else is the same place.
const PLACES = ["data", "view", "lesson"];
// What of a state is kept where an address cannot hold it (as LONG in playground.session.links).
const DATA = ["data", "points", "features", "target", "weights", "start", "expect", "core", "src", "code"];

// What a hash says as a link; a hash without words, encoded or not, is a place in the page.
export function fragmentOf(hash) {
  return /[=%]/.test(hash) ? hash.slice(1) : "";
}

export class Address {
  #self;
  #call;
  #showReturn;
  #lessons;
  #timer = null;
  #elsewhere = false;
  #opening = 0;
  #opens = 0;
  #author;
  #means = null;
  #last;
  #kept;
  #otherData = false;
  #turn = 0;
  #failed = null;

  // call(kind, payload, file) asks Python; showReturn(shown) offers the way back to the author's state;
  // lessons: {hold(), begin(setState)}, see lessons.js; kept: what keeps a text for this tab (kept.js).
  constructor({ self = window, call, showReturn, lessons, kept = null }) {
    this.#self = self;
    this.#call = call;
    this.#showReturn = showReturn;
    this.#lessons = lessons;
    this.#kept = kept;
    this.#last = this.fragment;
    // A reader's own changes are in the address too: what was first is kept beside it.
    this.#author = this.#authorHere();
    self.addEventListener("hashchange", () => this.#arrive());
  }

  get fragment() {
    return fragmentOf(this.#self.location.hash);
  }

  // The name of the data that are kept for this entry of the history; null where its address has all.
  get #keptHere() {
    return this.#self.history.state?.kept ?? null;
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
    this.#otherData ||= keys.some((key) => DATA.includes(key));
    clearTimeout(this.#timer);
    // What is not known to be kept is kept again.
    this.#timer = setTimeout(() => this.#follow().catch(() => (this.#otherData = true)), REST);
  }

  // Opens the author's link again.
  goBack() {
    if (this.#author === this.#last) this.#arrive(true);
    else this.#self.location.hash = this.#author;
  }

  // Opens once more the link whose file did not come.
  openAgain() {
    if (this.#failed === this.#last) this.#arrive(true);
    else if (this.#failed !== null) this.#self.location.hash = this.#failed;
  }

  async #follow() {
    const turn = ++this.#turn;
    const otherData = this.#otherData;
    this.#otherData = false;
    const here = this.#keptHere !== null && !otherData ? null : await this.#call("getLink", { most: LONGEST });
    const own = this.#author !== null && here !== null && here === this.#means;
    const { location, history } = this.#self;
    const kept = here === null ? await this.#keep(otherData) : null;
    const rest = here === null ? await this.#call("getLink", { most: LONGEST, data: false }) : here;
    // Something else has been changed meanwhile, and is followed by now.
    if (turn !== this.#turn) {
      this.#otherData ||= otherData;
      return;
    }
    const text = own ? this.#author : rest ?? "";
    // A frame has no history of its own: Back belongs to the page around it.
    const push = this.#elsewhere && (this.#self.parent ?? this.#self) === this.#self;
    this.#elsewhere = false;
    this.#showReturn(this.#author !== null && !own);
    if (text === this.fragment && kept === this.#keptHere) return;
    const url = text === "" ? location.pathname + location.search : `#${text}`;
    history[push ? "pushState" : "replaceState"]({ author: this.#author, kept }, "", url);
    this.#last = this.fragment;
  }

  // The name by which this tab keeps the data; null where it cannot.
  async #keep(otherData) {
    if (this.#keptHere !== null && !otherData) return this.#keptHere;
    let name = null;
    try {
      const text = await this.#call("stateFile", { data: true });
      if (text !== null) name = await this.#kept.put(text);
    } catch {
      // The browser has no room for them, or lets no page keep anything.
    }
    await this.#call("tellKept", { kept: name !== null });
    return name;
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
    if (means === null) return;
    if (this.#author === null || this.#author === this.#last) this.#means = means;
    else this.#means = await this.#call("amountsTo", { fragment: this.#author });
    this.#showReturn(this.#author !== null && this.#means !== means);
  }

  // What the link amounts to; null where another was opened before its file came.
  async #open(call, fragment, record) {
    this.#opening += 1;
    this.#elsewhere = false;
    this.#failed = null;
    this.#lessons.hold();
    try {
      const means = await this.#apply(call, fragment, record);
      if (means === null) return null;
      const set = await this.#lessons.begin(call);
      return set ? (await call("getLink", { most: LONGEST })) ?? "" : means;
    } catch (error) {
      await this.#lessons.begin();
      throw error;
    } finally {
      this.#opening -= 1;
    }
  }

  async #apply(call, fragment, record) {
    const turn = ++this.#opens;
    const kept = this.#keptHere === null ? null : await this.#kept.get(this.#keptHere);
    if (kept !== null) return (await call("linkFile", { fragment, record, error: "" }, kept.buffer)).fragment;
    const opened = await call("link", { fragment, record });
    if (opened.src === undefined) return opened.fragment;
    const { file, error } = await fetchSource(opened.src, this.#self, record ? WITHIN.later : WITHIN.opening);
    if (turn !== this.#opens) return null;
    if (file === undefined) this.#failed = fragment;
    return (await call("linkFile", { fragment, record, error }, file)).fragment;
  }
}
