/* The numbers of a figure: from the columns that it draws to rows, cells and a file. No DOM here.
   A field is [column, head]; under the head "x" or "y" stands what is on that axis. */

import { typeset } from "./typeset.js";

/** What the axes of a figure are called now, and whether they hold log10 of what they show; of one in 3-D
    the fields themselves say it. */
export function axes({ below = [], left = [] }) {
  const of = (axis) => ({ name: axis?.axis_label || "", log: axis?.formatter?.log ?? false });
  return { x: of(below[0]), y: of(left[0]) };
}

/** The rows of a source, and the heads over them. */
export function records(caption, source, fields, found) {
  const columns = fields.map(([column, head]) => {
    const values = Array.from(source.get_column(column) ?? []);
    return found[head]?.log ? values.map((value) => 10 ** value) : values;
  });
  const count = Math.max(0, ...columns.map((column) => column.length));
  return {
    caption,
    heads: fields.map(([, head]) => found[head]?.name || head),
    rows: Array.from({ length: count }, (_, i) => columns.map((column) => column[i])),
  };
}

/** A cell as the page shows it. */
export function cell(value) {
  return typeof value === "number" ? typeset(value) : String(value ?? "");
}

/** All tables as one file: to the last digit, commas between, quotes where needed. */
export function csv(tables) {
  const written = tables.filter(({ rows }) => rows.length > 0).map(({ caption, heads, rows }) => {
    const lines = [...(tables.length > 1 ? [[caption]] : []), heads, ...rows];
    return lines.map((line) => line.map(field).join(",")).join("\r\n");
  });
  return `${written.join("\r\n\r\n")}\r\n`;
}

// A text that a spreadsheet would run as a formula gets an apostrophe, as by linreg.tables.csv_line.
const FORMULA = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const NUMBER = /^[+-]?(\d[\d.,_]*|[.,]\d+)([eEdD][+-]?\d+)?$/;

function field(value) {
  const written = String(value ?? "");
  const text = typeof value === "string" && FORMULA.test(written) && !NUMBER.test(written) ? `'${written}` : written;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
