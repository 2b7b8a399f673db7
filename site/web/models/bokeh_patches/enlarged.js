/* Changes Text, TextScalar and TextVector: font_value and values; Line, LineScalar: set_value; LineVector:
   set_vectorize; ScatterView: _paint.
   Why: while presenting, text, lines and points in figures are larger, as the page's own text is. Bokeh has
   no scale for a figure. This patch serves correctness, so it has no switch. */

const { Text, TextScalar, TextVector } = Bokeh.require("core/visuals/text");
const { Line, LineScalar, LineVector } = Bokeh.require("core/visuals/line");
const { ScatterView } = Bokeh.require("models/glyphs/scatter");
const { Plot } = Bokeh.require("models/plots/plot");

// How many times as large as usual.
const scale = { text: 1, marks: 1 };

const enlarged = (size) => size.replace(/[\d.]+(?=px)/, (pixels) => String(Number(pixels) * scale.text));

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

for (const [{ prototype }, name] of [[Line, "set_value"], [LineScalar, "set_value"], [LineVector, "set_vectorize"]]) {
  const set = prototype[name];
  prototype[name] = function (ctx, ...at) {
    set.call(this, ctx, ...at);
    ctx.lineWidth *= scale.marks;
  };
}

const { _paint: paint_points } = ScatterView.prototype;
ScatterView.prototype._paint = function (ctx, indices, data) {
  const size = data?.size ?? this.size;
  const larger = { get: (i) => scale.marks * size.get(i) };
  paint_points.call(this, ctx, indices, scale.marks === 1 ? data : { ...data, size: larger });
};

/** Scale the text of all figures, and their lines and points. */
export function enlarge(text, marks) {
  if (text === scale.text && marks === scale.marks) return;
  Object.assign(scale, { text, marks });
  for (const shown of Bokeh.documents) {
    for (const model of shown._all_models.values()) {
      if (model instanceof Plot) Bokeh.index.find_one(model)?.invalidate_layout();
    }
  }
}

/** How many times as large as usual the text of figures is. */
export function textFactor() {
  return scale.text;
}
