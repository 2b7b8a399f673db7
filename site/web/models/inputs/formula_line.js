/* FormulaLine: a model formula in one line. Enter, or leaving the field, hands it over; Escape brings back
   the model as it is. An error stands below, over the plot, so that nothing moves: a sentence, and
   the formula with a caret under the place. */

import { BodyView, Control, MODULE } from "../base.js";
import { html, setIfChanged, setText, show } from "../dom.js";

// So much of a long formula is shown around the place.
const MOST_SHOWN = 48;

/** The formula on one line and a caret on the next, cut to what has room. */
export function marked(text, position) {
  const line = text.replace(/\s/g, " ");
  if (line.length <= MOST_SHOWN) return `${line}\n${" ".repeat(position)}^`;
  const first = Math.min(Math.max(position - MOST_SHOWN / 2, 0), line.length - MOST_SHOWN);
  const before = first > 0 ? "…" : "";
  const after = first + MOST_SHOWN < line.length ? "…" : "";
  const shown = before + line.slice(first, first + MOST_SHOWN) + after;
  return `${shown}\n${" ".repeat(position - first + before.length)}^`;
}

export class FormulaLineView extends BodyView {
  make() {
    this.label = html("label", { class: "label", for: "formula" });
    this.field = html("input", {
      id: "formula", class: "formula-field", type: "text", spellcheck: "false", autocapitalize: "off",
      autocomplete: "off", autocorrect: "off", "aria-describedby": "formula-error",
    });
    this.sentence = html("p", { class: "formula-said" });
    this.place = html("pre", { class: "formula-place", "aria-hidden": "true" });
    this.error = html("div", { class: "formula-error", id: "formula-error", role: "alert", hidden: true }, this.place, this.sentence);
    this.field.addEventListener("change", () => this.take());
    this.field.addEventListener("keydown", (event) => this.key(event));
    return html("div", { class: "formula-line" }, html("div", { class: "row formula-row" }, this.label, this.field), this.error);
  }

  take() {
    // Characters beyond the last that is written count as none.
    if (this.field.value === this.model.value) this.refresh();
    else this.model.value = this.field.value;
  }

  key(event) {
    if (event.isComposing || event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.field.value = this.model.shown;
    this.take();
  }

  refresh() {
    const { label, help, disabled, value, error, position } = this.model;
    setText(this.label, label);
    setIfChanged(this.label, "title", help);
    setIfChanged(this.field, "placeholder", help);
    setIfChanged(this.field, "aria-invalid", error === "" ? null : "true");
    this.field.disabled = disabled;
    const typed = this.given;
    if (value !== typed) {
      this.given = value;
      if (this.field.value !== value) this.field.value = value;
    }
    setText(this.sentence, error);
    setText(this.place, error === "" ? "" : marked(value, position));
    show(this.error, error !== "");
    // The caret of the field goes where the formula has to be changed.
    if (error !== "" && error !== this.told && this.el.isConnected && this.shadow_el.activeElement === this.field) {
      this.field.setSelectionRange(position, position);
    }
    this.told = error;
  }
}

export class FormulaLine extends Control {
  static __name__ = "FormulaLine";
  static __module__ = MODULE;
  static {
    this.prototype.default_view = FormulaLineView;
    this.define(({ Str, Int }) => ({
      value: [Str, ""],
      shown: [Str, ""],
      error: [Str, ""],
      position: [Int, 0],
    }));
  }
}
