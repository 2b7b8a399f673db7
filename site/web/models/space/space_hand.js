/* The hand on the plot in 3-D. A drag turns it, with one finger too: a swipe that begins upwards scrolls the
   page. A press on a point selects it. Arrow keys turn (with Shift further), the square brackets choose a
   point, Escape lets go, Home looks from where the plot was seen at first. */

import { neighbourPoint } from "../points/point_math.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const [STEP, STRIDE] = [5, 20];
// Degrees for each pixel of a drag.
const TURN = 0.45;
const REACH = { mouse: 10, pen: 14, touch: 22 };
const SLACK = { mouse: 4, pen: 6, touch: 8 };

export const HELP = "Arrow keys turn the plot, with Shift further. The square brackets choose a point; Escape lets go.";

export class SpaceHand {
  /** owner: {turn(across, up), home(), pointAt(x, y, reach), select(index or null), tell(index or null), xs, ys,
      selected}. */
  constructor(area, owner) {
    Object.assign(this, { area, owner, press: null });
    area.addEventListener("pointerdown", (event) => this.down(event));
    area.addEventListener("pointermove", (event) => this.move(event));
    area.addEventListener("pointerup", (event) => this.up(event));
    area.addEventListener("pointercancel", () => (this.press = null));
    area.addEventListener("pointerleave", () => this.owner.tell(null));
    area.addEventListener("keydown", (event) => this.key(event));
  }

  at({ clientX, clientY }) {
    const { left, top } = this.area.getBoundingClientRect();
    return [clientX - left, clientY - top];
  }

  pointAt(event) {
    return this.owner.pointAt(...this.at(event), REACH[event.pointerType] ?? REACH.mouse);
  }

  down(event) {
    if (event.button !== 0 || this.press !== null) return;
    this.press = { id: event.pointerId, start: this.at(event), last: this.at(event), turning: false };
    this.area.focus({ preventScroll: true });
  }

  move(event) {
    const { press } = this;
    if (press === null) {
      if (event.pointerType === "mouse") this.point_out(event);
      return;
    }
    if (press.id !== event.pointerId) return;
    const [x, y] = this.at(event);
    const far = Math.hypot(x - press.start[0], y - press.start[1]);
    if (!press.turning && far < (SLACK[event.pointerType] ?? SLACK.mouse)) return;
    if (!press.turning) this.begin(event);
    this.owner.turn(-TURN * (x - press.last[0]), TURN * (y - press.last[1]));
    press.last = [x, y];
  }

  point_out(event) {
    const found = this.pointAt(event);
    this.area.style.cursor = found === null ? "grab" : "pointer";
    this.owner.tell(found);
  }

  begin({ pointerId }) {
    this.press.turning = true;
    this.owner.tell(null);
    // The turn goes on where the pointer leaves the plot.
    this.area.setPointerCapture(pointerId);
    this.area.style.cursor = "grabbing";
  }

  up(event) {
    const { press } = this;
    if (press === null || press.id !== event.pointerId) return;
    this.press = null;
    this.area.style.cursor = "grab";
    if (!press.turning) this.owner.select(this.pointAt(event));
  }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (this.act(event)) event.preventDefault();
  }

  /** Do what a key says; true where it said something. */
  act({ key, shiftKey }) {
    const { owner } = this;
    if (key in ARROWS) {
      const [across, up] = ARROWS[key].map((way) => way * (shiftKey ? STRIDE : STEP));
      owner.turn(-across, up);
      return true;
    }
    if (key === "Home") owner.home();
    else if (key === "[" || key === "]") this.choose(key === "]" ? 1 : -1);
    else if (key === "Escape" && owner.selected !== null) owner.select(null);
    else return false;
    return true;
  }

  choose(direction) {
    const { owner } = this;
    const next = neighbourPoint(owner.xs, owner.ys, owner.selected, direction);
    if (next !== null) owner.select(next);
  }
}
