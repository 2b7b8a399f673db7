// The life of the second worker, with a worker that the test plays itself.

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { ENDLESS, STOPPED, Sandbox, TOO_LONG } from "../../../site/web/rules/sandbox.js";
import { FLOOD, MOST_TEXT, mostCharacters, STRANGE } from "../../../site/web/rules/sandbox_gate.js";

const SIZE = { count: 101, p: 2 };
// One iterate of two zeros.
const OUTCOME = {
  type: "outcome", id: 1, count: 1, iterates: "AAAAAAAAAAAAAAAAAAAAAA==", failed: false, name: "", message: "", line: 0, printed: "",
};

class FakeWorker {
  sent = [];
  terminated = false;
  released = 0;
  postMessage(message) {
    this.sent.push(message);
  }
  terminate() {
    this.terminated = true;
  }
  say(message) {
    this.onmessage?.({ data: message });
  }
}

function make() {
  const workers = [];
  const sandbox = new Sandbox({
    spawn: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return { worker, release: () => (worker.released += 1) };
    },
    settings: () => ({ runtime: "r" }),
  });
  return { sandbox, workers };
}

async function running() {
  const { sandbox, workers } = make();
  const outcome = sandbox.run("code", "{}", SIZE);
  workers[0].say({ type: "ready" });
  return { sandbox, workers, outcome };
}

const message = (promise) => promise.then(() => null, (error) => error.message);

test("nothing is started before code is run, and code waits for the start", async () => {
  const { sandbox, workers } = make();
  assert.equal(workers.length, 0);
  const outcome = sandbox.run("code", "job", SIZE);
  assert.deepEqual(workers[0].sent, [{ kind: "boot", settings: { runtime: "r" } }]);
  workers[0].say({ type: "ready" });
  assert.deepEqual(workers[0].sent[1], { kind: "run", id: 1, source: "code", job: "job", most: mostCharacters(SIZE) });
  workers[0].say({ ...OUTCOME, printed: "done" });
  assert.deepEqual(await outcome, { ...OUTCOME, printed: "done" });
  assert.equal(workers[0].released, 1);
  sandbox.run("more", "job", SIZE).catch(() => {});
  assert.equal(workers.length, 1, "the same worker goes on");
});

test("an endless loop is ended within a second, and the next run has another worker", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const { sandbox, workers, outcome } = await running();
  const told = message(outcome);
  mock.timers.tick(899);
  assert.equal(workers[0].terminated, false);
  mock.timers.tick(1);
  assert.equal(await told, ENDLESS);
  assert.ok(workers[0].terminated);
  assert.equal(sandbox.running, false);
  const next = sandbox.run("better", "{}", SIZE);
  assert.equal(workers.length, 2);
  workers[1].say({ type: "ready" });
  workers[1].say({ ...OUTCOME, id: 2 });
  assert.equal((await next).id, 2);
  mock.timers.reset();
});

test("signs of life keep it going, but not for ever", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const { workers, outcome } = await running();
  const told = message(outcome);
  for (let i = 0; i < 100 && !workers[0].terminated; i++) {
    mock.timers.tick(500);
    workers[0].say({ type: "alive", id: 1 });
  }
  assert.equal(await told, TOO_LONG);
  mock.timers.reset();
});

test("Stop ends it at once; one that still starts is kept", async () => {
  const { sandbox, workers, outcome } = await running();
  const told = message(outcome);
  sandbox.stop();
  assert.equal(await told, STOPPED);
  assert.ok(workers[0].terminated);
  const waiting = message(sandbox.run("code", "{}", SIZE));
  sandbox.stop();
  assert.equal(await waiting, STOPPED);
  assert.equal(workers[1].terminated, false);
});

test("an ended worker is not listened to", async () => {
  const { sandbox, workers, outcome } = await running();
  outcome.catch(() => {});
  sandbox.stop();
  assert.deepEqual([workers[0].onmessage, workers[0].onmessageerror, workers[0].onerror], [null, null, null]);
});

const throws = () => {
  throw new TypeError("Cannot read properties of undefined");
};
const nested = (depth) => Array.from({ length: depth }).reduce((inner) => [inner], []);
const ODD = {
  nothing: null,
  undefined: undefined,
  "a number": NaN,
  "a text": "outcome",
  "a list": [OUTCOME],
  "no type": {},
  "a type that every object has": { type: "constructor" },
  "a type that is no text": { ...OUTCOME, type: ["outcome"] },
  "ready again": { type: "ready" },
  "an outcome without an end": { type: "outcome", id: 1 },
  "an outcome of another run": { ...OUTCOME, id: 2 },
  "a sign of another run": { type: "alive", id: 99 },
  "a sign with freight": { type: "alive", id: 1, freight: "x" },
  "a text for a number": { ...OUTCOME, count: "1" },
  "NaN for a count": { ...OUTCOME, count: NaN },
  "half a line": { ...OUTCOME, line: 0.5 },
  "a count below nothing": { ...OUTCOME, count: -1 },
  "more iterates than asked for": { ...OUTCOME, count: 102, iterates: "A".repeat(2176) },
  "iterates of another length": { ...OUTCOME, iterates: "AAAA" },
  "iterates in a list": { ...OUTCOME, iterates: new Array(24).fill("A") },
  "iterates as bytes": { ...OUTCOME, iterates: new Uint8Array(24) },
  "too long a text": { ...OUTCOME, printed: "x".repeat(MOST_TEXT + 1) },
  "30 MB of text": { ...OUTCOME, printed: "x".repeat(30_000_000) },
  "an object for a text": { ...OUTCOME, message: { toString: throws, length: 3 } },
  "nested lists": { ...OUTCOME, printed: nested(20_000) },
  "an error of another shape": { type: "failed", id: 1, error: { message: "no" } },
  "a failure without words": { type: "failed", id: 1, message: undefined },
  "a getter": Object.defineProperty({ ...OUTCOME }, "printed", { get: throws, enumerable: true }),
  "a proxy": new Proxy({ ...OUTCOME }, { get: throws, ownKeys: throws }),
};

for (const [name, message_] of Object.entries(ODD)) {
  test(`what is no race ends the worker: ${name}`, async () => {
    const { sandbox, workers, outcome } = await running();
    const told = message(outcome);
    workers[0].say(message_);
    assert.equal(await told, STRANGE);
    assert.ok(workers[0].terminated);
    const next = sandbox.run("code", "{}", SIZE);
    workers[1].say({ type: "ready" });
    workers[1].say({ ...OUTCOME, id: 2 });
    assert.equal((await next).count, 1);
  });
}

test("a field is looked at once: it may be something else the second time", async () => {
  const { workers, outcome } = await running();
  const texts = ["fine", nested(5)];
  workers[0].say(Object.defineProperty({ ...OUTCOME }, "printed", { get: () => texts.shift(), enumerable: true }));
  assert.equal((await outcome).printed, "fine");
});

test("a flood of messages ends the worker, and what is left of it is not looked at", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const { workers, outcome } = await running();
  const told = message(outcome);
  let looked = 0;
  const sign = { type: "alive", get id() { looked += 1; return 1; } };
  for (let i = 0; i < 100_000; i++) workers[0].say(sign);
  assert.equal(await told, FLOOD);
  assert.ok(workers[0].terminated);
  assert.ok(looked < 100, String(looked));
  mock.timers.reset();
});

test("signs that were kept waiting by a busy page are no flood", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const { workers, outcome } = await running();
  mock.timers.setTime(10_000);
  for (let i = 0; i < 200; i++) workers[0].say({ type: "alive", id: 1 });
  workers[0].say(OUTCOME);
  assert.equal((await outcome).count, 1);
  mock.timers.reset();
});

test("a message when nothing runs ends the worker, and nobody is told", async () => {
  const { sandbox, workers, outcome } = await running();
  workers[0].say(OUTCOME);
  await outcome;
  workers[0].say({ type: "alive", id: 1 });
  assert.ok(workers[0].terminated);
  assert.equal(sandbox.ready, false);
});

test("an error that nobody catches ends the worker, and is told in short", async () => {
  const { workers, outcome } = await running();
  const told = message(outcome);
  workers[0].onerror({ message: "x".repeat(30_000_000) });
  assert.equal((await told).length, MOST_TEXT);
});

test("a start that fails says why, and the next run tries again", async () => {
  const { sandbox, workers } = make();
  const told = message(sandbox.run("code", "{}", SIZE));
  workers[0].say({ type: "failed", id: 0, message: "no wasm" });
  assert.equal(await told, "no wasm");
  const again = message(sandbox.run("code", "{}", SIZE));
  workers[1].onerror({ message: "blocked" });
  assert.equal(await again, "blocked");
  assert.equal(workers.length, 2);
});
