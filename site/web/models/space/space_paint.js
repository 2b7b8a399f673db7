/* What the plot in 3-D draws: points as pins on a surface, their shadows, refits and levels. Everything is
   painted from far to near, cell by cell of the surface: first the pins on its far side, then the cell, then
   those on its near side. */

import { linearLabels, linearTicks } from "../figure/typeset.js";
import { axes, paintAxes, paintRoom, trace } from "./space_axes.js";
import { TALL, cellAt, cells, clipped, cube, farFirst, fromAbove, hit, level, screen } from "./space_math.js";

const ROOM = { left: 66, right: 40, top: 30, bottom: 48 };
// A note of two lines stands above it.
const NOTED = { ...ROOM, top: 60 };
const FLAT = 89.5;
// From here on the plot is read as a map: levels have their numbers, the floor shows no shadows.
const MAP = 70;
// More pins than these are drawn together, without posts, which would be a wall.
const FEW = 400;
const MOST_LEVELS = 40;
// Surfaces that no point is pinned to.
const BESIDE = new Set(["truth", "band"]);
const ROUND = 2 * Math.PI;

/** What is to be drawn, in the cube's coordinates; made when the data change, not when the camera does.
    given: {box, points: {x, y, z, fitted, fill, size, shown}, surfaces: [{role, z}], refits: [z]}. */
export function arranged({ box, names, points, surfaces, refits }) {
  const to = cube(box);
  const solid = (z) => cells(z, to.w);
  const main = surfaces.findLast(({ role }) => !BESIDE.has(role));
  const grid = main === undefined ? null : solid(main.z);
  const parts = grid === null ? 1 : Math.round(Math.sqrt(grid.length));
  const pins = Array.from(points.x, (x, k) => {
    const [u, v, w] = [to.u(x), to.v(points.y[k]), to.w(points.z[k])];
    const foot = grid === null ? w : to.w(points.fitted[k]);
    return { k, u, v, w, foot, above: w >= foot, filled: points.fill[k] > 0, size: points.size[k], shown: points.shown[k], cell: cellAt(u, v, parts) };
  }).filter(({ u, v, w }) => Number.isFinite(u + v + w));
  return {
    box,
    names,
    pins,
    grid,
    role: main?.role ?? "closed",
    others: surfaces.filter((one) => one !== main).map(({ role, z }) => ({ role, grid: solid(z) })),
    refits: refits.map(solid),
    levels: grid === null ? [] : levels(box, grid, to.w),
    few: pins.length <= FEW,
    alike: pins.every(({ size, shown }) => size === 1 && shown === 1),
  };
}

/** The levels of the surface at round heights: {label, w, lines: segments by cell}. */
function levels(box, grid, toW) {
  const [low, high] = box.slice(4);
  // As seen from above, the surface goes on beyond the cube.
  const values = linearTicks(low - (high - low), high + (high - low), 18).slice(0, MOST_LEVELS);
  const labels = linearLabels(values);
  return values.map((value, k) => {
    const w = toW(value);
    return { label: labels[k], w, lines: grid.map(({ corners }) => level(corners, w)) };
  }).filter(({ lines }) => lines.some((some) => some.length > 0));
}

/** Paint it; returns where each point lies on the screen, {x, y, depth, k}. */
export function paint(ctx, drawn, camera, size, look) {
  const seen = screen(camera, size, scaled(look.noted ? NOTED : ROOM, look.text));
  const found = axes(drawn, seen);
  const map = camera.tilt >= FLAT;
  const shape = (corners) => (map ? corners : clipped(corners)).map((at) => seen.place(...at));
  const tools = { ctx, drawn, seen, look, shape, map, tilt: camera.tilt };
  ctx.lineJoin = ctx.lineCap = "round";
  paintRoom(ctx, found, seen, camera.tilt, look);
  if (map) cutToFloor(ctx, seen);
  if (camera.tilt < MAP) paintShadows(tools);
  for (const [k, grid] of drawn.refits.entries()) paintFaint(tools, grid, k === drawn.refits.length - 1);
  for (const { role, grid } of drawn.others) {
    if (role === "band") paintBand(tools, grid);
    else paintDashed(tools, grid, look[role]);
  }
  paintBody(tools);
  if (map) ctx.restore();
  if (camera.tilt >= MAP) paintLabels(tools);
  paintAxes(ctx, found, seen, look);
  return drawn.pins.map(({ k, u, v, w }) => {
    const [x, y] = seen.place(u, v, w);
    return { x, y, depth: seen.depth(u, v, w), k };
  });
}

/** The row of the point under a place of the screen, or null. spots: as paint() returned them. */
export function pointAt(spots, x, y, reach) {
  const found = hit(spots, x, y, reach);
  return found === null ? null : spots[found].k;
}

const scaled = (room, times) => Object.fromEntries(Object.entries(room).map(([side, pixels]) => [side, pixels * times]));

function cutToFloor(ctx, { place }) {
  ctx.save();
  trace(ctx, [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([u, v]) => place(u, v, -TALL)));
  ctx.clip();
}

function stroke(ctx, colour, width, alpha, lines) {
  ctx.globalAlpha = alpha;
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.beginPath();
  for (const [from, to] of lines) {
    ctx.moveTo(...from);
    ctx.lineTo(...to);
  }
  ctx.stroke();
  ctx.globalAlpha = 1;
}

function fill(ctx, colour, alpha, places) {
  if (places.length < 3) return;
  ctx.globalAlpha = alpha;
  ctx.fillStyle = colour;
  trace(ctx, places);
  ctx.fill();
  ctx.globalAlpha = 1;
}

function outline(ctx, colour, width, alpha, places) {
  if (places.length < 3) return;
  ctx.globalAlpha = alpha;
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  trace(ctx, places);
  ctx.stroke();
  ctx.globalAlpha = 1;
}

/** The points' shadows on the floor: seen together, the row of a fence. */
function paintShadows({ ctx, drawn, seen, look, tilt }) {
  ctx.globalAlpha = 0.45;
  ctx.fillStyle = look.shadow;
  const [wide, flat] = [look.dot / 2, (look.dot / 2) * Math.max(Math.sin((tilt * Math.PI) / 180), 0.2)];
  ctx.beginPath();
  for (const { u, v } of drawn.pins) {
    const [x, y] = seen.place(u, v, -TALL);
    ctx.moveTo(x + wide, y);
    ctx.ellipse(x, y, wide, flat, 0, 0, ROUND);
  }
  ctx.fill();
  ctx.globalAlpha = 1;
}

function paintFaint({ ctx, seen, look, shape, drawn }, grid, last) {
  for (const { corners } of farFirst(grid, seen)) {
    const places = shape(corners);
    fill(ctx, look[drawn.role], last ? 0.1 : 0.025, places);
    outline(ctx, look[drawn.role], last ? 1.5 : 1, grid.length > 1 ? 0.1 : last ? 0.75 : 0.28, places);
  }
}

function paintDashed({ ctx, seen, shape }, grid, colour) {
  ctx.setLineDash([7, 5]);
  for (const { corners } of farFirst(grid, seen)) {
    const places = shape(corners);
    fill(ctx, colour, 0.1, places);
    outline(ctx, colour, grid.length > 1 ? 0.75 : 2, grid.length > 1 ? 0.5 : 1, places);
  }
  ctx.setLineDash([]);
}

/** One side of the confidence band: a net without a body. */
function paintBand({ ctx, drawn, seen, look, shape, map }, grid) {
  if (map) return;
  for (const { corners } of farFirst(grid, seen)) {
    const places = shape(corners);
    fill(ctx, look[drawn.role], 0.07, places);
    outline(ctx, look[drawn.role], 0.75, 0.16, places);
  }
}

/** The surface with its pins; without a surface the pins alone. */
function paintBody(tools) {
  const { drawn, seen } = tools;
  const depth = ({ u, v, w }) => seen.depth(u, v, w);
  const order = [...drawn.pins].sort((a, b) => depth(b) - depth(a));
  if (drawn.grid === null) {
    paintPosts(tools, order);
    paintPins(tools, order);
    return;
  }
  const over = drawn.grid.map(() => []);
  for (const pin of order) over[pin.cell].push(pin);
  for (const cell of farFirst(drawn.grid.map((one, k) => ({ ...one, k })), seen)) paintCell(tools, cell, over[cell.k]);
}

function paintCell(tools, { corners, k }, pins) {
  const { seen } = tools;
  const above = fromAbove(corners, seen);
  const under = () => paintPosts(tools, pins);
  const part = (side) => paintPins(tools, pins.filter((pin) => pin.above === side));
  if (above) under();
  part(!above);
  paintSurface(tools, corners, k);
  if (!above) under();
  part(above);
}

function paintSurface({ ctx, drawn, seen, look, shape, map }, corners, k) {
  const places = shape(corners);
  const colour = look[drawn.role];
  const alone = drawn.grid.length === 1;
  if (!map) {
    fill(ctx, colour, look.alpha, places);
    outline(ctx, colour, alone ? 2 : 0.75, alone ? 0.9 : 0.35, places);
  }
  const lines = drawn.levels.flatMap((one) => (map || Math.abs(one.w) <= TALL ? one.lines[k] : []));
  if (lines.length === 0) return;
  const onScreen = lines.map((ends) => ends.map((at) => seen.place(...at)));
  stroke(ctx, colour, map ? 1.5 : 1, map ? 0.7 : 0.4, onScreen);
}

/** From the floor to what stands over it: a post of the fence. */
function paintPosts({ ctx, drawn, seen, look, tilt }, pins) {
  if (!drawn.few || tilt >= MAP || pins.length === 0) return;
  const posts = pins.map(({ u, v, w, foot }) => [seen.place(u, v, -TALL), seen.place(u, v, Math.min(w, foot))]);
  stroke(ctx, look.shadow, 1, 0.3, posts);
}

/** Pins from far to near: one by one, or where they are many all stems and then all heads. */
function paintPins(tools, pins) {
  if (tools.drawn.few) {
    for (const pin of pins) {
      paintStems(tools, [pin]);
      paintHead(tools, pin);
    }
    return;
  }
  paintStems(tools, pins);
  if (!tools.drawn.alike) {
    for (const pin of pins) paintHead(tools, pin);
    return;
  }
  for (const filled of [false, true]) paintHeads(tools, pins.filter((pin) => pin.filled === filled), filled);
  for (const pin of pins) if (tools.look.marked.has(pin.k)) paintHead(tools, pin);
}

function paintStems({ ctx, drawn, seen, look, map }, pins) {
  if (!look.pins || drawn.grid === null || map || pins.length === 0) return;
  const stems = pins.map(({ u, v, w, foot }) => [seen.place(u, v, foot), seen.place(u, v, w)]);
  stroke(ctx, look[drawn.role], look.dot > 4 ? 2 : 1, 0.85, stems);
}

function paintHeads({ ctx, seen, look }, pins, filled) {
  if (pins.length === 0) return;
  ctx.beginPath();
  for (const { u, v, w } of pins) {
    const [x, y] = seen.place(u, v, w);
    ctx.moveTo(x + look.dot / 2, y);
    ctx.arc(x, y, look.dot / 2, 0, ROUND);
  }
  ctx.fillStyle = filled ? look.data : look.ground;
  ctx.fill();
  ctx.strokeStyle = filled ? look.ground : look.data;
  ctx.lineWidth = 0.75;
  ctx.stroke();
}

function paintHead({ ctx, seen, look }, { k, u, v, w, filled, size, shown }) {
  const marked = look.marked.has(k);
  ctx.beginPath();
  ctx.arc(...seen.place(u, v, w), (look.dot * size + (marked ? 6 : 0)) / 2, 0, ROUND);
  ctx.fillStyle = filled ? look.data : look.ground;
  ctx.globalAlpha = shown;
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.strokeStyle = marked ? look.own : filled ? look.ground : look.data;
  ctx.lineWidth = marked ? 3 : look.dot > 4 ? 1.5 : 0.75;
  ctx.stroke();
}

/** What stands on the level lines, each at the middle of the map. */
function paintLabels({ ctx, drawn, seen, look, map }) {
  ctx.font = look.font(12);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  for (const { label, w, lines } of drawn.levels) {
    const middles = lines.flat().map(([a, b]) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
    const inside = middles.filter(([u, v]) => Math.abs(u) < 1 && Math.abs(v) < 1);
    if (inside.length === 0 || (!map && Math.abs(w) > TALL)) continue;
    const [u, v] = inside.reduce((best, at) => (Math.hypot(...at) < Math.hypot(...best) ? at : best));
    const [x, y] = seen.place(u, v, w);
    ctx.lineWidth = 4;
    ctx.strokeStyle = look.ground;
    ctx.strokeText(label, x, y);
    ctx.fillStyle = look[drawn.role];
    ctx.fillText(label, x, y);
  }
}
