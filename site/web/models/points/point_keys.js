/* The keyboard on the points. With the plot in focus: arrows, Tab or [ ] choose a point; then arrows
   move it (Shift: ten times as far), Tab or [ ] go on to the next, Delete removes it and goes on to its
   neighbour, Escape lets go. Enter or "a" adds a point in the middle; Ctrl+A selects all; + and - zoom.
   Delete also works with nothing in focus. */

import { neighbourPoint, niceStep, stepped, toData } from "./point_math.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };
const NAME = "Data and fit";
const HELP = "Arrow keys: select a point, then move it (Shift: larger steps). Tab or [ ]: next point. Delete: remove. "
  + "Escape: deselect. Enter: add a point in the middle. Control A: select all.";
const HELP_SELECT = "Arrow keys or [ ]: select a point. Escape: deselect.";

export class PointKeys {
  constructor(view) {
    this.view = view;
    this.moving = null;
    const { area, listening: { signal } } = view;
    area.tabIndex = 0;
    area.setAttribute("role", "application");
    area.setAttribute("aria-roledescription", "plot");
    this.describe();
    view.connect(view.model.change, () => this.describe());
    area.addEventListener("keydown", (event) => this.down(event), { signal });
    area.addEventListener("keyup", (event) => this.up(event), { signal });
    area.addEventListener("blur", () => this.settle(), { signal });
    document.addEventListener("keydown", (event) => this.anywhere(event), { signal });
  }

  describe() {
    const { area, model } = this.view;
    area.setAttribute("aria-label", model.description ?? NAME);
    area.setAttribute("aria-description", model.editable ? HELP : HELP_SELECT);
  }

  down(event) {
    const meta = event.ctrlKey || event.metaKey;
    if (event.altKey || (meta && event.key !== "a")) return;
    if (meta ? this.choose_all() : this.act(event)) event.preventDefault();
  }

  /** Do what a key says; true where it said something. */
  act({ key, shiftKey }) {
    const { view } = this;
    const { selected, editable } = view.model;
    if (key in ARROWS) {
      if (selected === null || !editable) return this.choose(ARROWS[key][0] + ARROWS[key][1]);
      return this.move(selected, ARROWS[key], shiftKey ? 10 : 1);
    }
    if (key === "]" || key === "[") return this.choose(key === "]" ? 1 : -1);
    if (key === "Tab") return selected !== null && this.choose(shiftKey ? -1 : 1);
    if (key === "Escape") return this.let_go();
    if (key === "Enter" || key === "a") return editable && this.add();
    if (key === "+" || key === "=") return this.zoom(1.25);
    if (key === "-") return this.zoom(0.8);
    return this.remove(key);
  }

  /** Select the next point to the right or left; false past the ends, where Tab leaves the plot. */
  choose(direction) {
    this.settle();
    const { view } = this;
    const next = neighbourPoint(view.xs, view.ys, view.model.selected, direction);
    if (next !== null) view.select(next);
    return next !== null;
  }

  choose_all() {
    if (!this.view.model.lassoed) return false;
    this.settle();
    this.view.select_group(Array.from(this.view.xs, (_, i) => i));
    return true;
  }

  move(index, [right, up], times) {
    const { view } = this;
    const { x_range, y_range } = view.frame;
    this.moving = index;
    view.move(index, {
      x: stepped(view.xs[index], right * times, niceStep(x_range.end - x_range.start)),
      y: stepped(view.ys[index], up * times, niceStep(y_range.end - y_range.start)),
    });
    return true;
  }

  up({ key }) {
    if (key in ARROWS) this.settle();
  }

  /** A run of arrow presses is over: one undoable change. */
  settle() {
    if (this.moving === null) return;
    this.view.release(this.moving);
    this.moving = null;
  }

  let_go() {
    this.settle();
    const { selected, several } = this.view.model;
    this.view.clear();
    return selected !== null || several.length > 0;
  }

  add() {
    this.settle();
    const { x_center: sx, y_center: sy } = this.view.frame.bbox;
    this.view.add(toData(this.view.frame, { sx, sy }));
    return true;
  }

  zoom(factor) {
    this.view.ground.zoom_middle(factor);
    return true;
  }

  remove(key) {
    const { view } = this;
    const { selected, several, editable } = view.model;
    if (key !== "Delete" && key !== "Backspace") return false;
    if (several.length > 0) {
      view.delete_group();
      return true;
    }
    if (selected === null || !editable) return false;
    this.moving = null;
    const next = this.neighbour(selected);
    view.delete(selected);
    if (next !== null) view.select(next > selected ? next - 1 : next);
    return true;
  }

  /** The point to the right, or where there is none to the left. */
  neighbour(index) {
    const { xs, ys } = this.view;
    return neighbourPoint(xs, ys, index, 1) ?? neighbourPoint(xs, ys, index, -1);
  }

  /** Delete with nothing in focus, as after a click on the page. */
  anywhere(event) {
    const focus = document.activeElement;
    if (focus !== null && focus !== document.body) return;
    if (this.remove(event.key)) event.preventDefault();
  }
}
