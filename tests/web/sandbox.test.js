// The life of the second worker, with a worker that the test plays itself.

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { ENDLESS, STOPPED, Sandbox, TOO_LONG } from "../../site/web/sandbox.js";

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
  const outcome = sandbox.run("code", "{}");
  workers[0].say({ type: "ready" });
  return { sandbox, workers, outcome };
}

const message = (promise) => promise.then(() => null, (error) => error.message);

test("nothing is started before code is run, and code waits for the start", async () => {
  const { sandbox, workers } = make();
  assert.equal(workers.length, 0);
  const outcome = sandbox.run("code", "job");
  assert.deepEqual(workers[0].sent, [{ kind: "boot", settings: { runtime: "r" } }]);
  workers[0].say({ type: "ready" });
  assert.deepEqual(workers[0].sent[1], { kind: "run", id: 1, source: "code", job: "job" });
  workers[0].say({ type: "outcome", id: 1, outcome: "done" });
  assert.equal(await outcome, "done");
  assert.equal(workers[0].released, 1);
  sandbox.run("more", "job");
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
  const next = sandbox.run("better", "{}");
  assert.equal(workers.length, 2);
  workers[1].say({ type: "ready" });
  workers[1].say({ type: "outcome", id: 2, outcome: "fine" });
  assert.equal(await next, "fine");
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
  const waiting = message(sandbox.run("code", "{}"));
  sandbox.stop();
  assert.equal(await waiting, STOPPED);
  assert.equal(workers[1].terminated, false);
});

test("answers to another run, or of an ended worker, are nobody's", async () => {
  const { sandbox, workers, outcome } = await running();
  let settled = false;
  outcome.then(() => (settled = true), () => {});
  workers[0].say({ type: "outcome", id: 99, outcome: "forged" });
  await new Promise(setImmediate);
  assert.equal(settled, false);
  sandbox.stop();
  assert.equal(workers[0].onmessage, null);
});

test("a start that fails says why, and the next run tries again", async () => {
  const { sandbox, workers } = make();
  const told = message(sandbox.run("code", "{}"));
  workers[0].say({ type: "failed", error: { message: "no wasm" } });
  assert.equal(await told, "no wasm");
  const again = message(sandbox.run("code", "{}"));
  workers[1].onerror({ message: "blocked" });
  assert.equal(await again, "blocked");
  assert.equal(workers.length, 2);
});
