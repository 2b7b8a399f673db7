/* GroundTool: the hand on a figure that has nothing else to take hold of. A mouse pans, Ctrl + wheel and
   two fingers zoom; a plain wheel and one finger are the page's, which scrolls. Python is not told. */

import { MODULE } from "../base.js";
import { PointGround } from "./point_ground.js";

const { GestureTool, GestureToolView } = Bokeh.require("models/tools/gestures/gesture_tool");
const SLACK = 4;

export class GroundToolView extends GestureToolView {
  connect_signals() {
    super.connect_signals();
    this.area = this.plot_view.canvas_view.events_el;
    this.hand = null;
    this.listening = new AbortController();
    this.ground = new PointGround(this, false);
    const { signal } = this.listening;
    const on = (name, handler) => this.area.addEventListener(name, handler, { signal });
    on("pointerdown", (event) => this.press(event));
    on("pointermove", (event) => this.onMove(event));
    on("pointerup", () => this.drop());
    on("pointercancel", () => this.drop());
  }

  remove() {
    this.listening.abort();
    super.remove();
  }

  get frame() {
    return this.plot_view.frame;
  }

  /** A pointer event's place in the figure, in pixels. */
  at(event) {
    const { left, top } = this.area.getBoundingClientRect();
    return { sx: event.clientX - left, sy: event.clientY - top };
  }

  press(event) {
    const place = this.at(event);
    if (event.button !== 0 || event.pointerType !== "mouse" || !this.frame.bbox.contains(place.sx, place.sy)) return;
    this.hand = { start: place, last: place, panning: false };
    this.area.setPointerCapture?.(event.pointerId);
  }

  onMove(event) {
    const { hand } = this;
    if (hand === null) return;
    const place = this.at(event);
    hand.panning ||= Math.hypot(place.sx - hand.start.sx, place.sy - hand.start.sy) >= SLACK;
    if (!hand.panning) return;
    this.area.style.cursor = "grabbing";
    this.ground.pan(hand.last, place);
    hand.last = place;
  }

  drop() {
    this.hand = null;
    this.area.style.cursor = "";
  }
}

export class GroundTool extends GestureTool {
  static __name__ = "GroundTool";
  static __module__ = MODULE;
  static {
    this.prototype.default_view = GroundToolView;
    this.define(() => ({}));
  }

  tool_name = "Ground";
  // None of Bokeh's own gestures: they know no difference between a mouse and a finger.
  event_type = [];
  default_order = 2;
}
