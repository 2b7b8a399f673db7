/* What every model of ours has in common: a shadow root with one shared stylesheet, a body that is
   built once and afterwards only refreshed, so that focus and half-typed text survive a patch. */

import { show } from "./dom.js";
import { forgetNames, markIfNamed, watchNames } from "./named.js";
import { SHEET } from "./sheet.js";

export const { UIElement, UIElementView } = Bokeh.require("models/ui/ui_element");

/** The Python module that declares the same models. */
export const MODULE = "playground.controls.models";

export const shared = new CSSStyleSheet();
shared.replaceSync(SHEET);

/** A view with `make()` -> node, called once, and `refresh()`, called after each change. */
export class BodyView extends UIElementView {
  initialize() {
    super.initialize();
    this.shadow_el.adoptedStyleSheets = [shared];
    this.body = this.make();
    this.refresh();
    if (this.model.label === undefined) return;
    watchNames(this);
    this.mark();
  }

  connect_signals() {
    super.connect_signals();
    this.connect(this.model.change, () => this.refresh());
    if (this.model.label !== undefined) this.connect(this.model.change, () => this.mark());
  }

  remove() {
    forgetNames(this);
    super.remove();
  }

  /** Mark the control while a lesson names it. */
  mark() {
    markIfNamed(this.el, this.model.label);
  }

  /** As an attribute: the shared sheet's own `display` would outweigh Bokeh's. */
  _apply_visible() {
    show(this.el, this.model.visible);
  }

  render() {
    super.render();
    this.shadow_el.append(this.body);
  }

  make() {
    return document.createElement("div");
  }

  refresh() {}
}

/** A control: label, help, disabled. */
export class Control extends UIElement {
  static __name__ = "Control";
  static __module__ = MODULE;
  static {
    this.define(({ Str, Bool }) => ({
      label: [Str, ""],
      help: [Str, ""],
      disabled: [Bool, false],
    }));
  }
}
