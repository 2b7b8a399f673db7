/* A field for Python: the browser's own text area, so that undo, screen readers, input methods and
   phones' keyboards work as they do everywhere, over a highlighted copy of its text. Tab indents;
   Escape and then Tab leaves. Covers neither completion nor folding. */

import { codeLines } from "../text/code.js";
import { backspace, indent, newline, outdent } from "./code_edit.js";
import { html, setIfChanged } from "../dom.js";

/** Replace a part of the text such that the browser's undo knows of it. */
function replace(area, { from, to, insert, start, end }) {
  area.setSelectionRange(from, to);
  const done = insert === "" ? document.execCommand("delete") : document.execCommand("insertText", false, insert);
  if (!done) area.setRangeText(insert, from, to);
  area.setSelectionRange(start, end);
}

export class Editor {
  #leaving = false;
  #error = null;

  // onInput(text) is called after each change by the reader.
  constructor({ id, describedBy, onInput }) {
    this.under = html("code");
    this.area = html("textarea", {
      id, class: "editor-text", spellcheck: "false", autocapitalize: "off", autocomplete: "off", autocorrect: "off",
      wrap: "off", "aria-describedby": describedBy,
    });
    const pre = html("pre", { class: "editor-under", "aria-hidden": "true" }, this.under);
    this.element = html("div", { class: "editor" }, html("div", { class: "editor-page" }, pre, this.area));
    this.area.addEventListener("keydown", (event) => this.#key(event));
    this.area.addEventListener("input", () => {
      this.mark(null);
      onInput(this.area.value);
    });
    this.area.addEventListener("blur", () => (this.#leaving = false));
  }

  get text() {
    return this.area.value;
  }

  set text(text) {
    if (text !== this.area.value) this.area.value = text;
    this.#draw();
  }

  /** Mark a line, from 1 on, as the place of an error; null marks none. */
  mark(line) {
    this.#error = line;
    setIfChanged(this.area, "aria-invalid", line === null ? null : "true");
    this.#draw();
  }

  #draw() {
    const lines = codeLines(this.area.value);
    lines[this.#error - 1]?.classList.add("code-error");
    this.under.replaceChildren(...lines);
  }

  #key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const { value, selectionStart, selectionEnd } = this.area;
    const leaving = this.#leaving;
    this.#leaving = event.key === "Escape" || (event.key === "Shift" && leaving);
    if (event.key === "Tab" && leaving) return;
    const acts = { Tab: event.shiftKey ? outdent : indent, Enter: newline, Backspace: backspace };
    const change = acts[event.key]?.(value, selectionStart, selectionEnd) ?? null;
    if (change === null) return;
    event.preventDefault();
    replace(this.area, change);
  }
}
