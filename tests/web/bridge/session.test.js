// A session with a worker that the test plays itself.
import assert from "node:assert/strict";
import { test, mock } from "node:test";

import { Session } from "../../../site/web/bridge/session.js";
import { timed } from "../timed.js";

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

// more: of the listener, in place of the usual.
function start(more = {}, paths = ["plain"]) {
  const workers = [];
  const log = [];
  const reasons = [];
  const working = [];
  const session = new Session({
    spawn: () => workers[workers.push(new FakeWorker()) - 1],
    bootSettings: { digest: "d" },
    paths,
    listener: {
      status: (status, reason) => reasons.push(reason) && log.push(status),
      stage: () => {},
      opening: (send, opened) => send(opened ? "restore" : "link", {}),
      replace: async (json) => log.push(json),
      patch: (events) => JSON.stringify(events.map(({ value }) => value)),
      answered: () => {},
      working: (awaited) => working.push(awaited),
      failed: (stage, error) => log.push(`${stage}: ${error.message}`),
      fellBack: (stage) => log.push(`fell back in ${stage}`),
      ...more,
    },
  });
  session.start();
  return { session, workers, log, reasons, working };
}

async function ready(more, paths) {
  const all = start(more, paths);
  all.workers[0].say({ type: "attached", document: null });
  await turn();
  all.workers[0].answer();
  await turn();
  assert.equal(all.session.status, "ready");
  return all;
}

// The last worker comes to life and answers what an opening asks.
async function comeBack({ workers }, text = '{"roots":[]}') {
  workers.at(-1).say({ type: "attached", document: null });
  await turn();
  workers.at(-1).answer();
  await turn();
  assert.equal(workers.at(-1).sent.at(-1).kind, "document");
  workers.at(-1).answer(text);
  await turn();
}

const change = (attr, value) => ({ kind: "ModelChanged", model: "m", attr, value });

test("cancel ends a computation, and Python starts again with the state before it", async () => {
  const all = await ready();
  const { session, workers, log } = all;
  session.cancel();
  assert.equal(workers.length, 1, "nothing was being computed");
  // More often than a worker is restarted that cannot stay alive.
  for (let i = 0; i < 5; i++) {
    const asked = session.call("setState", { degree: 20 });
    session.cancel();
    await assert.rejects(asked, { name: "Restarted" });
    assert.ok(workers[i].terminated);
    assert.equal(log.at(-1), "restarting");
    workers.at(-1).say({ type: "attached", document: null });
    await turn();
    assert.equal(workers.at(-1).sent.at(-1).kind, "restore");
    workers.at(-1).answer();
    await turn();
    workers.at(-1).answer('{"roots":[]}');
    await turn();
    assert.equal(session.status, "ready");
  }
});

test("it is told whether an answer is awaited, but not while Python starts", async () => {
  const { session, workers, working } = await ready();
  assert.ok(!working.includes(true));
  session.call("setState", {});
  assert.equal(working.at(-1), true);
  workers[0].answer();
  assert.equal(working.at(-1), false);
});

test("events and calls made before Python is there wait and keep their order", async () => {
  const { session, workers } = start();
  session.userEvent(change("a", 1), 0);
  const answer = session.call("getState");
  session.userEvent(change("a", 2), 0);
  assert.deepEqual(workers[0].sent.map(({ kind }) => kind), ["boot"]);
  workers[0].say({ type: "attached", document: null });
  await turn();
  assert.equal(workers[0].sent.at(-1).kind, "link");
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

timed("a worker that does not answer in time is replaced and the document drawn again", async (tick) => {
  const all = await ready();
  const lost = all.session.call("ping");
  tick(5001);
  await assert.rejects(lost, { name: "Restarted" });
  assert.ok(all.workers[0].terminated);
  assert.equal(all.session.status, "restarting");
  await comeBack(all);
  assert.deepEqual(all.log, ["ready", "restarting", { roots: [] }, "ready"]);
});

test("what a new Python answers before its document is drawn changes nothing in the old one", async () => {
  const applied = [];
  const all = await ready({ answered: ({ patch }, { kind }, joined) => joined && applied.push([kind, patch]) });
  all.session.call("setState", {});
  all.workers[0].answer(null, { patch: "made by the first" });
  all.workers[0].onerror({ message: "broken" });
  all.workers[1].say({ type: "attached", document: null });
  await turn();
  assert.equal(all.workers[1].sent.at(-1).kind, "restore");
  all.workers[1].answer(null, { patch: "of models that the page has under other names" });
  await turn();
  all.workers[1].answer("{}");
  await turn();
  assert.equal(all.session.status, "ready");
  all.session.call("setState", {});
  all.workers[1].answer(null, { patch: "made by the second" });
  assert.deepEqual(applied.filter(([, patch]) => patch), [["setState", "made by the first"], ["setState", "made by the second"]]);
});

test("an answer that the page cannot show leads to a new start, whatever it belongs to", async () => {
  let broken = false;
  const show = () => {
    if (broken) throw new Error("no such model");
  };
  const all = await ready({ answered: show });
  const call = all.session.call("setState", {});
  broken = true;
  all.workers[0].answer({ n: 3 });
  broken = false;
  await assert.rejects(call, { message: "no such model" });
  assert.match(all.reasons.at(-1).text, /could not show what Python answered \(no such model\)/);
  await comeBack(all);
  assert.equal(all.session.status, "ready");
});

test("what cannot be made into a message leads to a new start", async () => {
  const patch = () => {
    throw new Error("a circle");
  };
  const all = await ready({ patch });
  all.session.userEvent(change("a", 1), 0);
  assert.equal(all.session.status, "restarting");
  await comeBack(all);
  assert.equal(all.session.status, "ready");
});

for (const [name, strike] of [
  ["an error outside of any answer", (worker) => worker.onerror({ message: "broken" })],
  ["a Python that has died", (worker) => worker.say({ type: "died", error: { name: "RangeError", message: "stack" } })],
]) {
  test(`${name} leads to a new start, not to a failure`, async () => {
    const all = await ready();
    const call = all.session.call("getState");
    strike(all.workers[0]);
    await assert.rejects(call, { name: "Restarted" });
    await comeBack(all);
    assert.deepEqual(all.log.filter((entry) => typeof entry === "string"), ["ready", "restarting", "ready"]);
  });
}

timed("a page that is not drawn is a failure, not a wait for ever", async (tick) => {
  const { workers, log } = start({ opening: () => new Promise(() => {}) });
  workers[0].say({ type: "attached", document: null });
  await turn();
  tick(30_001);
  assert.deepEqual(log, ["failed", "page: The page did not respond for 30 s while it was drawn."]);
});

timed("a document that cannot be drawn again is a failure with a way out", async (tick) => {
  let broken = true;
  const replace = () => (broken ? new Promise(() => {}) : Promise.resolve());
  const all = await ready({ replace });
  all.workers[0].onerror({ message: "broken" });
  await comeBack(all);
  tick(30_001);
  assert.equal(all.session.status, "failed");
  broken = false;
  all.session.retry();
  await comeBack(all);
  assert.equal(all.session.status, "ready");
});

timed("a state that cannot be put back is a failure, and no more is tried by itself", async (tick) => {
  const all = await ready();
  all.workers[0].onerror({ message: "broken" });
  all.workers[1].say({ type: "attached", document: null });
  await turn();
  tick(30_001);
  await turn();
  assert.equal(all.session.status, "failed");
  assert.equal(all.workers.length, 2);
  assert.match(all.log.at(-1), /^restore: .* Your data and settings could not be restored\./);
});

test("a worker that cannot be made is a failure with a way out", () => {
  const log = [];
  const spawn = () => {
    throw new Error("not in this frame");
  };
  const listener = { working: () => {}, status: (status) => log.push(status), failed: (stage, { message }) => log.push(message) };
  const session = new Session({ spawn, bootSettings: {}, listener });
  session.start();
  assert.deepEqual(log, ["failed", "not in this frame"]);
});

test("who waits for Python is told when it cannot be had", async () => {
  const { session, workers } = start();
  const early = session.call("getState");
  workers[0].say({ type: "failed", stage: "download", error: { message: "404" } });
  await assert.rejects(early, { name: "Failed", message: /404/ });
  await assert.rejects(session.call("getState"), { name: "Failed", message: /404/ });
  session.retry();
  const late = session.call("getState");
  workers[1].say({ type: "attached", document: null });
  await turn();
  // It has not been opened before.
  assert.equal(workers[1].sent.at(-1).kind, "link");
  workers[1].answer();
  await turn();
  workers[1].answer("{}");
  await turn();
  workers[1].answer({ n: 40 });
  assert.deepEqual(await late, { n: 40 });
});

test("a way to boot that ends in the midst of an opening leaves no half of it", async () => {
  const all = start({}, ["image", "plain"]);
  all.workers[0].say({ type: "attached", document: null });
  await turn();
  all.workers[0].say({ type: "answer", id: 1, patch: "one half", error: { name: "Error", message: "no" } });
  await turn();
  assert.deepEqual(all.log, ["fell back in attach"]);
  await comeBack(all);
  assert.deepEqual(all.log, ["fell back in attach", { roots: [] }, "ready"]);
});

timed("a link that is not answered is given up, and the page opened without it", async (tick) => {
  const all = start();
  all.workers[0].say({ type: "attached", document: null });
  await turn();
  tick(30_001);
  await turn();
  assert.equal(all.session.status, "restarting");
  assert.equal(all.reasons.at(-1).withoutLink, true);
  await comeBack(all);
  assert.deepEqual(all.workers[1].sent.map(({ kind }) => kind), ["boot", "restore", "document"]);
  assert.deepEqual(all.log, ["restarting", { roots: [] }, "ready"]);
});

timed("a link that is worked at for ever is given up too", async (tick) => {
  const all = start();
  all.workers[0].say({ type: "attached", document: null });
  await turn();
  for (let i = 0; i < 61; i++) {
    tick(1000);
    if (all.workers.length === 1) all.workers[0].say({ type: "busy" });
  }
  assert.equal(all.session.status, "restarting");
  assert.match(all.reasons.at(-1).text, /^Python did not finish within 60 s\. It was opening the link/);
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
