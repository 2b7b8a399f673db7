// How the browser's Python is started: the same for the worker, for the build and for the tests.
// The hash seed is fixed because model identities and the order of the document must come out the
// same here as at build time; it protects nothing in a page that serves one person.

export const SITE_PACKAGES = "/lib/python3.14/site-packages";

export function pythonOptions(platform) {
  return {
    env: {
      HOME: "/home/pyodide",
      PYTHONHASHSEED: "0",
      PYTHONDONTWRITEBYTECODE: "1",
      // Panel would point style sheets at a content network otherwise.
      PANEL_CDN_ROOT: "./",
    },
    // No resolver and no package index: everything comes in our own archives.
    lockFileContents: { info: platform, packages: {} },
    packageBaseUrl: "./",
    checkAPIVersion: false,
  };
}
