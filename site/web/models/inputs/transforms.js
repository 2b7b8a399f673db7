/* Transforms: a drop-down for each of several columns, in a group named by the label. */

import { BodyView, Control, MODULE } from "../base.js";
import { html, setIfChanged, setText } from "../dom.js";

export class TransformsView extends BodyView {
  make() {
    this.legend = html("legend", { class: "label" });
    this.list = html("div", { class: "transforms-list" });
    return html("fieldset", { class: "picks transforms" }, this.legend, this.list);
  }

  refresh() {
    const { label, help, disabled, value, options } = this.model;
    setText(this.legend, label);
    setIfChanged(this.legend, "title", help);
    this.body.disabled = disabled;
    const key = JSON.stringify([options, value.map(([name, shown]) => [name, shown])]);
    if (key !== this.drawn) this.fill(value);
    this.drawn = key;
    this.selects.forEach((select, k) => (select.value = value[k][2]));
  }

  fill(value) {
    this.selects = value.map(([name]) => this.select(name));
    this.list.replaceChildren(...value.map(([name, shown], k) =>
      html("label", { class: "row choice" },
        html("span", { class: "label", title: name }, shown), html("span", { class: "select-box" }, this.selects[k]))));
  }

  select(name) {
    const options = this.model.options.map(([word, text]) => html("option", { value: word }, text));
    const select = html("select", { class: "select", "aria-label": `Transform ${name}` }, ...options);
    select.addEventListener("change", () => this.take(name, select.value));
    return select;
  }

  take(name, chosen) {
    this.model.value = this.model.value.map((row) => (row[0] === name ? [row[0], row[1], chosen] : row));
  }
}

export class Transforms extends Control {
  static __name__ = "Transforms";
  static __module__ = MODULE;
  static {
    this.prototype.default_view = TransformsView;
    this.define(({ Str, List, Tuple }) => ({
      value: [List(List(Str)), []],
      options: [List(Tuple(Str, Str)), []],
    }));
  }
}
