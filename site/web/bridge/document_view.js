// The JavaScript side of the Bokeh document: draws each root into its slot, those in sight at once and the
// others when they are wanted. Applies Python's patches and reports what the user changes. Both sides have
// the same model identities.

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
  #undrawn = [];
  #inSight;
  #onEvent;

  // inSight(slot) says whether it is to be drawn at once; onEvent is called with each change that the
  // user makes to the document.
  constructor(inSight, onEvent) {
    this.#inSight = inSight;
    this.#onEvent = onEvent;
  }

  async draw(json) {
    const { Document } = Bokeh.require("document");
    const { ViewManager } = Bokeh.require("core/view_manager");
    const document_ = Document.from_json(json);
    this.#undrawn = document_.roots().map((model) => {
      const slot = document.querySelector(`[data-slot="${model.name}"]`);
      if (slot === null) throw new Error(`index.html has no slot for ${model.name}`);
      slot.replaceChildren();
      return { model, slot };
    });
    document_.on_change((event) => {
      if (event.sync) this.#onEvent(event);
    }, false);
    this.#views = document_.views_manager = new ViewManager([], Bokeh.index);
    this.#document = document_;
    await this.drawInSight();
  }

  // Draws what has come into sight.
  async drawInSight() {
    const wanted = this.#undrawn.filter(({ slot }) => this.#inSight(slot));
    this.#undrawn = this.#undrawn.filter((root) => !wanted.includes(root));
    await this.#show(wanted);
  }

  // Draws one of those that are out of sight; whether there was one.
  async drawAnother() {
    const root = this.#undrawn.shift();
    if (root) await this.#show([root]);
    return root !== undefined;
  }

  // As Bokeh's own embedding does it, which draws all roots, one after the other. All are put into the
  // page before the first is measured: each that came later would have all laid out again.
  async #show(roots) {
    const views = [];
    for (const { model, slot } of roots) {
      const view = await this.#views.build_view(model);
      view.render_to(slot);
      views.push(view);
    }
    for (const view of views) {
      view.r_after_render();
      view.notify_finished();
      Bokeh.index.add(view);
    }
  }

  // Whatever the old one is like: it may have been left half changed, or half drawn.
  async replace(json) {
    for (const view of this.#views ?? []) {
      try {
        view.remove();
      } catch (error) {
        console.warn(`A part of the old document could not be taken away: ${error.message}`);
      }
    }
    this.#document?.clear({ sync: false });
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
