/* Small helpers to make elements. Text goes in as text nodes only, so data can never become markup. */

import { entries_of, parsed } from "./terms.js";

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children);
  return node;
}

/** An HTML element with attributes (null, undefined and false are left out) and children. */
export function html(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An SVG element, likewise. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** Set an attribute where it differs, or remove it where the value is empty: a browser computes styles
    anew for an attribute that is set again. */
export function setIfChanged(node, name, value) {
  if (value === null || value === undefined || value === false || value === "") {
    node.removeAttribute(name);
    return;
  }
  const text = value === true ? "" : String(value);
  if (node.getAttribute(name) !== text) node.setAttribute(name, text);
}

/** Change a node's text only where it differs, so that a screen reader does not read it twice. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Show or hide a node; told again what it is, a browser computes its styles anew. */
export function show(node, shown) {
  if (node.hidden === shown) node.hidden = !shown;
}

/** Runs of text with roles, as [text, role] pairs -> spans. A role is classes, never a style; with the
    word "?name" the run is a term of the glossary. */
export function runs(parts) {
  return parts.map(([text, role]) => {
    if (role === "") return document.createTextNode(text);
    const { key, words } = parsed(role);
    const names = words.map((word) => `role-${word}`);
    if (key === "") {
      return html({ sup: "sup", sub: "sub", strong: "strong" }[role] ?? "span", { class: names.join(" ") }, text);
    }
    const said = entries_of(key).map((entry) => entry.words).join(" ");
    const explained = { "data-term": key, tabindex: "-1", "aria-description": said };
    return html("dfn", { class: ["term", ...names].join(" "), ...explained }, text);
  });
}

/** Make these runs the children of a node; says whether that changed anything. Where only words differ
    only they change: what has the focus keeps it. */
export function refill(node, parts) {
  const key = JSON.stringify(parts);
  if (key === node.key) return false;
  const alike = node.parts?.length === parts.length && parts.every(([, role], i) => role === node.parts[i][1]);
  if (alike) parts.forEach(([text], i) => setText(node.childNodes[i], text));
  else node.replaceChildren(...runs(parts));
  Object.assign(node, { key, parts });
  return true;
}
