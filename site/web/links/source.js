// The file beside the page that a link names: fetched within limits, for the page waits for it. Covers no
// reading of it: Python does that.

// Milliseconds for the whole file: while the page opens, and later, when it works meanwhile.
export const WITHIN = { opening: 10_000, later: 60_000 };
const MOST_BYTES = 64_000_000;
const MEGABYTE = 1_000_000;

class Refusal extends Error {}

async function bytesOf(response) {
  const parts = [];
  let size = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return new Blob(parts);
    parts.push(value);
    size += value.length;
    if (size > MOST_BYTES) throw new Refusal(`It is larger than ${MOST_BYTES / MEGABYTE} MB.`);
  }
}

async function download(url, signal) {
  const response = await fetch(url, { redirect: "error", credentials: "omit", signal });
  if (!response.ok) throw new Refusal(`It could not be loaded (${response.status}).`);
  return bytesOf(response);
}

// {file, error}: a file of our own origin, or why there is none.
export async function fetchSource(src, { location, document }, within) {
  const url = new URL(src, document.baseURI);
  if (url.origin !== location.origin) return { error: "It is not on the same site as this page." };
  const ending = new AbortController();
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Refusal(`It did not arrive within ${within / 1000} s.`)), within);
  });
  try {
    return { file: await Promise.race([download(url, ending.signal), late]), error: "" };
  } catch (error) {
    return { error: error instanceof Refusal ? error.message : "It could not be loaded." };
  } finally {
    clearTimeout(timer);
    ending.abort();
  }
}
