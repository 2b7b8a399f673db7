/* DataGrid: the points as a table to read and to edit, a window of rows at a time. Cells are text as
   typed; what an edit means is Python's to say. Keys as in the ARIA grid pattern. Does not cover
   selecting a range of cells. */

import { BodyView, MODULE, UIElement } from "../base.js";
import { html, setIfChanged, setText } from "../dom.js";
import { move } from "./grid_keys.js";

const { ModelEvent } = Bokeh.require("core/bokeh_events");

export class GridEdit extends ModelEvent {
  static {
    this.prototype.event_name = "grid_edit";
  }

  constructor(kind, row, column, text) {
    super();
    Object.assign(this, { kind, row, column, text });
  }

  get event_values() {
    const { kind, row, column, text } = this;
    return { ...super.event_values, kind, row, column, text };
  }
}

export class DataGridView extends BodyView {
  make() {
    this.at = { row: 0, column: 0 };
    this.head = html("tr");
    this.cells = html("tbody");
    this.table = html("table", { class: "grid-table", role: "grid" }, html("thead", {}, this.head), this.cells);
    this.place = html("span", { class: "grid-place" });
    const back = this.pager("Earlier rows", -1);
    const on = this.pager("Later rows", 1);
    this.pagers = html("div", { class: "grid-pager" }, back, this.place, on);
    this.table.addEventListener("keydown", (event) => this.key(event));
    this.table.addEventListener("dblclick", () => this.edit());
    this.table.addEventListener("paste", (event) => this.paste(event));
    this.table.addEventListener("focusin", ({ target }) => this.entered(target));
    return html("div", {}, html("div", { class: "grid-box" }, this.table), this.pagers);
  }

  pager(label, direction) {
    const button = html("button", { type: "button", class: "button button-quiet" }, label);
    button.addEventListener("click", () => this.turn(direction));
    return button;
  }

  send(kind, row = null, column = null, text = "") {
    this.model.trigger_event(new GridEdit(kind, row, column, text));
  }

  refresh() {
    const { label, columns, rows, first, count, selected, several } = this.model;
    setIfChanged(this.table, "aria-label", label);
    setIfChanged(this.table, "aria-rowcount", String(count + 1));
    this.head.replaceChildren(...["row", ...columns].map((name) => html("th", { scope: "col" }, name)));
    while (this.cells.rows.length > rows.length) this.cells.deleteRow(-1);
    rows.forEach((texts, i) => this.refresh_row(i, first + i, texts, first + i === selected || several.includes(first + i)));
    setText(this.place, count > rows.length ? `${first + 1} to ${first + rows.length} of ${count}` : "");
    this.pagers.hidden = count <= rows.length;
    this.focusable();
  }

  refresh_row(i, number, texts, selected) {
    const row = this.cells.rows[i] ?? this.cells.insertRow();
    setIfChanged(row, "aria-rowindex", String(number + 2));
    setIfChanged(row, "aria-selected", selected ? "true" : null);
    while (row.cells.length > texts.length + 1) row.deleteCell(-1);
    const head = row.cells[0] ?? row.appendChild(html("th", { scope: "row" }));
    setText(head, String(number + 1));
    texts.forEach((text, j) => {
      const cell = row.cells[j + 1] ?? row.appendChild(html("td", { role: "gridcell", tabindex: "-1" }));
      setIfChanged(cell, "aria-readonly", j >= texts.length - this.model.computed ? "true" : null);
      if (cell !== this.input?.parentElement) setText(cell, text);
    });
  }

  cell(row = this.at.row, column = this.at.column) {
    return this.cells.rows[row]?.cells[column + 1] ?? null;
  }

  /** One cell is in the Tab order: the one that the arrows were last at. */
  focusable() {
    const { rows, columns } = this.model;
    this.at.row = Math.max(0, Math.min(this.at.row, rows.length - 1));
    this.at.column = Math.max(0, Math.min(this.at.column, columns.length - 1));
    for (const old of this.cells.querySelectorAll("[tabindex='0']")) old.tabIndex = -1;
    const cell = this.cell();
    if (cell) cell.tabIndex = 0;
  }

  entered(target) {
    const cell = target.closest("td");
    if (cell === null || cell === this.input?.parentElement) return;
    this.at = { row: cell.parentElement.sectionRowIndex, column: cell.cellIndex - 1 };
    this.focusable();
    this.send("select", this.model.first + this.at.row);
  }

  key(event) {
    if (this.input !== undefined) return;
    const { rows, columns } = this.model;
    const to = move(event, this.at, rows.length, columns.length);
    if (to !== null) this.go(to);
    else if (event.key === "Enter" || event.key === "F2") this.edit();
    else if (event.key === "Delete" || event.key === "Backspace") this.commit("");
    else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) this.edit(event.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  go({ row, column, turn }) {
    this.at = { row, column };
    if (turn !== 0) this.turn(turn);
    this.cell()?.focus();
  }

  turn(direction) {
    const { first, rows, count } = this.model;
    const next = Math.max(0, Math.min(first + direction * rows.length, count - rows.length));
    if (next !== first) this.send("page", next);
  }

  /** Whether the column at hand is computed from the others. */
  get computed() {
    const { columns, computed } = this.model;
    return this.at.column >= columns.length - computed;
  }

  edit(typed = null) {
    const cell = this.cell();
    if (cell === null || this.input !== undefined || this.computed) return;
    const { columns, first } = this.model;
    const label = `${columns[this.at.column]}, row ${first + this.at.row + 1}`;
    this.input = html("input", { type: "text", class: "grid-input", inputmode: "decimal", "aria-label": label });
    this.input.value = typed ?? cell.textContent;
    this.was = cell.textContent;
    cell.replaceChildren(this.input);
    this.input.focus();
    if (typed === null) this.input.select();
    this.input.addEventListener("keydown", (event) => this.editing(event));
    this.input.addEventListener("blur", () => this.leave(true));
  }

  editing(event) {
    event.stopPropagation();
    const aside = { Enter: [1, 0], Tab: [0, event.shiftKey ? -1 : 1], Escape: [0, 0] }[event.key];
    if (aside === undefined) return;
    event.preventDefault();
    this.leave(event.key !== "Escape");
    const { rows, columns } = this.model;
    const row = Math.min(this.at.row + aside[0], rows.length - 1);
    this.go({ row, column: Math.max(0, Math.min(this.at.column + aside[1], columns.length - 1)), turn: 0 });
  }

  leave(keep) {
    if (this.input === undefined) return;
    const { value } = this.input;
    const cell = this.input.parentElement;
    this.input = undefined;
    cell.textContent = keep ? value : this.was;
    if (keep && value !== this.was) this.commit(value);
  }

  commit(text) {
    if (this.computed) return;
    this.send("cell", this.model.first + this.at.row, this.model.columns[this.at.column], text);
  }

  paste(event) {
    const text = event.clipboardData.getData("text/plain");
    if (this.input !== undefined || text === "" || this.computed) return;
    event.preventDefault();
    this.send("paste", this.model.first + this.at.row, this.model.columns[this.at.column], text);
  }
}

export class DataGrid extends UIElement {
  static __name__ = "DataGrid";
  static __module__ = MODULE;
  static {
    this.prototype.default_view = DataGridView;
    this.define(({ Str, Int, List, Nullable }) => ({
      label: [Str, ""],
      columns: [List(Str), []],
      rows: [List(List(Str)), []],
      first: [Int, 0],
      count: [Int, 0],
      selected: [Nullable(Int), null],
      several: [List(Int), []],
      computed: [Int, 0],
      answers: [Int, 0],
    }));
  }
}
