// Keeps all files of one build, so that the page works without a network after its first visit.
//
// Files named by a hash come from the cache first, the rest from the network first. Each build has a
// cache of its own, which stays while a page of that build is open (it holds a lock of the cache's
// name), so two versions can be open side by side. Addresses that the build does not list are none of
// its business: they may belong to another site on the same host. Does not cover what is not a file
// of the build (uploads, links) nor the image of Python's memory, unpacked, which the page keeps itself.

// Written by the build: its name, and for each file size and sha256 (raw: unpacked), and whether the
// page itself checks it.
const { build, files } = /* precache */ { build: "", files: {} };

const HOME = new URL("./", self.location);
const PREFIX = `linreg-playground ${HOME.pathname} `;
const IMAGES = `linreg-playground-image ${encodeURIComponent(HOME.pathname)}`;
const OWN = PREFIX + build;
const HASHED = /-[0-9a-f]{10}[./]/;
// Milliseconds that a page may keep a visitor waiting before the kept one is shown.
const LIMIT = 2000;
const LANES = 4;
const ANY = { ignoreSearch: true, ignoreVary: true };

// null: not within this site.
function nameOf(address) {
  const { origin, pathname } = new URL(address);
  if (origin !== HOME.origin || !pathname.startsWith(HOME.pathname)) return null;
  const name = pathname.slice(HOME.pathname.length);
  return name === "" || name.endsWith("/") ? `${name}index.html` : name;
}

// Pages by their folder: hosts with pretty addresses redirect from index.html.
const addressOf = (name) => new URL(name.replace(/(^|\/)index\.html$/, "$1"), HOME).href;

async function intact(response, name) {
  try {
    const bytes = await response.arrayBuffer();
    const { size, sha256, raw } = files[name];
    // Some hosts declare a packed file as an encoding: the browser has unpacked it then.
    const meant = [{ size, sha256 }, raw].find((form) => form?.size === bytes.byteLength);
    if (!meant) return false;
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("") === meant.sha256;
  } catch {
    // Absent, or damaged so that it cannot even be read.
    return false;
  }
}

async function fetched(name, modes = HASHED.test(name) ? ["default", "reload"] : ["no-cache"]) {
  let reason;
  for (const cache of modes) {
    const response = await fetch(addressOf(name), { cache, credentials: "same-origin" });
    reason = response.ok ? "differs from the file that was built" : `answered ${response.status}`;
    if (response.ok && (await intact(response.clone(), name))) {
      // A response that was redirected may not answer a navigation.
      return response.redirected ? new Response(response.body, { headers: response.headers }) : response;
    }
  }
  throw new Error(`${name} ${reason}`);
}

async function elsewhere(name) {
  for (const key of await caches.keys()) {
    if (!key.startsWith(PREFIX) || key === OWN) continue;
    const response = await (await caches.open(key)).match(addressOf(name), ANY);
    if (response) return response;
  }
  return undefined;
}

async function keep(cache, name) {
  if (await intact(await cache.match(addressOf(name), ANY), name)) return;
  const earlier = HASHED.test(name) ? await elsewhere(name) : undefined;
  const usable = earlier && (await intact(earlier.clone(), name));
  await cache.put(addressOf(name), usable ? earlier : await fetched(name));
}

// Verifies every file, and fetches those that are missing or damaged.
async function keepAll() {
  const cache = await caches.open(OWN);
  const waiting = Object.keys(files);
  const lane = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await keep(cache, name);
  };
  try {
    await Promise.all(Array.from({ length: LANES }, lane));
  } finally {
    waiting.length = 0;
  }
}

const bytes = () => Object.values(files).reduce((sum, { size }) => sum + size, 0);

async function standing() {
  try {
    await keepAll();
    return { build, bytes: bytes(), state: "ready" };
  } catch (error) {
    return { build, bytes: bytes(), state: error.name === "QuotaExceededError" ? "full" : "incomplete", reason: error.message };
  }
}

async function windows() {
  const all = await clients.matchAll({ includeUncontrolled: true, type: "window" });
  return all.filter(({ url }) => nameOf(url) !== null);
}

async function install() {
  let found = await standing();
  if (found.state === "full") {
    // The unpacked image only saves time; the copy is worth more.
    const files = await navigator.storage.getDirectory().catch(() => null);
    await files?.removeEntry(IMAGES, { recursive: true }).catch(() => {});
    found = await standing();
  }
  if (found.state === "ready") return;
  // What a full disk could not take whole is given back; what a network cut short is gone on with.
  if (found.state === "full") await caches.delete(OWN);
  for (const client of await windows()) client.postMessage({ offline: found });
  throw new Error(found.reason);
}

async function tidy() {
  // Where they are refused nobody can hold one.
  const held = await navigator.locks?.query().catch(() => undefined);
  if (!held && (await windows()).length > 0) return;
  const open = new Set(held?.held.map(({ name }) => name));
  for (const key of await caches.keys()) {
    if (key.startsWith(PREFIX) && key !== OWN && !open.has(key)) await caches.delete(key);
  }
}

async function activate() {
  await tidy();
  await registration.navigationPreload?.enable();
  await clients.claim();
}

async function ask(question, port) {
  if (question === "build") port.postMessage({ build });
  if (question === "activate") await self.skipWaiting();
  if (question === "verify") {
    port.postMessage(await standing());
    if (!registration.installing && !registration.waiting) await tidy();
  }
}

async function hashedFile(request, name) {
  try {
    const cache = await caches.open(OWN);
    if (request.cache !== "reload") {
      const response = await cache.match(addressOf(name), ANY);
      if (response && (files[name].checked || (await intact(response.clone(), name)))) return response;
    }
    const response = await fetched(name, request.cache === "reload" ? ["reload"] : undefined);
    // Without room for it the page still gets its file.
    await cache.put(addressOf(name), response.clone()).catch(() => {});
    return response;
  } catch {
    return fetch(request);
  }
}

// A page of ours, of whatever build, that came whole.
const OURS = /<html[^>]* data-build="[^]*<\/html>\s*$/;

// Whether an answer is a file of ours. A network that wants to be logged in to answers whatever it is
// asked with a page of its own.
async function isOurs(response, name) {
  if (response.status >= 400) return false;
  if (!/\.html$/.test(name)) return !/^text\/html/.test(response.headers.get("Content-Type"));
  return OURS.test(await response.clone().text()) || intact(response.clone(), name);
}

// As a page is shown its redirections are not followed; whether they lead to ours is to be seen. A
// response that was redirected may not answer a navigation.
async function followed(response, name) {
  if (response.type !== "opaqueredirect") return response;
  const found = await fetch(addressOf(name), { mode: "same-origin", credentials: "same-origin" });
  return new Response(found.body, { status: found.status, headers: found.headers });
}

// The host's answer where that is ours; else undefined, or "foreign" where there is one of somebody's.
async function hostsAnswer(network, name) {
  const answer = await network.then((response) => followed(response, name)).catch(() => null);
  if (answer === null) return (await network.catch(() => null)) ? "foreign" : undefined;
  if (await isOurs(answer, name).catch(() => false)) return answer;
  return answer.status < 400 ? "foreign" : undefined;
}

// The kept page, which says that it is one, and is not what the host has at its address.
async function instead(response) {
  const text = (await response.text()).replace("<html ", '<html data-instead="" ');
  return new Response(text, { headers: response.headers });
}

async function otherFile(event, name) {
  const network = Promise.resolve(event.preloadResponse).then((early) => early ?? fetch(event.request));
  const settled = hostsAnswer(network.then((response) => response.clone()), name);
  event.waitUntil(settled);
  const answer = await Promise.race([settled, new Promise((resolve) => setTimeout(resolve, LIMIT))]);
  if (answer instanceof Response) return answer;
  const response = await (await caches.open(OWN)).match(addressOf(name), ANY).catch(() => undefined);
  if (!(await intact(response?.clone(), name))) return network;
  return answer === "foreign" && event.request.mode === "navigate" ? instead(response) : response;
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => event.waitUntil(ask(event.data, event.ports[0])));
self.addEventListener("fetch", (event) => {
  const name = event.request.method === "GET" ? nameOf(event.request.url) : null;
  if (name !== null && HASHED.test(name)) {
    // Not in the list: a file of another build, for a page of that build.
    if (Object.hasOwn(files, name)) event.respondWith(hashedFile(event.request, name));
    else event.respondWith(elsewhere(name).then((response) => response ?? fetch(event.request)));
  } else if (name !== null && Object.hasOwn(files, name)) {
    event.respondWith(otherFile(event, name));
  } else if (event.preloadResponse) {
    event.waitUntil(event.preloadResponse.catch(() => {}));
  }
});
