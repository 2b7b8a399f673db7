/* Glossary: what a number is, as a formula and in words, on one card beside the term that the hand
   rests on or that has the focus; a tap shows it too. Escape puts it away. The card is in the top layer,
   and takes no focus. It is drawn only while it is shown. What is a term: terms.js. */

import { BodyView, MODULE, UIElement } from "../base.js";
import { html } from "../dom.js";
import { math } from "./formula.js";
import { ENTRIES, entries_of, term_at, watcher } from "../terms.js";

// A hand that only passes over a term asks for nothing; one on its way to the card keeps it.
const SHOW_MS = 250;
const HIDE_MS = 200;
const GAP = 6;

export class GlossaryView extends BodyView {
  make() {
    return html("div", { class: "card", popover: "manual", role: "tooltip" });
  }

  connect_signals() {
    super.connect_signals();
    this.term = null;
    this.listening = new AbortController();
    const { signal } = this.listening;
    const on = (name, handler, options = {}) => document.addEventListener(name, handler, { signal, ...options });
    watcher.hover = (term, pointer) => this.hover(term, pointer);
    watcher.focus = (term) => this.show(term);
    this.body.addEventListener("pointerover", () => this.hover(this.term, "mouse"));
    this.body.addEventListener("pointerleave", () => this.hover(null, "mouse"));
    on("click", (event) => this.tap(event));
    on("keydown", (event) => event.key === "Escape" && this.show(null));
    on("scroll", () => this.follow(), { capture: true, passive: true });
  }

  remove() {
    clearTimeout(this.timer);
    this.listening.abort();
    super.remove();
  }

  hover(term, pointer) {
    if (pointer !== "mouse") return;
    clearTimeout(this.timer);
    if (term === this.term) return;
    this.timer = setTimeout(() => this.show(term), term === null ? HIDE_MS : SHOW_MS);
  }

  tap(event) {
    if (event.composedPath().includes(this.body)) return;
    const term = term_at(event);
    // The name of a control is a label, which would hand the focus on to it.
    if (term?.closest("label")) event.preventDefault();
    this.show(term);
  }

  show(term) {
    clearTimeout(this.timer);
    const entries = entries_of(term?.dataset.term ?? "");
    this.term = entries.length > 0 ? term : null;
    if (this.term === null) {
      if (this.body.matches(":popover-open")) this.body.hidePopover();
      return;
    }
    this.body.replaceChildren(...entries.flatMap(({ title, words, tree }) => [
      html("strong", {}, title), math(tree, true), html("span", {}, words),
    ]));
    this.body.showPopover();
    this.place();
  }

  place() {
    const at = this.term.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.body;
    const most = { left: document.documentElement.clientWidth - width - GAP, top: innerHeight - height - GAP };
    const put = (left, top) => Object.assign(this.body.style, {
      left: `${Math.max(GAP, Math.min(left, most.left))}px`, top: `${Math.max(GAP, Math.min(top, most.top))}px`,
    });
    // Beside a table, whose next row one may want to ask for; else under the term, or over it.
    const table = this.term.closest("table")?.getBoundingClientRect();
    const sides = table === undefined ? [] : [table.left - width - GAP, table.right + GAP];
    const beside = sides.find((left) => left >= GAP && left <= most.left);
    if (beside !== undefined) put(beside, at.top - GAP);
    else put(at.left, at.bottom + GAP <= most.top ? at.bottom + GAP : at.top - GAP - height);
  }

  /** The page has moved under the card. */
  follow() {
    if (this.term === null) return;
    const at = this.term.getBoundingClientRect();
    if (!this.term.isConnected || at.bottom < 0 || at.top > innerHeight) this.show(null);
    else this.place();
  }
}

export class Glossary extends UIElement {
  static __name__ = "Glossary";
  static __module__ = MODULE;
  static {
    this.prototype.default_view = GlossaryView;
    this.define(({ Str }) => ({
      entries: [Str, ""],
    }));
  }

  initialize() {
    super.initialize();
    const entries = Object.entries(JSON.parse(this.entries || "{}"));
    for (const [name, [title, words, tree]] of entries) ENTRIES.set(name, { title, words, tree });
  }
}
