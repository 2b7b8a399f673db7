/* Group: a part of a view: a heading and what stands under it, in one of a few layouts. Its elements
   may come later than the group itself: a view that is not yet open is an empty group. */

import { MODULE, shared } from "./base.js";
import { html, say, show } from "./dom.js";

const { Pane, PaneView } = Bokeh.require("models/ui/pane");

export class GroupView extends PaneView {
  initialize() {
    super.initialize();
    this.shadow_el.adoptedStyleSheets = [shared];
    this.heading = html("h3", { class: "group-title" });
    this.inside = html("div", { class: `group group-${this.model.look}` });
    this.whole = this.model.look === "fold" ? this.make_fold() : html("section", {}, this.heading, this.inside);
    this.refresh();
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
  }

  _apply_visible() {
    show(this.el, this.model.visible);
  }

  refresh() {
    say(this.heading, this.model.title);
    show(this.heading, this.model.title !== "");
    if (this.model.look === "fold") this.whole.open = this.model.open;
  }

  render() {
    super.render();
    this.shadow_el.append(this.whole);
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
      look: [Enum("flow", "row", "grid", "fold"), "flow"],
    }));
  }
}
