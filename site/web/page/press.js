// Pressing a button of the document for the reader, wherever it is drawn. Python ignores what cannot be done.

export function press(name) {
  Bokeh.documents.at(-1).get_model_by_name(name).clicks += 1;
}
