/* Terms: runs of text that the glossary (glossary.js) explains. A role with the word "?loss" makes a
   run a term. Within a table or a paragraph one of them is a stop of the Tab key, and the arrow keys
   go on from it, so that explanations do not stand in the way of those who tab to a control. */

import { neighbour } from "./rove.js";

/** Name -> {title, words, tree}; filled by the glossary before anything is drawn. */
export const ENTRIES = new Map();

const SAME = { ArrowDown: "ArrowRight", ArrowUp: "ArrowLeft" };

function terms(body) {
  return [...body.querySelectorAll(".term")];
}

/** The entries that a role names, parted by spaces as `data-term` has them, and its other words. */
export function parsed(role) {
  const words = role === "" ? [] : role.split(" ");
  const [named, others] = [true, false].map((is) => words.filter((word) => word.startsWith("?") === is));
  return { key: named.map((word) => word.slice(1)).join(" "), words: others };
}

/** A role of nothing but such entries. */
export function named(key) {
  return key ? `?${key.replaceAll(" ", " ?")}` : "";
}

/** The entries themselves, of those names that there are. */
export function entries_of(key) {
  return key.split(" ").flatMap((name) => ENTRIES.get(name) ?? []);
}

/** The term that an event is on, in whatever shadow root, or null. */
export function term_at(event) {
  return event.composedPath().find((node) => node.dataset?.term !== undefined) ?? null;
}

/** What shows the entries; the glossary puts itself here. An element with `data-term`, or null. */
export const watcher = { hover(_term, _pointer) {}, focus(_term) {} };

/** Let a body's terms be explained, and the arrow keys go from one to the next. */
export function reachable(body) {
  // Here rather than on the document: what happens between two elements of one shadow root ends there.
  const term = (event) => event.target.closest("[data-term]");
  body.addEventListener("pointerover", (event) => watcher.hover(term(event), event.pointerType));
  body.addEventListener("pointerleave", (event) => watcher.hover(null, event.pointerType));
  body.addEventListener("focusin", (event) => watcher.focus(term(event)));
  body.addEventListener("focusout", () => watcher.focus(null));
  body.addEventListener("keydown", (event) => {
    const all = terms(body);
    if (!all.includes(event.target)) return;
    const next = neighbour(all, event.target, SAME[event.key] ?? event.key);
    if (next === null) return;
    event.preventDefault();
    for (const one of all) one.tabIndex = one === next ? 0 : -1;
    next.focus();
  });
}

/** After a body's terms have changed: one of them is a stop of the Tab key. */
export function one_stop(body) {
  const all = terms(body);
  if (all.length > 0 && !all.some((one) => one.tabIndex === 0)) all[0].tabIndex = 0;
}
