// What the Share dialog says of a link, and the code for another page.
import assert from "node:assert/strict";
import { test } from "node:test";

import { SNIPPETS, embedCode, embedded, frameCode } from "../../../site/web/share/embed_code.js";
import { advice, isLocal, lighter } from "../../../site/web/share/share.js";

test("advice grows with the length", () => {
  const said = [2000, 2001, 8193, 32_001].map(advice);
  assert.equal(new Set(said).size, 4);
  assert.match(said[3], /state file/);
});

test("fewer rows are offered than there are", () => {
  assert.deepEqual(lighter(120).rows, [100, 50]);
  assert.deepEqual(lighter(10).rows, []);
});

test("a page on one's own computer is known", () => {
  assert.ok(isLocal({ protocol: "file:", hostname: "" }));
  assert.ok(isLocal({ protocol: "http:", hostname: "127.0.0.1" }));
  assert.ok(!isLocal({ protocol: "https:", hostname: "a.example" }));
});

test("the code for another page holds the link and cannot be broken out of", () => {
  const link = 'https://a.example/p/#v=1&target=%22"<b>&embed=0';
  assert.equal(embedded(link), 'https://a.example/p/#v=1&target=%22"<b>&embed=1');
  for (const code of [embedCode(link), frameCode(link)]) {
    assert.ok(!code.includes("<b>"));
    assert.ok(code.includes("&amp;target=%22&quot;&lt;b>"));
  }
  assert.match(embedCode(link), /src="https:\/\/a\.example\/p\/embed\.js"/);
});

test("every place that a link is pasted into has its own text, and the link in it", () => {
  const link = "https://a.example/p/#v=1&n=12";
  const texts = Object.fromEntries(SNIPPETS.map(({ name, text }) => [name, text(link)]));
  assert.equal(texts["Markdown link"], `[Linear regression playground](${link})`);
  assert.match(texts["reStructuredText (Sphinx)"], /^\.\. raw:: html\n\n {3}<script/);
  assert.ok(texts["reStructuredText (Sphinx)"].split("\n").slice(2).every((line) => line.startsWith("   ")));
  assert.match(texts["Jupyter notebook"], /IFrame\("https:\/\/a\.example\/p\/#v=1&n=12&embed=1", width="100%", height=620\)$/);
  for (const text of Object.values(texts)) assert.ok(text.replaceAll("&amp;", "&").includes("n=12"));
});
