// What a tab keeps of data that no address can hold.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Kept } from "../../../site/web/links/kept.js";

class FakeStorage extends Map {
  constructor(room = Infinity) {
    super();
    this.room = room;
  }
  getItem(key) {
    return this.get(key) ?? null;
  }
  setItem(key, value) {
    if (value.length > this.room) throw new Error("QuotaExceededError");
    this.set(key, value);
  }
}

const TEXT = JSON.stringify(Array.from({ length: 50_000 }, (_, i) => `${(i * 7919) % 10_007}é`));

test("a text comes back as it was, and takes less room", async () => {
  const storage = new FakeStorage();
  const kept = new Kept(() => storage, "/p/");
  const name = await kept.put(TEXT);
  assert.equal(new TextDecoder().decode(await kept.get(name)), TEXT);
  assert.ok([...storage.values()][0].length < TEXT.length / 2);
});

test("only the last is kept, for one copy of the page", async () => {
  const storage = new FakeStorage();
  const [kept, other] = [new Kept(() => storage, "/p/"), new Kept(() => storage, "/q/")];
  const first = await kept.put("one");
  const name = await kept.put("two");
  assert.equal(await kept.get(first), null);
  assert.equal(await other.get(name), null);
  assert.equal(new TextDecoder().decode(await kept.get(name)), "two");
});

test("where nothing can be kept it is said", async () => {
  const full = new Kept(() => new FakeStorage(100), "/p/");
  await assert.rejects(full.put(TEXT));
  const refused = new Kept(() => { throw new Error("SecurityError"); }, "/p/");
  await assert.rejects(refused.put("x"));
  assert.equal(await refused.get("x"), null);
});
