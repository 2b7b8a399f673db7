// The tab Lessons: all lessons with what the reader has done of each.

import { announce } from "../models/inputs/files.js";
import { html } from "../models/dom.js";

function told({ steps, questions }, done) {
  if (done === 0) return `${steps.length} steps`;
  return done >= questions ? "All answered" : `${done} of ${questions} answered`;
}

function entry(lesson, progress, current, open) {
  const done = progress.count(lesson.name);
  const link = html("a", { class: "contents-link", href: `#lesson=${lesson.name}` }, lesson.title);
  if (current) link.setAttribute("aria-current", "true");
  link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(lesson);
  });
  const note = html("span", { class: done >= lesson.questions ? "contents-note contents-done" : "contents-note" }, told(lesson, done));
  return html("li", { class: "contents-entry" }, link, html("p", {}, lesson.summary), note);
}

// A lesson of somebody else, from this device. It may be dropped on the page too.
function files(write) {
  const input = html("input", { type: "file", accept: ".md", class: "file-input" });
  input.addEventListener("change", () => {
    if (input.files.length > 0) announce(input.files[0]);
    // So that choosing the same, mended file again is a change as well.
    input.value = "";
  });
  const studio = html("button", { type: "button", class: "lesson-button" }, "Write a lesson");
  studio.addEventListener("click", write);
  return html("p", { class: "contents-file" }, studio, html("label", { class: "lesson-button" }, "Open a lesson file", input));
}

// The children of the tab's panel. open(lesson), forget(), write().
export function contents({ book, progress, current, missing, open, forget, write }) {
  const lead = html("p", { class: "contents-lead" },
    "A short course in least squares. Each step loads an example and asks you to try something.");
  const list = html("ol", { class: "contents" }, ...book.map((lesson) => entry(lesson, progress, lesson.name === current, open)));
  const kept = html("p", { class: "contents-kept" }, "Your progress is stored on this device only. ");
  if (progress.any) {
    const button = html("button", { type: "button", class: "link" }, "Reset progress");
    button.addEventListener("click", forget);
    kept.append(button);
  }
  const notice = missing ? [html("p", { class: "contents-missing", role: "alert" }, `There is no lesson named "${missing}". These are all lessons.`)] : [];
  return [...notice, lead, list, files(write), kept];
}
