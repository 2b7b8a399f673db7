/* Page-wide keys of buttons, written as in aria-keyshortcuts: "Control+Shift+Z". */

const TEXT_TYPES = new Set(["text", "number", "search", "email", "url", "password", "tel"]);

/** True where a key event is the shortcut; on a Mac the Command key stands for Control. */
export function matches(event, shortcut) {
  if (shortcut === "") return false;
  const words = shortcut.split("+");
  const key = words.at(-1);
  return event.key.toLowerCase() === key.toLowerCase()
    && (event.ctrlKey || event.metaKey) === words.includes("Control")
    && event.shiftKey === words.includes("Shift")
    && event.altKey === words.includes("Alt");
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
