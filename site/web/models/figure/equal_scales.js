/* EqualScales: keeps a part of the plane in sight, in one scale for both axes. Which ranges that takes
   depends on the size of the figure, which the page knows. Another part is gone to on a way that a reader
   can follow, so that nobody takes a change of scale for a change of what is drawn. */

import { MODULE } from "../base.js";
import { Home } from "./home.js";
import { between, eased, viewOf } from "./scales.js";

const { GestureTool, GestureToolView } = Bokeh.require("models/tools/gestures/gesture_tool");

const GLIDE_MS = 700;
// Before it is laid out a figure has this shape.
const GUESS = { width: 4, height: 3 };
const still = () => document.hidden || matchMedia("(prefers-reduced-motion: reduce)").matches;

export class EqualScalesView extends GestureToolView {
  connect_signals() {
    super.connect_signals();
    const plot = this.plot_view.model;
    const { shown, equal } = this.model.properties;
    this.connect(shown.change, () => this.go());
    this.connect(equal.change, () => this.go());
    for (const name of ["inner_width", "inner_height"]) this.connect(plot.properties[name].change, () => this.resized());
    this.place(this.aim);
  }

  remove() {
    cancelAnimationFrame(this.next);
    super.remove();
  }

  get size() {
    const { width, height } = this.plot_view.frame?.bbox ?? {};
    return width > 1 && height > 1 ? { width, height } : GUESS;
  }

  get aim() {
    const { shown, equal } = this.model;
    return viewOf(shown, this.size, equal);
  }

  /** A figure of another size shows another part; what a hand has moved stays. */
  resized() {
    if (this.next === undefined && !Home.of(this.plot_view.model).moved) this.place(this.aim);
  }

  go() {
    cancelAnimationFrame(this.next);
    this.next = undefined;
    if (!this.model.glides || still()) this.place(this.aim);
    else this.glide();
  }

  glide() {
    const { x_range: x, y_range: y } = this.plot_view.model;
    const from = { x: { start: x.start, end: x.end }, y: { start: y.start, end: y.end } };
    let begun;
    const step = (now) => {
      begun ??= now;
      const share = Math.min((now - begun) / GLIDE_MS, 1);
      this.next = share < 1 ? requestAnimationFrame(step) : undefined;
      this.place(between(from, this.aim, eased(share)));
    };
    this.next = requestAnimationFrame(step);
  }

  /** Python is not told: it says what shall be in sight, not what is. */
  place({ x, y }) {
    const { x_range, y_range } = this.plot_view.model;
    x_range.setv(x, { sync: false });
    y_range.setv(y, { sync: false });
  }
}

export class EqualScales extends GestureTool {
  static __name__ = "EqualScales";
  static __module__ = MODULE;
  static {
    this.prototype.default_view = EqualScalesView;
    this.define(({ Bool, Float, Tuple }) => ({
      shown: [Tuple(Float, Float, Float, Float), [0, 1, 0, 1]],
      equal: [Bool, true],
      glides: [Bool, false],
    }));
  }

  tool_name = "Scales";
  // None of Bokeh's own gestures: it has no hand.
  event_type = [];
  default_order = 3;
}
