/* What becomes of a point under the hand: it is shown in the source at once, whether Python is there
   or not, and told to Python as a PointGesture. Who asks for it: point_tool.js and point_keys.js. */

const { GestureToolView } = Bokeh.require("models/tools/gestures/gesture_tool");
const { ModelEvent } = Bokeh.require("core/bokeh_events");

// How long the hand's own position outweighs late answers about an earlier one.
const HOLD_MS = 1500;

export class PointGesture extends ModelEvent {
  static {
    this.prototype.event_name = "point_gesture";
  }

  constructor(kind, index, x, y) {
    super();
    Object.assign(this, { kind, index, x, y });
  }

  get event_values() {
    const { kind, index, x, y } = this;
    return { ...super.event_values, kind, index, x, y };
  }
}

/** A tool's view that can change the points of its model's source. */
export class PointEditor extends GestureToolView {
  connect_signals() {
    super.connect_signals();
    this.held = null;
    this.connect(this.model.properties.selected.change, () => this.highlight());
    this.connect(this.source.properties.data.change, () => this.hold_on());
    this.connect(this.source.patching, () => this.hold_on());
    this.highlight();
  }

  get source() {
    return this.model.source;
  }

  column(name) {
    return this.source.get_column(name) ?? [];
  }

  get xs() {
    return this.column(this.model.x);
  }

  get ys() {
    return this.column(this.model.y);
  }

  send(kind, index = null, x = null, y = null) {
    this.model.trigger_event(new PointGesture(kind, index, x, y));
  }

  select(index) {
    if (index === this.model.selected) return;
    this.model.selected = index;
    this.send("select", index);
  }

  clear() {
    if (this.model.selected === null) return;
    this.model.selected = null;
    this.send("clear-selection");
  }

  add({ x, y }) {
    const row = Object.fromEntries(this.source.columns().map((name) => [name, [this.filler(name)]]));
    this.source.stream({ ...row, [this.model.x]: [x], [this.model.y]: [y] }, undefined, { sync: false });
    this.send("add", null, x, y);
  }

  /** A new row's value in a column that is not a coordinate, until Python sends the real one. */
  filler(name) {
    return this.source.inferred_defaults.get(name) ?? null;
  }

  move(index, { x, y }) {
    this.held = { index, x, y, until: Infinity };
    this.place(index, x, y);
    this.send("move", index, x, y);
  }

  release(index) {
    if (this.held !== null) this.held.until = performance.now() + HOLD_MS;
    this.send("release", index, this.xs[index], this.ys[index]);
  }

  delete(index) {
    const without = (column) => Array.from(column).toSpliced(index, 1);
    const data = Object.fromEntries(this.source.columns().map((name) => [name, without(this.column(name))]));
    this.held = null;
    this.model.setv({ selected: null });
    this.source.setv({ data }, { sync: false });
    this.send("delete", index);
  }

  place(index, x, y) {
    this.placing = true;
    this.source.patch({ [this.model.x]: [[index, x]], [this.model.y]: [[index, y]] }, { sync: false });
    this.placing = false;
  }

  /** A late answer about an earlier place of the held point must not pull it out of the hand. */
  hold_on() {
    const { held } = this;
    if (held === null || this.placing === true) return;
    if (performance.now() > held.until || held.index >= this.xs.length) {
      this.held = null;
    } else if (this.xs[held.index] !== held.x || this.ys[held.index] !== held.y) {
      this.place(held.index, held.x, held.y);
    } else if (held.until < Infinity) {
      this.held = null;
    }
  }

  highlight() {
    const { selected } = this.model;
    this.source.selected.setv({ indices: selected === null ? [] : [selected] }, { sync: false });
  }
}
