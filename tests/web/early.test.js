// The words of a link that the page reads by itself.

import assert from "node:assert/strict";
import test from "node:test";

import { early } from "../../site/web/early.js";

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
