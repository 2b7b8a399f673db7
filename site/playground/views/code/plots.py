"""Plots that compare an own rule with the built-in one: the loss, and the loss surface."""

from __future__ import annotations

import numpy as np
from bokeh.models import ColumnDataSource, Line, Scatter
from bokeh.models.annotations import Span
from bokeh.models.glyphs import Patches
from bokeh.plotting import figure

from playground.controls.theme import make_figure, palette, set_log, tick_about
from playground.engine.axes import Extent
from playground.engine.rule_race import Result, Runner
from playground.engine.scene import Solved
from playground.engine.trail.thin import Walk, sound
from playground.engine.trail.window import Window
from playground.views.common import valley
from playground.views.common.base import assign, put
from playground.views.common.frame import Series, framed
from playground.views.common.loss_curve import WIDE, loss_extent
from playground.views.common.parameters import first_pair, parameter_name
from playground.views.common.trail_lines import GapLine, broken

# Width and dashes of each rule's line.
LOOKS = {"descent": (3, []), "own": (2.5, [2, 4])}
NOTHING = {"x": np.zeros(0), "y": np.zeros(0)}


class Lines:
    """A line and a head for each of the two rules on a plot."""

    def __init__(self, plot: figure) -> None:
        colours = palette(dark=False)
        self.paths = {role: ColumnDataSource(dict(NOTHING)) for role in LOOKS}
        self.heads = {role: ColumnDataSource(dict(NOTHING)) for role in LOOKS}
        self.drawn = {}
        for role, (width, dash) in LOOKS.items():
            line = Line(x="x", y="y", line_color=colours[role], line_width=width, line_dash=dash)
            head = Scatter(
                x="x",
                y="y",
                size=9,
                marker="circle" if role == "descent" else "diamond",
                fill_color=colours[role],
                line_color=colours["background"],
            )
            self.drawn[role] = plot.add_glyph(self.paths[role], line)
            plot.add_glyph(self.heads[role], head)

    def series(self, hover: str) -> list[Series]:
        names = {"descent": "built-in", "own": "yours"}
        return [Series(names[role], [line], hover=hover) for role, line in self.drawn.items()]

    def show(self, role: str, x: np.ndarray, y: np.ndarray) -> None:
        assign(self.paths[role], {"x": x, "y": y})
        assign(self.heads[role], {"x": x[-1:], "y": y[-1:]})


class LossRace:
    """Loss against iteration, for both."""

    def __init__(self) -> None:
        self.figure = make_figure("rule_loss", height=230)
        self.figure.sizing_mode = "stretch_width"
        self.figure.xaxis.axis_label, self.figure.yaxis.axis_label = "iteration", "loss"
        tick_about(self.figure.yaxis, 4)
        colour = palette(dark=False)["closed"]
        self.best = Span(dimension="width", location=0.0, line_color=colour, line_width=2)
        self.figure.add_layout(self.best)
        self.lines = Lines(self.figure)
        self.frame = framed(self.figure, "Loss under each rule", self.lines.series("above"))

    def show(self, scene: Solved, found: Result) -> None:
        runners = (found.built_in, found.own)
        best, start = scene.fit.best_loss, float(found.own.loss[0])
        finite = [r.loss[np.isfinite(r.loss)] for r in runners]
        top = min(max(float(loss.max(initial=start)) for loss in finite), 10 * start or 1.0)
        log = top > WIDE * best > 0
        extent = loss_extent(best, top, log)
        put(self.best, location=float(np.log10(best)) if log else best)
        across = Extent(0.0, float(max(1, *(r.steps for r in runners))))
        set_log(self.figure.yaxis[0], log)
        put(self.figure.x_range, start=across.start, end=across.end)
        put(self.figure.y_range, start=extent.start, end=extent.end)
        for runner in runners:
            self._line(runner, extent, log)

    def _line(self, runner: Runner, extent: Extent, log: bool) -> None:
        with np.errstate(all="ignore"):
            y = np.log10(runner.loss) if log else runner.loss
        # From where it leaves the plot on it is not drawn.
        out = np.flatnonzero(~(y <= extent.end))
        end = int(out[0]) if len(out) else len(y)
        self.lines.show(runner.role, np.arange(end, dtype=np.float64), y[:end])


class ValleyRace:
    """The valley of the loss over two parameters, with both paths in it."""

    def __init__(self) -> None:
        colours = palette(dark=False)
        self.figure = make_figure("rule_valley", height=300)
        self.figure.xaxis.axis_label, self.figure.yaxis.axis_label = "intercept", "slope"
        self.figure.sizing_mode = "stretch_width"
        self.rings = ColumnDataSource({"xs": [], "ys": []})
        self.figure.add_glyph(self.rings, Patches(
            xs="xs", ys="ys", fill_color=colours["closed"], fill_alpha=0.055,
            line_color=colours["closed"], line_alpha=0.3, line_width=1,
        ))  # fmt: skip
        self.lines = Lines(self.figure)
        self._gaps = {
            role: GapLine(self.figure, line_color=colours[role], line_width=LOOKS[role][0])
            for role in LOOKS
        }
        self.closed = ColumnDataSource(dict(NOTHING))
        self.figure.add_glyph(self.closed, Scatter(
            x="x", y="y", marker="square", size=10, fill_color=colours["closed"],
            line_color=colours["background"], line_width=2,
        ))  # fmt: skip

        self.frame = framed(
            self.figure, "Both paths on the loss surface", self.lines.series("near")
        )

    def show(self, scene: Solved, found: Result) -> None:
        pair = first_pair(scene) if len(scene.columns) > 1 else None
        bowl = valley.bowl(scene, pair, scene.fit.minimum) if pair else None
        put(self.frame, visible=bowl is not None)
        if pair is None or bowl is None:
            return
        chosen = list(pair)
        shown = valley.frame(bowl, scene.path.start[chosen])
        axes = (self.figure.xaxis, self.figure.yaxis)
        spans = (self.figure.x_range, self.figure.y_range)
        for j, axis, span, extent in zip(pair, axes, spans, shown, strict=True):
            put(span, start=extent.start, end=extent.end)
            axis.axis_label = parameter_name(scene, j)
        assign(self.rings, valley.contours(bowl, shown))
        x, y = scene.fit.minimum[chosen]
        assign(self.closed, {"x": np.array([x]), "y": np.array([y])})
        window = Window.over(pair, len(scene.columns), shown)
        for runner in (found.built_in, found.own):
            times, iterates = Walk().drawn(runner, window, sound(runner.places) - 1)
            line, gaps = broken(times, window.places(iterates), shown)
            self.lines.show(runner.role, line[:, 0], line[:, 1])
            self._gaps[runner.role].show(gaps)
