/* When Bokeh paints, and what it does beside: at most once for each frame of the display, and without
   work whose outcome is what it was. What is painted stays Bokeh's own business. */

const { InlineStyleSheet } = Bokeh.require("core/dom");
const { PlotView } = Bokeh.require("models/plots/plot_canvas");
const { HoverToolView } = Bokeh.require("models/tools/inspectors/hover_tool");

// At each paint every renderer writes its place into a style sheet of its own; that is parsed and
// makes all styles stale, though hardly any place has changed.
const write = InlineStyleSheet.prototype._update;

InlineStyleSheet.prototype._update = function (css) {
  if (this.written === css) return;
  this.written = css;
  write.call(this, css);
};

// Bokeh waits 16.7 ms by the clock between paints and then for a frame: of two frames it misses one.
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

/** While something is dragged over a plot its hover notes are silent: each paint would look for what
    is under the pointer and lay a note out anew. */
export function hush(plot_view, silent) {
  for (const [tool, view] of plot_view.tool_views) {
    if (!(view instanceof HoverToolView)) continue;
    if (silent) view._move_exit();
    tool.setv({ active: !silent }, { sync: false });
  }
}
