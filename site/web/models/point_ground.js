/* The ground under the points: pan by dragging it with a mouse, zoom by Ctrl + wheel or by two
   fingers. A plain wheel and one finger on empty ground are left to the page, which scrolls. */

import { shifted, wheelFactor, zoomed } from "./point_math.js";

export class PointGround {
  constructor(view) {
    this.view = view;
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
    this.pan(before.middle, after.middle);
    this.zoom(after.middle, after.length / before.length);
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

  zoom({ sx, sy }, factor) {
    const { x_scale, y_scale } = this.view.frame;
    this.show((range, along) => {
      const about = along === "x" ? x_scale.invert(sx) : y_scale.invert(sy);
      return zoomed(range, about, factor);
    });
  }

  pan(from, to) {
    const { x_scale, y_scale } = this.view.frame;
    this.show((range, along) => shifted(range, along === "x"
      ? x_scale.invert(from.sx) - x_scale.invert(to.sx)
      : y_scale.invert(from.sy) - y_scale.invert(to.sy)));
  }

  /** Zoom about the middle, for the keyboard. */
  zoom_middle(factor) {
    const { x_center: sx, y_center: sy } = this.view.frame.bbox;
    this.zoom({ sx, sy }, factor);
  }

  show(change) {
    const { x_range, y_range } = this.view.plot_view.model;
    const wanted = [change(x_range, "x"), change(y_range, "y")];
    x_range.setv(wanted[0]);
    y_range.setv(wanted[1]);
  }
}
