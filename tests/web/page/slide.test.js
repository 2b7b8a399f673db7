// The slide's layout and its lines of text; what is drawn is looked at in the browser.

import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.Bokeh = { require: () => new Proxy({}, { get: () => class {} }) };
globalThis.CSSStyleSheet = class {
  replaceSync() {}
};
globalThis.document = {};
class Base {
  static define() {}
}
Bokeh.require = () => new Proxy({}, { get: () => Base });
const { lines, places } = await import("../../../site/web/page/slide.js");

const inside = ({ x, y, width, height }) => x >= 48 && y >= 92 && x + width <= 1552.001 && y + height <= 780.001;
const apart = (a, b) => a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

test("pictures keep their shape, stay within the slide and never overlap", () => {
  const sizes = [{ width: 600, height: 500 }, { width: 370, height: 230 }, { width: 370, height: 900 }];
  for (let count = 1; count <= 3; count++) {
    const found = places(sizes.slice(0, count));
    assert.equal(found.length, count);
    for (const [i, place] of found.entries()) {
      assert.ok(inside(place));
      assert.ok(Math.abs(place.width / place.height - sizes[i].width / sizes[i].height) < 1e-9);
      for (const other of found.slice(0, i)) assert.ok(apart(place, other));
    }
  }
});

test("a fourth picture is left out", () => {
  assert.equal(places(Array(5).fill({ width: 3, height: 2 })).length, 3);
});

test("words are set in lines, one too long for itself alone on its own", () => {
  assert.deepEqual(lines("a bb  ccc\ndddddd e", 4, (text) => text.length), ["a bb", "ccc", "dddddd", "e"]);
  assert.deepEqual(lines("", 4, (text) => text.length), []);
});
