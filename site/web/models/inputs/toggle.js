/* Toggle: a check box that looks like a switch. */

import { BodyView, Control, MODULE } from "../base.js";
import { html, setIfChanged, setText } from "../dom.js";

export class ToggleView extends BodyView {
  make() {
    this.box = html("input", { type: "checkbox", class: "switch" });
    this.text = html("span", { class: "label" });
    this.box.addEventListener("change", () => {
      this.model.value = this.box.checked;
    });
    return html("label", { class: "toggle" }, this.box, this.text);
  }

  refresh() {
    const { label, help, disabled, value } = this.model;
    setText(this.text, label);
    this.box.checked = value;
    this.box.disabled = disabled;
    setIfChanged(this.body, "title", help);
    setIfChanged(this.box, "aria-description", help);
  }
}

export class Toggle extends Control {
  static __name__ = "Toggle";
  static __module__ = MODULE;
  static {
    this.prototype.default_view = ToggleView;
    this.define(({ Bool }) => ({ value: [Bool, false] }));
  }
}
