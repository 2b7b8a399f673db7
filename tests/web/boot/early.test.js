// The words of a link that the page reads by itself.

import assert from "node:assert/strict";
import test from "node:test";

import { early } from "../../../site/web/boot/early.js";
import { movedFromQuery } from "../../../site/web/links/parts.js";

const SCHEMAS = {
  theme: { enum: ["auto", "dark"] },
  embed: { enum: [0, 1] },
  hide: { type: "array", items: { enum: ["tabs", "dials"] } },
};

test("what the table knows is read, and nothing else", () => {
  assert.deepEqual(early("#v=1&theme=dark&embed=1&hide=tabs,nonsense,dials&n=5", SCHEMAS), { theme: "dark", embed: 1, hide: ["tabs", "dials"] });
});

test("what is wrong is left to Python's notices", () => {
  assert.deepEqual(early("#theme=red&embed=yes&embed=&__proto__=1&constructor=2", SCHEMAS), {});
  assert.deepEqual(early("", SCHEMAS), {});
});

test("words after ? are moved to where a link has them", () => {
  const moved = (search, hash = "") => movedFromQuery({ search, hash }, ["v", "data", "n", "view"]);
  assert.equal(moved("?data=collinear&n=5"), "#data=collinear&n=5");
  assert.equal(moved("?boot=plain&n=5&utm_source=x", "#view=fit"), "?boot=plain&utm_source=x#n=5&view=fit");
  assert.equal(moved("?data%3Dcollinear%26n%3D5"), "#data=collinear&n=5");
  assert.equal(moved("?Data=sine"), "#Data=sine");
  for (const other of ["", "?", "?boot=plain", "?v=3", "?fbclid=1", "?n"]) assert.equal(moved(other), null, other);
});

test("a megabyte of anything takes no time", () => {
  for (const unit of ["&", "a&", "%25", "n%3D1%26", "theme=.", ".", "&amp;", "=", "#"]) {
    const begin = performance.now();
    early(`#theme=dark${unit.repeat(1_000_000 / unit.length)}`, SCHEMAS, ["theme", "n"]);
    assert.ok(performance.now() - begin < 1500, unit);
  }
});
