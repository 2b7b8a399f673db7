// What the build puts in the service worker's place when it is told `--no-offline`: it takes the copies
// of all earlier builds away, and itself with them. Pages that are open go on; they lose nothing but
// their copy.

const { pathname } = new URL("./", self.location);
const PREFIX = `linreg-playground ${pathname} `;
const IMAGES = `linreg-playground-image ${encodeURIComponent(pathname)}`;

async function clear() {
  for (const key of await caches.keys()) if (key.startsWith(PREFIX)) await caches.delete(key);
  const files = await navigator.storage.getDirectory().catch(() => null);
  await files?.removeEntry(IMAGES, { recursive: true }).catch(() => {});
  await self.registration.unregister();
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(clear()));
