/* What figures look like is in the document alone. Bokeh also asks the page's style sheets, for each
   colour and font of each label at each paint, and every such question makes the browser compute all
   styles anew: most of the time that a moving plot takes. */

const { VisualProperties } = Bokeh.require("core/visuals/visual");
const { PlotView } = Bokeh.require("models/plots/plot_canvas");
const { Plot } = Bokeh.require("models/plots/plot");

VisualProperties.prototype._get_css_value = () => "";

/** The size of an em, which no text of ours uses: the browser's own. */
Object.defineProperty(PlotView.prototype, "base_font_size", { get: () => 16 });

/* While presenting, all text in figures is larger, as the page's own is. */

const { Text, TextScalar, TextVector } = Bokeh.require("core/visuals/text");
const enlarged = (size) => size.replace(/[\d.]+(?=px)/, (pixels) => String(Number(pixels) * factor));
let factor = 1;

for (const { prototype } of [Text, TextScalar, TextVector]) {
  const { font_value, values } = prototype;
  prototype.font_value = function (...at) {
    return enlarged(font_value.apply(this, at));
  };
  prototype.values = function (...at) {
    const found = values.apply(this, at);
    return { ...found, font_size: enlarged(found.font_size) };
  };
}

/** Draw the text of all figures so many times as large as they say. */
export function enlargeText(times) {
  factor = times;
  for (const shown of Bokeh.documents) {
    for (const model of shown._all_models.values()) {
      if (model instanceof Plot) Bokeh.index.find_one(model)?.invalidate_layout();
    }
  }
}
