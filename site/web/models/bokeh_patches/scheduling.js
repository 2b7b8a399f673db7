/* Patch "scheduling". Changes PlotView.schedule_paint.
   Why: Bokeh waits 16.7 ms by the clock between paints and then for a frame, so it misses every second
   frame.
   Gain: not seen on a machine with other work (load 10: 24 ms of CPU per step of a run without it,
   28 with it). It is about frames, not about work: measure it on an idle machine. */

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
