// The page's own furniture: the About dialog, the data beside the stage, menus, and the way to each part.

import { acceptLaunches } from "../models/inputs/files.js";
import { save } from "../models/inputs/download.js";
import { serveKeys } from "./keys.js";
import { servePaper } from "./paper.js";
import { servePresenting } from "./present.js";
import { serveRail } from "./rail.js";
import { seatControls } from "./seats.js";
import { isFigure, saveSlide } from "./slide.js";
import { serveThumbnails } from "./thumbnails.js";
import { serveWelcome } from "./welcome.js";
import { within } from "./within.js";

const root = document.documentElement;
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

// The focus goes to the very thing: the plot that keys operate, the open tab.
function skipTo(link, find) {
  link.addEventListener("click", (event) => {
    const target = find();
    if (target === undefined) return;
    event.preventDefault();
    target.scrollIntoView({ block: "nearest" });
    target.focus();
  });
}

// The single-file edition can write a copy of itself, with one's own state inside.
function keepAsFile(button, api) {
  const supply = globalThis.playgroundSupply;
  if (supply?.copy === undefined) return;
  button.hidden = false;
  // They lie beside the page, and this page has nothing beside it.
  for (const id of ["wheel", "docs"]) document.getElementById(id).hidden = true;
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

/** linked: whether a link says what is shown. */
export function furnish(api, linked) {
  new MutationObserver(colourWindow).observe(root, { attributeFilter: ["data-theme"] });
  acceptLaunches();
  seatControls();
  keepAsFile(document.getElementById("save-file"), api);
  servePaper(() => Bokeh.index.query(({ model }) => isFigure(model)));
  document.getElementById("slide").addEventListener("click", saveSlide);
  serveRail(api);
  serveWelcome(api, linked);
  serveThumbnails(api);
  closeMenu(document.querySelector(".topbar-theme"));
  openDialog(document.getElementById("about-open"), document.getElementById("about"));
  const [toPlot, toTabs] = document.querySelectorAll("a.skip");
  skipTo(toPlot, () => within(document.getElementById("plot"), '[role="application"]'));
  skipTo(toTabs, () => within(document.querySelector(".view-tabs"), '[aria-selected="true"]'));
  servePresenting(api, document.getElementById("present"));
  serveKeys(api);
}
