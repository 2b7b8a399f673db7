// The whole view as one picture for slides: title, main plot, the plots of the open tab, and the
// sentence in words, drawn anew at twice their size in the colours of the page. Covers no tables.

import { save } from "../models/inputs/download.js";
import { svg } from "../models/figure/picture.js";

const WIDTH = 1600;
const HEIGHT = 900;
const SCALE = 2;
const MARGIN = 48;
const GAP = 32;
const HEAD = 92;
const FOOT = 120;
// More plots than these beside the main one would be too small to read.
const MOST_BESIDE = 2;
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

const fitted = ({ width, height }, box) => {
  const scale = Math.min(box.width / width, box.height / height);
  const [w, h] = [width * scale, height * scale];
  return { x: box.x + (box.width - w) / 2, y: box.y + (box.height - h) / 2, width: w, height: h };
};

/** Where pictures of these sizes stand: the first large on the left, the others beside it. */
export function places([main, ...others]) {
  const beside = others.slice(0, MOST_BESIDE);
  const whole = { x: MARGIN, y: HEAD, width: WIDTH - 2 * MARGIN, height: HEIGHT - HEAD - FOOT };
  if (beside.length === 0) return [fitted(main, whole)];
  const left = { ...whole, width: (whole.width - GAP) * 0.58 };
  const height = (whole.height - GAP * (beside.length - 1)) / beside.length;
  const right = (i) => ({ x: left.x + left.width + GAP, y: whole.y + i * (height + GAP), width: whole.width - GAP - left.width, height });
  return [fitted(main, left), ...beside.map((size, i) => fitted(size, right(i)))];
}

/** Words in lines no wider than `width`; wide(text) measures. */
export function lines(text, width, wide) {
  const found = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = found.length === 0 ? word : `${found.at(-1)} ${word}`;
    if (found.length > 0 && wide(longer) <= width) found[found.length - 1] = longer;
    else found.push(word);
  }
  return found;
}

// The main plot by its slot; where there are both, the one in 3-D has its place.
const MAIN = ["space", "plot"];

/** Whether a model is a figure: one of Bokeh's, or our own in 3-D. */
export const isFigure = ({ type }) => type === "Figure" || type.endsWith(".Space");

// The figures that are seen now, the main plot first.
function figures() {
  const models = [...Bokeh.documents.at(-1)._all_models.values()].filter(isFigure);
  const views = models.map((model) => Bokeh.index.find_one(model)).filter((view) => view !== null && view.el.getClientRects().length > 0);
  const rank = ({ model: { name } }) => (MAIN.includes(name) ? MAIN.indexOf(name) : MAIN.length);
  return views.sort((a, b) => rank(a) - rank(b)).slice(0, 1 + MOST_BESIDE);
}

async function imageOf(view) {
  const { width, height } = view.bbox;
  const image = new Image(width, height);
  image.src = `data:image/svg+xml,${encodeURIComponent(await svg(view).text())}`;
  await image.decode();
  return image;
}

// The sentence alone: the shadow root around it holds style sheets too.
const sentence = () => document.querySelector('[data-slot="summary"]').firstElementChild.shadowRoot.querySelector('[role="status"]').textContent;

function title() {
  const select = document.querySelector('[data-slot="dataset"]').firstElementChild.shadowRoot.querySelector("select");
  return select.selectedOptions[0]?.text ?? "";
}

/** The picture as a Blob. */
export async function slide() {
  const images = await Promise.all(figures().map(imageOf));
  const page = document.createElement("canvas");
  Object.assign(page, { width: SCALE * WIDTH, height: SCALE * HEIGHT });
  const pen = page.getContext("2d");
  pen.scale(SCALE, SCALE);
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  pen.fillStyle = colour("--bg");
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  const write = (text, x, y, font, ink, align = "left") => {
    Object.assign(pen, { font: `${font} ${FONT}`, fillStyle: colour(ink), textAlign: align });
    pen.fillText(text, x, y);
  };
  write(title(), MARGIN, 60, "600 34px", "--ink");
  write("linreg playground", WIDTH - MARGIN, 60, "400 22px", "--muted", "right");
  for (const [i, { x, y, width, height }] of places(images).entries()) pen.drawImage(images[i], x, y, width, height);
  pen.font = `400 24px ${FONT}`;
  const said = lines(sentence(), WIDTH - 2 * MARGIN, (text) => pen.measureText(text).width);
  said.slice(0, 3).forEach((line, i) => write(line, MARGIN, HEIGHT - FOOT + 44 + 32 * i, "400 24px", "--ink"));
  return new Promise((resolve) => page.toBlob(resolve, "image/png"));
}

export async function saveSlide() {
  save(await slide(), "linreg-playground.png");
}
