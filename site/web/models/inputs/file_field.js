/* FileField: a file input that looks like a button, and the whole page to drop or paste on. The file
   itself is announced on the document ("playground:file") and never becomes a property: the worker
   reads it where it is. */

import { BodyView, Control, MODULE } from "../base.js";
import { acceptDrops, acceptPastes, announce } from "./files.js";
import { html, setIfChanged, setText } from "../dom.js";
import { icon } from "../icons.js";

export class FileFieldView extends BodyView {
  connect_signals() {
    super.connect_signals();
    this.stops = [acceptDrops(), acceptPastes()];
  }

  remove() {
    for (const stop of this.stops) stop();
    super.remove();
  }

  make() {
    this.text = html("span", { class: "text" });
    this.hint = html("span", { class: "hint", id: "hint" });
    this.input = html("input", { type: "file", class: "file-input", "aria-describedby": "hint" });
    this.input.addEventListener("change", () => {
      const [file] = this.input.files;
      if (file !== undefined) announce(file);
      // So that choosing the same, mended file again is a change as well.
      this.input.value = "";
    });
    const picture = html("span", { class: "picture" }, icon("upload"));
    const face = html("label", { class: "button button-plain file-face" }, picture, this.text, this.input);
    return html("div", { class: "file" }, face, this.hint);
  }

  refresh() {
    const { label, help, disabled, accept } = this.model;
    setText(this.text, label);
    setText(this.hint, help);
    this.input.disabled = disabled;
    setIfChanged(this.input, "accept", accept);
  }
}

export class FileField extends Control {
  static __name__ = "FileField";
  static __module__ = MODULE;
  static {
    this.prototype.default_view = FileFieldView;
    this.define(({ Str }) => ({ accept: [Str, ""] }));
  }
}
