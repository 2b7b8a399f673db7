/* Group: a part of a view: a heading and what stands under it, in one of a few layouts; a figure with its
   menu and its sentence is one of them. Its elements
   may come later than the group itself: a view that is not yet open is an empty group. */

import { MODULE, shared } from "./base.js";
import { html, setIfChanged, setText, show } from "./dom.js";
import { forgetNames, markIfNamed, watchNames } from "./named.js";
import { piecewise } from "./piecewise.js";

const { Pane, PaneView } = Bokeh.require("models/ui/pane");

// The labels and titles of a model and of what stands in it.
const names = ({ label, title, elements = [] }) => [label ?? title, ...elements.flatMap(names)];

// A figure below the stage, or on it: one of its main ones, or a small one.
const FIGURES = ["figure", "main", "small"];

export class GroupView extends PaneView {
  initialize() {
    super.initialize();
    this.shadow_el.adoptedStyleSheets = [shared];
    this.heading = html("h3", { class: "group-title" });
    this.inside = html("div", { class: `group group-${this.model.look}` });
    this.whole = this.make_whole();
    this.updating = Promise.resolve();
    this.refresh();
    watchNames(this);
    this.mark();
  }

  remove() {
    forgetNames(this);
    super.remove();
  }

  /** Mark the title while a lesson names it, and that of a fold while it names what is inside. */
  mark() {
    const { look, title, elements } = this.model;
    markIfNamed(this.heading, title, ...(look === "fold" ? elements.flatMap(names) : []));
  }

  make_whole() {
    const { look } = this.model;
    if (look === "fold") return this.make_fold();
    if (!FIGURES.includes(look)) return html("section", {}, this.heading, this.inside);
    this.inside.classList.add("group-figure");
    return html("figure", {}, this.heading, this.inside);
  }

  make_fold() {
    const fold = html("details", { class: "fold" }, html("summary", {}, this.heading), this.inside);
    // What is drawn while folded away has no size; it takes its own when it is shown.
    fold.addEventListener("toggle", () => {
      this.model.open = fold.open;
      this.r_after_render();
    });
    return fold;
  }

  get self_target() {
    return this.inside ?? super.self_target;
  }

  connect_signals() {
    super.connect_signals();
    this.connect(this.model.change, () => this.refresh());
    this.connect(this.model.change, () => this.mark());
  }

  // As Bokeh does it, but piece by piece: a whole view at once takes longer than a hand waits.
  async _update_elements() {
    this.updating = this.updating.then(async () => {
      const { created } = await this._build_elements();
      const fresh = new Set(created);
      this.name_parts();
      await piecewise([...this.element_views], (view) => {
        // Taken out again meanwhile, or all of the page with it.
        if (!this.element_views.includes(view)) return;
        const target = view.rendering_target() ?? this.self_target;
        if (fresh.has(view)) view.render_to(target);
        else target.append(view.el);
        view.r_after_render();
      });
      this.after_render();
      this.note_filled();
    });
    await this.updating;
  }

  /** Until all is there, the place that the page keeps for it stays. */
  note_filled() {
    this.inside.classList.toggle("group-filled", this.element_views.length > 0);
  }

  /** The page's own style finds the elements as parts, the first of them as the one that leads; it says where they
      stand, from their first frame on. */
  name_parts() {
    for (const [i, { el }] of this.element_views.entries()) el.setAttribute("part", i === 0 ? "element lead" : "element");
  }

  _apply_visible() {
    show(this.el, this.model.visible);
  }

  refresh() {
    const { title, look, open } = this.model;
    setText(this.heading, title);
    show(this.heading, title !== "" && !FIGURES.includes(look));
    if (look === "fold") this.whole.open = open;
    if (FIGURES.includes(look)) this.whole.setAttribute("aria-label", title);
  }

  render() {
    super.render();
    this.shadow_el.append(this.whole);
    this.name_parts();
    this.note_filled();
    if (FIGURES.includes(this.model.look)) this.describe();
  }

  /** Of a figure: what is drawn is one picture to those who do not see it, and its sentence is said
      when it changes. A plot that can be operated says itself what it is. */
  describe() {
    for (const { el, model } of this.element_views) {
      if (model.type.endsWith("Prose")) setIfChanged(el, "aria-live", "polite");
      if (model.toolbar === undefined || model.toolbar.tools.some(({ type }) => type.endsWith("PointTool"))) continue;
      setIfChanged(el, "role", "img");
      setIfChanged(el, "aria-label", this.model.title);
    }
  }
}

export class Group extends Pane {
  static __name__ = "Group";
  static __module__ = MODULE;
  static {
    this.prototype.default_view = GroupView;
    this.define(({ Str, Bool, Enum }) => ({
      title: [Str, ""],
      open: [Bool, false],
      look: [Enum("flow", "row", "grid", "pairs", "controls", "fold", "figure", "stage", "main", "small"), "flow"],
    }));
  }
}
