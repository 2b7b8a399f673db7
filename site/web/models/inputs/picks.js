/* Picks: any of several, as check boxes in a group named by the label. */

import { BodyView, Control, MODULE } from "../base.js";
import { html, setIfChanged, setText } from "../dom.js";

export class PicksView extends BodyView {
  make() {
    this.legend = html("legend", { class: "label" });
    this.list = html("div", { class: "picks-list" });
    return html("fieldset", { class: "picks" }, this.legend, this.list);
  }

  refresh() {
    const { label, help, disabled, value, options } = this.model;
    setText(this.legend, label);
    setIfChanged(this.legend, "title", help);
    this.body.disabled = disabled;
    const key = JSON.stringify(options);
    if (key !== this.options_key) this.list.replaceChildren(...options.map(([word, name]) => this.pick(word, name)));
    this.options_key = key;
    for (const box of this.list.querySelectorAll("input")) box.checked = value.includes(box.value);
  }

  pick(word, name) {
    const box = html("input", { type: "checkbox", value: word, class: "box" });
    box.addEventListener("change", () => this.take());
    return html("label", { class: "pick" }, box, html("span", {}, name));
  }

  /** The chosen words, in the order of the options whatever the order of the clicks. */
  take() {
    this.model.value = [...this.list.querySelectorAll("input:checked")].map((box) => box.value);
  }
}

export class Picks extends Control {
  static __name__ = "Picks";
  static __module__ = MODULE;
  static {
    this.prototype.default_view = PicksView;
    this.define(({ Str, List, Tuple }) => ({
      value: [List(Str), []],
      options: [List(Tuple(Str, Str)), []],
    }));
  }
}
