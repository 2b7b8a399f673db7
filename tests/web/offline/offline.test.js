import assert from "node:assert/strict";
import { test } from "node:test";

import { OfflineCopy } from "../../../site/web/offline/offline.js";

/** A worker of one build that notes what it is asked, and answers. */
class Worker {
  constructor(build, state) {
    Object.assign(this, { build, state, asked: [] });
  }

  postMessage(question, ports = []) {
    this.asked.push(question);
    ports[0]?.postMessage({ build: this.build, state: "ready" });
  }
}

function visit(registration, build = "old") {
  const heard = { standings: [], offers: 0, next: () => {} };
  const listener = {
    standing: ({ state }) => {
      heard.standings.push(state);
      heard.next();
    },
    newVersion: () => {
      heard.offers += 1;
      heard.next();
    },
  };
  Object.assign(registration, { update: async () => {}, addEventListener: (name, slot) => (registration.found = slot) });
  const container = { addEventListener() {}, register: async () => registration };
  heard.another = () => new Promise((resolve) => (heard.next = resolve));
  const copy = new OfflineCopy({ build, home: "http://home/", container, listener });
  return { copy, heard };
}

test("a worker that is to give way is not woken by a question already answered", async () => {
  const active = new Worker("old", "activated");
  const registration = { installing: null, waiting: null, active };
  const { copy, heard } = visit(registration);
  await copy.start();
  assert.deepEqual(heard.standings, ["ready"]);
  const offered = heard.another();
  registration.waiting = new Worker("new", "installed");
  registration.found();
  await offered;
  // An answer of the active worker would have come by the time the waiting one answers again.
  const again = heard.another();
  registration.found();
  await again;
  assert.deepEqual(active.asked, ["verify"]);
});

test("a page that finds a newer worker waiting still learns whether its own copy is whole", async () => {
  const active = new Worker("old", "activated");
  const { copy, heard } = visit({ installing: null, waiting: new Worker("new", "installed"), active });
  await copy.start();
  assert.deepEqual([heard.standings, heard.offers], [["ready"], 1]);
});

test("a worker of the page's own build is put in charge before it is asked anything else", async () => {
  const waiting = new Worker("new", "installed");
  const active = new Worker("old", "activated");
  const { copy, heard } = visit({ installing: null, waiting, active }, "new");
  await copy.start();
  assert.deepEqual([waiting.asked, active.asked, heard.offers], [["build", "activate"], [], 0]);
});
