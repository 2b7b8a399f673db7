// The file that a link names, from hosts that do not behave.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";

import { fetchSource } from "../../../site/web/links/source.js";

const answers = {
  "/good": (response) => response.end("x,y\n1,2\n"),
  "/missing": (response) => response.writeHead(404).end(),
  "/moved": (response) => response.writeHead(302, { Location: "/good" }).end(),
  "/silent": () => {},
  "/endless": (response) => {
    response.write("x,y\n");
    const timer = setInterval(() => response.write("1,2\n"), 10);
    response.on("close", () => clearInterval(timer));
  },
  "/huge": (response) => {
    const more = () => !response.destroyed && response.write(Buffer.alloc(1 << 20), () => setImmediate(more));
    more();
  },
};

async function served(act) {
  const server = createServer(({ url }, response) => answers[url](response)).listen(0);
  await new Promise((resolve) => server.once("listening", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  try {
    return await act((src, within) => fetchSource(src, { location: { origin }, document: { baseURI: `${origin}/` } }, within));
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test("a file comes, and why one does not is said", () => served(async (get) => {
  assert.equal(await (await get("good", 5000)).file.text(), "x,y\n1,2\n");
  assert.deepEqual(await get("missing", 5000), { error: "It could not be loaded (404)." });
  assert.deepEqual(await get("moved", 5000), { error: "It could not be loaded." });
  assert.deepEqual(await get("https://b.example/x", 5000), { error: "It is not on the same site as this page." });
}));

for (const path of ["silent", "endless"]) {
  test(`a ${path} host is waited for so long`, () => served(async (get) => {
    assert.deepEqual(await get(path, 300), { error: "It did not arrive within 0.3 s." });
  }));
}

test("a file has a greatest size", () => served(async (get) => {
  assert.deepEqual(await get("huge", 60_000), { error: "It is larger than 64 MB." });
}));
