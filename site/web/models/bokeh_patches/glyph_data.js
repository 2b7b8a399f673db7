/* Patch "glyph_data". Changes GlyphView.index_data, GlyphView.index and GlyphRendererView.
   What Bokeh prepares when data change, put off until it is asked for: the glyphs beside the one that a
   renderer paints (for points that are selected, muted or thinned out), the index by which points under
   the pointer are found, and all of a renderer that is hidden. Does not cover axes that follow the data by
   themselves, nor glyphs that load something (images by address): we have neither. */

import { isOn } from "./switch.js";

const { GlyphView } = Bokeh.require("models/glyphs/glyph");
const { GlyphRendererView } = Bokeh.require("models/renderers/glyph_renderer");
const { Indices } = Bokeh.require("core/types");

const { index_data } = GlyphView.prototype;
const { connect_signals, map_data, _paint: paint } = GlyphRendererView.prototype;

if (isOn("glyph_data")) {
  GlyphView.prototype.index_data = function () {
    this._index = null;
  };

  Object.defineProperty(GlyphView.prototype, "index", {
    get() {
      if (this._index === null) index_data.call(this);
      return this._index;
    },
  });
}

const spares = ({ decimated_glyph, selection_glyph, nonselection_glyph, hover_glyph, muted_glyph }) =>
  [decimated_glyph, selection_glyph, nonselection_glyph, hover_glyph, muted_glyph].filter((glyph) => glyph);

function needs_spares({ model, hover_glyph }) {
  const busy = (model.document?.interactive_duration() ?? 0) > 0;
  return model.muted || busy || Boolean(hover_glyph) || !model.data_source.selected.is_empty();
}

function prepare_spares(view) {
  const { model: { data_source: source }, all_indices } = view;
  for (const glyph of spares(view)) {
    glyph.set_data(source, all_indices, null);
    glyph.set_visuals(source, all_indices);
    glyph.after_visuals();
  }
  view.spares_ready = true;
}

const PATCH = {
  connect_signals() {
    connect_signals.call(this);
    this.connect(this.model.properties.visible.change, () => {
      if (this.model.visible && this.data_due) this.update_data();
    });
  },

  async set_data(indices) {
    this.all_indices = this.model.view.indices;
    this.data_due = !this.model.visible;
    if (this.data_due && this.decimated) return;
    await this.glyph.set_data(this.model.data_source, this.all_indices, indices);
    await this.set_visuals();
    const { count } = this.all_indices;
    this.decimated = new Indices(count);
    for (let i = 0; i < count; i += this.plot_model.lod_factor) this.decimated.set(i);
  },

  async set_visuals() {
    this.spares_ready = false;
    this.glyph.set_visuals(this.model.data_source, this.all_indices);
    this.glyph.after_visuals();
    await this.glyph.after_lazy_visuals();
  },

  // Only what colours itself by all that is in sight would have to know of it.
  _update_masked_indices() {
    const masked = this.glyph.mask_data();
    this.model.view.setv({ masked }, { silent: true });
    return masked;
  },

  map_data() {
    if (this.spares_ready) map_data.call(this);
    else this.glyph.map_data();
  },

  _paint(ctx) {
    if (!this.spares_ready && needs_spares(this)) prepare_spares(this);
    paint.call(this, ctx);
  },
};

if (isOn("glyph_data")) Object.assign(GlyphRendererView.prototype, PATCH);
