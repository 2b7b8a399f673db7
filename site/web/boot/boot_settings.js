// What a worker is told when it boots Python, from the blocks of JSON in index.html.

const asked = () => new URLSearchParams(location.search).get("boot");

// The ways to boot, in order. The address may ask for the plain one (?boot=plain), to find out
// whether the image is to blame.
export function bootPaths({ assets }) {
  const paths = [assets.image && asked() !== "plain" && "image", assets.python && "plain"];
  return paths.filter(Boolean);
}

// The address may also ask for the image however slow the line (?boot=image).
export function bootSettings({ assets, platform, digest, bound, runtime, late }) {
  const absolute = (path) => new URL(path, document.baseURI).href;
  const placed = Object.entries(assets).map(([name, asset]) => [name, { ...asset, url: absolute(asset.url) }]);
  const settings = { platform, digest, bound, runtime: absolute(runtime), late: absolute(late) };
  return { ...settings, assets: Object.fromEntries(placed), patient: asked() === "image" };
}
