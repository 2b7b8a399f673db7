// Writing a lesson beside the page: its text, and what puts the page's own state and numbers into it.

import { html } from "../models/dom.js";
import { save } from "../models/inputs/download.js";
import { nameOf } from "./drafts.js";
import { withLesson } from "./one_file.js";
import { TEMPLATE, condition, fragmentOf, number, numbersOf, question, step, stepAt, titleOf } from "./studio_text.js";

// The file that is being written, as links on this device call it.
export const WRITTEN = "my-lesson.md";

const button = (text, act, className = "lesson-button") => {
  const node = html("button", { type: "button", class: className }, text);
  node.addEventListener("click", act);
  return node;
};

export class Studio {
  #place;
  #api;
  #on;
  #name = null;
  #text;
  #numbers;
  #told;
  // The state at the last step that was captured; null before.
  #before = null;

  // place: the element that holds the lesson; on: {changed(name, text), preview(name, text, step), close()}.
  constructor({ place, api, on }) {
    this.#place = place;
    this.#api = api;
    this.#on = on;
  }

  // Whether a lesson is being written here, and not read.
  get isOpen() {
    return this.#name !== null;
  }

  open(name = WRITTEN, text = TEMPLATE) {
    this.#name = name;
    this.#before = null;
    this.#text = html("textarea", { class: "studio-text", "aria-label": "Lesson text", spellcheck: "true" });
    this.#text.value = text;
    this.#text.addEventListener("input", () => this.#on.changed(this.#name, this.#text.value));
    this.#numbers = html("select", { class: "studio-numbers", "aria-label": "Insert a number" });
    for (const type of ["pointerdown", "focus"]) this.#numbers.addEventListener(type, () => this.#list());
    this.#numbers.addEventListener("change", () => this.#insertNumber());
    this.#offer([]);
    this.#told = html("p", { class: "studio-told", role: "status" });
    const top = html("div", { class: "lesson-top" }, html("span", {}, name), button("Close", () => this.#on.close(), "link lesson-close"));
    const tools = html("div", { class: "studio-tools", role: "toolbar", "aria-label": "Insert" },
      button("Capture the state as a step", () => this.#capture()), this.#numbers, button("Insert a question", () => this.#ask()));
    const lead = html("p", { class: "lesson-file" },
      "Set up the page on the right, then capture it as a step. A question asks for what you change after that.");
    const foot = html("div", { class: "studio-foot" },
      button("Preview", () => this.#preview(), "lesson-button lesson-onward"), button("Save as .md", () => this.#save()), button("Save as one file", () => this.#saveWhole()));
    this.#place.replaceChildren(html("header", { class: "lesson-head" }, top, html("h2", { tabindex: "-1" }, "Write a lesson"), lead), tools, this.#text, this.#told, foot);
    this.#list();
  }

  close() {
    if (!this.isOpen) return;
    this.#name = null;
    this.#place.replaceChildren();
  }

  #preview() {
    this.#on.preview(this.#name, this.#text.value, stepAt(this.#text.value, this.#text.selectionStart));
  }

  async #capture() {
    const [fragment, state] = await Promise.all([this.#fragment(), this.#api.getState()]);
    if (fragment === null) return;
    this.#before = state;
    const count = [...this.#text.value.matchAll(/^## \[/gm)].length;
    const end = this.#text.value.search(/^## Sources/m);
    this.#insert(step(fragment, count + 1), end < 0 ? this.#text.value.length : end);
    this.#told.textContent = `Step ${count + 1} begins with what the page shows now.`;
  }

  async #ask() {
    const [fragment, state] = await Promise.all([this.#fragment(), this.#api.getState()]);
    if (fragment === null) return;
    this.#insert(question(fragment, condition(this.#before, state)));
    this.#told.textContent = this.#before === null ? "Change the condition after when: to what is to be reached." : "The condition is what has changed since the step.";
  }

  async #list() {
    this.#offer(numbersOf(await this.#api.getState()));
  }

  #offer(numbers) {
    const options = numbers.map(({ path, label }) => html("option", { value: path }, label));
    this.#numbers.replaceChildren(html("option", { value: "" }, "Insert a number"), ...options);
    this.#numbers.value = "";
  }

  async #insertNumber() {
    const chosen = this.#numbers.value;
    const [fragment, state] = await Promise.all([this.#fragment(), this.#api.getState()]);
    const found = numbersOf(state).find(({ path }) => path === chosen);
    if (fragment !== null && found !== undefined) this.#insert(number(found, fragment, this.#text.value, this.#text.selectionStart));
    this.#numbers.value = "";
  }

  // The link to what the page shows; null, and said, where the data are too many for one.
  async #fragment() {
    try {
      return fragmentOf(await this.#api.getLink());
    } catch (error) {
      this.#told.textContent = `The state could not be captured: ${error.message}`;
      return null;
    }
  }

  #insert(text, at = this.#text.selectionStart) {
    this.#text.setRangeText(text, at, at, "end");
    this.#text.focus();
    this.#on.changed(this.#name, this.#text.value);
  }

  get #file() {
    return nameOf(`${titleOf(this.#text.value) || "lesson"}.md`);
  }

  #save() {
    save(new Blob([this.#text.value], { type: "text/markdown" }), this.#file);
  }

  async #saveWhole() {
    const name = this.#file;
    try {
      save(await withLesson(`lesson=${name}`, { name, text: this.#text.value }), name.replace(/md$/, "html"));
    } catch (error) {
      this.#told.textContent = error.message;
    }
  }
}
