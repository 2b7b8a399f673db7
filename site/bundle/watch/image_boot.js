// Stands in for site/web/boot/image_boot.js: wakes the image as it was built, and then lets Python import
// what has changed since, and make the app anew.

import { bootFromImage as wake, fetchForNextVisit as fetchLater, IMAGE_ASSETS as ASSETS } from "./image_boot_as_built.js";
import { SITE_PACKAGES } from "./python_options.js";
import FORGET from "./forget.py" with { type: "text" };

export const IMAGE_ASSETS = ASSETS;
export const fetchForNextVisit = fetchLater;

export async function bootFromImage(settings, reports) {
  const answer = await fetch(new URL("../watch/own.zip", self.location));
  if (answer.status === 204) return wake(settings, reports);
  const modules = await answer.arrayBuffer();
  let python;
  const attach = (made) => {
    python = made;
    reports.attach(made);
  };
  // The app in the image is not the one that the page is to hear of.
  await wake(settings, { ...reports, attach, post() {} });
  python.unpackArchive(modules, "zip", { extractDir: SITE_PACKAGES });
  python.globals.set("stale", answer.headers.get("Stale").split(" "));
  python.runPython(FORGET);
  const bridge = python.pyimport("playground.runtime.start").start(reports.post, settings.digest);
  python.pyimport("gc").enable();
  return bridge;
}
