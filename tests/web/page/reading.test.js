// Files on their way to a Python that the test plays itself.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Reading } from "../../../site/web/page/reading.js";

// answer(kind, payload): what Python says.
function made(answer = () => true) {
  const asked = [];
  const told = [];
  const call = async (kind, payload, part) => {
    asked.push([kind, payload?.start, part?.size]);
    return answer(kind, payload);
  };
  return { asked, told, reading: new Reading({ call, line: { read: (progress) => told.push(progress) } }) };
}

const file = (size, name = "a.csv") => new File([new Uint8Array(size)], name);

test("a small file is one message, of which no progress is told", async () => {
  const { asked, told, reading } = made();
  await reading.take(file(1000));
  assert.deepEqual(asked, [["file", undefined, 1000]]);
  assert.deepEqual(told, [null]);
});

test("a large file comes part after part, with its progress in bytes", async () => {
  const { asked, told, reading } = made(({}, payload) => payload.start < 4_000_000);
  await reading.take(file(5_000_000));
  assert.deepEqual(asked, [["filePart", 0, 2_000_000], ["filePart", 2_000_000, 2_000_000], ["filePart", 4_000_000, 1_000_000]]);
  assert.deepEqual(told.map((progress) => progress && [progress.name, progress.done, progress.size]),
    [null, ["a.csv", 0, 5_000_000], ["a.csv", 2_000_000, 5_000_000], null, null]);
});

test("a file that is refused is read no further", async () => {
  const { asked, told, reading } = made(() => false);
  await reading.take(file(9_000_000));
  assert.equal(asked.length, 1);
  assert.equal(told.at(-1), null);
});

test("a file that is stopped is forgotten", async () => {
  const { asked, told, reading } = made((kind, payload) => {
    if (payload?.start === 2_000_000) told.at(-1).stop();
    return true;
  });
  await reading.take(file(9_000_000));
  assert.deepEqual(asked.map(([kind]) => kind), ["filePart", "filePart", "fileStop"]);
  assert.equal(told.at(-1), null);
});

test("another file takes the place of one under way", async () => {
  let second;
  const { asked, reading } = made((kind, { start, name }) => {
    if (name === "a.csv" && start === 2_000_000) second = reading.take(file(3_000_000, "b.csv"));
    return true;
  });
  await reading.take(file(9_000_000));
  await second;
  assert.deepEqual(asked.map(([, start]) => start), [0, 2_000_000, 0, 2_000_000]);
});

test("a Python that is restarted ends the line", async () => {
  const { told, reading } = made(() => Promise.reject(new Error("Restarted")));
  await assert.rejects(reading.take(file(9_000_000)));
  assert.equal(told.at(-1), null);
});
