// The Share dialog: the link, how long it is and where that works, lighter versions of it, a QR code,
// and a file for what no link can hold. Nothing is sent anywhere.

import { SNIPPETS } from "./embed_code.js";
import { html, svg } from "../models/dom.js";
import { rowsOf } from "../models/many_points.js";

// Where links of more characters are cut off or refused.
export const PLACES = [
  { name: "Chats and link shorteners", most: 2000 },
  { name: "Chrome on Android", most: 8192 },
  { name: "A browser's address bar", most: 32_000 },
];
const NUMBERS = "Include current results (the page warns if they change)";
const DIGITS = [6, 4, 3, 2];
const ROWS = [2000, 1000, 500, 200, 100, 50];

const whole = (value) => value.toLocaleString("en");

// The advice about a link of this length in characters.
export function advice(length) {
  const [chat, android, bar] = PLACES.map(({ most }) => most);
  if (length <= chat) return "Works everywhere.";
  if (length <= android) return "Works on web pages and in mail. Some chats may cut it off.";
  if (length <= bar) return "Works on web pages, in desktop browsers only.";
  return "Too long for a link. Round the values, choose fewer rows, or share a state file.";
}

// The lighter versions worth offering for this number of rows.
export function lighter(rows) {
  return { digits: DIGITS, rows: ROWS.filter((count) => count < rows) };
}

export class ShareDialog {
  #api;
  #call;
  #dialog;
  #landings;
  #link = "";
  #page = "";
  #parts = {};
  #turn = 0;

  // call(kind, payload) asks Python; landings: the page about what a link shows, by its fragment.
  constructor(api, call, button, landings = {}) {
    this.#api = api;
    this.#call = call;
    this.#landings = landings;
    button.addEventListener("click", () => this.open());
  }

  async open() {
    this.#dialog ??= this.#build();
    this.#parts.qr.replaceChildren();
    this.#parts.show.setAttribute("aria-expanded", "false");
    this.#offer();
    this.#dialog.showModal();
    await this.#refresh();
  }

  #build() {
    const parts = this.#parts;
    parts.text = html("textarea", { id: "share-link", readonly: true, rows: 3, spellcheck: "false", "aria-label": "Link" });
    parts.text.addEventListener("focus", () => parts.text.select());
    parts.length = html("p", { class: "share-length" });
    parts.places = html("ul", { class: "share-places" });
    parts.numbers = html("input", { type: "checkbox" });
    parts.points = { digits: html("select"), rows: html("select") };
    parts.light = html("div", { class: "share-light" }, labelled("Digits", parts.points.digits), labelled("Rows", parts.points.rows));
    parts.note = html("p", { class: "share-note" });
    parts.said = html("p", { class: "unseen", role: "status" });
    const copyLink = action("Copy link", () => this.#copy(copyLink, this.#link));
    copyLink.classList.add("first");
    parts.place = html("select", {}, ...SNIPPETS.map(({ name }, i) => html("option", { value: i }, name)));
    parts.snippet = html("pre", { class: "share-snippet", tabindex: 0, "aria-label": "Embed code" });
    parts.place.addEventListener("change", () => this.#showSnippet());
    const copyEmbed = action("Copy embed code", () => this.#copy(copyEmbed, parts.snippet.textContent));
    parts.show = action("Show QR code", () => this.#toggleCode());
    const copyPage = action("Copy page link", () => this.#copy(copyPage, this.#page));
    parts.about = html("p", { class: "share-about", hidden: true },
      "A page about this, with a picture and a summary where chats show previews: ", html("a", { target: "_blank", rel: "noopener" }), " ", copyPage);
    parts.file = action("Download state file", () => this.#download());
    parts.links = [copyLink, copyEmbed, parts.show];
    parts.qr = html("div", { class: "share-qr" });
    for (const control of [parts.numbers, parts.points.digits, parts.points.rows]) {
      control.addEventListener("change", () => this.#refresh());
    }
    const dialog = html("dialog", { id: "share", class: "sheet", "aria-labelledby": "share-title" },
      html("h2", { id: "share-title" }, "Share this state"),
      parts.text, parts.length, parts.places, parts.light,
      html("label", { class: "share-numbers" }, parts.numbers, html("span", {}, NUMBERS)),
      html("div", { class: "share-actions" }, copyLink, copyEmbed, parts.show, parts.file),
      parts.qr, parts.about,
      html("details", { class: "share-embed" },
        html("summary", {}, "Embed code"), labelled("For", parts.place), parts.snippet),
      parts.note, parts.said,
      html("form", { method: "dialog" }, html("button", { class: "link" }, "Close")));
    dialog.addEventListener("click", ({ target }) => {
      if (target === dialog) dialog.close();
    });
    document.body.append(dialog);
    return dialog;
  }

  #offer() {
    const { points, light } = this.#parts;
    const count = rowsOf(this.#api.lastState.points);
    const offered = lighter(count);
    fill(points.digits, "all digits", offered.digits.map((d) => [d, `${d} significant digits`]));
    fill(points.rows, `all ${whole(count)}`, offered.rows.map((r) => [r, `${whole(r)}, evenly spaced`]));
    light.hidden = true;
  }

  async #refresh() {
    const { numbers, points, text, length, places, light, note } = this.#parts;
    const turn = ++this.#turn;
    const chosen = (control) => (control.value === "" ? null : Number(control.value));
    const asked = { numbers: numbers.checked, digits: chosen(points.digits), rows: chosen(points.rows) };
    const { fragment, error } = await this.#call("getLink", asked).then((made) => ({ fragment: made }), (error) => ({ error }));
    if (turn !== this.#turn) return;
    this.#offerLink(error === undefined);
    if (error !== undefined) {
      this.#link = text.value = "";
      length.textContent = `${error.message} You can also choose fewer rows.`;
      light.hidden = false;
      return;
    }
    const page = location.href.split(/[?#]/)[0];
    this.#link = text.value = fragment === "" ? page : `${page}#${fragment}`;
    this.#offerPage(fragment);
    this.#showSnippet();
    const size = this.#link.length;
    length.textContent = `${whole(size)} characters. ${advice(size)}`;
    places.replaceChildren(...PLACES.map(({ name, most }) => {
      const fits = size <= most;
      return html("li", { "data-fits": String(fits) }, `${name} (${whole(most)})`, html("span", { class: "unseen" }, fits ? ": short enough" : ": too long"));
    }));
    const own = this.#api.lastState.points !== null;
    if (own && size > PLACES[0].most) light.hidden = false;
    note.textContent = [
      own ? "The link itself contains your data; nothing is stored on a server." : "",
      isLocal(location) ? "This page is on localhost, so its links work on this computer only." : "",
      "Drop a state file on the page to open it.",
    ].filter(Boolean).join(" ");
    if (this.#parts.qr.childElementCount > 0) await this.#showCode();
  }

  // No link is offered that the page would not open.
  #offerLink(possible) {
    const { places, qr, show, links } = this.#parts;
    for (const button of links) button.disabled = !possible;
    places.hidden = !possible;
    if (possible) return;
    qr.replaceChildren();
    show.setAttribute("aria-expanded", "false");
  }

  // A fragment never reaches the server that makes a preview; a page does.
  #offerPage(fragment) {
    const { about } = this.#parts;
    const path = Object.hasOwn(this.#landings, fragment) ? this.#landings[fragment] : null;
    about.hidden = path === null;
    if (path === null) return;
    this.#page = new URL(path, document.baseURI).href;
    const link = about.querySelector("a");
    link.href = link.textContent = this.#page;
  }

  #showSnippet() {
    const { place, snippet } = this.#parts;
    snippet.textContent = SNIPPETS[place.value].text(this.#link);
  }

  async #copy(button, text) {
    const before = button.textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Without leave to write, the person copies what is selected.
      this.#parts.text.value = text;
      this.#parts.text.select();
      document.execCommand("copy");
    }
    this.#parts.said.textContent = `${before.replace("Copy", "Copied")}.`;
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = before), 1600);
  }

  async #toggleCode() {
    const { qr, show } = this.#parts;
    const open = show.getAttribute("aria-expanded") === "true";
    show.setAttribute("aria-expanded", String(!open));
    if (open) qr.replaceChildren();
    else await this.#showCode();
  }

  async #showCode() {
    const code = await this.#call("qr", { text: this.#link });
    const long = "The link is too long for a QR code (at most 2,953 characters).";
    this.#parts.qr.replaceChildren(code === null ? html("p", {}, long) : picture(code));
    this.#parts.qr.scrollIntoView({ block: "nearest" });
  }

  async #download() {
    const text = await this.#call("stateFile");
    const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    html("a", { href: url, download: `${this.#api.lastState.data}.linreg.json` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }
}

export function isLocal({ protocol, hostname }) {
  return protocol === "file:" || ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

function action(name, act) {
  const button = html("button", { type: "button", class: "share-action" }, name);
  button.addEventListener("click", () => act());
  return button;
}

function labelled(name, control) {
  return html("label", {}, html("span", {}, name), control);
}

function fill(control, first, options) {
  control.replaceChildren(html("option", { value: "" }, first), ...options.map(([value, text]) => html("option", { value }, text)));
}

// The code in black on white whatever the theme, with the margin of four modules that readers need.
function picture({ size, path }) {
  const side = size + 8;
  return svg("svg", { viewBox: `-4 -4 ${side} ${side}`, role: "img", "aria-label": "QR code of the link", "shape-rendering": "crispEdges" },
    svg("rect", { x: -4, y: -4, width: side, height: side, fill: "#fff" }),
    svg("path", { d: path, fill: "#000" }));
}
