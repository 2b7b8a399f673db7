/* HandleTool: a few points that are taken hold of before anything else on the plot's ground: a line's
   handles, a start. A press on one never reaches the other tools; a press elsewhere is theirs.
   It has no keys: what a handle stands for has a field of its own. */

import { MODULE } from "../base.js";
import { suspendHover } from "../bokeh_patches/hover.js";
import { nearest, toData } from "./point_math.js";

const { GestureTool, GestureToolView } = Bokeh.require("models/tools/gestures/gesture_tool");
const { ColumnDataSource } = Bokeh.require("models/sources/column_data_source");
const { ModelEvent } = Bokeh.require("core/bokeh_events");

const REACH = { mouse: 12, pen: 16, touch: 24 };

export class HandleGesture extends ModelEvent {
  static {
    this.prototype.event_name = "handle_gesture";
  }

  constructor(index, x, y, done) {
    super();
    Object.assign(this, { index, x, y, done });
  }

  get event_values() {
    const { index, x, y, done } = this;
    return { ...super.event_values, index, x, y, done };
  }
}

export class HandleToolView extends GestureToolView {
  connect_signals() {
    super.connect_signals();
    this.area = this.plot_view.canvas_view.events_el;
    this.held = null;
    this.listening = new AbortController();
    const { signal } = this.listening;
    const on = (name, handler, options = {}) => {
      this.area.addEventListener(name, handler, { signal, capture: true, ...options });
    };
    on("pointerdown", (event) => this.press(event));
    on("pointermove", (event) => this.onMove(event));
    on("pointerup", (event) => this.onUp(event));
    on("pointercancel", (event) => this.onUp(event));
    // Without this a finger on a handle would scroll the page.
    on("touchstart", (event) => this.keep_touch(event), { passive: false });
  }

  remove() {
    this.listening.abort();
    super.remove();
  }

  at(event) {
    const { left, top } = this.area.getBoundingClientRect();
    return { sx: event.clientX - left, sy: event.clientY - top };
  }

  /** The handle under a place, or null. */
  hit({ sx, sy }, pointer) {
    const { source, x, y, enabled } = this.model;
    const { x_scale, y_scale } = this.plot_view.frame;
    if (!enabled) return null;
    const [xs, ys] = [x_scale.v_compute(source.get_column(x) ?? []), y_scale.v_compute(source.get_column(y) ?? [])];
    return nearest(xs, ys, sx, sy, REACH[pointer] ?? REACH.mouse);
  }

  press(event) {
    if (event.button !== 0) return;
    const index = this.hit(this.at(event), event.pointerType);
    if (index === null) return;
    this.held = { index, id: event.pointerId, place: null };
    suspendHover(this.plot_view, true);
    event.stopImmediatePropagation();
    this.area.setPointerCapture?.(event.pointerId);
    this.area.style.cursor = "grabbing";
  }

  onMove(event) {
    const place = this.at(event);
    if (this.held === null) {
      if (event.pointerType !== "mouse" || event.buttons !== 0 || this.hit(place, "mouse") === null) return;
      this.area.style.cursor = "grab";
      event.stopImmediatePropagation();
    } else if (event.pointerId === this.held.id) {
      event.stopImmediatePropagation();
      this.held.place = toData(this.plot_view.frame, place);
      this.tell(false);
    }
  }

  onUp(event) {
    if (this.held === null || event.pointerId !== this.held.id) return;
    event.stopImmediatePropagation();
    if (this.held.place !== null) this.tell(true);
    this.held = null;
    suspendHover(this.plot_view, false);
    this.area.style.cursor = "grab";
  }

  /** Show the handle where the hand is, at once, and tell Python. */
  tell(done) {
    const { source, x: xs, y: ys } = this.model;
    const { index, place: { x, y } } = this.held;
    source.patch({ [xs]: [[index, x]], [ys]: [[index, y]] }, { sync: false });
    this.model.trigger_event(new HandleGesture(index, x, y, done));
  }

  keep_touch(event) {
    if (event.cancelable && event.touches.length === 1 && this.hit(this.at(event.touches[0]), "touch") !== null) {
      event.preventDefault();
    }
  }
}

export class HandleTool extends GestureTool {
  static __name__ = "HandleTool";
  static __module__ = MODULE;
  static {
    this.prototype.default_view = HandleToolView;
    this.define(({ Str, Bool, Ref }) => ({
      source: [Ref(ColumnDataSource)],
      x: [Str, "x"],
      y: [Str, "y"],
      enabled: [Bool, true],
    }));
  }

  tool_name = "Handles";
  // None of Bokeh's own gestures: see the head of this file.
  event_type = [];
  default_order = 1;
}
