// What is wrong with a file that the page is made of, as its own fetch finds it. Needs no more than the
// browser; says nothing of a file that is as it was built.

const TYPES = { css: /^text\/css\b/, js: /^(text|application)\/(x-)?(java|ecma)script\b/ };

const nameOf = (url) => url.split("/").at(-1);
const typeOf = (url) => TYPES[url.split(".").at(-1)];

async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Plain http on another machine's address has no SubtleCrypto; the size must do there.
const isAsBuilt = async (bytes, file) =>
  bytes.byteLength === file.size && (!globalThis.crypto?.subtle || (await sha256(bytes)) === file.sha256);

function damage(name, bytes, file) {
  const text = new TextDecoder().decode(bytes.slice(0, 200));
  if (bytes.byteLength === 0) return `${name} is empty.`;
  if (/^\s*<(!doctype|html)/i.test(text)) return `${name} is a web page instead: a login page, a proxy or the host answered in its place.`;
  if (bytes.byteLength < file.size) return `${name} is incomplete: ${bytes.byteLength} of ${file.size} bytes arrived.`;
  return `${name} differs from the file that was built: it was damaged or changed during the transfer.`;
}

/** file: {url, size, sha256}. A sentence, or null where nothing is wrong. */
export async function examine(file) {
  const name = nameOf(file.url);
  let response;
  try {
    response = await fetch(file.url);
  } catch {
    return `${name} could not be reached.`;
  }
  if (!response.ok) return `${name} is missing: the host answered ${response.status}.`;
  const type = response.headers.get("Content-Type") ?? "nothing";
  try {
    const bytes = await response.arrayBuffer();
    if (!(await isAsBuilt(bytes, file))) return damage(name, bytes, file);
  } catch {
    return `${name} was interrupted during the transfer.`;
  }
  return typeOf(file.url).test(type) ? null : `${name} has the type ${type}, which browsers do not accept.`;
}
