// The start of the single-file edition: what the page else fetches is in the page itself. Unpacks the
// page's own scripts, lets its requests be answered from the file, and writes copies of the file.

import { decode, gunzip, provide, raw } from "./boot/provided.js";

// A worker of a page on file:// may be made of no blob of the page, only of data.
const blobAddress = (text) => URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
const dataAddress = (text) => `data:text/javascript;charset=utf-8,${encodeURIComponent(text)}`;

// An element's text and that of the elements after it that say to be more of the same.
function piecesFrom(element) {
  const pieces = [element.textContent];
  for (let next = element.nextElementSibling; next?.dataset.more !== undefined; next = next.nextElementSibling) pieces.push(next.textContent);
  return pieces;
}

// The parts of the file that are there by now.
const parts = () =>
  [...document.querySelectorAll("script[data-part]")].map((element) => ({
    name: element.dataset.part,
    url: new URL(element.dataset.part, document.baseURI.replace(/[#?].*/, "")).href,
    pieces: piecesFrom(element),
    zipped: element.dataset.zipped !== undefined,
  }));

const textOf = async ({ pieces }) => new TextDecoder().decode(await gunzip(decode(pieces.join(""))));

function runScript(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, { src: address, onload: resolve, onerror: reject });
    document.head.append(script);
  });
}

// What was saved in this copy of the file, unless the address asks for something else.
const saved = document.querySelector('meta[name="playground-state"]').content;
if (saved && !location.hash) history.replaceState(null, "", `#${saved}`);

// What draws the page comes first, the large parts stand at the end.
const SMALL = 3;
const small = parts().slice(0, SMALL);
const [scripts, bokeh] = await Promise.all(small.slice(0, 2).map(textOf));
const texts = JSON.parse(scripts);

const whole = new Promise((resolve) => {
  if (document.readyState !== "loading") resolve();
  else document.addEventListener("DOMContentLoaded", resolve);
});
const stored = whole.then(() => parts().slice(SMALL).map(({ url, pieces, zipped }) => ({ url, text: pieces.join(""), zipped })));
stored.then((entries) => provide(entries));

globalThis.playgroundSupply = {
  spawn() {
    const worker = new Worker(dataAddress(texts["worker.js"]), { type: "module" });
    const { port1, port2 } = new MessageChannel();
    worker.postMessage({ kind: "files", file: port2 }, [port2]);
    stored.then((entries) => port1.postMessage(entries));
    return worker;
  },
  // What the worker is given of a file: in WebKit it cannot read one here.
  carry: (file) => file.arrayBuffer(),
  // A copy of this file with this state inside; fragment: of a link to it.
  async copy(fragment) {
    await whole;
    const { before, between, after } = JSON.parse(await textOf(small[2]));
    const state = fragment.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
    const bytes = parts().map(({ name, zipped, pieces }) => {
      const first = `data-part="${name}"${zipped ? " data-zipped" : ""}`;
      const write = (piece, i) => [`<script type="application/octet-stream" ${i === 0 ? first : "data-more"}>`, raw(piece), "</script>\n"];
      return pieces.flatMap(write);
    });
    const lesson = document.querySelector('meta[name="playground-lesson"]').content;
    const inside = { state, lesson };
    const start = before.replace(/name="playground-(state|lesson)" content=""/g, (_, name) => `name="playground-${name}" content="${inside[name]}"`);
    return new Blob([start, ...bytes.slice(0, SMALL).flat(), between, ...bytes.slice(SMALL).flat(), after], { type: "text/html" });
  },
};
await runScript(blobAddress(bokeh));
await import(blobAddress(texts["boot.js"]));
