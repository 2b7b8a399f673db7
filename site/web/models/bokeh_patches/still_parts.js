/* What stands still in a figure while data move in it: two pictures, of all that lies below and of all
   that lies above what moves. A frame then paints no axes, no grid, no text and no other points. Knows
   nothing of when they are stale: whoever paints the figure whole says so by drop(). */

// In this order Bokeh paints them; the first three are cut off at the frame.
const LEVELS = ["image", "underlay", "glyph", "guide", "annotation"];
const CUT = new Set(LEVELS.slice(0, 3));
// Pictures that have not been asked for so long are let go: on a phone they are large.
const IDLE_MS = 2000;

/** The views of a plot's primary layer in the order in which they are painted. */
export function in_order(views) {
  return LEVELS.flatMap((level) => views.filter(({ model }) => model.level === level));
}

/** From the first that moves to the last: [below, between, above]. */
export function split(order, moving) {
  const first = order.findIndex((view) => moving.has(view));
  const last = order.findLastIndex((view) => moving.has(view));
  return [order.slice(0, first), order.slice(first, last + 1), order.slice(last + 1)];
}

export class StillParts {
  #plot;
  #layer;
  #moving = new Set();
  #below = null;
  #above = null;
  #between = [];
  #taken = "";
  #asked = false;
  #timer;

  /** layer(): a new empty CanvasLayer like the plot's own. */
  constructor(plot, layer) {
    this.#plot = plot;
    this.#layer = layer;
  }

  /** Everything is painted anew: what was kept is worth nothing. */
  drop() {
    clearTimeout(this.#timer);
    this.#moving = new Set();
    this.#below = this.#above = null;
  }

  /** Paint a frame in which nothing but the data of these views have changed since the last one. */
  paint(ctx, moved) {
    const more = moved.filter((view) => !this.#moving.has(view));
    const again = more.length < moved.length;
    for (const view of more) this.#moving.add(view);
    if (this.#below !== null && more.length === 0 && this.#taken === this.#ground) this.#compose(ctx);
    // A picture pays from the second frame on.
    else if (again) this.#take(ctx);
    else this.#whole(ctx);
  }

  /** What a picture is of: a figure of other renderers or of another size is not it. */
  get #ground() {
    const { canvas_view: { primary }, computed_renderer_views: views, frame } = this.#plot;
    const { width, height } = primary.canvas;
    return [width, height, ...frame.bbox.args, ...views.map(({ model }) => model.id)].join();
  }

  #whole(ctx) {
    this.#below = this.#above = null;
    this.#plot.paint_ground(ctx);
    this.#paint(ctx, in_order(this.#plot.computed_renderer_views));
  }

  #take(ctx) {
    const [below, between, above] = split(in_order(this.#plot.computed_renderer_views), this.#moving);
    this.#taken = this.#ground;
    this.#between = between;
    this.#below = this.#picture((under) => {
      this.#plot.paint_ground(under);
      this.#paint(under, below);
    });
    this.#above = this.#picture((over) => this.#paint(over, above));
    this.#compose(ctx);
    this.#let_go_when_idle();
  }

  #let_go_when_idle() {
    clearTimeout(this.#timer);
    this.#asked = false;
    this.#timer = setTimeout(() => (this.#asked ? this.#let_go_when_idle() : this.drop()), IDLE_MS);
  }

  #picture(paint) {
    const layer = this.#layer();
    const { width, height } = this.#plot.canvas_view.primary.bbox;
    layer.resize(width, height);
    paint(layer.prepare());
    layer.finish();
    return layer.canvas;
  }

  #compose(ctx) {
    this.#asked = true;
    const { primary } = this.#plot.canvas_view;
    const blit = (picture) => primary.undo_transform((bare) => bare.drawImage(picture, 0, 0));
    blit(this.#below);
    this.#paint(ctx, this.#between);
    blit(this.#above);
  }

  #paint(ctx, views) {
    for (const view of views) {
      ctx.save();
      if (view.needs_clip || CUT.has(view.model.level)) {
        ctx.beginPath();
        ctx.rect(...this.#plot.frame.bbox.args);
        ctx.clip();
      }
      view.paint(ctx);
      ctx.restore();
    }
  }
}
