import assert from "node:assert/strict";
import { test } from "node:test";

import { StillParts, in_order, split } from "../../../../site/web/models/bokeh_patches/still_parts.js";

const view = (id, level) => ({ model: { id, level }, needs_clip: false, paint: (ctx) => ctx.painted.push(id) });

const [grid, points, line, closed, axis, note] = [
  view("grid", "underlay"), view("points", "glyph"), view("line", "glyph"), view("closed", "glyph"),
  view("axis", "guide"), view("note", "overlay"),
];

/** A canvas that notes what is painted on it, and what was painted on the pictures that it gets. */
function sheet() {
  const ctx = { painted: [], save() {}, restore() {}, beginPath() {}, rect() {}, clip() {}, drawImage: ({ ctx: { painted } }) => ctx.painted.push([...painted]) };
  return { ctx, canvas: { ctx, width: 100, height: 80 }, bbox: { width: 100, height: 80 }, resize() {}, prepare: () => ctx, finish() {}, undo_transform: (act) => act(ctx) };
}

function make() {
  const made = {
    canvas_view: { primary: sheet() },
    computed_renderer_views: [axis, points, grid, line, closed, note],
    frame: { bbox: { args: [10, 10, 80, 60] } },
    paint_ground: (ctx) => ctx.painted.push("ground"),
    pictures: 0,
  };
  made.still = new StillParts(made, () => (made.pictures += 1) && sheet());
  made.frame_of = (...moved) => {
    made.canvas_view.primary.ctx.painted = [];
    made.still.paint(made.canvas_view.primary.ctx, moved);
    return made.canvas_view.primary.ctx.painted;
  };
  return made;
}

const WHOLE = ["ground", "grid", "points", "line", "closed", "axis"];
const COMPOSED = [["ground", "grid", "points"], "line", ["closed", "axis"]];

test("levels are painted one after the other, overlays elsewhere", () => {
  assert.deepEqual(in_order([axis, points, grid, note, line]), [grid, points, line, axis]);
  assert.deepEqual(split([grid, points, line, closed], new Set([points, line])), [[grid], [points, line], [closed]]);
});

test("from the second frame on only what moves is painted, between two pictures", () => {
  const plot = make();
  assert.deepEqual(plot.frame_of(line), WHOLE);
  assert.equal(plot.pictures, 0);
  assert.deepEqual(plot.frame_of(line), COMPOSED);
  assert.deepEqual(plot.frame_of(line), COMPOSED);
  assert.equal(plot.pictures, 2);
  plot.still.drop();
});

test("what begins to move is no longer in a picture", () => {
  const plot = make();
  plot.frame_of(line);
  plot.frame_of(line);
  assert.deepEqual(plot.frame_of(line, closed), [["ground", "grid", "points"], "line", "closed", ["axis"]]);
  assert.deepEqual(plot.frame_of(line), [["ground", "grid", "points"], "line", "closed", ["axis"]]);
  assert.deepEqual(plot.frame_of(points), WHOLE);
  plot.still.drop();
});

test("after a whole paint, at another size or with other renderers, pictures are taken anew", () => {
  const plot = make();
  plot.frame_of(line);
  plot.frame_of(line);
  plot.still.drop();
  assert.deepEqual(plot.frame_of(line), WHOLE);
  plot.frame_of(line);
  const changes = [
    () => (plot.canvas_view.primary.canvas.width = 200),
    () => (plot.frame.bbox = { args: [20, 10, 70, 60] }),
    () => (plot.computed_renderer_views = [axis, grid, line, closed]),
  ];
  for (const change of changes) {
    const before = plot.pictures;
    change();
    plot.frame_of(line);
    assert.equal(plot.pictures, before + 2);
  }
  plot.still.drop();
});

test("pictures that nobody asks for are let go", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const plot = make();
  plot.frame_of(line);
  plot.frame_of(line);
  plot.frame_of(line);
  context.mock.timers.tick(2000);
  assert.deepEqual(plot.frame_of(line), COMPOSED);
  context.mock.timers.tick(2000);
  context.mock.timers.tick(2000);
  assert.deepEqual(plot.frame_of(line), WHOLE);
});
