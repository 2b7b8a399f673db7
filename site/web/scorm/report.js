// What a learning platform is told, in the words of SCORM 1.2 and of SCORM 2004.
//
// done: the answered questions of each lesson, as the playground stores them. questions: how many each
// lesson has. Does not cover which answers were tried: the playground stores none.

// Of a lesson that is not in this package nothing counts.
export function share(done, questions) {
  const total = Object.values(questions).reduce((sum, count) => sum + count, 0);
  const answered = Object.entries(questions).reduce((sum, [lesson, count]) => {
    const list = Array.isArray(done?.[lesson]) ? done[lesson] : [];
    return sum + Math.min(new Set(list.map(String)).size, count);
  }, 0);
  return total === 0 ? 0 : answered / total;
}

const whole = (seconds) => Math.max(0, Math.floor(seconds));
const two = (number) => String(number).padStart(2, "0");

// Hours may have four digits in 1.2, and no more.
export function clock(seconds) {
  const time = Math.min(whole(seconds), 9999 * 3600 + 3599);
  return `${String(Math.floor(time / 3600)).padStart(4, "0")}:${two(Math.floor(time / 60) % 60)}:${two(time % 60)}`;
}

export const duration = (seconds) => `PT${whole(seconds)}S`;

export const VERSIONS = {
  12: {
    api: "API",
    initialize: "LMSInitialize",
    get: "LMSGetValue",
    set: "LMSSetValue",
    commit: "LMSCommit",
    finish: "LMSFinish",
    values: (part, seconds) => ({
      "cmi.core.score.min": "0",
      "cmi.core.score.max": "100",
      "cmi.core.score.raw": String(Math.round(100 * part)),
      "cmi.core.lesson_status": part >= 1 ? "completed" : "incomplete",
      "cmi.core.session_time": clock(seconds),
      "cmi.core.exit": "suspend",
    }),
  },
  2004: {
    api: "API_1484_11",
    initialize: "Initialize",
    get: "GetValue",
    set: "SetValue",
    commit: "Commit",
    finish: "Terminate",
    values: (part, seconds) => ({
      "cmi.score.min": "0",
      "cmi.score.max": "100",
      "cmi.score.raw": String(Math.round(100 * part)),
      "cmi.score.scaled": String(Math.round(100 * part) / 100),
      "cmi.progress_measure": String(Math.round(100 * part) / 100),
      "cmi.completion_status": part >= 1 ? "completed" : "incomplete",
      "cmi.session_time": duration(seconds),
      "cmi.exit": "suspend",
    }),
  },
};

// The platform's object in a frame around this one, or in the window that opened it; null for none.
export function findApi(start, name) {
  for (const first of [start, start.opener]) {
    for (let frame = first, depth = 0; frame && depth < 20; frame = frame.parent, depth += 1) {
      try {
        if (frame[name]) return frame[name];
      } catch {
        // A frame of another site.
        break;
      }
      if (frame.parent === frame) break;
    }
  }
  return null;
}
