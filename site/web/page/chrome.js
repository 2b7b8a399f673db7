// The page's own furniture: the About dialog, and presenting (large type, one view, keys to step).

import { acceptLaunches } from "../models/inputs/files.js";
import { save } from "../models/inputs/download.js";
import { enlargeText } from "../models/bokeh_patches/text_size.js";
import { servePaper } from "./paper.js";
import { seatControls } from "./seats.js";
import { isFigure, saveSlide } from "./slide.js";

const root = document.documentElement;
// How much larger text in figures is while presenting.
const LARGER = 1.35;
// The page's text at the size that browsers come with; that of figures follows it so far, for want of room.
const [USUAL, LARGEST] = [15, 1.6];
const VIEWS = ["fit", "descent", "closed-form", "collinearity", "diagnostics", "code", "lessons"];

function openDialog(button, dialog) {
  button.addEventListener("click", () => {
    dialog.showModal();
    // By script, since a browser warns of every autofocus in the page of another, shown or not.
    dialog.querySelector("form button").focus({ preventScroll: true });
  });
  // A click beside the panel falls on the dialog element itself.
  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog) dialog.close();
  });
}

// How many times as large as usual the reader's browser makes text.
function textScale() {
  return Math.min(parseFloat(getComputedStyle(root).fontSize) / USUAL, LARGEST);
}

// On a laptop the data lie in a drawer.
function openRail(button) {
  const set = (on) => {
    root.toggleAttribute("data-rail", on);
    button.setAttribute("aria-expanded", String(on));
  };
  button.addEventListener("click", () => set(!root.hasAttribute("data-rail")));
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !root.hasAttribute("data-rail")) return;
    set(false);
    button.focus();
  });
}

// A menu closes as menus do: by a click elsewhere, and by Escape.
function closeMenu(menu) {
  addEventListener("pointerdown", (event) => {
    if (!event.composedPath().includes(menu)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

function present(button, step, show) {
  const scale = textScale();
  if (scale !== 1) enlargeText(scale);
  const set = (on) => {
    if (on) root.dataset.present = "";
    else delete root.dataset.present;
    button.textContent = on ? "End presenting" : "Present";
    enlargeText(on ? scale * LARGER : scale);
    scrollTo(0, 0);
    // The plots take the room that they now have.
    dispatchEvent(new Event("resize"));
  };
  button.addEventListener("click", () => set(root.dataset.present === undefined));
  addEventListener("keydown", (event) => {
    if (root.dataset.present === undefined || event.defaultPrevented) return;
    // Keys that a control or the plot understands are theirs.
    if (event.target !== document.body && event.target !== button) return;
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === "Escape") set(false);
    else if (by !== undefined) step(by);
    else if (VIEWS[event.key - 1] !== undefined) show(VIEWS[event.key - 1]);
    else return;
    event.preventDefault();
  });
}

// The single-file edition can write a copy of itself, with one's own state inside.
function keepAsFile(button, api) {
  const supply = globalThis.playgroundSupply;
  if (supply?.copy === undefined) return;
  button.hidden = false;
  // It lies beside the page, and this page has nothing beside it.
  document.getElementById("wheel").hidden = true;
  button.addEventListener("click", async () => {
    const { hash } = new URL(await api.getLink());
    save(await supply.copy(hash.slice(1)), "linreg-playground.html");
  });
}

// The window of an installed page takes the ground of the page, also where that is not the system's.
function colourWindow() {
  const ground = getComputedStyle(root).getPropertyValue("--bg").trim();
  for (const meta of document.querySelectorAll('meta[name="theme-color"]')) meta.content = ground;
}

export function furnish(api) {
  new MutationObserver(colourWindow).observe(root, { attributeFilter: ["data-theme"] });
  acceptLaunches();
  seatControls();
  keepAsFile(document.getElementById("save-file"), api);
  servePaper(() => Bokeh.index.query(({ model }) => isFigure(model)));
  document.getElementById("slide").addEventListener("click", saveSlide);
  openRail(document.getElementById("rail-open"));
  closeMenu(document.querySelector(".topbar-theme"));
  openDialog(document.getElementById("about-open"), document.getElementById("about"));
  const change = (state) => api.setState(state).catch(() => {});
  present(
    document.getElementById("present"),
    (by) => change({ steps: Math.max(0, api.lastState.steps + by), view: "descent" }),
    (view) => change({ view }),
  );
}
