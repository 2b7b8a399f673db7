/* ScrubTool: goes along a figure's axis of whole numbers, such as iterations: a drag or a click says
   where to, and so do arrow keys while the element of the page that holds the figure has the focus. What is
   shown there is Python's. */

import { MODULE } from "../base.js";
import { suspendHover } from "../bokeh_patches/hover.js";
import { PointGround } from "./point_ground.js";

const { GestureTool, GestureToolView } = Bokeh.require("models/tools/gestures/gesture_tool");

const FAR = 10;
const KEYS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -FAR, PageUp: FAR };

export class ScrubToolView extends GestureToolView {
  connect_signals() {
    super.connect_signals();
    this.area = this.plot_view.canvas_view.events_el;
    this.held = null;
    this.listening = new AbortController();
    this.ground = new PointGround(this, false);
    const { signal } = this.listening;
    const on = (name, handler) => this.area.addEventListener(name, handler, { signal });
    on("pointerdown", (event) => this.press(event));
    on("pointermove", (event) => this.onMove(event));
    on("pointerup", (event) => this.onUp(event));
    on("pointercancel", () => this.drop());
    document.addEventListener("keydown", (event) => event.target === this.stand && this.key(event), { signal });
    this.area.style.cursor = "ew-resize";
  }

  remove() {
    this.listening.abort();
    super.remove();
  }

  /** The element of the page that has the figure in it, and the focus. */
  get stand() {
    return this.plot_view.el.closest("[tabindex]");
  }

  get frame() {
    return this.plot_view.frame;
  }

  at(event) {
    const { left, top } = this.area.getBoundingClientRect();
    return { sx: event.clientX - left, sy: event.clientY - top };
  }

  /** The whole number that a place means, as far as there is any. */
  place({ sx }) {
    const { bbox, x_scale } = this.frame;
    return this.within(x_scale.invert(Math.min(Math.max(sx, bbox.left), bbox.right)));
  }

  within(value) {
    return Math.min(Math.max(Math.round(value), 0), this.model.last);
  }

  press(event) {
    const place = this.at(event);
    if (event.button !== 0 || this.ground.pinching || !this.frame.bbox.contains(place.sx, place.sy)) return;
    this.held = event.pointerId;
    this.area.setPointerCapture?.(event.pointerId);
    this.stand?.focus({ preventScroll: true });
    suspendHover(this.plot_view, true);
    // A finger may be about to scroll the page.
    if (event.pointerType !== "touch") this.go(this.place(place));
  }

  onMove(event) {
    if (this.held === null || event.pointerId !== this.held) return;
    this.go(this.place(this.at(event)));
  }

  onUp(event) {
    if (this.held === null || event.pointerId !== this.held) return;
    this.go(this.place(this.at(event)));
    this.drop();
  }

  drop() {
    if (this.held === null) return;
    this.held = null;
    suspendHover(this.plot_view, false);
  }

  /** The last of several moves is all that Python needs to know: a property is sent so. */
  go(place) {
    this.model.value = place;
  }

  key(event) {
    const { value, last } = this.model;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const ends = { Home: 0, End: last };
    const move = KEYS[event.key] * (event.shiftKey ? FAR : 1);
    const wanted = event.key in ends ? ends[event.key] : this.within(value + move);
    if (Number.isNaN(wanted)) return;
    event.preventDefault();
    this.go(wanted);
  }
}

export class ScrubTool extends GestureTool {
  static __name__ = "ScrubTool";
  static __module__ = MODULE;
  static {
    this.prototype.default_view = ScrubToolView;
    this.define(({ Int }) => ({
      value: [Int, 0],
      last: [Int, 0],
    }));
  }

  tool_name = "Scrub";
  // None of Bokeh's own gestures: see the head of this file.
  event_type = [];
  default_order = 2;
}
