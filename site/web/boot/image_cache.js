// The memory image, unpacked, kept for later visits: a file in the browser's private file system, named
// by build, in a folder named by place. A file and not a cache's entry, which takes three times as long to
// read. For workers only. Does not cover a browser that offers no such files (plain http, private windows
// of some): there every visit unpacks anew.

// As in service-worker.js, offline.js and remove-offline.js.
const folderName = (place) => `linreg-playground-image ${encodeURIComponent(place)}`;

const place = () => new URL(".", self.location).pathname.replace(/[^/]+\/$/, "");

async function folder(create) {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(folderName(place()), { create });
}

// Whether this browser may keep files; a worker made from a data: address may not.
export async function canKeep() {
  return (await navigator.storage?.getDirectory?.().catch(() => null)) != null;
}

// The frames of the image, or null.
export async function recall(image) {
  try {
    const file = await (await (await folder(false)).getFileHandle(image.sha256)).getFile();
    if (file.size !== image.rawSize) return null;
    let at = 0;
    const frames = image.frames.map(({ rawSize }) => file.slice(at, (at += rawSize)).arrayBuffer());
    return (await Promise.all(frames)).map((buffer) => new Uint8Array(buffer));
  } catch {
    // What cannot be read is as good as nothing.
    return null;
  }
}

// Keeps the frames and drops what other builds at this place have kept; false where there is no room.
export async function remember(image, frames) {
  try {
    const kept = await folder(true);
    for await (const name of kept.keys()) if (name !== image.sha256) await kept.removeEntry(name);
    const handle = await (await kept.getFileHandle(image.sha256, { create: true })).createSyncAccessHandle();
    try {
      let at = 0;
      for await (const bytes of frames) at += handle.write(bytes, { at });
      handle.truncate(at);
      handle.flush();
    } finally {
      handle.close();
    }
    return true;
  } catch {
    await forget(image);
    return false;
  }
}

// Of no effect while another page is at it.
export async function forget(image) {
  const kept = await folder(false).catch(() => null);
  await kept?.removeEntry(image.sha256).catch(() => {});
}
