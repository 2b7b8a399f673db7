// Files that came inside the page itself: the single-file edition has no host to fetch them from.
// Whoever fetches one gets it as if from a host. Covers neither element sources nor style sheets.
// Makes no blobs: in WebKit, a worker of a page on file:// can neither read nor import them.

// What a browser makes of the bytes of a page that calls itself windows-1252, turned back.
const HIGH = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";
const BYTES = new Uint8Array(0x2123);
for (let i = 0; i < 256; i++) BYTES[i] = i;
for (let i = 0; i < HIGH.length; i++) BYTES[HIGH.charCodeAt(i)] = 0x80 + i;
const SHIFT = 42;
const ESCAPE = 61;
const ESCAPED_BY = 64;

// The bytes that site/bundle/output/single_file.py wrote as this text.
export function decode(text) {
  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    let byte = BYTES[text.charCodeAt(i)];
    if (byte === ESCAPE) byte = BYTES[text.charCodeAt(++i)] - ESCAPED_BY;
    bytes[length++] = byte - SHIFT;
  }
  return bytes.subarray(0, length);
}

// The same text as it stands in the file.
export function raw(text) {
  return Uint8Array.from(text, (character) => BYTES[character.charCodeAt(0)]);
}

export async function gunzip(bytes) {
  return new Uint8Array(await new Response(new Response(bytes).body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
}

const TYPES = { wasm: "application/wasm", mjs: "text/javascript", js: "text/javascript", json: "application/json", html: "text/html" };
const type = (url) => TYPES[url.slice(url.lastIndexOf(".") + 1)] ?? "application/octet-stream";

// By address: {text, zipped}, and once it was asked for a promise of its bytes.
const files = new Map();

async function read(file) {
  const bytes = decode(file.text);
  return file.zipped ? gunzip(bytes) : bytes;
}

// entries: {url, text, zipped} as the file holds them.
export function provide(entries) {
  for (const { url, text, zipped } of entries) files.set(url, { text, zipped });
  const ordinary = self.fetch;
  self.fetch = async (target, init) => {
    const url = String(target.url ?? target);
    const bytes = await provided(url);
    return bytes === undefined ? ordinary(target, init) : new Response(bytes, { headers: { "Content-Type": type(url) } });
  };
}

export async function provided(url) {
  const file = files.get(url);
  return file && (file.bytes ??= read(file));
}

// At once, for an import that cannot wait.
export function providedNow(url) {
  const file = files.get(url);
  return file && decode(file.text);
}

// More characters at a time would be more arguments than a call may have.
const PIECE = 1 << 15;

// An address from which a module can be imported. Chromium takes no more than 2 MB of data as one.
export async function moduleAddress(url) {
  const bytes = await provided(url);
  if (bytes === undefined) return url;
  let text = "";
  for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return `data:text/javascript;base64,${btoa(text)}`;
}
