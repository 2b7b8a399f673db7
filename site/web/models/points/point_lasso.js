/* A lasso: the line that a hand draws round points, seen while it is drawn. Which points lie within is
   point_math.js; what becomes of them is the tool's. */

import { enclosed } from "./point_math.js";
import { svg } from "../dom.js";

// A line that closes over less is a slip of the hand.
const LEAST = 3;

export class Lasso {
  constructor(area, { sx, sy }) {
    this.path = [[sx, sy]];
    this.line = svg("polygon", {
      fill: "var(--ink)", "fill-opacity": "0.08", stroke: "var(--ink)", "stroke-dasharray": "4 3",
    });
    this.picture = svg("svg", { width: "100%", height: "100%", "aria-hidden": "true" }, this.line);
    this.picture.style.cssText = "position: absolute; inset: 0; pointer-events: none";
    area.append(this.picture);
  }

  grow({ sx, sy }) {
    this.path.push([sx, sy]);
    this.line.setAttribute("points", this.path.map((place) => place.join(",")).join(" "));
  }

  /** The indices of the points, given in pixels, within the line; it goes from sight. */
  close(xs, ys) {
    this.picture.remove();
    return this.path.length < LEAST ? [] : enclosed(xs, ys, this.path);
  }
}
