/* FigureMenu: what a figure can do besides being looked at: zoom, back to where it was, pictures, and the
   numbers that are drawn, as a table or a file. Everything is the page's; Python is not asked. The table
   is made when it is opened, and follows what is drawn while it is open. */

import { BodyView, MODULE, UIElement } from "../base.js";
import { html, setText } from "../dom.js";
import { save } from "../inputs/download.js";
import { Home } from "./home.js";
import { icon } from "../icons.js";
import { png, svg } from "./picture.js";
import { axes, cell, csv, records } from "./figure_table.js";

const { ColumnDataSource } = Bokeh.require("models/sources/column_data_source");

// More rows nobody reads on a page; the file has them all.
const MOST_ROWS = 400;
const ZOOM = 1.5;

export class FigureMenuView extends BodyView {
  make() {
    this.reset = this.button("reset_view", () => this.home.reset(false));
    this.picture = this.button("download", () => this.save_png());
    this.open = this.button("more", () => {});
    this.panel = html("div", { class: "menu", popover: "auto" });
    this.open.popoverTargetElement = this.panel;
    this.panel.addEventListener("toggle", ({ newState }) => this.opened(newState === "open"));
    this.table = html("div", { class: "figure-table", role: "region", tabindex: "0", hidden: true });
    const bar = html("div", { class: "figure-bar" }, this.reset, this.picture, this.open, this.panel);
    return html("div", { class: `figure-tools figure-tools-${this.model.look}` }, bar, this.table);
  }

  button(picture, act) {
    const text = html("span", { class: "text" });
    const made = html("button", { type: "button", class: "button button-quiet figure-button" },
      html("span", { class: "picture" }, icon(picture)), text);
    made.say = (name) => {
      setText(text, name);
      made.title = name;
    };
    made.addEventListener("click", act);
    return made;
  }

  connect_signals() {
    super.connect_signals();
    if (this.zooms) this.home = Home.of(this.model.figure);
    this.unwatch = this.home?.watch(() => this.refresh());
    this.following = new Map();
  }

  remove() {
    this.unwatch?.();
    this.follow(false);
    super.remove();
  }

  refresh() {
    const { title, look } = this.model;
    this.open.say(`${title}: more`);
    this.reset.say("Reset zoom");
    this.picture.say("Download picture");
    this.picture.hidden = look !== "bar";
    // Beside a bar there is a button for it that Python hears of.
    this.reset.hidden = look === "bar" || !(this.home?.moved ?? false);
  }

  /** Whether it has axes to zoom: one in 3-D has none. */
  get zooms() {
    return this.model.figure.x_range !== undefined;
  }

  get figure() {
    return Bokeh.index.find_one(this.model.figure);
  }

  items() {
    const { filename, look, tables } = this.model;
    const shown = this.table.hidden ? "Show as table" : "Hide the table";
    const zoom = [["Zoom in", () => this.zoom(ZOOM)], ["Zoom out", () => this.zoom(1 / ZOOM)]];
    const all = [
      ...(this.zooms ? zoom : []),
      ...(look === "bar" ? [] : [["Save as PNG", () => this.save_png()]]),
      ["Save as SVG", () => save(svg(this.figure), `${filename}.svg`)],
    ];
    const numbers = [
      ["Save as CSV", () => save(new Blob([csv(this.tables())], { type: "text/csv" }), `${filename}.csv`)],
      [shown, () => this.show_table(this.table.hidden)],
    ];
    return tables.length > 0 ? [...all, ...numbers] : all;
  }

  async save_png() {
    save(await png(this.figure), `${this.model.filename}.png`);
  }

  opened(open) {
    this.open.setAttribute("aria-expanded", String(open));
    if (!open) return;
    this.panel.replaceChildren(...this.items().map(([name, act]) => {
      const item = html("button", { type: "button", class: "menu-item" }, name);
      item.addEventListener("click", () => {
        act();
        if (!name.startsWith("Zoom")) this.panel.hidePopover();
      });
      return item;
    }));
    this.place();
    addEventListener("scroll", () => this.panel.hidePopover(), { capture: true, once: true, passive: true });
    this.panel.firstElementChild.focus();
  }

  /** Under the button, or above it where there is no room; never beyond the window. */
  place() {
    const { left, right, top, bottom } = this.open.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.panel;
    const x = Math.max(8, Math.min(right - width, innerWidth - width - 8));
    const below = bottom + 4 + height <= innerHeight;
    const y = below ? bottom + 4 : Math.max(8, top - height - 4);
    Object.assign(this.panel.style, { left: `${Math.min(x, left)}px`, top: `${y}px` });
  }

  zoom(factor) {
    const { frame } = this.figure;
    const { x_range, y_range } = this.model.figure;
    const about = ({ start, end }) => {
      const [middle, half] = [(start + end) / 2, (end - start) / 2 / factor];
      return { start: middle - half, end: middle + half };
    };
    if (frame !== null) this.home.move(about(x_range), about(y_range), this.model.look === "bar");
  }

  // -- The numbers

  tables() {
    const { tables, figure } = this.model;
    return tables.map(([caption, source, fields]) => records(caption, source, fields, axes(figure)));
  }

  show_table(on) {
    this.table.hidden = !on;
    this.table.setAttribute("aria-label", `${this.model.title} as a table`);
    this.follow(on);
    if (on) this.fill();
  }

  /** While the table is open it is brought up to date once a frame at most. */
  follow(on) {
    for (const [source, due] of this.following) this.disconnect(source.change, due);
    this.following.clear();
    if (!on) return;
    for (const [, source] of this.model.tables) {
      const due = () => {
        this.asked ??= requestAnimationFrame(() => this.fill());
      };
      this.connect(source.change, due);
      this.following.set(source, due);
    }
  }

  fill() {
    this.asked = undefined;
    const filled = this.tables().filter(({ rows }) => rows.length > 0);
    this.table.replaceChildren(...filled.map((table) => made(table)));
    if (filled.length === 0) this.table.append(html("p", { class: "hint" }, "Nothing is drawn."));
  }
}

function made({ caption, heads, rows }) {
  const body = rows.slice(0, MOST_ROWS).map((row) => html("tr", {},
    ...row.map((value, k) => (k === 0 ? html("th", { scope: "row" }, cell(value)) : html("td", {}, cell(value))))));
  const count = (value) => value.toLocaleString("en");
  const shortened = `${caption} (the first ${count(MOST_ROWS)} of ${count(rows.length)} rows; the file has all)`;
  return html("table", { class: "numbers" },
    html("caption", {}, rows.length > MOST_ROWS ? shortened : caption),
    html("thead", {}, html("tr", {}, ...heads.map((head) => html("th", { scope: "col" }, head)))),
    html("tbody", {}, ...body));
}

export class FigureMenu extends UIElement {
  static __name__ = "FigureMenu";
  static __module__ = MODULE;
  static {
    this.prototype.default_view = FigureMenuView;
    this.define(({ Str, Enum, List, Tuple, Ref }) => ({
      figure: [Ref(UIElement)],
      title: [Str, ""],
      filename: [Str, "figure"],
      look: [Enum("corner", "bar"), "corner"],
      tables: [List(Tuple(Str, Ref(ColumnDataSource), List(Tuple(Str, Str)))), []],
    }));
  }
}
