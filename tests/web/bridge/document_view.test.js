// The page's side of the Bokeh document: what is drawn when, and which changes by Python are dropped.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { Element, install } from "../stand_ins.js";

const log = [];
let made;

class Document {
  _new_models = new Set(["new"]);

  static from_json(json) {
    return Object.assign(new Document(), { json });
  }

  roots() {
    return this.json.roots;
  }

  on_change(heard) {
    this.heard = heard;
    made = this;
  }

  apply_json_patch(patch, buffers) {
    this.applied = [patch, buffers];
  }

  create_json_patch(events) {
    return { events: events.map(({ attr, value }) => ({ attr, value })) };
  }

  clear() {
    log.push("clear");
  }
}

class ViewManager extends Array {
  constructor() {
    super();
  }

  async build_view(model) {
    const step = (name) => () => log.push(`${name} ${model.name}`);
    const view = { render_to: step("render"), r_after_render: step("measure"), notify_finished() {}, remove: step("remove") };
    if (model.stuck) view.remove = () => { throw new Error("stuck"); };
    this.push(view);
    return view;
  }
}

install({ document: { Document }, "core/view_manager": { ViewManager } });
Bokeh.index = { add() {} };
const { DocumentView, overtaken, preset, recolour } = await import("../../../site/web/bridge/document_view.js");

const slots = Object.fromEntries(["plot", "view", "foot"].map((name) => [name, new Element()]));
document.querySelector = (selector) => slots[/"(.*)"/.exec(selector)[1]] ?? null;

const json = (...names) => ({ roots: names.map((name) => ({ name })) });

beforeEach(() => log.splice(0));

function make(inSight = () => true) {
  const told = [];
  return { view: new DocumentView(inSight, (event) => told.push(event)), told };
}

test("all roots in sight are put into the page before the first is measured", async () => {
  const { view } = make((slot) => slot !== slots.foot);
  await view.draw(json("plot", "view", "foot"));
  assert.deepEqual(log, ["render plot", "render view", "measure plot", "measure view"]);
});

test("the others are drawn one by one, or when they come into sight", async () => {
  const seen = new Set();
  const { view } = make((slot) => seen.has(slot));
  await view.draw(json("plot", "view", "foot"));
  seen.add(slots.foot);
  await view.drawInSight();
  await view.drawInSight();
  assert.deepEqual(log, ["render foot", "measure foot"]);
  assert.deepEqual([await view.drawAnother(), await view.drawAnother(), await view.drawAnother()], [true, true, false]);
  assert.deepEqual(log.filter((line) => line.startsWith("render")), ["render foot", "render plot", "render view"]);
});

test("a root without a slot is a fault of the build", async () => {
  await assert.rejects(make().view.draw(json("elsewhere")), /no slot for elsewhere/);
});

test("only what is to be synchronised is reported", async () => {
  const { view, told } = make();
  await view.draw(json("plot"));
  made.heard({ sync: true, attr: "a" });
  made.heard({ sync: false, attr: "b" });
  assert.deepEqual(told.map(({ attr }) => attr), ["a"]);
});

const change = (id, attr, kind = "ModelChanged") => ({ kind, model: { id }, attr });

test("a late answer is dropped where the user has since changed the same property", () => {
  const waiting = [change("dial", "value"), change("data", "data", "ColumnDataChanged")];
  assert.equal(overtaken(change("dial", "value"), waiting), true);
  assert.equal(overtaken(change("dial", "label"), waiting), false);
  assert.equal(overtaken(change("other", "value"), waiting), false);
  assert.equal(overtaken(change("dial", "value"), []), false);
  // New data are never older than what was done to them: the tools of the points see to that.
  assert.equal(overtaken(change("data", "data", "ColumnDataChanged"), waiting), false);
});

test("a patch is applied without what was overtaken, and its models are not sent back", async () => {
  const { view } = make();
  await view.draw(json("plot"));
  const patch = { version: "3", events: [change("dial", "value"), change("dial", "label")] };
  view.apply(patch, ["a", "b"], [1, 2], [change("dial", "value")]);
  const [applied, buffers] = made.applied;
  assert.deepEqual(applied, { version: "3", events: [change("dial", "label")] });
  assert.deepEqual([...buffers], [["a", 1], ["b", 2]]);
  assert.equal(made._new_models.size, 0);
  assert.equal(patch.events.length, 2);
});

test("events of a document that was replaced are nobody's", async () => {
  const { view } = make();
  await view.draw(json("plot"));
  const old = made;
  await view.replace(json("plot"));
  const events = [{ document: old, attr: "a", value: 1 }, { document: made, attr: "b", value: { to_base64: () => "AA==" } }];
  assert.deepEqual(JSON.parse(view.patch(events)), { events: [{ attr: "b", value: "AA==" }] });
});

test("the old document is taken away although a part of it is broken", async () => {
  const warn = mock.method(console, "warn", () => {});
  const { view } = make();
  await view.draw({ roots: [{ name: "plot", stuck: true }, { name: "view" }] });
  log.splice(0);
  await view.replace(json("foot"));
  assert.deepEqual(log, ["remove view", "clear", "render foot", "measure foot"]);
  assert.equal(warn.mock.callCount(), 1);
});

test("colours change by role, and what is no colour stays", () => {
  assert.equal(recolour('"#0072b2 #123456 #0072b2ff"', [["#0072b2", "#56b4e9"]]), '"#56b4e9 #123456 #0072b2ff"');
});

test("theme and view are shown as the state has them", () => {
  const roots = ["theme", "view", "n"].map((name) => ({ attributes: { name, value: "old" } }));
  const values = preset({ roots }, { theme: "dark", view: "fit", n: 3 }).roots.map(({ attributes }) => attributes.value);
  assert.deepEqual(values, ["dark", "fit", "old"]);
});
