// What a worker is told when it boots Python, from the blocks of JSON in index.html.

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
