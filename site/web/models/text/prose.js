/* Prose: text in runs that carry roles. The live one is the page's status region; while it changes
   many times a second (a drag, a running descent) it is marked busy, and is read out when at rest. */

import { BodyView, MODULE, UIElement } from "../base.js";
import { html, refill, setIfChanged } from "../dom.js";
import { one_stop, reachable } from "../terms.js";

const REST_MS = 600;

export class ProseView extends BodyView {
  make() {
    const body = html("p", { class: "prose" });
    reachable(body);
    return body;
  }

  refresh() {
    const { parts, live } = this.model;
    setIfChanged(this.body, "role", live ? "status" : null);
    const first = this.body.key === undefined;
    if (!refill(this.body, parts)) return;
    one_stop(this.body);
    if (live && !first) this.hold();
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
