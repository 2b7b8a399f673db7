/* The ground under the points: pan by dragging it with a mouse, zoom by Ctrl + wheel or by two
   fingers. A plain wheel and one finger on empty ground are left to the page, which scrolls. */

import { Home } from "../figure/home.js";
import { shifted, wheelFactor, zoomed } from "./point_math.js";

export class PointGround {
  /** synced: whether Python follows. */
  constructor(view, synced = true) {
    this.view = view;
    this.synced = synced;
    this.fingers = new Map();
    const { area, listening: { signal } } = view;
    // Horizontal and vertical scrolling stay the page's; pinching is ours.
    area.style.touchAction = "pan-x pan-y";
    area.addEventListener("wheel", (event) => this.wheel(event), { signal, passive: false });
    for (const [name, handler] of [["pointerdown", this.down], ["pointermove", this.move],
      ["pointerup", this.up], ["pointercancel", this.up]]) {
      area.addEventListener(name, (event) => {
        if (event.pointerType === "touch") handler.call(this, event);
      }, { signal, capture: true });
    }
  }

  get pinching() {
    return this.fingers.size > 1;
  }

  wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.zoom(this.view.at(event), wheelFactor(event.deltaY, event.deltaMode));
  }

  down(event) {
    this.fingers.set(event.pointerId, this.view.at(event));
    if (this.pinching) this.view.drop();
  }

  up(event) {
    this.fingers.delete(event.pointerId);
  }

  move(event) {
    if (!this.fingers.has(event.pointerId)) return;
    const before = this.spread();
    this.fingers.set(event.pointerId, this.view.at(event));
    const after = this.spread();
    if (before === null || after === null) return;
    this.change(before.middle, after.middle, after.length / before.length);
  }

  /** The middle and the distance of the first two fingers. */
  spread() {
    const [a, b] = this.fingers.values();
    if (b === undefined) return null;
    return {
      middle: { sx: (a.sx + b.sx) / 2, sy: (a.sy + b.sy) / 2 },
      length: Math.max(Math.hypot(a.sx - b.sx, a.sy - b.sy), 1),
    };
  }

  pan(from, to) {
    this.change(from, to, 1);
  }

  zoom(place, factor) {
    this.change(place, place, factor);
  }

  /** Zoom about the middle, for the keyboard. */
  zoom_middle(factor) {
    const { x_center: sx, y_center: sy } = this.view.frame.bbox;
    this.zoom({ sx, sy }, factor);
  }

  /** What lies under `from` comes to lie under `to`, where it stays while all grows by `factor`. */
  change(from, to, factor) {
    const { x_scale, y_scale } = this.view.frame;
    const plot = this.view.plot_view.model;
    const x = follow(plot.x_range, x_scale.invert(from.sx), x_scale.invert(to.sx), factor);
    const y = follow(plot.y_range, y_scale.invert(from.sy), y_scale.invert(to.sy), factor);
    Home.of(plot).move(x, y, this.synced);
  }
}

function follow(range, from, to, factor) {
  return zoomed(shifted(range, from - to), from, factor);
}
