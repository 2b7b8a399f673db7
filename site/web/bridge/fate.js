// What follows when Python says nothing more, or dies, in each part of its life. Decides, and does
// nothing.

// What Python is asked by a link that opens the page, and can leave out.
const LINKS = ["link", "linkFile"];
export const PUT_BACK = "Your data and settings were restored";

/** A failure as the session and the page's callers have it. */
export const failure = (name, message) => ({ name, message, key: null, traceback: "" });

// life: "boot", "opening" (of the link), "return" (of the state) or "ready"; text: what has happened to
// Python, as the rest of a sentence; kind: of the message that it was at work with. Returns {restart:
// text, withoutLink} or {fail: stage, error}.
export function fate(life, kind, text, name) {
  if (life === "boot") return { fail: "start", error: failure(name, `Python ${text} while starting.`) };
  if (life === "return") return { fail: "restore", error: failure(name, `Python ${text} while your data and settings were restored.`) };
  if (life === "ready") return { restart: `Python ${text} and was restarted. ${PUT_BACK}.`, withoutLink: false };
  if (!LINKS.includes(kind)) return { restart: `Python ${text} and was restarted.`, withoutLink: false };
  return { restart: `Python ${text} while opening the link, so the page was opened without it.`, withoutLink: true };
}
