// Stripping a scope: what stays is the language, whatever else a browser may offer.

import assert from "node:assert/strict";
import { test } from "node:test";
import { disarm, LANGUAGE, RUNTIME, strip } from "../../../site/web/rules/sandbox_strip.js";

function scope() {
  class Target {
    addEventListener() {}
  }
  class WorkerScope extends Target {
    fetch() {}
    get indexedDB() {
      return {};
    }
    postMessage() {}
  }
  class Navigator {
    get storage() {
      return {};
    }
  }
  const made = new WorkerScope();
  Object.assign(made, { WebSocket: class {}, TomorrowsSocket: class {}, Math, JSON, console, self: made });
  Object.defineProperty(made, "navigator", { value: new Navigator(), configurable: true });
  Object.defineProperty(made, "TEMPORARY", { value: 0, writable: false, configurable: false });
  return made;
}

test("only the language and what runs it stay, in the scope and in its prototypes", () => {
  const made = scope();
  const { navigator } = made;
  assert.deepEqual(strip(made), []);
  for (const name of ["fetch", "indexedDB", "WebSocket", "TomorrowsSocket", "postMessage", "addEventListener", "navigator"]) {
    assert.equal(name in made, false, name);
  }
  assert.equal("storage" in navigator, false);
  assert.equal(made.Math, Math);
  assert.equal(made.console, console);
});

test("what can neither be deleted nor overwritten is named, unless it is a mere number", () => {
  const made = scope();
  Object.defineProperty(made, "WebTransport", { value: class {}, writable: false, configurable: false });
  assert.deepEqual(strip(made), ["WebTransport"]);
});

test("the lists hold no way out", () => {
  const ways = ["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "BroadcastChannel", "Worker", "SharedWorker", "importScripts",
    "indexedDB", "caches", "navigator", "postMessage", "WebTransport", "RTCPeerConnection", "MessageChannel", "URL", "Blob"];
  for (const name of ways) assert.equal(LANGUAGE.has(name) || RUNTIME.has(name), false, name);
});

// Last, for it holds for the whole process.
test("no function leads to a constructor that makes code of text", () => {
  disarm();
  for (const kind of [() => {}, function () {}, async () => {}, function* () {}, async function* () {}, class {}, Math.max.bind(null)]) {
    assert.throws(() => kind.constructor("return 1"), EvalError);
    assert.throws(() => kind.constructor.constructor("return 1"), EvalError);
    assert.throws(() => new kind.constructor("return 1"), EvalError);
  }
});
