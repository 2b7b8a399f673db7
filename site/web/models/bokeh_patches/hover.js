/* Changes DEFAULT_FORMATTERS, TooltipView.stylesheets and HoverToolView.
   Why: numbers over a figure are typeset as everywhere else, and the box has the page's own colours in
   every theme. A row called "x" or "y" is what stands on that axis: it has the axis's name, and where the
   axis holds log10 of it, the number itself. This patch serves correctness, so it has no switch. */

import SHEET from "./hover.css" with { type: "text" };
import { axes } from "../figure/figure_table.js";
import { typeset } from "../figure/typeset.js";

const { DEFAULT_FORMATTERS } = Bokeh.require("core/util/templating");
const { TooltipView } = Bokeh.require("models/ui/tooltip");

const shown = (value) => (typeof value === "number" ? typeset(value) : String(value));

DEFAULT_FORMATTERS.basic = shown;
DEFAULT_FORMATTERS.numeral = (value, format) => (format === "log" ? typeset(10 ** value) : shown(value));

const { stylesheets } = TooltipView.prototype;
TooltipView.prototype.stylesheets = function () {
  return [...stylesheets.call(this), SHEET];
};

const { HoverToolView } = Bokeh.require("models/tools/inspectors/hover_tool");
const { _create_template: create, _render_tooltips: render, _render_template: fill } = HoverToolView.prototype;

HoverToolView.prototype._create_template = function (tooltips) {
  const found = axes(this.plot_view.model);
  return create.call(this, tooltips.map(([label, text]) => [found[label]?.name || label, text]));
};

HoverToolView.prototype._render_template = function (template, tooltips, ...about) {
  const found = axes(this.plot_view.model);
  const fields = tooltips.map(([label, text]) => [label, found[label]?.log ? `${text}{log}` : text]);
  return fill.call(this, template, fields, ...about);
};

// A box stays until the pointer moves: what it told of may be gone by then.
const shown_by = new Set();
const { connect_signals: connect, remove } = HoverToolView.prototype;

HoverToolView.prototype.connect_signals = function () {
  connect.call(this);
  shown_by.add(this);
  for (const renderer of Array.isArray(this.model.renderers) ? this.model.renderers : []) {
    const { data_source: source } = renderer;
    for (const signal of [source.change, source.streaming, source.patching]) {
      this.connect(signal, () => this.ttmodels.get(renderer)?.clear());
    }
  }
};

HoverToolView.prototype.remove = function () {
  shown_by.delete(this);
  remove.call(this);
};

/** Take away what is shown of points that are there no more. */
export function clearHovers() {
  // Asking the figure once more, as the tool itself does, fails where it was never drawn.
  for (const view of shown_by) for (const [, tooltip] of view.ttmodels) tooltip.clear();
}

// Axes change their names with what they show.
HoverToolView.prototype._render_tooltips = function (...about) {
  delete this._template_el;
  return render.apply(this, about);
};

/** Suspend a plot's hover while something is dragged over it, or resume it. Otherwise each paint would
    look for what is under the pointer and lay out a tooltip anew. */
export function suspendHover(plot_view, suspended) {
  for (const [tool, view] of plot_view.tool_views) {
    if (!(view instanceof HoverToolView)) continue;
    if (suspended) view._move_exit();
    tool.setv({ active: !suspended }, { sync: false });
  }
}
