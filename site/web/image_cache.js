// The memory image, unpacked, kept for later visits: one entry in a cache of its own, named by place
// and build. Does not cover a browser that offers no cache (plain http, private windows of some):
// there every visit unpacks anew.

const PREFIX = "linreg-playground-image ";

const place = () => new URL(".", self.location).pathname.replace(/[^/]+\/$/, "");
const nameFor = (image) => `${PREFIX}${place()} ${image.sha256}`;

// A worker made from a data: address has the property, and may not read it.
function storage() {
  try {
    return globalThis.caches ?? null;
  } catch {
    return null;
  }
}

// The image's bytes, or null.
export async function recall(image) {
  if (storage() === null) return null;
  try {
    const name = nameFor(image);
    if (!(await caches.has(name))) return null;
    const kept = await (await caches.open(name)).match(image.url);
    const bytes = kept ? new Uint8Array(await kept.arrayBuffer()) : null;
    if (bytes?.length === image.rawSize) return bytes;
    await caches.delete(name);
  } catch {
    // A cache that cannot be read is as good as none.
  }
  return null;
}

// Keeps the bytes and drops what other builds at this place have kept; false where there is no room.
export async function remember(image, bytes) {
  if (storage() === null) return false;
  try {
    const name = nameFor(image);
    await dropOthers(name);
    const headers = { "Content-Type": "application/octet-stream", "Content-Length": String(bytes.length) };
    await (await caches.open(name)).put(image.url, new Response(bytes, { headers }));
    return true;
  } catch {
    await forget(image);
    return false;
  }
}

export async function forget(image) {
  await storage()?.delete(nameFor(image)).catch(() => {});
}

async function dropOthers(name) {
  const ours = (await caches.keys()).filter((other) => other.startsWith(`${PREFIX}${place()} `) && other !== name);
  await Promise.all(ours.map((other) => caches.delete(other)));
}
