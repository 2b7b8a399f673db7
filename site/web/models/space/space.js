/* Space: points over two features in 3-D with the surface that is fitted to them. Drawn on a canvas and turned
   in the page; Python says what there is and hears of the selection. Geometry: space_math.js; what is drawn:
   space_paint.js, space_axes.js; the hand: space_hand.js. */

import { BodyView, MODULE, UIElement } from "../base.js";
import { out_of_sight, watch } from "../bokeh_patches/sight.js";
import { textFactor } from "../bokeh_patches/enlarged.js";
import { html, setIfChanged, setText, show } from "../dom.js";
import { typeset } from "../figure/typeset.js";
import { PointGesture } from "../points/point_edits.js";
import { HELP, SpaceHand } from "./space_hand.js";
import { HOME, VIEWS, between, turned } from "./space_math.js";
import { arranged, paint, pointAt } from "./space_paint.js";

const { CanvasLayer } = Bokeh.require("core/util/canvas");
const { ColumnDataSource } = Bokeh.require("models/sources/column_data_source");

const MOVE_MS = 400;
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
const COLOURS = {
  data: "--data", closed: "--closed", descent: "--descent", truth: "--truth", own: "--own",
  ground: "--bg", floor: "--panel", grid: "--hair", axis: "--hair-strong", ink: "--ink", muted: "--muted", shadow: "--muted",
};

export class SpaceView extends BodyView {
  make() {
    this.camera = HOME;
    this.spots = [];
    this.layer = new CanvasLayer("canvas", true);
    this.area = html("div", { class: "space-area", role: "application", tabindex: "0", "aria-roledescription": "plot in 3-D" }, this.layer.el);
    this.note = html("p", { class: "space-note" });
    this.tip = html("div", { class: "space-tip", "aria-hidden": "true", hidden: true });
    const buttons = Object.entries(VIEWS).map(([name, camera]) => {
      const button = html("button", { type: "button", class: "button button-quiet space-button" }, name);
      button.addEventListener("click", () => this.go(camera));
      return button;
    });
    const views = html("div", { class: "space-views", role: "group", "aria-label": "Look from" }, ...buttons);
    this.hand = new SpaceHand(this.area, this);
    return html("div", { class: "space" }, this.area, this.note, views, this.tip);
  }

  connect_signals() {
    super.connect_signals();
    const { source, surfaces, refits } = this.model;
    const { box, names } = this.model.properties;
    for (const { change } of [source, surfaces, refits, box, names]) this.connect(change, () => this.arrange());
    watch(this.el, () => this.ask());
    // The page's colours, and how large its text is.
    this.looking = new MutationObserver(() => this.restyle());
    this.looking.observe(document.documentElement, { attributeFilter: ["data-theme", "data-present"] });
    const reset = this.model.document?.get_model_by_name("reset_view");
    if (reset) this.connect(reset.properties.clicks.change, () => this.home());
  }

  remove() {
    this.looking.disconnect();
    cancelAnimationFrame(this.moving);
    super.remove();
  }

  refresh() {
    const { label, words, note } = this.model;
    setIfChanged(this.area, "aria-label", label);
    setIfChanged(this.area, "aria-description", [words, HELP].filter(Boolean).join(" "));
    setText(this.note, note);
    show(this.note, note !== "");
    this.ask();
  }

  _after_resize() {
    this.ask();
  }

  // -- What the hand asks

  get xs() {
    return this.model.source.get_column("x") ?? [];
  }

  get ys() {
    return this.model.source.get_column("y") ?? [];
  }

  get selected() {
    return this.model.selected;
  }

  pointAt(x, y, reach) {
    return pointAt(this.spots, x, y, reach);
  }

  select(index) {
    if (index === this.model.selected && this.model.several.length === 0) return;
    this.model.setv({ selected: index, several: [] });
    this.model.trigger_event(new PointGesture(index === null ? "clear-selection" : "select", index, null, null, []));
  }

  /** Say what the point under the pointer is; of none, nothing. */
  tell(index) {
    show(this.tip, index !== null);
    if (index === null) return;
    const { names, source } = this.model;
    const rows = [...names, "fitted"].map((name, k) => [name, source.get_column(["x", "y", "z", "fitted"][k])[index]]);
    this.tip.replaceChildren(...rows.flatMap(([name, value]) => [html("span", {}, name), html("span", {}, typeset(value))]));
    const { x, y } = this.spots.find(({ k }) => k === index);
    const { width } = this.bbox;
    this.tip.className = `space-tip space-tip-${x > width / 2 ? "left" : "right"}`;
    Object.assign(this.tip.style, { left: `${x}px`, top: `${y}px` });
  }

  turn(across, up) {
    cancelAnimationFrame(this.moving);
    this.camera = turned(this.camera, across, up);
    this.ask();
  }

  home() {
    this.go(HOME);
  }

  /** Look from there; the way is shown unless no motion is wanted. */
  go(camera) {
    cancelAnimationFrame(this.moving);
    const [from, begun] = [this.camera, performance.now()];
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const step = (now) => {
      const share = still ? 1 : Math.min(Math.max((now - begun) / MOVE_MS, 0), 1);
      this.camera = share === 1 ? camera : between(from, camera, share);
      this.draw();
      if (share < 1) this.moving = requestAnimationFrame(step);
    };
    step(begun);
  }

  // -- Drawing

  arrange() {
    this.drawn = undefined;
    // What it told of may be gone.
    this.tell(null);
    this.ask();
  }

  restyle() {
    this.colours = undefined;
    this.ask();
  }

  /** Draw in the next frame. */
  ask() {
    this.asked ??= requestAnimationFrame(() => this.draw());
  }

  draw() {
    cancelAnimationFrame(this.asked);
    this.asked = undefined;
    const { width, height } = this.bbox;
    if (!(width > 0 && height > 0) || out_of_sight(this.el)) return;
    this.layer.resize(width, height);
    this.spots = this.paint(this.layer.prepare());
    this.layer.finish();
  }

  /** As Bokeh's figures do, for pictures to save. */
  export(type, hidpi) {
    const layer = super.export(type, hidpi);
    this.paint(layer.prepare());
    layer.finish();
    return layer;
  }

  paint(ctx) {
    const { width, height } = this.bbox;
    this.drawn ??= arranged(this.given());
    return paint(ctx, this.drawn, this.camera, { width, height }, this.look());
  }

  given() {
    const { box, names, source, surfaces, refits } = this.model;
    const points = Object.fromEntries(["x", "y", "z", "fitted", "fill", "size", "shown"].map((name) => [name, source.get_column(name) ?? []]));
    const column = (from, name) => Array.from(from.get_column(name) ?? []);
    const heights = column(surfaces, "z");
    return { box, names, points, surfaces: column(surfaces, "role").map((role, k) => ({ role, z: heights[k] })), refits: column(refits, "z") };
  }

  look() {
    this.colours ??= this.read_colours();
    const { dot, note, pins, selected, several } = this.model;
    const text = textFactor();
    const marked = new Set(selected === null ? several : [selected]);
    return { ...this.colours, dot: dot * Math.min(text, 1.5), pins, noted: note !== "", marked, text, font: (size) => `${size * text}px ${FONT}` };
  }

  read_colours() {
    const style = getComputedStyle(document.documentElement);
    const found = Object.entries(COLOURS).map(([name, variable]) => [name, style.getPropertyValue(variable).trim()]);
    const dark = style.colorScheme.includes("dark");
    return { ...Object.fromEntries(found), alpha: dark ? 0.24 : 0.18 };
  }
}

export class Space extends UIElement {
  static __name__ = "Space";
  static __module__ = MODULE;
  static {
    this.prototype.default_view = SpaceView;
    this.define(({ Str, Bool, Int, Float, List, Nullable, Ref }) => ({
      source: [Ref(ColumnDataSource)],
      surfaces: [Ref(ColumnDataSource)],
      refits: [Ref(ColumnDataSource)],
      box: [List(Float), [0, 1, 0, 1, 0, 1]],
      names: [List(Str), []],
      label: [Str, ""],
      words: [Str, ""],
      note: [Str, ""],
      pins: [Bool, true],
      dot: [Float, 9],
      selected: [Nullable(Int), null],
      several: [List(Int), []],
    }));
  }
}
