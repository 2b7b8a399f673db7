/* Patch "scheduling". Changes PlotView.schedule_paint.
   Why: Bokeh waits 16.7 ms by the clock between paints and then for a frame, so it misses every second
   frame.
   Gain: GAIN */

import { isOn } from "./switch.js";

const { PlotView } = Bokeh.require("models/plots/plot_canvas");

if (isOn("scheduling")) {
  PlotView.prototype.schedule_paint = function () {
    if (this.is_paused) return;
    this.next_paint ??= new Promise((resolve) => {
      requestAnimationFrame(() => {
        this.next_paint = null;
        if (!this.is_destroyed) this.repaint();
        resolve();
      });
    });
    this._await_ready(this.next_paint);
  };
}
