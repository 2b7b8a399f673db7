/* Notices: what the app has to say, newest last. Errors interrupt a screen reader, the rest wait. */

import { BodyView, MODULE, UIElement } from "../base.js";
import { html } from "../dom.js";
import { icon } from "../icons.js";

const MOST_SHOWN = 3;
const WORDS = { info: "Note", warning: "Warning", error: "Error" };

export class NoticesView extends BodyView {
  make() {
    this.list = html("div", { class: "notice-list", role: "log", "aria-label": "Messages" });
    this.button = html("button", { type: "button", class: "button button-quiet button-bare dismiss", title: "Dismiss" },
      html("span", { class: "picture" }, icon("close")), html("span", { class: "text" }, "Dismiss messages"));
    this.button.addEventListener("click", () => {
      this.list.replaceChildren();
      this.model.dismissed += 1;
      this.settle();
    });
    return html("div", { class: "notices" }, this.list, this.button);
  }

  refresh() {
    const key = JSON.stringify(this.model.items.map(({ level, text, offers, again }) => [level, text, offers, again]));
    if (key === this.key) return;
    this.key = key;
    this.list.replaceChildren(...this.model.items.slice(-MOST_SHOWN).map((item) => this.notice(item)));
    this.settle();
  }

  /** The empty log stays in the page, so that a first message is noticed; only its frame goes. */
  settle() {
    const empty = this.list.childElementCount === 0;
    this.button.hidden = empty;
    this.body.classList.toggle("empty", empty);
  }

  notice({ level, text, offers = [], again }) {
    return html("p", { class: `notice notice-${level}`, role: level === "error" ? "alert" : null },
      html("strong", { class: "notice-word" }, `${WORDS[level] ?? WORDS.info}. `), text,
      ...offers.map(([number, label]) => this.offer(label, () => (this.model.chosen = number))),
      ...(again ? [this.offer("Retry", () => this.retry())] : []));
  }

  /** Ask the page for the file that did not come. */
  retry() {
    this.model.dismissed += 1;
    document.dispatchEvent(new CustomEvent("playground:again"));
  }

  offer(label, act) {
    const button = html("button", { type: "button", class: "button notice-offer" }, label);
    button.addEventListener("click", act);
    return button;
  }
}

export class Notices extends UIElement {
  static __name__ = "Notices";
  static __module__ = MODULE;
  static {
    this.prototype.default_view = NoticesView;
    this.define(({ Int, List, Dict, Unknown }) => ({
      items: [List(Dict(Unknown)), []],
      chosen: [Int, 0],
      dismissed: [Int, 0],
    }));
  }
}
