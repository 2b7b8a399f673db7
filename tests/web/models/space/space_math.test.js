import assert from "node:assert/strict";
import { test } from "node:test";

import { HOME, TALL, VIEWS, between, cellAt, cells, clipped, cube, farFirst, fromAbove, hit, lens, level, screen, turned } from "../../../../site/web/models/space/space_math.js";

const BOX = [0, 10, -1, 1, 100, 200];
const ROOM = { left: 40, right: 40, top: 40, bottom: 40 };
const near = (found, wanted) => found.forEach((value, k) => assert.ok(Math.abs(value - wanted[k]) < 1e-9, `${found} is not ${wanted}`));

test("the box becomes the cube", () => {
  const { u, v, w } = cube(BOX);
  near([u(0), u(5), u(10), v(-1), v(1), w(100), w(200)], [-1, 0, 1, -1, 1, -TALL, TALL]);
});

test("from the front x runs right and z up, from the side y right, from the top y up", () => {
  const axes = (name) => {
    const { right, up } = lens(VIEWS[name]);
    return [right(1, 0), up(1, 0, 0), right(0, 1), up(0, 1, 0), right(0, 0), up(0, 0, 1)];
  };
  near(axes("Front"), [1, 0, 0, 0, 0, 1]);
  near(axes("Side"), [0, 0, 1, 0, 0, 1]);
  near(axes("Top"), [1, 0, 0, 1, 0, 0]);
});

test("every corner of the cube is on the screen, from wherever it is seen", () => {
  const size = { width: 500, height: 300 };
  for (let turn = -180; turn < 180; turn += 15) {
    for (let tilt = 0; tilt <= 90; tilt += 15) {
      const { place } = screen({ turn, tilt }, size, ROOM);
      for (const u of [-1, 1]) for (const v of [-1, 1]) for (const w of [-TALL, TALL]) {
        const [x, y] = place(u, v, w);
        assert.ok(x >= 39.9 && x <= 460.1 && y >= 39.9 && y <= 260.1, `${turn} ${tilt}: ${x} ${y}`);
      }
    }
  }
});

test("what is nearer to the eye has less depth, and the eye's own direction least", () => {
  const { depth } = lens(VIEWS.Front);
  assert.ok(depth(0, -1, 0) < depth(0, 1, 0));
  const { depth: from_top } = lens(VIEWS.Top);
  assert.ok(from_top(0, 0, 1) < from_top(0, 0, -1));
  const seen = lens(HOME);
  near([seen.depth(...seen.eye)], [-1]);
});

test("a turn goes round, a tilt ends at floor and top", () => {
  assert.deepEqual(turned({ turn: 170, tilt: 80 }, 20, 30), { turn: -170, tilt: 90 });
  assert.deepEqual(turned({ turn: 0, tilt: 10 }, 0, -30), { turn: 0, tilt: 0 });
  const half = between({ turn: 170, tilt: 0 }, { turn: -170, tilt: 90 }, 0.5);
  near([Math.abs(half.turn), half.tilt], [180, 45]);
  near(Object.values(between(HOME, VIEWS.Top, 0)), Object.values(HOME));
  near(Object.values(between(HOME, VIEWS.Top, 1)), Object.values(VIEWS.Top));
});

test("a steep plane is cut off at floor and ceiling", () => {
  const [cell] = cells([-1000, 1300, -1000, 1300], cube(BOX).w);
  const left = clipped(cell.corners);
  assert.ok(left.every(([, , w]) => Math.abs(w) <= TALL + 1e-12));
  // It is linear in u: the cut lies where the plane has the heights of floor and ceiling.
  const at = (z) => (2 * (z + 1000)) / 2300 - 1;
  near([Math.min(...left.map(([u]) => u)), Math.max(...left.map(([u]) => u))], [at(100), at(200)]);
  assert.deepEqual(clipped(cells([0, 0, 0, 0], cube(BOX).w)[0].corners), []);
});

test("cells come from far to near, and no nearer one is hidden by a later one", () => {
  const grid = cells(Array.from({ length: 25 }, () => 150), cube(BOX).w);
  const middle = ({ corners: [a, , c] }) => [(a[0] + c[0]) / 2, (a[1] + c[1]) / 2, 0];
  for (const turn of [-150, -28, 0, 40, 90, 135]) {
    const seen = lens({ turn, tilt: 20 });
    const order = farFirst(grid, seen);
    // Within a row and within a column each is nearer than the one before.
    for (const [k, cell] of order.entries()) {
      for (const later of order.slice(k + 1)) {
        if (later.row !== cell.row && later.column !== cell.column) continue;
        assert.ok(seen.depth(...middle(later)) <= seen.depth(...middle(cell)) + 1e-9);
      }
    }
  }
});

test("a point belongs to the cell it stands on", () => {
  const grid = cells(Array.from({ length: 25 }, () => 150), cube(BOX).w);
  for (const [u, v] of [[-1, -1], [1, 1], [0.1, -0.6], [-0.99, 0.99]]) {
    const { corners: [a, , c] } = grid[cellAt(u, v, 4)];
    assert.ok(u >= a[0] - 1e-9 && u <= c[0] + 1e-9 && v >= a[1] - 1e-9 && v <= c[1] + 1e-9);
  }
});

test("a plane that rises away from the eye is seen from above, one that falls away steeply from below", () => {
  const { w } = cube(BOX);
  const rising = cells([100, 100, 200, 200], w)[0].corners;
  const falling = cells([200, 200, 100, 100], w)[0].corners;
  assert.equal(fromAbove(rising, lens({ turn: 0, tilt: 10 })), true);
  assert.equal(fromAbove(falling, lens({ turn: 0, tilt: 10 })), false);
  assert.equal(fromAbove(falling, lens({ turn: 0, tilt: 60 })), true);
});

test("a level of a plane is one straight line at that height", () => {
  const { w } = cube(BOX);
  const [{ corners }] = cells([100, 200, 200, 300], w);
  const lines = level(corners, w(200));
  const ends = lines.flat();
  assert.ok(ends.every(([u, v, height]) => Math.abs(u + v) < 1e-9 && height === w(200)));
  assert.deepEqual(level(corners, w(301)), []);
});

test("a press means the nearest point within reach, and of close ones that in front", () => {
  const spots = [{ x: 10, y: 10, depth: 1 }, { x: 11, y: 10, depth: -1 }, { x: 60, y: 10, depth: 0 }];
  assert.equal(hit(spots, 10, 10, 10), 1);
  assert.equal(hit(spots, 57, 10, 10), 2);
  assert.equal(hit(spots, 30, 30, 10), null);
  assert.equal(hit([], 0, 0, 10), null);
});
