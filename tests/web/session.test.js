// A session with a worker that the test plays itself.
import assert from "node:assert/strict";
import { test, mock } from "node:test";

import { Session } from "../../site/web/session.js";

class FakeWorker {
  sent = [];
  terminated = false;
  postMessage(message) {
    this.sent.push(message);
  }
  terminate() {
    this.terminated = true;
  }
  say(message) {
    this.onmessage({ data: message });
  }
  answer(result = null, more = {}) {
    this.say({ type: "answer", id: this.sent.at(-1).id, result, ...more });
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

function start() {
  const workers = [];
  const log = [];
  const session = new Session({
    spawn: () => workers[workers.push(new FakeWorker()) - 1],
    bootSettings: { digest: "d" },
    listener: {
      status: (status) => log.push(status),
      stage: () => {},
      opening: (send) => send("environment", {}),
      replace: async (json) => log.push(json),
      patch: (events) => JSON.stringify(events.map(({ value }) => value)),
      answered: () => {},
      failed: (stage, error) => log.push(`${stage}: ${error.message}`),
    },
  });
  session.start();
  return { session, workers, log };
}

async function ready() {
  const all = start();
  all.workers[0].say({ type: "attached", document: null });
  await turn();
  all.workers[0].answer();
  await turn();
  assert.equal(all.session.status, "ready");
  return all;
}

const change = (attr, value) => ({ kind: "ModelChanged", model: "m", attr, value });

test("events and calls made before Python is there wait and keep their order", async () => {
  const { session, workers } = start();
  session.userEvent(change("a", 1), 0);
  const answer = session.call("getState");
  session.userEvent(change("a", 2), 0);
  assert.deepEqual(workers[0].sent.map(({ kind }) => kind), ["boot"]);
  workers[0].say({ type: "attached", document: null });
  await turn();
  assert.equal(workers[0].sent.at(-1).kind, "environment");
  workers[0].answer();
  await turn();
  assert.equal(workers[0].sent.at(-1).payload, "[1]");
  workers[0].answer();
  assert.equal(workers[0].sent.at(-1).kind, "getState");
  workers[0].answer({ n: 3 });
  assert.deepEqual(await answer, { n: 3 });
  assert.equal(workers[0].sent.at(-1).payload, "[2]");
});

test("while Python is busy the last value of a property wins", async () => {
  const { session, workers } = await ready();
  session.userEvent(change("a", 1), 0);
  session.userEvent(change("a", 2), 0);
  session.userEvent(change("b", 5), 0);
  session.userEvent(change("a", 3), 0);
  assert.equal(workers[0].sent.at(-1).payload, "[1]");
  workers[0].answer();
  assert.equal(workers[0].sent.at(-1).payload, "[5,3]");
});

test("an error in the answer rejects the caller's promise with a plain object", async () => {
  const { session, workers } = await ready();
  const answer = session.call("setState", { lr: -1 });
  workers[0].answer(undefined, { error: { name: "StateError", message: "no", key: "lr" } });
  await assert.rejects(answer, { name: "StateError", key: "lr" });
});

test("a worker that does not answer in time is replaced and the document drawn again", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  try {
    const { session, workers, log } = await ready();
    const lost = session.call("ping");
    mock.timers.tick(5001);
    await assert.rejects(lost, { name: "Restarted" });
    assert.ok(workers[0].terminated);
    assert.equal(session.status, "restarting");
    workers[1].say({ type: "attached", document: null });
    await turn();
    workers[1].answer();
    await turn();
    assert.equal(workers[1].sent.at(-1).kind, "document");
    workers[1].answer('{"roots":[]}');
    await turn();
    assert.deepEqual(log, ["ready", "restarting", { roots: [] }, "ready"]);
  } finally {
    mock.timers.reset();
  }
});

test("a link that asks for too much is given up, and the page opened without it", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  try {
    const { session, workers, log } = start();
    workers[0].say({ type: "attached", document: null });
    await turn();
    // The first message of the opening is never answered.
    mock.timers.tick(5001);
    await turn();
    assert.equal(session.status, "restarting");
    assert.deepEqual(workers[1].sent.map(({ kind }) => kind), ["boot"]);
    workers[1].say({ type: "attached", document: null });
    await turn();
    workers[1].answer();
    await turn();
    workers[1].answer('{"roots":[]}');
    await turn();
    assert.deepEqual(log, ["restarting", { roots: [] }, "ready"]);
  } finally {
    mock.timers.reset();
  }
});

test("a declared long job is given its time", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  try {
    const { session, workers } = await ready();
    session.call("ping").catch(() => {});
    workers[0].say({ type: "busy", seconds: 20 });
    mock.timers.tick(19_000);
    assert.equal(session.status, "ready");
    mock.timers.tick(1_001);
    assert.equal(session.status, "restarting");
  } finally {
    mock.timers.reset();
  }
});

test("a slow machine is not a stuck one: signs of work give the usual time anew", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  try {
    const { session, workers } = await ready();
    session.call("ping").catch(() => {});
    for (let i = 0; i < 4; i++) {
      mock.timers.tick(4_000);
      workers[0].say({ type: "busy" });
    }
    assert.equal(session.status, "ready");
    mock.timers.tick(5_001);
    assert.equal(session.status, "restarting");
  } finally {
    mock.timers.reset();
  }
});

test("a boot that fails reports its first cause, and can be tried again", async () => {
  const { session, workers, log } = start();
  workers[0].say({ type: "failed", stage: "download", error: { message: "404" } });
  assert.deepEqual(log, ["failed", "download: 404"]);
  session.retry();
  assert.equal(session.status, "restarting");
  assert.equal(workers[1].sent[0].kind, "boot");
});

test("a worker that keeps dying is given up after its third restart", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  try {
    const { session, workers, log } = await ready();
    for (const document of [null, null, null]) {
      session.call("ping").catch(() => {});
      mock.timers.tick(5001);
      workers.at(-1).say({ type: "attached", document });
      await turn();
      workers.at(-1).answer();
      await turn();
      workers.at(-1).answer("{}");
      await turn();
      assert.equal(session.status, "ready");
    }
    session.call("ping").catch(() => {});
    mock.timers.tick(5001);
    assert.equal(session.status, "failed");
    assert.match(log.at(-1), /^restart: Python stopped 4 times/);
  } finally {
    mock.timers.reset();
  }
});
