// What the build puts in the service worker's place when it is told `--no-offline`: it takes the copies
// of all earlier builds away, and itself with them. Pages that are open go on; they lose nothing but
// their copy.

const { pathname } = new URL("./", self.location);
const PREFIXES = [`linreg-playground ${pathname} `, `linreg-playground-image ${pathname} `];

async function clear() {
  for (const key of await caches.keys()) if (PREFIXES.some((prefix) => key.startsWith(prefix))) await caches.delete(key);
  await self.registration.unregister();
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(clear()));
