/* Where a figure's axes belong: what Python set last. A hand that pans or zooms leaves home, and can go
   back; when Python moves an axis, that axis is at home again. */

const homes = new WeakMap();

export class Home {
  /** The home of a plot's model; `synced` where Python follows what the hand does. */
  static of(plot) {
    if (!homes.has(plot)) homes.set(plot, new Home(plot));
    return homes.get(plot);
  }

  constructor(plot) {
    this.axes = [plot.x_range, plot.y_range].map((range) => ({ range, start: range.start, end: range.end }));
    this.watchers = new Set();
    this.by_hand = false;
    for (const axis of this.axes) axis.range.change.connect(() => this.changed(axis));
  }

  changed(axis) {
    if (this.by_hand) return;
    const { range } = axis;
    const left = axis.left;
    for (const end of ["start", "end"]) {
      // What the hand has put there is no one's home.
      if (left === undefined || range[end] !== left[end]) axis[end] = range[end];
    }
    if (left !== undefined) this.reset_axis(axis);
    this.tell();
  }

  /** Set both ranges as a hand has moved them. */
  move(x, y, synced) {
    this.set(synced, () => [x, y].forEach((wanted, k) => {
      this.axes[k].left = wanted;
      this.axes[k].range.setv(wanted, { sync: synced });
    }));
  }

  reset(synced) {
    this.set(synced, () => this.axes.forEach((axis) => this.reset_axis(axis, synced)));
  }

  reset_axis(axis, synced = false) {
    const { range, start, end } = axis;
    axis.left = undefined;
    const before = this.by_hand;
    this.by_hand = true;
    range.setv({ start, end }, { sync: synced });
    this.by_hand = before;
  }

  set(synced, act) {
    this.by_hand = true;
    try {
      act();
    } finally {
      this.by_hand = false;
    }
    this.tell();
  }

  get moved() {
    return this.axes.some(({ left }) => left !== undefined);
  }

  watch(callback) {
    this.watchers.add(callback);
    return () => this.watchers.delete(callback);
  }

  tell() {
    for (const callback of this.watchers) callback(this.moved);
  }
}
