// The address with a browser that the test plays itself.
import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { Address, fragmentOf } from "../../../site/web/links/address.js";

class FakeWindow extends EventTarget {
  entries = [];
  at = -1;
  constructor(hash = "", state = null) {
    super();
    const self = this;
    this.document = { baseURI: "https://a.example/p/" };
    this.location = {
      origin: "https://a.example", pathname: "/p/", search: "",
      get hash() { return self.entries[self.at].hash; },
      set hash(value) {
        const text = value.replace(/^#?/, "#");
        if (text === self.location.hash) return;
        self.#push({ hash: text, state: null });
        self.dispatchEvent(new Event("hashchange"));
      },
    };
    this.history = {
      get state() { return self.entries[self.at].state; },
      pushState: (kept, _, url) => self.#push({ hash: self.#hash(url), state: kept }),
      replaceState: (kept, _, url) => (self.entries[self.at] = { hash: self.#hash(url), state: kept }),
    };
    this.#push({ hash, state });
  }
  #hash(url) {
    return url.startsWith("#") ? url : "";
  }
  #push(entry) {
    this.entries.length = this.at + 1;
    this.at = this.entries.push(entry) - 1;
  }
  go(by) {
    this.at += by;
    this.dispatchEvent(new Event("hashchange"));
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

const NO_LESSONS = { hold: () => {}, begin: async () => false };

// Python, as far as links go: a link amounts to itself, but "long" ones have none.
function open(hash, state, lessons = NO_LESSONS) {
  const self = new FakeWindow(hash, state);
  const python = { fragment: "", opened: [] };
  const shown = [];
  const call = async (kind, payload) => {
    if (kind === "getLink") return python.fragment;
    if (kind === "amountsTo") return payload.fragment;
    python.opened.push(payload);
    python.fragment = payload.fragment;
    return { fragment: payload.fragment };
  };
  const address = new Address({ self, call, showReturn: (on) => shown.push(on), lessons });
  const change = async (fragment, keys) => {
    python.fragment = fragment;
    address.changed(keys);
    mock.timers.tick(400);
    await turn();
  };
  return { self, python, shown, address, call, change };
}

test.beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
test.afterEach(() => mock.timers.reset());

test("a hash without words is a place in the page", () => {
  assert.deepEqual(["#n=5", "#plot", "#", ""].map(fragmentOf), ["n=5", "", "", ""]);
  assert.deepEqual(["#n%3D5", "#%E0%A4%A"].map(fragmentOf), ["n%3D5", "%E0%A4%A"]);
});

test("many changes are one change of the address, and no new place", async () => {
  const { self, address, python, change } = open("");
  for (const n of [1, 2, 3]) {
    python.fragment = `n=${n}`;
    address.changed(["n"]);
    mock.timers.tick(100);
  }
  assert.equal(self.location.hash, "");
  mock.timers.tick(400);
  await turn();
  assert.equal(self.location.hash, "#n=3");
  await change("", ["n"]);
  assert.equal(self.location.hash, "");
  assert.equal(self.entries.length, 1);
});

test("other data and other tabs are other places", async () => {
  const { self, change, python } = open("");
  await change("n=2", ["n"]);
  await change("n=2&view=descent", ["view"]);
  assert.deepEqual(self.entries.map(({ hash }) => hash), ["#n=2", "#n=2&view=descent"]);
  self.go(-1);
  await turn();
  assert.deepEqual(python.opened, [{ fragment: "n=2", record: true }]);
  assert.equal(self.entries.length, 2);
});

test("what Back has opened is not written again", async () => {
  const { self, change, address } = open("");
  await change("view=descent", ["view"]);
  self.go(-1);
  address.changed(["view"]);
  mock.timers.tick(400);
  await turn();
  assert.deepEqual(self.entries.map(({ hash }) => hash), ["", "#view=descent"]);
});

test("the way back to the author's state is there as long as it is another", async () => {
  const { self, address, call, change, shown } = open("#n=5");
  await address.openFirst(call);
  await address.settle();
  await change("n=6", ["n"]);
  assert.equal(shown.at(-1), true);
  address.goBack();
  await turn();
  assert.equal(self.location.hash, "#n=5");
  assert.equal(shown.at(-1), false);
});

test("a reload keeps the author's state apart from the reader's", async () => {
  const { address, call, shown } = open("#n=6", { author: "n=5" });
  await address.openFirst(call);
  await address.settle();
  assert.equal(shown.at(-1), true);
  const own = open("#n=6", { author: null });
  await own.address.openFirst(own.call);
  await own.address.settle();
  assert.ok(!own.shown.includes(true));
});

test("a state without a link has no address", async () => {
  const { self, change } = open("");
  await change("n=2", ["n"]);
  await change(null, ["points"]);
  assert.equal(self.location.hash, "");
});

test("a file that a link names must be of our own host", async () => {
  const { self } = open("#src=x");
  const sent = [];
  const call = async (kind, payload, file) => {
    sent.push([kind, payload.error, file]);
    return kind === "link" ? { src: "https://b.example/x" } : { fragment: "" };
  };
  const address = new Address({ self, call, showReturn: () => {}, lessons: NO_LESSONS });
  await address.openFirst(call);
  assert.deepEqual(sent[1], ["linkFile", "It is not on the same site as this page.", undefined]);
});

test("a lesson sets its state as part of its link, which then means that state", async () => {
  const told = [];
  const lessons = {
    hold: () => told.push("hold"),
    begin: async (call) => {
      told.push("begin");
      if (!call) return false;
      await call("setState", { steps: 5 });
      return true;
    },
  };
  const { self, python, shown, address, call } = open("#lesson=descent", null, lessons);
  const opening = async (kind, payload) => {
    told.push(kind);
    if (kind === "setState") python.fragment = "lesson=descent&steps=5";
    return kind === "setState" ? {} : call(kind, payload);
  };
  await address.openFirst(opening);
  assert.deepEqual(told, ["hold", "link", "begin", "setState", "getLink"]);
  // Nothing that the reader did: the address stays, and nothing leads back from it.
  address.changed(["steps", "view"]);
  mock.timers.tick(400);
  await turn();
  assert.equal(self.location.hash, "#lesson=descent");
  assert.deepEqual(shown, [false]);
});

test("lessons begin without a link, and after one that fails", async () => {
  for (const hash of ["", "#n=5"]) {
    let begun = 0;
    const { address } = open(hash, null, { hold: () => {}, begin: async () => (begun += 1, false) });
    const failing = async () => { throw new Error("no"); };
    await address.openFirst(failing).catch(() => {});
    assert.equal(begun, 1);
  }
});

// Python, of data too long for an address; `data` is what is loaded.
function withLongData(state) {
  const self = new FakeWindow(state?.hash ?? "", state?.kept);
  const texts = new Map();
  const python = { data: "one", view: "fit", asked: [], refuse: false };
  const kept = {
    async put(text) {
      if (python.refuse) throw new Error("QuotaExceededError");
      texts.clear();
      texts.set(`name of ${text}`, text);
      return `name of ${text}`;
    },
    get: async (name) => (texts.has(name) ? new TextEncoder().encode(texts.get(name)) : null),
  };
  const call = async (kind, payload, file) => {
    python.asked.push(kind);
    if (kind === "getLink") return payload.data === false ? `data=own&view=${python.view}` : null;
    if (kind === "stateFile") return python.data;
    if (kind === "tellKept") python.told = payload.kept;
    if (kind === "linkFile") python.opened = [payload.fragment, new TextDecoder().decode(file)];
    if (kind === "link") python.opened = [payload.fragment, null];
    return { fragment: payload.fragment };
  };
  const address = new Address({ self, call, kept, showReturn: () => {}, lessons: NO_LESSONS });
  const change = async (keys, changes) => {
    Object.assign(python, changes);
    address.changed(keys);
    mock.timers.tick(400);
    await turn();
  };
  return { self, python, address, call, change, kept };
}

test("data too long for the address are kept by the tab, and a reload brings them back", async () => {
  const { self, python, change, kept } = withLongData();
  await change(["points"], {});
  assert.equal(self.location.hash, "#data=own&view=fit");
  assert.equal(python.told, true);
  await change(["view"], { view: "descent" });
  const [entry] = self.entries.slice(-1);
  assert.deepEqual(entry, { hash: "#data=own&view=descent", state: { author: null, kept: "name of one" } });
  const again = withLongData({ hash: entry.hash, kept: entry.state });
  again.kept.get = kept.get;
  await again.address.openFirst(again.call);
  assert.deepEqual(again.python.opened, ["data=own&view=descent", "one"]);
});

test("data are kept once, and again when they are others", async () => {
  const { self, python, change } = withLongData();
  await change(["points"], {});
  python.asked = [];
  await change(["degree"], {});
  assert.deepEqual(python.asked, ["getLink"]);
  await change(["points"], { data: "two" });
  assert.equal(self.entries.at(-1).state.kept, "name of two");
});

test("Back leads through the tabs with the data that are kept", async () => {
  const { self, python, change } = withLongData();
  await change(["points"], {});
  await change(["view"], { view: "descent" });
  self.go(-1);
  await turn();
  assert.deepEqual(python.opened, ["data=own&view=fit", "one"]);
});

test("where the tab cannot keep data it is said", async () => {
  const { self, python, change } = withLongData();
  await change(["points"], { refuse: true });
  assert.equal(python.told, false);
  assert.equal(self.entries.at(-1).state.kept, null);
});

test("a file that did not come is asked for again", async () => {
  const { self } = open("#src=x");
  const fragments = [];
  const call = async (kind, payload) => {
    if (kind === "link") fragments.push(payload.fragment);
    return kind === "link" ? { src: "https://b.example/x" } : { fragment: "" };
  };
  const address = new Address({ self, call, showReturn: () => {}, lessons: NO_LESSONS });
  address.openAgain();
  await address.openFirst(call);
  address.openAgain();
  await turn();
  assert.deepEqual(fragments, ["src=x", "src=x"]);
});

test("a file that comes after another link was opened changes nothing", async () => {
  const { self } = open("#n=5");
  const sent = [];
  const call = async (kind, payload) => {
    sent.push([kind, payload.fragment]);
    if (kind === "link" && payload.fragment.startsWith("src")) return { src: "never" };
    return { fragment: payload.fragment };
  };
  new Address({ self, call, showReturn: () => {}, lessons: NO_LESSONS });
  let give;
  const { fetch } = globalThis;
  globalThis.fetch = () => new Promise((resolve) => (give = resolve));
  try {
    self.location.hash = "src=never";
    await turn();
    self.location.hash = "n=6";
    await turn();
    give(new Response("x,y"));
    await turn();
    await turn();
  } finally {
    globalThis.fetch = fetch;
  }
  assert.deepEqual(sent, [["link", "src=never"], ["link", "n=6"]]);
});
