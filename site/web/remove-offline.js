// What the build puts in the service worker's place when it is told `--no-offline`: it takes the copies
// of all earlier builds away, and itself with them. Pages that are open go on; they lose nothing but
// their copy.

const PREFIX = `linreg-playground ${new URL("./", self.location).pathname} `;

async function clear() {
  for (const key of await caches.keys()) if (key.startsWith(PREFIX)) await caches.delete(key);
  await self.registration.unregister();
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(clear()));
