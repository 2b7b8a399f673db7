/* NumberTable: a table of runs of text. Cells are changed in place: a descent at sixty frames a
   second must not rebuild it. The first cell of a row is its header. What is too wide for its place
   scrolls sideways. */

import { BodyView, MODULE, UIElement } from "../base.js";
import { html, refill, runs, setIfChanged, setText, show } from "../dom.js";
import { named, one_stop, parsed, reachable } from "../terms.js";

// A name up to this length is not broken; a longer one may be. Heads stand side by side.
const SHORT = 9;
const SHORT_HEAD = 5;
// Words up to this length are not broken in a head; a column may have any name.
const WORD = 10;

export class NumberTableView extends BodyView {
  make() {
    this.caption = html("caption");
    this.head = html("tr");
    this.rows = html("tbody");
    const table = html("table", { class: "numbers" }, this.caption, html("thead", {}, this.head), this.rows);
    reachable(table);
    return html("div", { class: "table-room" }, table);
  }

  refresh() {
    const { caption, columns, terms, rows, stacked } = this.model;
    this.body.classList.toggle("stacked", stacked);
    setText(this.caption, caption);
    show(this.caption, caption !== "");
    this.refresh_head(columns, terms);
    while (this.rows.rows.length > rows.length) this.rows.deleteRow(-1);
    rows.forEach((cells, i) => this.refresh_row(this.rows.rows[i] ?? this.rows.insertRow(), cells, terms));
    one_stop(this.body);
  }

  refresh_head(columns, terms) {
    const key = JSON.stringify([columns, terms]);
    if (key === this.head_key) return;
    this.head_key = key;
    this.head.parentElement.hidden = columns.length === 0;
    // An empty header over the row names is a plain cell: a header without text names nothing.
    this.head.replaceChildren(...columns.map((name, j) => (name === "" ? html("td") : this.header(name, terms[j]))));
  }

  header(name, term) {
    const head = html("th", { scope: "col" }, ...runs([[name, named(term)]]));
    head.classList.toggle("short", name.length <= SHORT_HEAD);
    head.classList.toggle("words", name.split(/[\s-]/).every((word) => word.length <= WORD));
    return head;
  }

  /** A cell is explained by its row and by its column, as far as these are. */
  refresh_row(row, cells, terms) {
    while (row.cells.length > cells.length) row.deleteCell(-1);
    const own = cells[0]?.map(([, role]) => parsed(role).key).find(Boolean);
    cells.forEach((parts, j) => {
      const cell = row.cells[j] ?? row.appendChild(j === 0 ? html("th", { scope: "row" }) : html("td"));
      refill(cell, parts);
      const key = [own, terms[j]].filter(Boolean).join(" ");
      if (j > 0 && key !== (cell.dataset.term ?? "")) setIfChanged(cell, "data-term", key);
      if (j === 0) cell.classList.toggle("short", cell.textContent.length <= SHORT);
    });
  }
}

export class NumberTable extends UIElement {
  static __name__ = "NumberTable";
  static __module__ = MODULE;
  static {
    this.prototype.default_view = NumberTableView;
    this.define(({ Bool, Str, List, Tuple }) => ({
      caption: [Str, ""],
      columns: [List(Str), []],
      terms: [List(Str), []],
      rows: [List(List(List(Tuple(Str, Str)))), []],
      stacked: [Bool, false],
    }));
  }
}
