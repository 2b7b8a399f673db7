/* Formula: mathematics as the browser typesets it (MathML). The tree is nested lists, [tag, ...children]
   or a leaf [tag, text]; a leaf may carry a role: [tag, text, role]. Text never becomes markup. */

import { BodyView, MODULE, UIElement } from "../base.js";
import { setText, show } from "../dom.js";

const MATHML = "http://www.w3.org/1998/Math/MathML";
const TAGS = new Set(
  "mrow mi mn mo mtext mspace mfrac msqrt msup msub msubsup munder mover munderover mtable mtr mtd".split(" "),
);

export function mathml(tree) {
  const [tag, ...rest] = tree;
  if (!TAGS.has(tag)) throw new Error(`${tag} is not a MathML element that a formula may use`);
  const node = document.createElementNS(MATHML, tag);
  if (typeof rest[0] === "string") {
    node.textContent = rest[0];
    if (rest[1]) node.setAttribute("class", `role-${rest[1]}`);
  } else node.append(...rest.map(mathml));
  return node;
}

/** A formula by itself, in a line or as a block; an empty tree is an empty formula. */
export function math(tree, block) {
  const node = document.createElementNS(MATHML, "math");
  node.setAttribute("display", block ? "block" : "inline");
  if (tree.length > 0) node.append(mathml(tree));
  return node;
}

export class FormulaView extends BodyView {
  make() {
    this.math = document.createElementNS(MATHML, "math");
    this.note = document.createElement("span");
    this.note.className = "formula-note";
    const body = document.createElement("div");
    body.append(this.math, this.note);
    return body;
  }

  refresh() {
    const { tree, block, note } = this.model;
    this.body.className = block ? "formula formula-block" : "formula";
    setText(this.note, note);
    show(this.note, note !== "");
    const key = JSON.stringify([tree, block]);
    if (key === this.key) return;
    this.key = key;
    this.math.setAttribute("display", block ? "block" : "inline");
    this.math.replaceChildren(...(tree.length > 0 ? [mathml(tree)] : []));
  }
}

export class Formula extends UIElement {
  static __name__ = "Formula";
  static __module__ = MODULE;
  static {
    this.prototype.default_view = FormulaView;
    this.define(({ Str, Bool, List, Unknown }) => ({
      tree: [List(Unknown), []],
      block: [Bool, true],
      note: [Str, ""],
    }));
  }
}
