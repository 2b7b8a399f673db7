// Loads the lessons when they are first wanted: when the tab Lessons is opened, or a link names one.

import { Course, failure } from "./lessons/course.js";

const root = document.documentElement;

// url: the file of all lessons; defaults: the state of a first visit.
export function serveLessons(api, url, defaults) {
  const panel = document.querySelector('[data-panel="lessons"]');
  const place = document.getElementById("lesson");
  let course = null;

  const load = async () => {
    try {
      return await Course.load({ api, url, defaults, panel, place });
    } catch (error) {
      course = null;
      panel.replaceChildren(failure(error, look));
      return null;
    }
  };
  const look = async () => {
    if (course === null && root.dataset.view !== "lessons" && !api.lastState.lesson) return;
    (await (course ??= load()))?.follow();
  };
  api.on("state", look);
  new MutationObserver(look).observe(root, { attributeFilter: ["data-view"] });
  look();
}
