/* A stand-in for a source of points: columns that are patched, streamed and replaced as in Bokeh. */

import { model, signal } from "../../stand_ins.js";

export function points(xs, ys) {
  const data = signal();
  const patching = signal();
  return {
    data: { x: xs, y: ys, colour: xs.map(() => "red") },
    properties: { data: { change: data } },
    patching,
    selected: model({ indices: [] }),
    inferred_defaults: new Map(),
    columns: () => ["x", "y", "colour"],
    get_column(name) {
      return this.data[name];
    },
    patch(patches) {
      for (const [name, changes] of Object.entries(patches)) for (const [index, value] of changes) this.data[name][index] = value;
      patching.emit();
    },
    stream(row) {
      for (const [name, values] of Object.entries(row)) this.data[name] = [...this.data[name], ...values];
    },
    setv({ data: fresh }) {
      this.answer(fresh);
    },
    /** What Python says of all the points. */
    answer(fresh) {
      this.data = fresh;
      data.emit();
    },
  };
}
