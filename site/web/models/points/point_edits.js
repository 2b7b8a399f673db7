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

  constructor(kind, index, x, y, indices) {
    super();
    Object.assign(this, { kind, index, x, y, indices });
  }

  get event_values() {
    const { kind, index, x, y, indices } = this;
    return { ...super.event_values, kind, index, x, y, indices };
  }
}

/** A tool's view that can change the points of its model's source. */
export class PointEditor extends GestureToolView {
  connect_signals() {
    super.connect_signals();
    this.held = null;
    const { selected, several } = this.model.properties;
    for (const { change } of [selected, several]) this.connect(change, () => this.highlight());
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

  send(kind, index = null, x = null, y = null, indices = []) {
    this.model.trigger_event(new PointGesture(kind, index, x, y, indices));
  }

  select(index) {
    if (index === this.model.selected) return;
    this.model.setv({ selected: index, several: [] });
    this.send("select", index);
  }

  /** Several at once; one of them alone is simply selected. */
  select_group(indices) {
    if (indices.length === 0) this.clear();
    else if (indices.length === 1) this.select(indices[0]);
    else {
      this.model.setv({ selected: null, several: indices });
      this.send("select-group", null, null, null, indices);
    }
  }

  clear() {
    if (this.model.selected === null && this.model.several.length === 0) return;
    this.model.setv({ selected: null, several: [] });
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
    this.leave_out([index]);
    this.send("delete", index);
  }

  /** All of the group, as one change. */
  delete_group() {
    this.leave_out(this.model.several);
    this.send("delete");
  }

  leave_out(indices) {
    const gone = new Set(indices);
    const without = (column) => Array.from(column).filter((_, i) => !gone.has(i));
    const data = Object.fromEntries(this.source.columns().map((name) => [name, without(this.column(name))]));
    this.held = null;
    this.model.setv({ selected: null, several: [] });
    this.source.setv({ data }, { sync: false });
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
    const { selected, several } = this.model;
    this.source.selected.setv({ indices: selected === null ? several : [selected] }, { sync: false });
  }
}
