import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { axes, cell, csv, records } from "../../../../site/web/models/figure/figure_table.js";

const source = (columns) => ({ get_column: (name) => columns[name] ?? null });
const figure = {
  below: [{ axis_label: "distance ε", formatter: { log: true } }],
  left: [{ axis_label: null, formatter: { log: false } }],
};
const found = axes(figure);

test("a column on an axis has its name, and is what the axis says", () => {
  const table = records("QR", source({ x: Float64Array.of(-2, 0), y: [15, 3.5] }), [["x", "x"], ["y", "y"]], found);
  assert.deepEqual(table, { caption: "QR", heads: ["distance ε", "y"], rows: [[0.01, 15], [1, 3.5]] });
});

test("a source that lacks a column leaves its cells empty", () => {
  const { rows } = records("", source({ name: ["a"] }), [["name", "solver"], ["gone", "digits"]], found);
  assert.deepEqual(rows.map((row) => row.map(cell)), [["a", ""]]);
  assert.equal(cell(-2.5e-14), "−2.5 × 10⁻¹⁴");
});

test("a file has every digit, and quotes where a text needs them", () => {
  const table = { caption: "one", heads: ["name, first", "value"], rows: [['say "a"', 0.1 + 0.2], ["b", -1e-300]] };
  assert.equal(csv([table]), '"name, first",value\r\n"say ""a""",0.30000000000000004\r\nb,-1e-300\r\n');
  assert.ok(csv([table, table]).startsWith("one\r\n"));
  assert.equal(csv([{ ...table, rows: [] }]), "\r\n");
});

test("a name that a spreadsheet would run becomes text, as in Python's files", () => {
  const cases = JSON.parse(readFileSync(new URL("../../../linreg/guarded_cells.json", import.meta.url)));
  for (const [cell, written] of cases) {
    assert.equal(csv([{ caption: "", heads: [cell], rows: [[1]] }]), `${written}\r\n1\r\n`, cell);
  }
  assert.equal(csv([{ caption: "", heads: ["x"], rows: [[-1e-300], ["=1+1"]] }]), "x\r\n-1e-300\r\n'=1+1\r\n");
});
