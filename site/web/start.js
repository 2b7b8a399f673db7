// The very first script: starts the worker while the page is still being read, so that Python comes
// to life beside the drawing of the page. boot.js takes the worker over.

// The ways to boot, in order. The address may ask for the plain one (?boot=plain), to find out
// whether the image is to blame.
export function bootPaths({ assets }) {
  const asked = new URLSearchParams(location.search).get("boot");
  const paths = [assets.image && asked !== "plain" && "image", assets.python && "plain"];
  return paths.filter(Boolean);
}

export function bootSettings({ assets, platform, digest, bound, runtime, late }) {
  const absolute = (path) => new URL(path, document.baseURI).href;
  const placed = Object.entries(assets).map(([name, asset]) => [name, { ...asset, url: absolute(asset.url) }]);
  return { assets: Object.fromEntries(placed), platform, digest, bound, runtime: absolute(runtime), late: absolute(late) };
}

const makeWorker = () => new Worker(new URL("./worker.js", import.meta.url), { type: "module" });

let early = null;

function startEarly(block) {
  const [path] = bootPaths(block);
  const worker = makeWorker();
  const missed = [];
  worker.onmessage = (message) => missed.push(message);
  worker.postMessage({ id: 0, kind: "boot", payload: JSON.stringify({ ...bootSettings(block), path }) });
  early = { worker, missed };
}

// A worker; the first is the one that has been started already (it ignores a second "boot").
export function spawn() {
  if (early === null) return makeWorker();
  const { worker, missed } = early;
  early = null;
  queueMicrotask(() => {
    for (const message of missed) worker.onmessage?.(message);
  });
  return worker;
}

// The single-file edition has a worker of its own making, and not this element.
const block = document.getElementById("boot");
if (block !== null) startEarly(JSON.parse(block.textContent));
