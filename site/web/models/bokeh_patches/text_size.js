/* Changes Text, TextScalar and TextVector: font_value and values.
   Why: while presenting, all text in figures is larger, as the page's own text is. Bokeh has no scale for
   the text of a figure. This patch serves correctness, so it has no switch. */

const { Text, TextScalar, TextVector } = Bokeh.require("core/visuals/text");
const { Plot } = Bokeh.require("models/plots/plot");

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

/** Scale the text of all figures by this factor. */
export function enlargeText(times) {
  factor = times;
  for (const shown of Bokeh.documents) {
    for (const model of shown._all_models.values()) {
      if (model instanceof Plot) Bokeh.index.find_one(model)?.invalidate_layout();
    }
  }
}

/** How many times as large as usual the text of figures is. */
export function textFactor() {
  return factor;
}
