// A control stands in the strip of its tab while that is open, and in its place elsewhere at other times.

import assert from "node:assert/strict";
import { test } from "node:test";

class Place {
  constructor(seat, tab, control) {
    this.dataset = tab === undefined ? { seat } : { seat, tab };
    if (control) this.append(control);
  }

  append(control) {
    control.parentElement = this;
  }
}

const control = {};
const strip = new Place("degree", "fit", control);
const rail = new Place("degree");
globalThis.document = {
  documentElement: { dataset: { view: "fit" } },
  querySelectorAll: () => [strip, rail],
  querySelector: (selector) => (selector === '[data-slot="degree"]' ? control : null),
};
const { seat } = await import("../../../site/web/page/seats.js");

test("a control is in one place at a time", () => {
  seat();
  assert.equal(control.parentElement, strip);
  seat("closed-form");
  assert.equal(control.parentElement, rail);
  seat("fit");
  assert.equal(control.parentElement, strip);
});
