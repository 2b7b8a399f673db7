/* The geometry of the plot in 3-D: the cube that holds the data, the camera, what hides what. The cube is
   -1..1 across (u) and along (v), and -TALL..TALL up (w). A camera is {turn, tilt} in degrees: at 0, 0 it
   looks along v, u to the right and w up. No DOM and no Bokeh here. */

export const TALL = 0.72;
/** Where the camera stands at first: near the end of the diagonal, where a plane is seen to swing about it. */
export const HOME = { turn: -28, tilt: 20 };
export const VIEWS = { Front: { turn: 0, tilt: 0 }, Side: { turn: 90, tilt: 0 }, Top: { turn: 0, tilt: 90 } };

// A screen of another shape than the cube stretches it so far at most.
const STRETCH = 1.5;
// Two points this close on the screen are told apart by which is in front, in pixels.
const CLOSE = 3;
const radians = (degrees) => (degrees * Math.PI) / 180;

/** A camera turned by so many degrees; never below the floor, nor over the top. */
export function turned({ turn, tilt }, across, up) {
  const round = (((turn + across + 180) % 360) + 360) % 360 - 180;
  return { turn: round, tilt: Math.min(Math.max(tilt + up, 0), 90) };
}

/** So far (0..1) on the way from one camera to another, by the shorter turn. */
export function between(from, to, share) {
  const ease = share * share * (3 - 2 * share);
  const way = turned({ turn: to.turn - from.turn, tilt: 0 }, 0, 0).turn;
  return turned({ turn: from.turn, tilt: from.tilt + (to.tilt - from.tilt) * ease }, way * ease, 0);
}

/** Data to the cube: box is [x from, x to, y from, y to, z from, z to]. */
export function cube(box) {
  const [x, X, y, Y, z, Z] = box;
  return {
    u: (value) => (2 * (value - x)) / (X - x) - 1,
    v: (value) => (2 * (value - y)) / (Y - y) - 1,
    w: (value) => TALL * ((2 * (value - z)) / (Z - z) - 1),
  };
}

/** How a camera sees the cube: right and up on the screen, depth away from the eye; `eye` points to it. */
export function lens({ turn, tilt }) {
  const [s, c] = [Math.sin(radians(turn)), Math.cos(radians(turn))];
  const [S, C] = [Math.sin(radians(tilt)), Math.cos(radians(tilt))];
  return {
    right: (u, v) => u * c + v * s,
    up: (u, v, w) => w * C + (v * c - u * s) * S,
    depth: (u, v, w) => (v * c - u * s) * C - w * S,
    eye: [s * C, -c * C, S],
    half: { across: Math.abs(c) + Math.abs(s), up: TALL * C + (Math.abs(c) + Math.abs(s)) * S },
  };
}

/** The same on a screen of this size, with room for labels; place(u, v, w) -> [x, y] in pixels. */
export function screen(camera, { width, height }, room) {
  const seen = lens(camera);
  const [across, up] = [width - room.left - room.right, height - room.top - room.bottom];
  const [wide, tall] = [Math.max(across / 2 / seen.half.across, 1), Math.max(up / 2 / seen.half.up, 1)];
  const [right, high] = [Math.min(wide, STRETCH * tall), Math.min(tall, STRETCH * wide)];
  const [x, y] = [room.left + across / 2, room.top + up / 2];
  return { ...seen, place: (u, v, w) => [x + right * seen.right(u, v), y - high * seen.up(u, v, w)] };
}

/** The part of a polygon of [u, v, w] that is not above or below the cube. */
export function clipped(polygon) {
  return [1, -1].reduce((left, side) => cut(left, (w) => TALL - side * w), polygon);
}

function cut(polygon, inside) {
  return polygon.flatMap((here, k) => {
    const before = polygon.at(k - 1);
    const [a, b] = [inside(before[2]), inside(here[2])];
    const crossing = a >= 0 === b >= 0 ? [] : [before.map((value, i) => value + ((here[i] - value) * a) / (a - b))];
    return b >= 0 ? [...crossing, here] : crossing;
  });
}

/** The cells of a surface over the cube: z has (parts + 1)^2 heights in data units, across first. Each cell is
    {corners: [u, v, w] around it, row, column}. */
export function cells(z, toW) {
  const side = Math.round(Math.sqrt(z.length));
  const at = (i, j) => [(2 * i) / (side - 1) - 1, (2 * j) / (side - 1) - 1, toW(z[j * side + i])];
  const found = [];
  for (let row = 0; row < side - 1; row += 1) {
    for (let column = 0; column < side - 1; column += 1) {
      const corners = [at(column, row), at(column + 1, row), at(column + 1, row + 1), at(column, row + 1)];
      found.push({ corners, row, column });
    }
  }
  return found;
}

/** The cell of so many parts each way over which a place lies. */
export function cellAt(u, v, parts) {
  const at = (value) => Math.min(Math.max(Math.floor(((value + 1) / 2) * parts), 0), parts - 1);
  return at(v) * parts + at(u);
}

/** The order in which to paint cells so that what is nearer to the eye comes later: over a floor no column of
    the cube is hidden by one that is farther away. */
export function farFirst(found, { eye: [right, away] }) {
  const [u, v] = [right >= 0 ? 1 : -1, away >= 0 ? 1 : -1];
  return [...found].sort((a, b) => v * (a.row - b.row) || u * (a.column - b.column));
}

/** Whether the eye sees a cell from above. */
export function fromAbove([[u0, v0, a], [u1, , b], [, v1, c], [, , d]], { eye: [right, away, up] }) {
  const across = (b + c - a - d) / 2 / (u1 - u0);
  const along = (c + d - a - b) / 2 / (v1 - v0);
  return up - across * right - along * away > 0;
}

/** Where a cell is at this height: segments [from, to] of [u, v, w]. It is linear in each of two triangles. */
export function level([a, b, c, d], w) {
  return [[a, b, c], [a, c, d]].flatMap((triangle) => {
    const ends = triangle.flatMap((here, k) => {
      const next = triangle[(k + 1) % 3];
      if (here[2] > w === next[2] > w) return [];
      const share = (w - here[2]) / (next[2] - here[2]);
      return [here.map((value, i) => (i === 2 ? w : value + share * (next[i] - value)))];
    });
    return ends.length === 2 ? [ends] : [];
  });
}

/** The point that a press at (x, y) means: the nearest within reach, of close ones that in front; or null.
    spots: {x, y, depth} of each. */
export function hit(spots, x, y, reach) {
  const away = spots.map((spot) => Math.hypot(spot.x - x, spot.y - y));
  const least = Math.min(...away);
  if (!(least <= reach)) return null;
  return spots.reduce((best, spot, k) => {
    if (away[k] > least + CLOSE) return best;
    return best === null || spot.depth < spots[best].depth ? k : best;
  }, null);
}
