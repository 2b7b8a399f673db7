/* Picture: a button that saves a figure as it is drawn, as PNG in twice its size or as SVG, on the
   page's own background (figures themselves are transparent). The PNG is made from the SVG, so that it
   is sharp whatever the screen. */

import { BodyView, Control, MODULE, UIElement } from "./base.js";
import { save } from "./download.js";
import { html, put, say } from "./dom.js";
import { icon } from "./icons.js";

const SCALE = 2;

function page_colour() {
  return getComputedStyle(document.documentElement).getPropertyValue("--bg").trim();
}

async function png(view) {
  const { width, height } = view.bbox;
  const image = new Image(width, height);
  image.src = `data:image/svg+xml,${encodeURIComponent(await svg(view).text())}`;
  await image.decode();
  const page = html("canvas", { width: SCALE * width, height: SCALE * height });
  page.getContext("2d").drawImage(image, 0, 0, page.width, page.height);
  return new Promise((resolve) => page.toBlob(resolve, "image/png"));
}

function svg(view) {
  const { canvas } = view.export("svg", false);
  const text = new XMLSerializer().serializeToString(canvas);
  const open = text.indexOf(">") + 1;
  const ground = `<rect width="100%" height="100%" fill="${page_colour()}"/>`;
  return new Blob([text.slice(0, open), ground, text.slice(open)], { type: "image/svg+xml" });
}

export class PictureView extends BodyView {
  make() {
    this.text = html("span", { class: "text" });
    this.button = html("button", { type: "button", class: "button button-quiet" },
      html("span", { class: "picture" }, icon("download")), this.text);
    this.button.addEventListener("click", () => this.save());
    return this.button;
  }

  refresh() {
    const { label, help, disabled } = this.model;
    say(this.text, label);
    put(this.button, "title", help);
    this.button.disabled = disabled;
  }

  async save() {
    const { figure, format, filename } = this.model;
    const view = Bokeh.index.find_one(figure);
    if (view === null) return;
    save(await (format === "svg" ? svg(view) : png(view)), `${filename}.${format}`);
  }
}

export class Picture extends Control {
  static __name__ = "Picture";
  static __module__ = MODULE;
  static {
    this.prototype.default_view = PictureView;
    this.define(({ Str, Enum, Ref }) => ({
      figure: [Ref(UIElement)],
      format: [Enum("png", "svg"), "png"],
      filename: [Str, "picture"],
    }));
  }
}
