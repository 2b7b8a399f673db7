// One lesson, open beside the plot: a step at a time, its links, its questions.

import { html, setText, svg } from "../models/dom.js";
import { nameControls } from "../models/named.js";
import { evaluate } from "./conditions.js";
import { changesOf } from "./book.js";

// A question is looked at when the state has been at rest for so long.
const REST_MS = 150;
// As in layout.css.
const NARROW = "(max-width: 43.6875em)";

const button = (text, className, act) => {
  const node = html("button", { type: "button", class: className }, text);
  node.addEventListener("click", act);
  return node;
};
const tick = () =>
  svg("svg", { class: "ask-mark", viewBox: "0 0 20 20", width: 20, height: 20, "aria-hidden": "true" },
    svg("circle", { cx: 10, cy: 10, r: 8.25 }),
    svg("path", { d: "M6 10.5 9 13.5 14.5 7" }));

export class Reader {
  #place;
  #book;
  #stage;
  #progress;
  #api;
  #on;
  #lesson = null;
  #step = 0;
  #rest;
  // Whether it has been opened, and the page has yet to be set beside it.
  #arriving = false;
  // Controls of the data that stand in the lesson, with what keeps their places.
  #borrowed = [];

  // place: the element that holds the lesson; on: {open(lesson, step), contents(), close(), edit(name)}.
  constructor({ place, book, stage, progress, api, on }) {
    this.#place = place;
    this.#book = book;
    this.#stage = stage;
    this.#progress = progress;
    this.#api = api;
    this.#on = on;
    place.addEventListener("click", (event) => this.#follow(event));
  }

  get name() {
    return this.#lesson?.name ?? null;
  }

  get step() {
    return this.#step;
  }

  // More faults of a lesson from a file have been found.
  tellFaults(lesson) {
    if (this.#lesson === lesson) this.#place.querySelector(".lesson-faults").replaceWith(this.#faults());
  }

  // The step of a lesson whose state the page shows, -1 where there is none.
  shownStep(lesson) {
    const links = (step) => [step.changes, ...step.body.flatMap((node) => [...node.querySelectorAll("a.set")]).map(changesOf)];
    return lesson.steps.findIndex((step) => links(step).some((changes) => this.#stage.is(changes)));
  }

  show(lesson, step, focus = true) {
    this.#lesson = lesson;
    this.#step = Math.min(Math.max(step, 0), lesson.steps.length - 1);
    this.#progress.leaveAt(lesson.name, this.#step);
    this.#giveBack();
    this.#place.replaceChildren(this.#head(), this.#body(), this.#foot());
    this.#place.scrollTop = 0;
    nameControls([...this.#place.querySelectorAll(".control")].map((node) => node.textContent));
    this.changed();
    this.#arriving = focus && !this.#stage.is(lesson.steps[this.#step].changes);
    if (focus) {
      this.#place.querySelector("h3").focus({ preventScroll: true });
      this.#bring();
    }
  }

  // The lesson's top comes into sight, on a phone under the plot, which stays there.
  #bring() {
    if (this.#lesson === null) return;
    const plot = document.querySelector(".centre");
    const { top } = this.#place.getBoundingClientRect();
    const above = matchMedia(NARROW).matches ? parseFloat(getComputedStyle(plot).top) + plot.offsetHeight : 0;
    if (top < above || top > innerHeight / 2) scrollTo({ top: top + scrollY - above });
  }

  hide() {
    this.#lesson = null;
    nameControls([]);
    this.#giveBack();
    this.#place.replaceChildren();
  }

  // The state has changed: what is marked as shown, and whether a question has been answered.
  changed() {
    if (this.#lesson === null) return;
    this.#borrow();
    const { changes } = this.#lesson.steps[this.#step];
    if (this.#arriving) {
      this.#arriving = false;
      // What stood above it may have had another height in the tab that it was opened from.
      requestAnimationFrame(() => this.#bring());
    }
    this.#place.querySelector(".lesson-again").hidden = this.#stage.is(changes);
    for (const link of this.#place.querySelectorAll("a.set")) {
      if (this.#stage.is(changesOf(link))) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    clearTimeout(this.#rest);
    if (this.#open.length > 0) this.#rest = setTimeout(() => this.#look(), REST_MS);
  }

  // A control of the data that the step names stands beside its text, in one window with what it changes.
  #borrow() {
    const box = this.#place.querySelector(".lesson-controls");
    for (const slot of document.querySelectorAll("#rail [data-slot]")) {
      if (slot.querySelector("[data-named]") === null) continue;
      const home = document.createComment(slot.dataset.slot);
      slot.replaceWith(home);
      box.append(slot);
      this.#borrowed.push({ slot, home });
    }
  }

  #giveBack() {
    for (const { slot, home } of this.#borrowed.splice(0)) {
      // Another tab may have taken it to its strip.
      if (this.#place.contains(slot)) home.replaceWith(slot);
      else home.remove();
    }
  }

  get #open() {
    const { name, steps } = this.#lesson;
    return steps[this.#step].questions.filter(({ number }) => !this.#progress.isDone(name, number));
  }

  // The news of a change holds only the results that cost nothing: ask for all of them.
  async #look() {
    const lesson = this.#lesson;
    const state = await this.#api.getState();
    if (lesson === null || this.#lesson !== lesson) return;
    for (const question of this.#open) {
      if (evaluate(question.when, state) !== true) continue;
      this.#progress.markDone(lesson.name, question.number);
      this.#settle(question);
      this.#place.querySelector(".lesson-steps").replaceWith(this.#steps());
    }
  }

  #settle({ ask, done }) {
    ask.classList.add("ask-answered");
    done.hidden = false;
    ask.querySelector(".ask-help").hidden = true;
    ask.querySelector(".ask-hint").hidden = true;
  }

  #head() {
    const { place, title, file } = this.#lesson;
    const where = file ?? `Lesson ${place} of ${this.#book.length}`;
    const top = html("div", { class: "lesson-top" },
      button(where, "link lesson-place", () => this.#on.contents()),
      ...(file === undefined ? [] : [button("Edit", "link lesson-edit", () => this.#on.edit(file))]),
      button("Close", "link lesson-close", () => this.#on.close()));
    const parts = file === undefined ? [] : [html("p", { class: "lesson-file" }, "A lesson from a file, not part of this playground."), this.#faults()];
    return html("header", { class: "lesson-head" }, top, html("h2", {}, title), ...parts, this.#steps());
  }

  #faults() {
    const { faults, checked } = this.#lesson;
    if (faults.length === 0) return html("div", { class: "lesson-faults", hidden: "" });
    const count = `${faults.length === 1 ? "1 fault" : `${faults.length} faults`}${checked ? "" : " so far"}`;
    const list = faults.toSorted(([a], [b]) => a - b).map(([line, text]) => html("li", {}, `Line ${line}: ${text}`));
    const node = html("details", { class: "lesson-faults" }, html("summary", {}, count), html("ul", {}, ...list),
      html("p", {}, "Mend the file and drop it on the page again."));
    node.open = this.#place.querySelector(".lesson-faults")?.open ?? false;
    return node;
  }

  #steps() {
    const { name, steps } = this.#lesson;
    const entries = steps.map((step, i) => {
      const done = step.questions.length > 0 && step.questions.every(({ number }) => this.#progress.isDone(name, number));
      const told = `Step ${i + 1}: ${step.title.textContent}${done ? " (answered)" : ""}`;
      const dot = button("", done ? "dot dot-done" : "dot", () => this.#go(i));
      dot.setAttribute("aria-label", told);
      dot.title = told;
      if (i === this.#step) dot.setAttribute("aria-current", "step");
      return html("li", {}, dot);
    });
    return html("ol", { class: "lesson-steps", "aria-label": "Steps" }, ...entries);
  }

  #body() {
    const { name, steps, sources } = this.#lesson;
    const step = steps[this.#step];
    step.title.tabIndex = -1;
    for (const question of step.questions) this.#dress(question, this.#progress.isDone(name, question.number));
    const again = button("Restart this step", "link lesson-again", () => this.#go(this.#step));
    const last = this.#step === steps.length - 1 && sources !== null ? [sources] : [];
    return html("div", { class: "lesson-step" }, step.title, ...step.body, html("div", { class: "lesson-controls" }), again, ...last);
  }

  #dress(question, answered) {
    const { ask, prompt, hint, done, show } = question;
    hint.hidden = true;
    done.hidden = !answered;
    show.textContent = "Show me";
    ask.classList.toggle("ask-answered", answered);
    ask.querySelector(".ask-help")?.remove();
    ask.querySelector(".ask-mark")?.remove();
    const tell = button("Hint", "link", () => {
      hint.hidden = !hint.hidden;
      tell.setAttribute("aria-expanded", String(!hint.hidden));
    });
    tell.setAttribute("aria-expanded", "false");
    const help = html("p", { class: "ask-help" }, tell, show);
    help.hidden = answered;
    const news = done.parentElement.classList.contains("ask-news") ? done.parentElement : html("div", { class: "ask-news", role: "status" });
    ask.setAttribute("role", "group");
    ask.setAttribute("aria-label", "Question");
    ask.replaceChildren(tick(), prompt, help, hint, news);
    news.replaceChildren(done);
  }

  #foot() {
    const { steps } = this.#lesson;
    const back = button("Back", "lesson-button", () => this.#go(this.#step - 1));
    back.disabled = this.#step === 0;
    const count = html("span", { class: "lesson-count" });
    setText(count, `${this.#step + 1} of ${steps.length}`);
    return html("nav", { class: "lesson-foot", "aria-label": "Lesson" }, back, count, this.#onward());
  }

  #onward() {
    const { steps, place } = this.#lesson;
    if (this.#step < steps.length - 1) return button("Next", "lesson-button lesson-onward", () => this.#go(this.#step + 1));
    const next = this.#book[place];
    if (next === undefined) return button("All lessons", "lesson-button lesson-onward", () => this.#on.contents());
    const onward = button("Next lesson", "lesson-button lesson-onward", () => this.#on.open(next, 0));
    onward.title = next.title;
    return onward;
  }

  #go(step) {
    this.#on.open(this.#lesson, step);
  }

  // A link sets the state beside the lesson; opened elsewhere (a new tab) it is an ordinary link.
  #follow(event) {
    const link = event.target.closest?.("a.set");
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.#stage.set(changesOf(link), this.#lesson.name).catch(() => {});
  }
}
