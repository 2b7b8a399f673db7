/* Dial: a slider and a spin button of one name. The field keeps what is being typed; Enter, leaving the
   field, or a pause commits it. It is a text field, since a number field reads and drops signs as its
   locale wants: "0,05" became 5. Where `asks` is set, the slider asks that before it changes anything. */

import { BodyView, Control, MODULE } from "../base.js";
import { accept, bounds, decimal, fraction, limits, nudge, parse, position, positions, text, valueAt } from "./dial_scale.js";
import { html, refill, setIfChanged, setText, show } from "../dom.js";
import { named, reachable } from "../terms.js";
import { readNumber } from "./number.js";
import { Swipe } from "./swipe.js";

const PAUSE_MS = 500;

export class DialView extends BodyView {
  make() {
    this.label = html("label", { class: "label", for: "spin" });
    reachable(this.label);
    this.spin = html("input", { id: "spin", type: "text", role: "spinbutton", class: "spin", autocomplete: "off", spellcheck: "false" });
    this.unit = html("span", { class: "unit" });
    this.slider = html("input", { type: "range", min: 0, step: 1, class: "slider" });
    this.marks = html("div", { class: "marks", "aria-hidden": "true" });
    this.told = html("p", { id: "told", class: "told", role: "alert" });
    this.question = html("div", { class: "question", role: "group", "aria-label": "Question", hidden: true });
    this.typing = false;
    // A swipe that scrolls the page has only begun on the slider.
    const swipe = new Swipe(this.slider, () => this.slide(), () => this.place_slider());
    this.slider.addEventListener("input", () => swipe.moved());
    this.spin.addEventListener("input", (event) => this.type(event));
    this.spin.addEventListener("change", () => this.commit());
    this.spin.addEventListener("blur", () => this.commit());
    this.spin.addEventListener("keydown", (event) => this.key(event));
    return html(
      "div",
      { class: "dial" },
      html("div", { class: "row" }, this.label, html("span", { class: "field" }, this.spin, this.unit)),
      this.told,
      html("div", { class: "track" }, this.slider, this.marks),
      this.question,
    );
  }

  refresh() {
    const { label, help, disabled, term, value, unit } = this.model;
    refill(this.label, [[label, named(term)]]);
    setText(this.unit, unit);
    for (const input of [this.spin, this.slider]) {
      input.disabled = disabled;
      setIfChanged(input, "aria-description", help);
    }
    setIfChanged(this.label, "title", term ? "" : help);
    const [low, high] = bounds(this.model);
    setIfChanged(this.spin, "aria-valuemin", decimal(low));
    setIfChanged(this.spin, "aria-valuemax", decimal(high));
    setIfChanged(this.spin, "aria-valuenow", decimal(value));
    // The keyboard of decimals has no minus on some phones.
    setIfChanged(this.spin, "inputmode", low >= 0 ? "decimal" : "text");
    if (!this.typing) this.show(value);
    if (this.model.asks === "") this.ask(null);
    this.place_slider();
    setIfChanged(this.slider, "aria-label", `${label}, slider`);
    setIfChanged(this.slider, "aria-valuetext", unit === "" ? text(value) : `${text(value)} ${unit}`);
    this.slider.style.setProperty("--fill", `${100 * fraction(value, this.model)}%`);
    const { wrong_from } = this.model;
    this.slider.style.setProperty("--wrong-from", wrong_from === null ? "100%" : `${100 * fraction(wrong_from, this.model)}%`);
    this.draw_marks();
  }

  place_slider() {
    this.slider.max = String(positions(this.model));
    this.slider.value = String(position(this.asked ?? this.model.value, this.model));
  }

  show(value) {
    const shown = text(value);
    if (this.spin.value !== shown) this.spin.value = shown;
    this.spin.style.setProperty("--digits", String(Math.max(shown.length, 3)));
  }

  draw_marks() {
    const key = JSON.stringify([this.model.marks, this.model.start, this.model.end, this.model.scale]);
    if (key === this.marks_key) return;
    this.marks_key = key;
    const { start, end, marks } = this.model;
    const shown = marks.filter(([value]) => value >= Math.min(start, end) && value <= Math.max(start, end));
    show(this.marks, shown.length > 0);
    const places = shown.map(([value]) => fraction(value, this.model));
    this.marks.replaceChildren(...shown.map(([, name, role], i) => {
      const at = places[i];
      // Of two marks close to each other the left one's name goes to the left, the right one's to the right.
      const near = (other) => other !== undefined && Math.abs(other - at) < 0.18;
      const side = near(places[i + 1]) ? "before" : near(places[i - 1]) ? "after" : at > 0.75 ? "before" : at < 0.25 ? "after" : "over";
      const mark = html("span", { class: `mark mark-${side} role-${role || "muted"}` }, html("span", {}, name));
      mark.style.setProperty("--at", String(at));
      return mark;
    }));
  }

  slide() {
    this.stop_typing();
    this.tell("");
    const value = valueAt(Number(this.slider.value), this.model);
    if (this.model.asks !== "") this.ask(value);
    else this.model.value = value;
  }

  /** Ask before the slider's value is taken; null takes the question back. */
  ask(value) {
    const open = value !== null;
    this.asked = value ?? undefined;
    if (open === !this.question.hidden) return;
    this.question.hidden = !open;
    this.question.replaceChildren(...(open ? this.answers() : []));
  }

  answers() {
    const answer = (label, act) => {
      const button = html("button", { type: "button", class: "button" }, label);
      button.addEventListener("click", () => {
        const value = this.asked;
        this.ask(null);
        act(value);
        this.place_slider();
        this.slider.focus();
      });
      return button;
    };
    const buttons = [answer("Replace", (value) => (this.model.value = value)), answer("Keep", () => {})];
    return [html("span", { role: "alert" }, this.model.asks), html("span", { class: "answers" }, ...buttons)];
  }

  /** Say what was wrong with what was typed, until something else is done here. */
  tell(sentence) {
    setText(this.told, sentence);
    setIfChanged(this.spin, "aria-describedby", sentence === "" ? null : "told");
  }

  type(event) {
    this.typing = true;
    this.tell("");
    clearTimeout(this.pause);
    // Pasted or dictated text is complete; a key press may be the first of several.
    const complete = event.inputType !== "insertText" || (event.data ?? "").length > 1;
    const waits = complete && !(event.inputType ?? "").startsWith("delete") ? 0 : PAUSE_MS;
    this.pause = setTimeout(() => this.take(), waits);
  }

  /** Hand the typed number on, and leave the text alone. */
  take() {
    const value = parse(this.spin.value);
    if (value !== null && value === accept(value, this.model)) this.model.value = value;
  }

  /** Hand it on and tidy the text: typing is over. */
  commit() {
    if (!this.typing) return;
    this.stop_typing();
    const { value, why } = readNumber(this.spin.value);
    if (why !== undefined) this.tell(`${why} ${this.model.label} stays ${text(this.model.value)}.`);
    else this.take_within(value);
    this.show(this.model.value);
  }

  take_within(value) {
    const taken = accept(value, this.model);
    this.model.value = taken;
    this.tell(limits(value, taken, this.model));
  }

  stop_typing() {
    clearTimeout(this.pause);
    this.typing = false;
  }

  key(event) {
    const direction = { ArrowUp: 1, PageUp: 1, ArrowDown: -1, PageDown: -1 }[event.key];
    if (event.key === "Enter") this.commit();
    if (event.key === "Escape") {
      this.stop_typing();
      this.show(this.model.value);
    }
    if (direction === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.commit();
    const big = event.shiftKey || event.key.startsWith("Page");
    this.model.value = nudge(this.model.value, direction, big, this.model);
  }
}

export class Dial extends Control {
  static __name__ = "Dial";
  static __module__ = MODULE;
  static {
    this.prototype.default_view = DialView;
    this.define(({ Float, Str, Enum, Nullable, List, Tuple }) => ({
      value: [Float, 0],
      start: [Float, 0],
      end: [Float, 1],
      step: [Float, 0.01],
      scale: [Enum("linear", "log"), "linear"],
      low: [Nullable(Float), null],
      high: [Nullable(Float), null],
      unit: [Str, ""],
      term: [Str, ""],
      wrong_from: [Nullable(Float), null],
      asks: [Str, ""],
      marks: [List(Tuple(Float, Str, Str)), []],
    }));
  }
}
