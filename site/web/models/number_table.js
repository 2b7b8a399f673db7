/* NumberTable: a table of runs of text. Cells are changed in place: a descent at sixty frames a
   second must not rebuild it. The first cell of a row is its header. */

import { BodyView, MODULE, UIElement } from "./base.js";
import { html, runs, say, show } from "./dom.js";

export class NumberTableView extends BodyView {
  make() {
    this.caption = html("caption");
    this.head = html("tr");
    this.rows = html("tbody");
    return html("table", { class: "numbers" }, this.caption, html("thead", {}, this.head), this.rows);
  }

  refresh() {
    const { caption, columns, rows } = this.model;
    say(this.caption, caption);
    show(this.caption, caption !== "");
    this.refresh_head(columns);
    while (this.rows.rows.length > rows.length) this.rows.deleteRow(-1);
    rows.forEach((cells, i) => this.refresh_row(this.rows.rows[i] ?? this.rows.insertRow(), cells));
  }

  refresh_head(columns) {
    const key = JSON.stringify(columns);
    if (key === this.head_key) return;
    this.head_key = key;
    this.head.parentElement.hidden = columns.length === 0;
    // An empty header over the row names is a plain cell: a header without text names nothing.
    this.head.replaceChildren(...columns.map((name) => (name === "" ? html("td") : html("th", { scope: "col" }, name))));
  }

  refresh_row(row, cells) {
    while (row.cells.length > cells.length) row.deleteCell(-1);
    cells.forEach((parts, j) => {
      const cell = row.cells[j] ?? row.appendChild(j === 0 ? html("th", { scope: "row" }) : html("td"));
      const key = JSON.stringify(parts);
      if (cell.key === key) return;
      cell.key = key;
      cell.replaceChildren(...runs(parts));
    });
  }
}

export class NumberTable extends UIElement {
  static __name__ = "NumberTable";
  static __module__ = MODULE;
  static {
    this.prototype.default_view = NumberTableView;
    this.define(({ Str, List, Tuple }) => ({
      caption: [Str, ""],
      columns: [List(Str), []],
      rows: [List(List(List(Tuple(Str, Str)))), []],
    }));
  }
}
