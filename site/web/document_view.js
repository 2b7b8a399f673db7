// The page's half of the Bokeh document: draws each root into its slot, applies Python's patches and
// reports what the user changes. Python's half has the same model identities.

const replacer = (_key, value) => (typeof value?.to_base64 === "function" ? value.to_base64() : value);

// Other colours for the same roles, before anything is drawn. Every colour is a unique string.
export function recolour(text, pairs) {
  const other = new Map(pairs);
  return text.replace(/#[0-9a-f]{6}\b/g, (colour) => other.get(colour) ?? colour);
}

// The controls of these words as the state says, before they are drawn.
export function preset(json, state) {
  for (const { attributes } of json.roots) {
    if (["theme", "view"].includes(attributes.name)) attributes.value = state[attributes.name];
  }
  return json;
}

// Whether a change by Python has been overtaken by one of the user's to the same property.
export function overtaken({ kind, model, attr }, waiting) {
  return kind === "ModelChanged" && waiting.some((event) => event.kind === kind && event.model.id === model.id && event.attr === attr);
}

export class DocumentView {
  #document = null;
  #views = null;
  #onEvent;

  // onEvent is called with each change that the user makes to the document.
  constructor(onEvent) {
    this.#onEvent = onEvent;
  }

  async draw(json) {
    const { Document } = Bokeh.require("document");
    const document_ = Document.from_json(json);
    const elements = document_.all_roots.map((model) => {
      // Bokeh counts the document's own settings among its roots; they have nothing to draw.
      if (!document_.roots().includes(model)) return null;
      const { name } = model;
      const slot = document.querySelector(`[data-slot="${name}"]`);
      if (slot === null) throw new Error(`index.html has no slot for ${name}`);
      slot.replaceChildren();
      return slot;
    });
    document_.on_change((event) => {
      if (event.sync) this.#onEvent(event);
    }, false);
    this.#views = await Bokeh.embed.add_document_standalone(document_, document.body, elements, false);
    this.#document = document_;
  }

  async replace(json) {
    for (const view of this.#views) view.remove();
    this.#document.clear({ sync: false });
    await this.draw(json);
  }

  // waiting: what the user has done since, which Python will hear of; what it says of the same
  // properties is older.
  apply(patch, names, data, waiting) {
    const buffers = new Map(names.map((name, i) => [name, data[i]]));
    const events = patch.events.filter((event) => !overtaken(event, waiting));
    this.#document.apply_json_patch({ ...patch, events }, buffers);
    // Models that came from Python are known there; Bokeh would send them back with the next event.
    this.#document._new_models.clear();
  }

  // Events of a document that was replaced meanwhile are nobody's any more.
  patch(events) {
    const own = events.filter((event) => event.document === this.#document);
    return JSON.stringify(this.#document.create_json_patch(own), replacer);
  }
}
