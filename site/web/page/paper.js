// Printing: each figure keeps the size in which it is drawn, made smaller where the paper is narrower. A
// figure cannot be drawn anew in time: between the browser's asking and the paper no frame comes.

// What an A4 sheet holds between margins of 14 mm, in CSS pixels.
const ACROSS = 680;

function fix(view, undo) {
  const { el } = view;
  const { width, height } = el.getBoundingClientRect();
  if (width === 0) return;
  const before = el.getAttribute("style");
  undo.push(() => (before === null ? el.removeAttribute("style") : el.setAttribute("style", before)));
  Object.assign(el.style, { width: `${width}px`, height: `${height}px`, flex: "none", zoom: Math.min(1, ACROSS / width) });
}

// figures(): the views of all figures that are drawn.
export function servePaper(figures, page = window) {
  let undo = [];
  page.addEventListener("beforeprint", () => {
    for (const view of figures()) fix(view, undo);
  });
  page.addEventListener("afterprint", () => {
    for (const act of undo.splice(0)) act();
  });
}
