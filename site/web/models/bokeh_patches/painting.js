/* When Bokeh paints, and what it does beside: at most once for each frame of the display, only what can
   be seen, and without work whose outcome is what it was: where only data have moved, nothing else is laid
   out or painted. What is painted stays Bokeh's own business. */

import { out_of_sight, watch } from "./sight.js";
import { StillParts } from "./still_parts.js";

const { InlineStyleSheet } = Bokeh.require("core/dom");
const { CanvasLayer } = Bokeh.require("core/util/canvas");
const { PlotView } = Bokeh.require("models/plots/plot_canvas");
const { GlyphRendererView } = Bokeh.require("models/renderers/glyph_renderer");
const { HoverToolView } = Bokeh.require("models/tools/inspectors/hover_tool");

// At each paint every renderer writes its place into a style sheet of its own; that is parsed and
// makes all styles stale, though hardly any place has changed.
const write = InlineStyleSheet.prototype._update;

InlineStyleSheet.prototype._update = function (css) {
  if (this.written === css) return;
  this.written = css;
  write.call(this, css);
};

// It does so for an element of each glyph, too, in which there is nothing.
GlyphRendererView.prototype.update_position = () => {};

// Figures that have changed out of sight. They are painted when they come into sight, or one by one
// when nothing has changed for so many milliseconds: scrolling, and a picture of the page, find them.
const owing = new Set();
const REST = 400;
const when_idle = globalThis.requestIdleCallback ?? ((act) => setTimeout(act, 50));
let resting;

function owe(view) {
  owing.add(view);
  clearTimeout(resting);
  resting = setTimeout(catch_up, REST);
}

function catch_up() {
  // One in a closed tab has no place to be painted in.
  const next = [...owing].find(({ el }) => el.getClientRects().length > 0);
  if (next === undefined) return;
  when_idle(() => {
    if (owing.has(next)) next.repaint();
    resting = setTimeout(catch_up);
  });
}

addEventListener("beforeprint", () => owing.forEach((view) => view.repaint()));

// Bokeh waits 16.7 ms by the clock between paints and then for a frame: of two frames it misses one.
PlotView.prototype.schedule_paint = function () {
  if (this.is_paused) return;
  this.next_paint ??= new Promise((resolve) => {
    requestAnimationFrame(() => {
      this.next_paint = null;
      if (!this.is_destroyed && out_of_sight(this.el)) owe(this);
      else if (!this.is_destroyed) this.repaint();
      resolve();
    });
  });
  this._await_ready(this.next_paint);
};

const {
  connect_signals, remove, repaint, export: picture, _invalidate_layout_if_needed: lay_out, _paint_primary: paint_primary,
} = PlotView.prototype;

const moves = (view) => view instanceof GlyphRendererView && view.model.level !== "overlay";

// Views whose data, or looks, are all that has changed since the last paint; null where more has.
function moved({ _invalidate_all, _needs_layout, _invalidated_painters: painters }) {
  const all = [...painters];
  return !_invalidate_all && !_needs_layout && all.length > 0 && all.every(moves) ? all : null;
}

Object.assign(PlotView.prototype, {
  connect_signals() {
    connect_signals.call(this);
    watch(this.el, () => owing.has(this) && this.schedule_paint());
  },

  remove() {
    owing.delete(this);
    remove.call(this);
  },

  repaint() {
    owing.delete(this);
    repaint.call(this);
    this.moved = null;
  },

  export(...how) {
    if (owing.has(this)) this.repaint();
    return picture.apply(this, how);
  },

  // Axes that stay as they are need not be measured.
  _invalidate_layout_if_needed() {
    this.moved = moved(this);
    if (this.moved === null) lay_out.call(this);
  },

  _paint_primary(ctx) {
    const { primary } = this.canvas_view;
    if (ctx !== primary.ctx) {
      // A picture of the figure, to be saved.
      paint_primary.call(this, ctx);
      return;
    }
    this.still_parts ??= new StillParts(this, () => new CanvasLayer("canvas", primary.hidpi));
    if (this.moved) {
      this.still_parts.paint(ctx, this.moved);
    } else {
      this.still_parts.drop();
      paint_primary.call(this, ctx);
    }
  },

  paint_ground(ctx) {
    this._paint_empty(ctx, this.frame.bbox);
    this._paint_outline(ctx, this.frame.bbox);
  },
});

/** While something is dragged over a plot its hover notes are silent: each paint would look for what
    is under the pointer and lay a note out anew. */
export function hush(plot_view, silent) {
  for (const [tool, view] of plot_view.tool_views) {
    if (!(view instanceof HoverToolView)) continue;
    if (silent) view._move_exit();
    tool.setv({ active: !silent }, { sync: false });
  }
}
