// Points as Python's bytes, and back as texts.
import assert from "node:assert/strict";
import { test } from "node:test";

import { holdPoints, rowsOf, textsOf } from "../../../site/web/models/many_points.js";

const bytes = (array) => array.buffer;

test("the bytes behind the buffers of a patch belong to the points", async () => {
  const texts = new TextEncoder().encode("oopsé");
  const points = { packed: [{ name: "x", sizes: [24, 8, 4, 8] }, { name: "g", sizes: [2, 24] }], rows: 3 };
  const data = [
    new ArrayBuffer(5),
    bytes(new Float64Array([1.5, NaN, NaN])),
    bytes(new BigInt64Array([2n])),
    texts.slice(0, 4).buffer,
    bytes(new BigInt64Array([4n])),
    texts.slice(4).buffer,
    bytes(new BigInt64Array([2n, 2n, 2n])),
  ];
  holdPoints({ state: { points }, buffers: ["p1"], data });
  assert.equal(points.blob.size, 24 + 8 + 4 + 8 + 2 + 24);
  assert.equal(rowsOf(points), 3);
  assert.deepEqual(await textsOf(points), {
    columns: [{ name: "x", values: ["1.5", "", "oops"] }, { name: "g", values: ["é", "", ""] }],
  });
});

test("a few points stay as they are", async () => {
  const points = { columns: [{ name: "x", values: ["1", "2"] }] };
  holdPoints({ state: { points }, data: [] });
  holdPoints({});
  assert.equal(rowsOf(points), 2);
  assert.equal(rowsOf(null), 0);
  assert.equal(await textsOf(points), points);
  assert.equal(await textsOf(null), null);
});
