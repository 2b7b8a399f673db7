/* Copy: a button that puts text on the clipboard, and says that it has. */

import { BodyView, Control, MODULE } from "../base.js";
import { html, setIfChanged, setText } from "../dom.js";
import { icon } from "../icons.js";

const SAID_MS = 2000;

/** Put text on the clipboard: by its own interface, or where a page may not use that by a selection. */
export async function copy(text, page = document, clipboard = navigator.clipboard) {
  try {
    await clipboard.writeText(text);
    return true;
  } catch {
    const field = page.createElement("textarea");
    field.value = text;
    page.body.append(field);
    field.select();
    const done = page.execCommand("copy");
    field.remove();
    return done;
  }
}

export class CopyView extends BodyView {
  make() {
    this.text = html("span", { class: "text" });
    // What was done is said once, to those who listen; the button keeps its name.
    this.done = html("span", { class: "hint", role: "status" });
    this.button = html("button", { type: "button", class: "button" }, html("span", { class: "picture" }, icon("copy")), this.text);
    this.button.addEventListener("click", () => this.click());
    return html("span", { class: "copy" }, this.button, " ", this.done);
  }

  async click() {
    const done = await copy(this.model.text);
    setText(this.done, done ? "Copied" : "The browser does not allow it");
    clearTimeout(this.rest);
    this.rest = setTimeout(() => setText(this.done, ""), SAID_MS);
  }

  refresh() {
    const { label, help, disabled, text } = this.model;
    this.button.disabled = disabled || text === "";
    setText(this.text, label);
    setIfChanged(this.button, "title", help);
  }
}

export class Copy extends Control {
  static __name__ = "Copy";
  static __module__ = MODULE;
  static {
    this.prototype.default_view = CopyView;
    this.define(({ Str }) => ({ text: [Str, ""] }));
  }
}
