// Lessons of other authors: a Markdown file beside the page that a link names, one that was dropped on the page, or one
// inside a copy of the single file. Python reads them (site/playground/lessons/drafts.py), so that no markup of theirs
// passes.

import { WITHIN, fetchSource } from "../links/source.js";
import { fromHtml } from "./book.js";
import { packed } from "./one_file.js";

// Python takes fewer characters, and says so.
const MOST_BYTES = 1_000_000;
const KEY = "linreg-lesson-file";
// A text that is written here outlasts the tab.
const WRITTEN_KEY = "linreg-lesson-written";

/** True for the name of a file, and not of a lesson of the page. */
export const isFile = (name) => /\.md$/i.test(name ?? "");

/** The name by which links call a file that was dropped: as `linreg.links` takes it. */
export function nameOf(file) {
  const plain = file.replace(/\.md$/i, "").normalize("NFKD").replace(/[^A-Za-z0-9._+-]+/g, "-");
  return `${plain.replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "").replace(/\.{2,}/g, ".").slice(0, 50) || "lesson"}.md`;
}

// What stands in a meta element: in a copy of the single file the lesson that it was saved with.
const carrier = ({ document }) => document.querySelector('meta[name="playground-lesson"]');

export class Drafts {
  #self;
  #call;
  #texts = new Map();
  #lessons = new Map();

  // self: the window; call(kind, payload) asks Python.
  constructor(self, call) {
    this.#self = self;
    this.#call = call;
    const places = [
      () => self.localStorage.getItem(WRITTEN_KEY),
      () => self.sessionStorage.getItem(KEY),
      () => decodeURIComponent(carrier(self)?.content ?? ""),
    ];
    for (const held of places) {
      try {
        const { name, text } = JSON.parse(held());
        this.#texts.set(name, text);
      } catch {
        // Nothing is kept there, or the browser lets no page keep anything.
      }
    }
  }

  /** The lesson of a name, once it is loaded; null before. */
  get(name) {
    return this.#lessons.get(name) ?? null;
  }

  /** The text of a name, where the page has it; null where it does not. */
  text(name) {
    return this.#texts.get(name) ?? null;
  }

  /** Take a file's text in place of what the name meant; a reload of the tab finds it again. */
  take(name, text) {
    this.#keep(() => this.#self.sessionStorage.setItem(KEY, JSON.stringify({ name, text })), name, text);
  }

  /** The same for a text that is written here: a later visit finds it again. */
  write(name, text) {
    this.#keep(() => this.#self.localStorage.setItem(WRITTEN_KEY, JSON.stringify({ name, text })), name, text);
  }

  #keep(store, name, text) {
    this.#texts.set(name, text);
    this.#lessons.delete(name);
    try {
      store();
    } catch {
      // It lasts as long as the page.
    }
  }

  /** The lesson of a name, read by Python; throws what is wrong in a sentence. */
  async load(name, call = this.#call) {
    if (this.#lessons.has(name)) return this.#lessons.get(name);
    const text = this.text(name) ?? (await this.#fetch(name));
    this.#texts.set(name, text);
    const { html } = await call("lesson", { name, text });
    const [lesson] = fromHtml(html);
    this.#lessons.set(name, Object.assign(lesson, { place: null, file: name, faults: [], checked: false }));
    // A copy of the single file takes it along.
    const meta = carrier(this.#self);
    if (meta !== null) meta.content = packed({ name, text });
    return lesson;
  }

  /** Check a lesson part by part; told() after each. */
  async check(lesson, told) {
    while (!lesson.checked && this.#lessons.get(lesson.file) === lesson) {
      const { faults, done } = await this.#call("lessonCheck");
      lesson.faults.push(...faults);
      lesson.checked = done;
      told();
    }
  }

  async #fetch(name) {
    if (this.#self.playgroundSupply?.copy !== undefined) {
      throw new Error(`This page is a single file, and ${name} is not inside. Drop the file on the page to open it.`);
    }
    const { file, error } = await fetchSource(name, this.#self, WITHIN.opening);
    if (file === undefined) throw new Error(`The lesson ${name} could not be opened. ${error}`);
    return textOf(name, file);
  }
}

/** The text of a lesson's file; throws where it is too large. */
export async function textOf(name, file) {
  if (file.size > MOST_BYTES) throw new Error(`${name} is larger than ${MOST_BYTES / 1e6} MB, too large for a lesson.`);
  return file.text();
}
