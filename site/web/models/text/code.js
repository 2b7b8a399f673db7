/* Code: Python to read, highlighted. It scrolls within its own frame, by keys too. */

import { BodyView, MODULE, UIElement } from "../base.js";
import { html, setIfChanged } from "../dom.js";
import { pythonTokens } from "./python_tokens.js";

/** The lines of a source as elements, one each; an empty line keeps its height. */
export function codeLines(source) {
  return pythonTokens(source).map((tokens) =>
    html("span", { class: "code-line" }, ...tokens.map(([text, role]) => (role === "" ? text : html("span", { class: `code-${role}` }, text))), "\n"),
  );
}

export class CodeView extends BodyView {
  make() {
    this.code = html("code");
    return html("pre", { class: "code", tabindex: "0", role: "region" }, this.code);
  }

  refresh() {
    const { label, text } = this.model;
    setIfChanged(this.body, "aria-label", label);
    if (text === this.drawn) return;
    this.drawn = text;
    this.code.replaceChildren(...codeLines(text));
  }
}

export class Code extends UIElement {
  static __name__ = "Code";
  static __module__ = MODULE;
  static {
    this.prototype.default_view = CodeView;
    this.define(({ Str }) => ({ label: [Str, ""], text: [Str, ""] }));
  }
}
