/* Page-wide keys of buttons, written as in aria-keyshortcuts: "Control+Shift+Z", "S". */

const TEXT_TYPES = new Set(["text", "number", "search", "email", "url", "password", "tel"]);

/** True where a key event is the shortcut; on a Mac the Command key stands for Control. */
export function matches(event, shortcut) {
  if (shortcut === "") return false;
  const words = shortcut.split("+");
  const key = words.at(-1);
  return event.key.toLowerCase() === key.toLowerCase()
    && (event.ctrlKey || event.metaKey) === words.includes("Control")
    && event.shiftKey === words.includes("Shift")
    && event.altKey === words.includes("Alt")
    && (words.length > 1 || isPlain(event));
}

/** As a person reads it. */
export function spoken(shortcut) {
  return shortcut.replace("Control", "Ctrl");
}

/** True where the event comes from a field of text, whose own undo and letters come first. */
export function isTyping(event) {
  const target = event.composedPath()[0];
  return target?.isContentEditable === true || target?.localName === "textarea"
    || (target?.localName === "input" && TEXT_TYPES.has(target.type));
}

/** True where a key alone may mean something to the page: pressed in no field, and behind no dialog. */
export function isPlain(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || isTyping(event)) return false;
  const path = event.composedPath();
  return path[0]?.localName !== "select" && !path.some(({ localName }) => localName === "dialog");
}
