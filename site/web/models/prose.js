/* Prose: text in runs that carry roles. The live one is the page's status region; while it changes
   many times a second (a drag, a running descent) it is marked busy, and is read out when at rest. */

import { BodyView, MODULE, UIElement } from "./base.js";
import { html, put, runs } from "./dom.js";

const REST_MS = 600;

export class ProseView extends BodyView {
  make() {
    return html("p", { class: "prose" });
  }

  refresh() {
    const { parts, live } = this.model;
    put(this.body, "role", live ? "status" : null);
    const key = JSON.stringify(parts);
    if (key === this.key) return;
    if (live && this.key !== undefined) this.hold();
    this.key = key;
    this.body.replaceChildren(...runs(parts));
  }

  hold() {
    this.body.setAttribute("aria-busy", "true");
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.body.removeAttribute("aria-busy"), REST_MS);
  }
}

export class Prose extends UIElement {
  static __name__ = "Prose";
  static __module__ = MODULE;
  static {
    this.prototype.default_view = ProseView;
    this.define(({ Str, Bool, List, Tuple }) => ({
      parts: [List(Tuple(Str, Str)), []],
      live: [Bool, false],
    }));
  }
}
