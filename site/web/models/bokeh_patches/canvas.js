/* Changes the default view of Canvas.
   Why: Bokeh makes every canvas a stop of the Tab key, though most plots have nothing to do there. Ours is
   one only where a tool says so (point_keys.js), and shows its focus to the keyboard alone. This patch
   serves correctness, so it has no switch. */

import FOCUS from "./canvas.css" with { type: "text" };

const { Canvas, CanvasView } = Bokeh.require("models/canvas/canvas");

class QuietCanvasView extends CanvasView {
  initialize() {
    super.initialize();
    this.events_el.removeAttribute("tabindex");
  }

  stylesheets() {
    return [...super.stylesheets(), FOCUS];
  }
}

Canvas.prototype.default_view = QuietCanvasView;
