// The browser's next frame, or the end of waiting for it: a page that nobody sees has no frames, nor
// has a frame of another page that is scrolled out of sight.

// Milliseconds without a frame after which there is none to be waited for.
const NONE = 1000;

/** Resolves when the next frame is about to be painted, or when there seems to be none. */
export function nextFrame() {
  return new Promise((resolve) => {
    setTimeout(resolve, document.hidden ? 0 : NONE);
    if (!document.hidden) requestAnimationFrame(() => resolve());
  });
}
