/* A figure as a picture, as it is drawn, in the reader's theme: as SVG, or as PNG in twice its size, on the
   page's own background (figures themselves are transparent). The PNG is made from the SVG, so that it is
   sharp whatever the screen. */

import { html } from "../dom.js";

const SCALE = 2;

function page_colour() {
  return getComputedStyle(document.documentElement).getPropertyValue("--bg").trim();
}

/** The drawing of a figure's view as a Blob. */
export function svg(view) {
  const { canvas } = view.export("svg", false);
  const text = new XMLSerializer().serializeToString(canvas);
  const open = text.indexOf(">") + 1;
  const ground = `<rect width="100%" height="100%" fill="${page_colour()}"/>`;
  return new Blob([text.slice(0, open), ground, text.slice(open)], { type: "image/svg+xml" });
}

/** The same as pixels. */
export async function png(view) {
  const { width, height } = view.bbox;
  const image = new Image(width, height);
  image.src = `data:image/svg+xml,${encodeURIComponent(await svg(view).text())}`;
  await image.decode();
  const page = html("canvas", { width: SCALE * width, height: SCALE * height });
  page.getContext("2d").drawImage(image, 0, 0, page.width, page.height);
  return new Promise((resolve) => page.toBlob(resolve, "image/png"));
}
