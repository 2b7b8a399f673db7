import assert from "node:assert/strict";
import { test } from "node:test";

let tell;
const observed = [];
globalThis.IntersectionObserver = class {
  constructor(told) {
    tell = (target, isIntersecting) => told([{ target, isIntersecting }]);
  }

  observe(element) {
    observed.push(element);
  }
};

const { out_of_sight, watch } = await import("../../../../site/web/models/bokeh_patches/sight.js");

test("an element is in sight until the browser says that it is not, and says when it comes back", () => {
  const element = {};
  let seen = 0;
  watch(element, () => (seen += 1));
  assert.deepEqual(observed, [element]);
  assert.equal(out_of_sight(element), false);
  tell(element, false);
  assert.equal(out_of_sight(element), true);
  assert.equal(seen, 0);
  tell(element, true);
  assert.equal(out_of_sight(element), false);
  assert.equal(seen, 1);
});
