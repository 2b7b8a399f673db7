/* Choice: one of several, as a drop-down, a row of segments (radio buttons) or the row of tabs. */

import { BodyView, Control, MODULE } from "../base.js";
import { html, setIfChanged, setText } from "../dom.js";
import { markIfNamed } from "../named.js";
import { neighbour } from "../rove.js";

export class ChoiceView extends BodyView {
  make() {
    const { look } = this.model;
    return look === "select" ? this.make_select() : this.make_row(look);
  }

  make_select() {
    this.label = html("label", { class: "label", for: "select" });
    this.select = html("select", { id: "select", class: "select" });
    this.select.addEventListener("change", () => {
      this.model.value = this.select.value;
    });
    return html("div", { class: "row choice" }, this.label, html("span", { class: "select-box" }, this.select));
  }

  make_row(look) {
    return html("div", { class: look, role: look === "tabs" ? "tablist" : "radiogroup" });
  }

  refresh() {
    const key = JSON.stringify(this.model.options);
    if (key !== this.options_key) this.fill();
    this.options_key = key;
    if (this.model.look === "select") this.refresh_select();
    else this.refresh_row();
  }

  fill() {
    const { look, options } = this.model;
    if (look === "select") {
      this.select.replaceChildren(...options.map(([value, name]) => html("option", { value }, name)));
    } else {
      const make = look === "tabs" ? this.tab : this.segment;
      this.body.replaceChildren(...options.map(([value, name]) => make.call(this, value, name)));
    }
  }

  refresh_select() {
    const { label, help, disabled, value } = this.model;
    setText(this.label, label);
    setIfChanged(this.label, "title", help);
    setIfChanged(this.select, "aria-description", help);
    this.select.disabled = disabled;
    this.select.value = value;
  }

  refresh_row() {
    const { label, disabled, value, look } = this.model;
    setIfChanged(this.body, "aria-label", label);
    setIfChanged(this.body, "title", look === "segments" ? this.model.help : "");
    for (const part of this.body.querySelectorAll("[data-value]")) {
      const chosen = part.dataset.value === value;
      part.disabled = disabled;
      if (look === "tabs") {
        const opened = chosen && part.getAttribute("aria-selected") !== "true";
        part.setAttribute("aria-selected", String(chosen));
        if (opened) this.reveal(part);
        part.tabIndex = chosen ? 0 : -1;
      } else {
        part.checked = chosen;
      }
    }
  }

  /** On a phone the row is wider than the window, and the open tab is wider than it was. */
  reveal(part) {
    const scroll = () => part.scrollIntoView?.({ block: "nearest", inline: "nearest" });
    // A row that is being made has no place yet to scroll to.
    if (part.isConnected) scroll();
    else requestAnimationFrame(scroll);
  }

  /** Of a row also the option that a lesson names, unless it is the chosen one. */
  mark() {
    super.mark();
    const { look, options, value } = this.model;
    if (look === "select") return;
    options.forEach(([option, name], i) => markIfNamed(this.body.childNodes[i], option === value ? "" : name));
  }

  segment(value, name) {
    const radio = html("input", { type: "radio", name: "row", "data-value": value });
    radio.addEventListener("change", () => {
      this.model.value = value;
    });
    return html("label", { class: "segment" }, radio, html("span", {}, name));
  }

  tab(value, name) {
    const button = html("button", { type: "button", role: "tab", class: "tab", "data-value": value }, name);
    button.addEventListener("click", () => {
      this.model.value = value;
    });
    button.addEventListener("keydown", (event) => this.rove(event, value));
    return button;
  }

  rove(event, value) {
    const next = neighbour(this.model.options.map(([word]) => word), value, event.key);
    if (next === null) return;
    event.preventDefault();
    this.model.value = next;
    this.body.querySelector(`[data-value="${CSS.escape(next)}"]`).focus();
  }
}

export class Choice extends Control {
  static __name__ = "Choice";
  static __module__ = MODULE;
  static {
    this.prototype.default_view = ChoiceView;
    this.define(({ Str, List, Tuple, Enum }) => ({
      value: [Str, ""],
      options: [List(Tuple(Str, Str)), []],
      look: [Enum("select", "segments", "tabs"), "select"],
    }));
  }
}
