import assert from "node:assert/strict";
import { test } from "node:test";

import { arranged, paint, pointAt } from "../../../../site/web/models/space/space_paint.js";
import { HOME, VIEWS } from "../../../../site/web/models/space/space_math.js";

const SIZE = { width: 600, height: 400 };
const LOOK = {
  data: "data", closed: "closed", descent: "descent", truth: "truth", own: "own", ground: "ground", floor: "floor",
  grid: "grid", axis: "axis", ink: "ink", muted: "muted", shadow: "shadow", alpha: 0.2, dot: 9, pins: true, text: 1,
  marked: new Set(), font: (size) => `${size}px x`,
};

/** A canvas's context that notes each act: [name, fill, stroke, text]. */
function pen() {
  const told = [];
  const ctx = new Proxy({ measureText: (text) => ({ width: 7 * text.length }) }, {
    get(target, name) {
      if (name in target) return target[name];
      return (...given) => told.push({ name, given, fill: target.fillStyle, stroke: target.strokeStyle, alpha: target.globalAlpha });
    },
    set(target, name, value) {
      target[name] = value;
      return true;
    },
  });
  return { ctx, told };
}

const given = (more = {}) => ({
  box: [0, 10, 0, 10, 0, 100],
  names: ["a", "b", "c"],
  points: { x: [2, 8], y: [3, 6], z: [90, 10], fitted: [50, 60], fill: [1, 0], size: [1, 1], shown: [1, 1] },
  surfaces: [{ role: "closed", z: [0, 50, 50, 100] }],
  refits: [],
  ...more,
});

function painted(camera, more = {}, look = {}) {
  const { ctx, told } = pen();
  const spots = paint(ctx, arranged(given(more)), camera, SIZE, { ...LOOK, ...look });
  return { spots, told };
}

test("the plane hides what is below it, and is hidden by what is above", () => {
  const order = painted(HOME).told;
  const surface = order.findIndex(({ name, fill }) => name === "fill" && fill === "closed");
  const dots = order.flatMap(({ name, fill, given: [x] }, k) => (name === "fill" && ["data", "ground"].includes(fill) && x === undefined ? [[fill, k]] : []));
  assert.deepEqual(dots.map(([fill]) => fill), ["ground", "data"]);
  assert.ok(dots[0][1] < surface && surface < dots[1][1]);
});

test("names and numbers of all three axes are written, and seen from the top those of two", () => {
  const texts = (camera) => painted(camera).told.filter(({ name }) => name === "fillText").map(({ given: [text] }) => text);
  for (const name of ["a", "b", "c"]) assert.ok(texts(HOME).includes(name));
  const top = texts(VIEWS.Top);
  assert.ok(top.includes("a") && top.includes("b") && !top.includes("c"));
});

test("from the top the levels have their numbers", () => {
  const { told } = painted(VIEWS.Top);
  const labels = told.filter(({ name }) => name === "strokeText").map(({ given: [text] }) => Number(text));
  assert.ok(labels.length >= 3);
  assert.ok(labels.every((value) => value >= 0 && value <= 100));
});

test("a press on a point finds it, beside it nothing", () => {
  const { spots } = painted(HOME);
  for (const { x, y, k } of spots) assert.equal(pointAt(spots, x + 2, y - 2, 10), k);
  assert.equal(pointAt(spots, 1, 1, 10), null);
});

test("without a fit every point stands without a pin", () => {
  const { told, spots } = painted(HOME, { surfaces: [], points: { ...given().points, fitted: [90, 10] } });
  assert.equal(spots.length, 2);
  assert.ok(told.every(({ stroke, fill }) => stroke !== "closed" && fill !== "closed"));
});

test("pins are drawn on request only", () => {
  const stems = (pins) => painted(HOME, {}, { pins }).told.filter(({ name, stroke, alpha }) => name === "stroke" && stroke === "closed" && alpha === 0.85).length;
  assert.deepEqual([stems(true), stems(false)], [2, 0]);
});

test("the selected point has a rim of its own", () => {
  const { told } = painted(HOME, {}, { marked: new Set([1]) });
  assert.equal(told.filter(({ name, stroke }) => name === "stroke" && stroke === "own").length, 1);
});

test("refits are faint planes, the last one plainer; truth is dashed", () => {
  const plane = [0, 60, 40, 100];
  const { told } = painted(HOME, { refits: [plane, plane, plane], surfaces: [{ role: "truth", z: plane }, ...given().surfaces] });
  const fills = told.filter(({ name, fill }) => name === "fill" && fill === "closed").map(({ alpha }) => alpha);
  assert.deepEqual(fills, [0.025, 0.025, 0.1, 0.2]);
  assert.equal(told.filter(({ name, given: [dash] }) => name === "setLineDash" && dash.length > 0).length, 1);
});

test("a thousand points are painted together, but for the selected one", () => {
  const many = Array.from({ length: 1000 }, (_, k) => k / 100);
  const points = { x: many, y: many, z: many, fitted: many, fill: many };
  const { spots, told } = painted(HOME, { points }, { marked: new Set([5]) });
  assert.equal(spots.length, 1000);
  assert.ok(told.filter(({ name }) => name === "fill").length < 10);
  assert.equal(told.filter(({ name, stroke }) => name === "stroke" && stroke === "own").length, 1);
});

test("a band is two nets behind the plane, which keeps the pins", () => {
  const surfaces = [{ role: "band", z: [0, 30, 30, 60] }, { role: "band", z: [10, 70, 70, 100] }, ...given().surfaces];
  const { told } = painted(HOME, { surfaces });
  const fills = told.filter(({ name, fill }) => name === "fill" && fill === "closed").map(({ alpha }) => alpha);
  assert.deepEqual(fills, [0.07, 0.07, 0.2]);
  const stems = told.filter(({ name, stroke, alpha }) => name === "stroke" && stroke === "closed" && alpha === 0.85);
  assert.equal(stems.length, 2);
});
