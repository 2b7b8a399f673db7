/* Patch "deferred_paints". Changes PlotView: connect_signals, remove, repaint, export.
   Why: a figure out of sight need not be painted at each change. It is painted when it comes into
   sight, or when nothing has changed for a while, so that scrolling and a picture of the page find it.
   Gain: not seen (22 ms of CPU of the page per step of a run without it, 28 with it; at
   load 10): what is out of sight is little work on a large screen. Measure it on an idle machine. */

import { out_of_sight, watch } from "./sight.js";
import { isOn } from "./switch.js";

const { PlotView } = Bokeh.require("models/plots/plot_canvas");
const { connect_signals, remove, repaint, export: picture } = PlotView.prototype;

// Figures out of sight that have changed since they were painted.
const deferredPaints = new Set();
// Milliseconds without a change, after which these figures are painted one by one.
const REST = 400;
const when_idle = globalThis.requestIdleCallback ?? ((act) => setTimeout(act, 50));
let resting;

function defer(view) {
  deferredPaints.add(view);
  clearTimeout(resting);
  resting = setTimeout(catch_up, REST);
}

function paint(view) {
  deferredPaints.delete(view);
  repaint.call(view);
}

function catch_up() {
  // A figure in a closed tab has no place to be painted in.
  const next = [...deferredPaints].find(({ el }) => el.getClientRects().length > 0);
  if (next === undefined) return;
  when_idle(() => {
    if (deferredPaints.has(next)) paint(next);
    resting = setTimeout(catch_up);
  });
}

const PATCH = {
  connect_signals() {
    connect_signals.call(this);
    watch(this.el, () => deferredPaints.has(this) && this.schedule_paint());
  },

  remove() {
    deferredPaints.delete(this);
    remove.call(this);
  },

  repaint() {
    if (out_of_sight(this.el)) defer(this);
    else paint(this);
  },

  export(...how) {
    if (deferredPaints.has(this)) paint(this);
    return picture.apply(this, how);
  },
};

if (isOn("deferred_paints")) {
  Object.assign(PlotView.prototype, PATCH);
  addEventListener("beforeprint", () => deferredPaints.forEach(paint));
}
