/* Download: a button that saves a file made on this device. Where `content` is empty a click asks
   Python for it, by `clicks`, and it is saved when it comes; so nothing costly is made in advance. */

import { BodyView, Control, MODULE } from "../base.js";
import { html, setIfChanged, setText } from "../dom.js";
import { icon } from "../icons.js";

/** The file's bytes as a Blob; binary content is base64. */
export function blob({ content, mime, binary }) {
  const data = binary ? Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0)) : content;
  return new Blob([data], { type: mime });
}

/** Hand a Blob to the browser's own downloads. */
export function save(file, filename) {
  const url = URL.createObjectURL(file);
  const link = html("a", { href: url, download: filename });
  link.click();
  // The browser has taken hold of the file by the next task; Safari needs a little longer.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export class DownloadView extends BodyView {
  make() {
    this.text = html("span", { class: "text" });
    this.button = html("button", { type: "button", class: "button" }, html("span", { class: "picture" }, icon("download")), this.text);
    this.button.addEventListener("click", () => this.click());
    return this.button;
  }

  click() {
    this.waiting = this.model.content === "";
    this.model.clicks += 1;
    if (!this.waiting) this.save();
  }

  save() {
    this.waiting = false;
    save(blob(this.model), this.model.filename);
  }

  refresh() {
    const { label, help, disabled, content } = this.model;
    this.button.disabled = disabled;
    setText(this.text, label);
    setIfChanged(this.button, "title", help);
    if (this.waiting && content !== "") this.save();
  }
}

export class Download extends Control {
  static __name__ = "Download";
  static __module__ = MODULE;
  static {
    this.prototype.default_view = DownloadView;
    this.define(({ Bool, Int, Str }) => ({
      filename: [Str, "download.txt"],
      mime: [Str, "text/plain"],
      content: [Str, ""],
      binary: [Bool, false],
      clicks: [Int, 0],
    }));
  }
}
