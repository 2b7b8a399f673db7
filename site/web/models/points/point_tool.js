/* PointTool: the hand on the points of a plot. It listens to the plot's own event area rather than
   to Bokeh's gestures, which know no difference between a mouse and a finger.
   What becomes of a point: point_edits.js; keys: point_keys.js; zoom and pan: point_ground.js; the
   lasso, by Shift or while its button is pressed: point_lasso.js.
   It does not draw: glyphs and the look of the selected point are the figure's. */

import { MODULE } from "../base.js";
import { suspendHover } from "../bokeh_patches/hover.js";
import { PointEditor } from "./point_edits.js";
import { PointGround } from "./point_ground.js";
import { PointKeys } from "./point_keys.js";
import { Lasso } from "./point_lasso.js";
import { nearest, toData } from "./point_math.js";

const { GestureTool } = Bokeh.require("models/tools/gestures/gesture_tool");
const { ColumnDataSource } = Bokeh.require("models/sources/column_data_source");

const REACH = { mouse: 10, pen: 14, touch: 22 };
const SLACK = { mouse: 4, pen: 6, touch: 10 };

export class PointToolView extends PointEditor {
  connect_signals() {
    super.connect_signals();
    this.area = this.plot_view.canvas_view.events_el;
    this.hand = null;
    this.listening = new AbortController();
    this.ground = new PointGround(this);
    this.keys = new PointKeys(this);
    const { signal } = this.listening;
    const on = (name, handler, options = {}) => this.area.addEventListener(name, handler, { signal, ...options });
    on("pointerdown", (event) => this.press(event));
    on("pointermove", (event) => this.onMove(event));
    on("pointerup", (event) => this.onUp(event));
    on("pointercancel", () => this.drop());
    // Without this a finger on a point would scroll the page; on empty ground it shall.
    on("touchstart", (event) => this.keep_touch(event), { passive: false });
  }

  remove() {
    this.listening.abort();
    super.remove();
  }

  get frame() {
    return this.plot_view.frame;
  }

  // -- Where things are

  /** Whether a drag on empty ground is a lasso; where no page has the button, it is not. */
  get selecting() {
    return this.model.lassoed && this.model.document.get_model_by_name("lasso")?.pressed === true;
  }

  /** A pointer event's place in the plot, in pixels. */
  at(event) {
    const { left, top } = this.area.getBoundingClientRect();
    return { sx: event.clientX - left, sy: event.clientY - top };
  }

  /** The point under a place, or null. */
  hit({ sx, sy }, pointer) {
    const { x_scale, y_scale } = this.frame;
    return nearest(x_scale.v_compute(this.xs), y_scale.v_compute(this.ys), sx, sy, REACH[pointer] ?? REACH.mouse);
  }

  // -- What the hand does

  press(event) {
    if (event.button !== 0 || this.ground.pinching) return;
    const place = this.at(event);
    if (!this.frame.bbox.contains(place.sx, place.sy)) return;
    const index = this.hit(place, event.pointerType);
    const off = index === null ? { dx: 0, dy: 0 } : this.offset(index, place);
    const selecting = index === null && (this.selecting || (event.shiftKey && this.model.lassoed));
    this.hand = { id: event.pointerId, pointer: event.pointerType, start: place, last: place, index, off, selecting, act: "press" };
    this.area.focus({ preventScroll: true });
  }

  /** From the pointer to the middle of the point, so that a grabbed point does not jump. */
  offset(index, { sx, sy }) {
    return {
      dx: this.frame.x_scale.compute(this.xs[index]) - sx,
      dy: this.frame.y_scale.compute(this.ys[index]) - sy,
    };
  }

  onMove(event) {
    const place = this.at(event);
    const { hand } = this;
    if (hand === null) {
      this.point_out(place, event.pointerType);
      return;
    }
    if (hand.id !== event.pointerId || this.ground.pinching) return;
    if (hand.act === "press" && !this.begin(hand, place)) return;
    if (hand.act === "drag") this.drag(hand, place);
    if (hand.act === "pan") this.ground.pan(hand.last, place);
    if (hand.act === "lasso") hand.lasso.grow(place);
    hand.last = place;
  }

  /** Decide, once the pointer has moved far enough, what the press has become. */
  begin(hand, { sx, sy }) {
    const slack = SLACK[hand.pointer] ?? SLACK.mouse;
    if (Math.hypot(sx - hand.start.sx, sy - hand.start.sy) < slack) return false;
    if (hand.index !== null && this.model.editable) {
      hand.act = "drag";
      suspendHover(this.plot_view, true);
      this.select(hand.index);
    } else if (hand.selecting) {
      hand.act = "lasso";
      hand.lasso = new Lasso(this.area, hand.start);
    } else {
      hand.act = hand.pointer === "mouse" ? "pan" : "none";
    }
    this.cursor(hand.act === "lasso" ? "crosshair" : "grabbing");
    return true;
  }

  drag({ index, off }, { sx, sy }) {
    this.move(index, toData(this.frame, { sx: sx + off.dx, sy: sy + off.dy }));
  }

  let_go({ index }) {
    suspendHover(this.plot_view, false);
    this.release(index);
  }

  onUp(event) {
    const { hand } = this;
    if (hand === null || hand.id !== event.pointerId) return;
    this.hand = null;
    if (hand.act === "drag") this.let_go(hand);
    if (hand.act === "press") this.tap(hand);
    if (hand.act === "lasso") this.take(hand.lasso);
    this.point_out(this.at(event), event.pointerType);
  }

  drop() {
    if (this.hand?.act === "drag") this.let_go(this.hand);
    this.hand?.lasso?.close([], []);
    this.hand = null;
  }

  take(lasso) {
    const { x_scale, y_scale } = this.frame;
    this.select_group(lasso.close(x_scale.v_compute(this.xs), y_scale.v_compute(this.ys)));
  }

  tap({ index, start, selecting }) {
    if (index !== null) this.select(index);
    else if (selecting) this.clear();
    else if (this.model.editable) this.add(toData(this.frame, start));
    else this.clear();
  }

  keep_touch(event) {
    if (!event.cancelable) return;
    const [touch] = event.touches;
    const ours = this.selecting || (this.model.editable && this.hit(this.at(touch), "touch") !== null);
    if (event.touches.length > 1 || ours) {
      event.preventDefault();
    }
  }

  point_out(place, pointer) {
    if (pointer !== "mouse") return;
    if (!this.frame.bbox.contains(place.sx, place.sy)) this.cursor("default");
    else if (this.hit(place, pointer) !== null) this.cursor(this.model.editable ? "grab" : "pointer");
    else this.cursor(this.model.editable ? "crosshair" : "default");
  }

  cursor(name) {
    this.area.style.cursor = name;
  }
}

export class PointTool extends GestureTool {
  static __name__ = "PointTool";
  static __module__ = MODULE;
  static {
    this.prototype.default_view = PointToolView;
    this.define(({ Str, Bool, Int, List, Nullable, Ref }) => ({
      source: [Ref(ColumnDataSource)],
      x: [Str, "x"],
      y: [Str, "y"],
      editable: [Bool, true],
      selected: [Nullable(Int), null],
      several: [List(Int), []],
      lassoed: [Bool, false],
    }));
  }

  tool_name = "Points";
  // None of Bokeh's own gestures: see the head of this file.
  event_type = [];
  default_order = 1;
}
