// Joins the lessons to the page: what is open follows the keys `view` and `lesson` of the state.
// Made when a lesson, or the tab Lessons, is first wanted (see lessons.js).

import { html } from "../models/dom.js";
import { fetchBook } from "./book.js";
import { contents } from "./contents.js";
import { Drafts, isFile, nameOf, textOf } from "./drafts.js";
import { Progress, deviceStorage } from "./progress.js";
import { Reader } from "./reader.js";
import { Stage } from "./stage.js";
import { Studio, WRITTEN } from "./studio.js";

const root = document.documentElement;

export class Course {
  #api;
  #panel;
  #place;
  #book;
  #progress;
  #stage;
  #reader;
  #drafts;
  #studio;
  // The file that is on its way.
  #awaited = null;
  // Changes of the state that are on their way to Python.
  #asked = 0;

  static async load({ api, url, defaults, call, panel, place }) {
    const course = new Course();
    course.#api = api;
    course.#panel = panel;
    course.#place = place;
    course.#progress = new Progress(deviceStorage());
    course.#stage = new Stage(api, defaults);
    course.#drafts = new Drafts(globalThis, call);
    course.#book = await fetchBook(url);
    course.#reader = new Reader({
      place,
      api,
      book: course.#book,
      stage: course.#stage,
      progress: course.#progress,
      on: {
        open: (lesson, step) => course.#open(lesson, step),
        contents: () => course.#ask(() => api.setState({ view: "lessons" })),
        close: () => course.#close(),
        edit: (name) => course.#write(name),
      },
    });
    course.#studio = new Studio({
      place,
      api,
      on: {
        changed: (name, text) => course.#drafts.write(name, text),
        preview: (name, text, step) => course.#preview(name, text, step),
        close: () => course.#close(),
      },
    });
    return course;
  }

  // The lesson that the page's state names, and the step whose state is still to come; null for none.
  get #wanted() {
    const lesson = this.#find(this.#api.lastState.lesson ?? null);
    if (lesson === null || !this.#stage.untouched) return { lesson, step: null };
    const kept = Math.min(this.#progress.step(lesson.name), lesson.steps.length - 1);
    return { lesson, step: this.#stage.is(lesson.steps[kept].changes) ? null : kept };
  }

  #find(name) {
    return this.#book.find((lesson) => lesson.name === name) ?? this.#drafts.get(name);
  }

  // A link that names a lesson and nothing else gets the state of its step; call(kind, payload) asks Python.
  async begin(call) {
    const { lesson: name } = this.#api.lastState;
    // Why a file does not come is said by `follow`.
    if (isFile(name)) await this.#drafts.load(name, call).catch(() => {});
    const { lesson, step } = this.#wanted;
    if (step !== null) await this.#stage.set(lesson.steps[step].changes, lesson.name, (partial) => call("setState", partial));
    return step !== null;
  }

  // A file that was dropped or chosen is a lesson from now on, at the step where it was if it has been mended.
  async take(file) {
    const name = nameOf(file.name);
    const step = this.#reader.name === name ? this.#reader.step : 0;
    try {
      this.#drafts.take(name, await textOf(file.name, file));
      this.#open(await this.#drafts.load(name), step);
    } catch (error) {
      this.#fail(error, () => this.take(file));
    }
  }

  #write(name) {
    this.#hide();
    this.#place.hidden = false;
    root.dataset.lesson = name;
    this.#studio.open(name, this.#drafts.text(name) ?? undefined);
    this.#place.querySelector("h2").focus({ preventScroll: true });
    this.#resized();
  }

  async #preview(name, text, step) {
    this.#drafts.write(name, text);
    try {
      const lesson = await this.#drafts.load(name);
      this.#studio.close();
      this.#open(lesson, Math.min(step, lesson.steps.length - 1));
    } catch (error) {
      this.#studio.close();
      this.#fail(error, () => this.#write(name));
    }
  }

  async #fetch(name) {
    if (this.#awaited === name) return;
    this.#awaited = name;
    try {
      await this.#drafts.load(name);
      this.#awaited = null;
      this.follow();
    } catch (error) {
      this.#fail(error, () => {
        this.#awaited = null;
        this.follow();
      });
    }
  }

  #fail(error, retry) {
    this.#hide();
    this.#place.hidden = false;
    root.dataset.lesson = "";
    this.#place.replaceChildren(failure(error, retry));
    this.#resized();
  }

  // Bring the page's lessons to its state; what it says while a change is on its way is older.
  follow() {
    if (this.#asked > 0) return;
    if (this.#studio.isOpen) {
      if (root.dataset.view === "lessons") this.list();
      return;
    }
    const { lesson: name = null } = this.#api.lastState;
    if (isFile(name) && this.#find(name) === null) {
      this.#fetch(name);
      if (root.dataset.view === "lessons") this.list();
      return;
    }
    const { lesson } = this.#wanted;
    if (lesson === null) this.#hide();
    else if (this.#reader.name !== name) this.#enter(lesson);
    else this.#reader.changed();
    if (root.dataset.view === "lessons") this.list(lesson === null ? name : null);
  }

  list(missing = null) {
    const current = this.#reader.name;
    const open = (lesson) => this.#open(lesson, this.#progress.step(lesson.name));
    const forget = () => {
      this.#progress.forget();
      this.list(missing);
      if (current !== null) this.#show(this.#find(current), 0, false);
    };
    const write = () => this.#write(WRITTEN);
    this.#panel.replaceChildren(...contents({ book: this.#book, progress: this.#progress, current, missing, open, forget, write }));
  }

  // A lesson has come with the state: by a link, or back in the history. Its own state stands if it has
  // one; a link that names the lesson and nothing else gets the state of its step.
  #enter(lesson) {
    const { step } = this.#wanted;
    const shown = this.#reader.shownStep(lesson);
    if (step !== null) this.#open(lesson, step, false);
    else this.#show(lesson, shown < 0 ? this.#progress.step(lesson.name) : shown, false);
  }

  #open(lesson, step, focus = true) {
    this.#studio.close();
    this.#show(lesson, step, focus);
    this.#ask(() => this.#stage.set(lesson.steps[step].changes, lesson.name));
  }

  async #ask(change) {
    this.#asked += 1;
    // What was refused has been said by a notice.
    await change().catch(() => {});
    this.#asked -= 1;
    this.follow();
  }

  #show(lesson, step, focus) {
    const first = this.#place.hidden;
    this.#place.hidden = false;
    root.dataset.lesson = lesson.name;
    this.#reader.show(lesson, step, focus);
    if (lesson.file !== undefined) this.#drafts.check(lesson, () => this.#reader.tellFaults(lesson)).catch(() => {});
    if (first) this.#resized();
  }

  #hide() {
    if (this.#place.hidden) return;
    this.#place.hidden = true;
    delete root.dataset.lesson;
    this.#studio.close();
    this.#reader.hide();
    this.#resized();
  }

  #close() {
    this.#hide();
    this.#ask(() => this.#api.setState({ lesson: null }));
  }

  // The plots take the room that they now have.
  #resized() {
    dispatchEvent(new Event("resize"));
  }
}

export function failure(error, retry) {
  const button = html("button", { type: "button", class: "link" }, "Try again");
  button.addEventListener("click", retry);
  return html("p", { class: "contents-missing", role: "alert" }, `${error.message} `, button);
}
