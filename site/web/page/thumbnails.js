// The stage on a phone: one figure is shown, at first the data, and the others of the open tab are live thumbnails,
// each a button that puts its figure in the place of the shown one. All are drawn at full size; a thumbnail is a
// copy of what is drawn. The style decides where there are thumbnails.

import { onPainted } from "../models/bokeh_patches/painted.js";
import { all } from "./within.js";

const root = document.documentElement;
// As in styles/phone.css.
const phone = matchMedia("(max-width: 43.6875em)");

/** The boxes that an element consists of: shadow roots and elements without a box of their own are looked into. */
function* boxes(element) {
  for (const child of (element.shadowRoot ?? element).children) {
    const { display } = getComputedStyle(child);
    if (display === "contents") yield* boxes(child);
    else if (display !== "none") yield child;
  }
}

const named = (element) => (element.matches("[aria-label]") ? element : [...all(element.shadowRoot ?? element, "[aria-label]")][0]);

/** The figures of the open tab, the data first: name, element, and the canvases that it is drawn on. */
function figures(stage, row) {
  const found = [];
  for (const element of boxes(stage)) {
    if (element === row) continue;
    const canvases = [...all(element.shadowRoot ?? element, "canvas")].filter((canvas) => canvas.clientWidth > 0);
    const name = element.matches(".centre") ? "Data and fit" : named(element)?.getAttribute("aria-label");
    if (canvases.length > 0 && name) found.push({ name, element, canvases });
  }
  return found;
}

/** Draw what a figure shows into a small canvas. */
function copy({ canvases }, canvas) {
  const [width, height] = [canvas.clientWidth, canvas.clientHeight].map((size) => Math.round(size * devicePixelRatio));
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const pen = canvas.getContext("2d");
  pen.clearRect(0, 0, width, height);
  const [{ clientWidth, clientHeight }] = canvases;
  const scale = Math.min(width / clientWidth, height / clientHeight);
  const [w, h] = [clientWidth * scale, clientHeight * scale];
  for (const layer of canvases) {
    if (layer.clientWidth === clientWidth) pen.drawImage(layer, (width - w) / 2, (height - h) / 2, w, h);
  }
}

class Thumbnails {
  #stage;
  #row;
  // Tab -> the name of the figure that its reader has put in the first place.
  #chosen = new Map();
  #due = false;
  #set = [];

  constructor(stage, row) {
    this.#stage = stage;
    this.#row = row;
  }

  /** Bring everything up to date with the next frame. */
  request = () => {
    if (this.#due || (!phone.matches && this.#set.length === 0)) return;
    this.#due = true;
    requestAnimationFrame(() => {
      this.#due = false;
      this.#update();
    });
  };

  #update() {
    const shown = getComputedStyle(this.#row).display !== "none";
    const there = shown ? figures(this.#stage, this.#row) : [];
    const chosen = this.#chosen.get(root.dataset.view);
    const main = there.find(({ name }) => name === chosen) ?? there[0];
    this.#reveal(there, main);
    // A figure that is taken out of the first place stands where the other one stood.
    const others = there.slice(1).map((figure) => (figure === main ? there[0] : figure));
    this.#fill(others.map(({ name }) => name));
    for (const [i, figure] of others.entries()) copy(figure, this.#row.children[i].firstChild);
  }

  /** On paper every figure is seen. */
  release = () => this.#reveal([]);

  #reveal(there, main) {
    for (const element of this.#set) if (!there.some((figure) => figure.element === element)) element.style.removeProperty("visibility");
    this.#set = there.map(({ element }) => element);
    // More important than the page's style for all of them.
    for (const { element } of there) element.style.setProperty("visibility", element === main.element ? "visible" : "hidden", "important");
  }

  #fill(wanted) {
    const names = [...this.#row.children].map(({ dataset }) => dataset.figure);
    if (wanted.join("\n") === names.join("\n")) return;
    while (this.#row.children.length > wanted.length) this.#row.lastChild.remove();
    while (this.#row.children.length < wanted.length) this.#row.append(this.#button());
    for (const [i, name] of wanted.entries()) {
      const button = this.#row.children[i];
      button.dataset.figure = name;
      button.setAttribute("aria-label", `Show ${name}`);
      button.lastChild.textContent = name;
    }
  }

  #button() {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "thumbnail" });
    const canvas = document.createElement("canvas");
    canvas.setAttribute("aria-hidden", "true");
    const name = document.createElement("span");
    name.className = "name-of";
    button.append(canvas, name);
    button.addEventListener("click", () => {
      this.#chosen.set(root.dataset.view, button.dataset.figure);
      this.#update();
    });
    return button;
  }
}

export function serveThumbnails(api) {
  const thumbnails = new Thumbnails(document.getElementById("stage"), document.getElementById("thumbnails"));
  onPainted(thumbnails.request);
  api.on("state", thumbnails.request);
  addEventListener("resize", thumbnails.request);
  addEventListener("beforeprint", thumbnails.release);
  addEventListener("afterprint", thumbnails.request);
  new MutationObserver(thumbnails.request).observe(root, { attributeFilter: ["data-view", "data-lesson", "data-theme"] });
}
