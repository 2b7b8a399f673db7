// What follows when Python says nothing more, or dies, in each part of its life. Decides, and does
// nothing.

// What Python is asked by a link that opens the page, and can leave out.
const LINKS = ["link", "linkFile"];
export const RESTORED = "Your data and settings were restored.";

/** A failure as the session and the page's callers have it. */
export const failure = (name, message) => ({ name, message, key: null, traceback: "" });

// life: "boot", "opening" (of the link), "return" (of the state) or "ready"; reason: the sentence that
// says what has happened to Python; kind: of the message that it was at work with. Returns {restart:
// text, withoutLink} or {fail: stage, error}.
export function fate(life, kind, reason, name) {
  if (life === "boot") return { fail: "start", error: failure(name, reason) };
  if (life === "return") return { fail: "restore", error: failure(name, `${reason} Your data and settings could not be restored.`) };
  if (life === "ready") return { restart: `${reason} It was restarted. ${RESTORED}`, withoutLink: false };
  if (!LINKS.includes(kind)) return { restart: `${reason} It was restarted.`, withoutLink: false };
  return { restart: `${reason} It was opening the link, so the page was opened without it.`, withoutLink: true };
}
