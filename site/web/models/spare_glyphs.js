/* Beside the glyph that it paints, each renderer of Bokeh has others, for points that are selected, muted or
   thinned out, and prepares them all whenever data change. Here they wait until one of them is painted.
   Does not cover glyphs that load something (images by address), of which we have none. */

const { GlyphRendererView } = Bokeh.require("models/renderers/glyph_renderer");
const { Indices } = Bokeh.require("core/types");

const { map_data, _paint: paint } = GlyphRendererView.prototype;

const spares = ({ decimated_glyph, selection_glyph, nonselection_glyph, hover_glyph, muted_glyph }) =>
  [decimated_glyph, selection_glyph, nonselection_glyph, hover_glyph, muted_glyph].filter((glyph) => glyph);

function painted({ model, hover_glyph }) {
  const busy = (model.document?.interactive_duration() ?? 0) > 0;
  return model.muted || busy || Boolean(hover_glyph) || !model.data_source.selected.is_empty();
}

function prepare(view) {
  const { model: { data_source: source }, all_indices } = view;
  for (const glyph of spares(view)) {
    glyph.set_data(source, all_indices, null);
    glyph.set_visuals(source, all_indices);
    glyph.after_visuals();
  }
  view.spares_ready = true;
}

Object.assign(GlyphRendererView.prototype, {
  async set_data(indices) {
    this.all_indices = this.model.view.indices;
    await this.glyph.set_data(this.model.data_source, this.all_indices, indices);
    await this.set_visuals();
    this._update_masked_indices();
    const { count } = this.all_indices;
    this.decimated = new Indices(count);
    for (let i = 0; i < count; i += this.plot_model.lod_factor) this.decimated.set(i);
    this.plot_view.invalidate_dataranges = true;
  },

  async set_visuals() {
    this.spares_ready = false;
    this.glyph.set_visuals(this.model.data_source, this.all_indices);
    this.glyph.after_visuals();
    await this.glyph.after_lazy_visuals();
  },

  map_data() {
    if (this.spares_ready) map_data.call(this);
    else this.glyph.map_data();
  },

  _paint(ctx) {
    if (!this.spares_ready && painted(this)) prepare(this);
    paint.call(this, ctx);
  },
});
