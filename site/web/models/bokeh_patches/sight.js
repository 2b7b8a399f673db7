/* Which figures the reader can see, or nearly: the others need not be painted until they come into sight.
   Does not cover a page that is hidden as a whole, of which the browser asks for no frames. */

// So far from being seen a figure is painted already, so that scrolling finds it ready.
const NEAR = "40px";

// Element -> whom to call when it comes into sight.
const watchers = new WeakMap();
const unseen = new WeakSet();

function note(entries) {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) unseen.delete(target);
    else unseen.add(target);
    if (isIntersecting) watchers.get(target)?.();
  }
}

const observer = new IntersectionObserver(note, { rootMargin: NEAR, scrollMargin: NEAR });

/** From now on call seen() whenever an element comes into sight. */
export function watch(element, seen) {
  watchers.set(element, seen);
  observer.observe(element);
}

/** Whether an element is out of sight; one that is not watched, or not looked at yet, is not. */
export function out_of_sight(element) {
  return unseen.has(element);
}
