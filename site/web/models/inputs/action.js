/* Action: a button. It counts its clicks, so that none is lost when several come before Python
   answers; one that stays pressed does so at once. Where the page has little room, a quiet button with
   an icon shows that alone. */

import { BodyView, Control, MODULE } from "../base.js";
import { html, setIfChanged, setText } from "../dom.js";
import { icon } from "../icons.js";
import { isTyping, matches, spoken } from "../shortcut.js";

export class ActionView extends BodyView {
  make() {
    this.picture = html("span", { class: "picture" });
    this.text = html("span", { class: "text" });
    this.button = html("button", { type: "button" }, this.picture, this.text);
    this.button.addEventListener("click", () => this.click());
    this.listening = new AbortController();
    document.addEventListener("keydown", (event) => this.key(event), { signal: this.listening.signal });
    return this.button;
  }

  remove() {
    this.listening.abort();
    super.remove();
  }

  key(event) {
    if (!matches(event, this.model.shortcut) || this.model.disabled || isTyping(event)) return;
    event.preventDefault();
    this.click();
  }

  click() {
    const { clicks, pressed } = this.model;
    this.model.setv({ clicks: clicks + 1, pressed: pressed === null ? null : !pressed });
  }

  refresh() {
    const { label, help, disabled, kind, pressed, shortcut } = this.model;
    const bare = kind === "quiet" && this.draw_icon();
    if (kind !== "quiet") this.draw_icon();
    this.button.className = `button button-${kind}${bare ? " button-bare" : ""}`;
    this.button.disabled = disabled;
    setText(this.text, label);
    const hint = help || (bare ? label : "");
    setIfChanged(this.button, "title", shortcut === "" ? hint : `${hint || label} (${spoken(shortcut)})`);
    setIfChanged(this.button, "aria-keyshortcuts", shortcut);
    setIfChanged(this.button, "aria-pressed", pressed === null ? null : String(pressed));
  }

  /** Draw the icon where it has changed; true where there is one. */
  draw_icon() {
    if (this.drawn !== this.model.icon) {
      this.drawn = this.model.icon;
      const picture = icon(this.drawn);
      this.picture.replaceChildren(...(picture === null ? [] : [picture]));
    }
    return this.picture.hasChildNodes();
  }
}

export class Action extends Control {
  static __name__ = "Action";
  static __module__ = MODULE;
  static {
    this.prototype.default_view = ActionView;
    this.define(({ Int, Str, Bool, Enum, Nullable }) => ({
      clicks: [Int, 0],
      kind: [Enum("plain", "primary", "quiet"), "plain"],
      icon: [Str, ""],
      shortcut: [Str, ""],
      pressed: [Nullable(Bool), null],
    }));
  }
}
