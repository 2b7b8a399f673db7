// Loads the lessons when they are first wanted: when the tab Lessons is opened, or a link names one.

import { Course, failure } from "./course.js";

const root = document.documentElement;

// url: the file of all lessons; defaults: the state of a first visit; call(kind, payload) asks Python.
// Returns what opens a link: hold() before, and then begin(call), which sets the state of the step if the
// link names a lesson and nothing else; it resolves with whether it did. Between them no lesson's text is
// shown, because its state is still to come. Without a call the state stays as it is.
// take(file) opens the lesson that a file holds.
export function serveLessons(api, url, defaults, call) {
  const panel = document.querySelector('[data-panel="lessons"]');
  const place = document.getElementById("lesson");
  let course = null;
  let begun = false;

  const load = async () => {
    try {
      return await Course.load({ api, url, defaults, call, panel, place });
    } catch (error) {
      course = null;
      error.message = `The lessons could not be loaded: ${error.message}.`;
      panel.replaceChildren(failure(error, look));
      if (api.lastState.lesson) {
        place.hidden = false;
        place.replaceChildren(failure(error, look));
      }
      return null;
    }
  };
  // A lesson's text is shown with its state, and not before.
  const look = async () => {
    const named = begun && api.lastState.lesson;
    if (course === null && root.dataset.view !== "lessons" && !named) return;
    const loaded = await (course ??= load());
    if (begun) loaded?.follow();
    else loaded?.list();
  };
  const begin = async (asking = null) => {
    try {
      if (asking === null || !api.lastState.lesson) return false;
      return (await (await (course ??= load()))?.begin(asking)) ?? false;
    } finally {
      begun = true;
      await look();
    }
  };
  api.on("state", look);
  new MutationObserver(look).observe(root, { attributeFilter: ["data-view"] });
  look();
  const hold = () => (begun = false);
  const take = async (file) => (await (course ??= load()))?.take(file);
  return { hold, begin, take };
}
