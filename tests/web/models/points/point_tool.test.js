// The pointer on the points of a plot: what a press becomes.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Element, install, model, send, viewOf } from "../../stand_ins.js";

install({ "core/util/templating": { DEFAULT_FORMATTERS: {} } });
const { PointToolView } = await import("../../../../site/web/models/points/point_tool.js");
const { points } = await import("./points.js");

// Ten pixels to a unit; y grows upwards.
const FRAME = {
  bbox: { left: 0, right: 100, top: 0, bottom: 100, width: 100, height: 100, contains: (x, y) => x >= 0 && x <= 100 && y >= 0 && y <= 100 },
  x_scale: { compute: (x) => 10 * x, v_compute: (xs) => xs.map((x) => 10 * x), invert: (sx) => sx / 10 },
  y_scale: { compute: (y) => 100 - 10 * y, v_compute: (ys) => ys.map((y) => 100 - 10 * y), invert: (sy) => (100 - sy) / 10 },
  x_range: { start: 0, end: 10 },
  y_range: { start: 0, end: 10 },
};

function make(fields = {}) {
  const area = new Element();
  const made = model({ source: points([2, 5, 8], [2, 5, 8]), x: "x", y: "y", selected: null, several: [], editable: true, lassoed: true, ...fields });
  made.document = { get_model_by_name: () => null };
  return viewOf(PointToolView, made, { plot_view: { canvas_view: { events_el: area }, frame: FRAME, tool_views: new Map() } });
}

const at = (sx, sy, fields = {}) => ({ clientX: sx, clientY: sy, button: 0, pointerId: 1, pointerType: "mouse", ...fields });
const sent = ({ model: { told } }) => told.events.map(({ kind, index, x, y }) => [kind, index, x, y]);

/** Press, move along some places and let go, all with the same pointer. */
function gesture({ area }, [first, ...others], fields = {}) {
  send(area, "pointerdown", at(...first, fields));
  for (const place of others) send(area, "pointermove", at(...place, fields));
  send(area, "pointerup", at(...(others.at(-1) ?? first), fields));
}

test("a tap on empty ground adds a point there, as exactly as a pixel tells", () => {
  const view = make();
  gesture(view, [[40, 70]]);
  assert.deepEqual(sent(view), [["add", null, 4, 3]]);
});

test("a tap on a point selects it, one that slips a little too", () => {
  const view = make();
  gesture(view, [[52, 49], [54, 50]]);
  assert.deepEqual(sent(view), [["select", 1, null, null]]);
});

test("a dragged point follows without a jump, and one release ends the change", () => {
  const view = make();
  gesture(view, [[53, 50], [63, 40], [73, 30]]);
  assert.deepEqual(sent(view), [
    ["select", 1, null, null], ["move", 1, 6, 6], ["move", 1, 7, 7], ["release", 1, 7, 7],
  ]);
});

test("a point is kept within the frame", () => {
  const view = make();
  gesture(view, [[50, 50], [150, -30]]);
  assert.deepEqual(sent(view).at(-1), ["release", 1, 10, 10]);
});

test("another pointer neither moves nor lets go of what is held", () => {
  const view = make();
  send(view.area, "pointerdown", at(50, 50));
  send(view.area, "pointermove", at(60, 40));
  send(view.area, "pointermove", at(90, 10, { pointerId: 2 }));
  send(view.area, "pointerup", at(90, 10, { pointerId: 2 }));
  assert.deepEqual(sent(view), [["select", 1, null, null], ["move", 1, 6, 6]]);
});

test("a drag that the browser ends is let go where it was", () => {
  const view = make();
  send(view.area, "pointerdown", at(50, 50));
  send(view.area, "pointermove", at(60, 40));
  send(view.area, "pointercancel");
  assert.deepEqual(sent(view).at(-1), ["release", 1, 6, 6]);
  send(view.area, "pointermove", at(90, 10));
  assert.equal(sent(view).length, 3);
});

test("with Shift a drag on empty ground is a lasso, and what it encloses is selected", () => {
  const view = make();
  gesture(view, [[10, 10], [90, 10], [90, 60], [40, 60], [10, 60]], { shiftKey: true });
  assert.deepEqual(view.model.told.events.map(({ kind, indices }) => [kind, indices]), [["select-group", [1, 2]]]);
  assert.deepEqual(view.area.childNodes, []);
});

test("where points are not edited, a tap adds none and a drag moves none", () => {
  const view = make({ editable: false, selected: 0 });
  gesture(view, [[40, 70]]);
  assert.deepEqual(sent(view), [["clear-selection", null, null, null]]);
  gesture(view, [[50, 50], [53, 50], [60, 50]], { pointerType: "touch" });
  assert.deepEqual(view.source.data.x, [2, 5, 8]);
  assert.equal(sent(view).length, 1);
});

test("a finger on a point is ours, one on empty ground is the page's to scroll", () => {
  const view = make();
  const touch = (sx, sy) => send(view.area, "touchstart", { touches: [{ clientX: sx, clientY: sy }] }).defaultPrevented;
  assert.equal(touch(60, 60), true);
  assert.equal(touch(60, 90), false);
});

test("the pointer says what a press would do", () => {
  const view = make();
  const cursor = (...place) => (send(view.area, "pointermove", at(...place)), view.area.style.cursor);
  assert.deepEqual([cursor(50, 50), cursor(50, 90), cursor(50, 120)], ["grab", "crosshair", "default"]);
});

test("other buttons, and presses outside of the frame, are nothing", () => {
  const view = make();
  gesture(view, [[40, 70]], { button: 2 });
  gesture(view, [[40, 120]]);
  assert.deepEqual(sent(view), []);
});
