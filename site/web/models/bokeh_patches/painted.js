/* Changes PlotView.paint.
   Why: a thumbnail is a copy of a figure and must follow it, and Bokeh tells nobody when it has painted one.
   This patch serves correctness, so it has no switch. */

const { PlotView } = Bokeh.require("models/plots/plot_canvas");

const { paint } = PlotView.prototype;
const listeners = new Set();

PlotView.prototype.paint = function () {
  paint.call(this);
  for (const listener of listeners) listener();
};

/** From now on call listener() after each painting of a figure. */
export function onPainted(listener) {
  listeners.add(listener);
}
