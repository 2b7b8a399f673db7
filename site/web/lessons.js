// Loads the lessons when they are first wanted: when the tab Lessons is opened, or a link names one.

const root = document.documentElement;

// url: the file of all lessons; defaults: the state of a first visit.
export function serveLessons(api, url, defaults) {
  const panel = document.querySelector('[data-panel="lessons"]');
  const place = document.getElementById("lesson");
  let course = null;

  const load = async () => {
    const module = await import("./lessons/course.js");
    try {
      return await module.Course.load({ api, url, defaults, panel, place });
    } catch (error) {
      course = null;
      panel.replaceChildren(module.failure(error, look));
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
