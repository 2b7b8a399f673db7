// The line to one worker: which answers count, and who is waited for how long.
import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";

import { Line } from "../../../site/web/bridge/line.js";
import { longest, patience } from "../../../site/web/bridge/protocol.js";

afterEach(() => mock.timers.reset());

function make() {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const worker = { sent: [], ended: 0, postMessage: (message) => worker.sent.push(message), terminate: () => (worker.ended += 1) };
  const heard = { messages: [], late: [] };
  const line = new Line(worker, {
    message: (data) => heard.messages.push(data),
    broken: (error) => heard.messages.push(error),
    late: (kind, text) => heard.late.push([kind, text]),
  });
  const say = (data) => worker.onmessage?.({ data });
  return { worker, heard, line, say };
}

test("an answer belongs to the message in flight, and to no other", () => {
  const { line } = make();
  const [first, second] = [{ kind: "getState" }, { kind: "getState" }];
  line.send(first, "null");
  assert.equal(line.take(2), null);
  assert.equal(line.take(1), first);
  // It was answered already.
  assert.equal(line.take(1), null);
  line.send(second, "null");
  // A late answer to the first is dropped, and the second is still waited for.
  assert.equal(line.take(1), null);
  assert.equal(line.inFlight, second);
  assert.equal(line.take(2), second);
  assert.equal(line.inFlight, null);
});

test("what a worker says after its line has ended is heard by nobody", () => {
  const { line, say, heard, worker } = make();
  const rejected = [];
  const { onmessage } = worker;
  line.send({ kind: "getState", reject: (reason) => rejected.push(reason) }, "null");
  line.end("ended");
  say({ type: "answer", id: 1 });
  assert.deepEqual([heard.messages, heard.late, rejected, worker.ended], [[], [], ["ended"], 1]);
  assert.notEqual(worker.onmessage, onmessage);
  mock.timers.tick(patience("getState"));
  assert.deepEqual(heard.late, []);
});

test("who says nothing is late, and a sign of work gives as long again", () => {
  const { line, say, heard } = make();
  const allowed = patience("getState");
  line.send({ kind: "getState" }, "null");
  mock.timers.tick(allowed - 1);
  say({ type: "busy" });
  mock.timers.tick(allowed - 1);
  assert.deepEqual(heard.late, []);
  mock.timers.tick(1);
  assert.deepEqual(heard.late, [["getState", `Python did not respond for ${Math.round(allowed / 1000)} s.`]]);
  assert.deepEqual(heard.messages, []);
});

test("no signs of work are believed for ever", () => {
  const { line, say, heard } = make();
  line.send({ kind: "getState" }, "null");
  for (let waited = 0; waited < longest("getState") + 60_000 && heard.late.length === 0; waited += 1000) {
    mock.timers.tick(1000);
    say({ type: "busy" });
  }
  assert.match(heard.late[0][1], /^Python did not finish within \d+ s\.$/);
});

test("while nobody is waited for, nobody is late", () => {
  const { line, heard } = make();
  line.send({ kind: "getState" }, "null");
  line.take(1);
  line.rest();
  mock.timers.tick(patience("getState"));
  assert.deepEqual(heard.late, []);
});
