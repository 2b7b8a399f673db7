/* What figures look like is in the document alone. Bokeh also asks the page's style sheets, for each
   colour and font of each label at each paint, and every such question makes the browser compute all
   styles anew: most of the time that a moving plot takes. */

const { VisualProperties } = Bokeh.require("core/visuals/visual");
const { PlotView } = Bokeh.require("models/plots/plot_canvas");

VisualProperties.prototype._get_css_value = () => "";

/** The size of an em, which no text of ours uses: the browser's own. */
Object.defineProperty(PlotView.prototype, "base_font_size", { get: () => 16 });
