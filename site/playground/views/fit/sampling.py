"""The sampling distribution: a dot for each sample's coefficient, and the t curve over them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

import numpy as np
from bokeh.core.properties import value
from bokeh.models import Circle, ColumnDataSource, Line, Segment, Text
from bokeh.models.annotations import Span
from bokeh.models.ui import UIElement
from numpy.typing import NDArray
from panel.widgets.base import Widget

from playground.controls.models import Group, Prose
from playground.controls.theme import FONT, Look, make_figure, palette, tick_about
from playground.controls.widgets import Action, Choice
from playground.engine.numbers import shortened
from playground.engine.sampling.dots import Axis, axis_of, curve, height, null_of, stacked
from playground.engine.sampling.sampling import BOOTSTRAPS, Drawn
from playground.engine.sampling.stream import extend
from playground.engine.scene import Scene, Solved
from playground.session.commands import Commands
from playground.views.common.base import assign, on_click, put
from playground.views.common.base import extend as grow
from playground.views.common.fit_text import term
from playground.views.common.frame import Field, Series, framed
from playground.views.common.samples import (
    coefficient_name,
    drawn_of,
    ends_text,
    landed,
    short_words,
)

Array = NDArray[np.float64]

JOB = "samples"
NO_DOTS: Mapping[str, Any] = {"x": np.zeros(0), "y": np.zeros(0), "value": np.zeros(0)}
NO_BARS: Mapping[str, Any] = {name: [] for name in ("low", "high", "y", "name", "ends", "left")}
NO_MARK: Mapping[str, Any] = {name: [] for name in ("x", "y0", "y1", "text", "side")}
# Intervals are drawn below the dots: each takes this share of the height above.
BAR = 0.09
STEPS = (1, 10, 100)
# Of samples that follow later, the dots are drawn after so many parts.
SHOWN_EVERY = 8


class SamplingDistribution:
    """Owns the dots, the curve, the intervals, and the buttons that add samples."""

    def __init__(self, commands: Commands) -> None:
        self._commands = commands
        colours = palette(dark=False)
        self.figure = make_figure("sampling")
        self.figure.yaxis.visible = False
        self.figure.ygrid.grid_line_color = None
        tick_about(self.figure.xaxis, 5)
        self.figure.xaxis.axis_label = "coefficient"
        self.figure.add_layout(
            Span(dimension="width", location=0.0, line_color=colours["axis"], line_width=1)
        )
        self.dots, self.extreme, self.falling = (ColumnDataSource(dict(NO_DOTS)) for _ in range(3))
        self.curve = ColumnDataSource({"x": np.zeros(0), "y": np.zeros(0)})
        self.bars = ColumnDataSource(dict(NO_BARS))
        self.fitted, self.true = (ColumnDataSource(dict(NO_MARK)) for _ in range(2))
        self._circles = [
            self._dot(source, colours[role])
            for source, role in ((self.dots, "closed"), (self.extreme, "data"))
        ]
        falling = self._dot(self.falling, colours["closed"])
        line: Look = {"line_color": colours["data"], "line_width": 1.5}
        bell = self.figure.add_glyph(self.curve, Line(x="x", y="y", **line))
        marks = [
            self._mark(self.fitted, colours["data"], "solid"),
            self._mark(self.true, colours["truth"], [7, 5]),
        ]
        fields = (Field("value", "coefficient"),)
        shown = [
            Series("Samples", [self._circles[0]], fields, hover=""),
            Series("At least as extreme", [self._circles[1]], fields, hover=""),
            Series("Intervals", [self._bar(colours)], (
                Field("name", "by"), Field("low", "from"), Field("high", "to"),
            )),
            Series("t curve", [bell], (Field("x", "coefficient"), Field("y", "dots")), hover=""),
        ]  # fmt: skip
        self._circles.append(falling)
        self._marks = marks
        self.words = Prose()
        self.framed = framed(
            self.figure, "Sampling distribution", shown, self.words, self._controls(), look="small"
        )

    def _dot(self, source: ColumnDataSource, colour: str) -> Any:
        look: Look = {"fill_color": colour, "fill_alpha": 0.8, "line_color": None}
        # As wide as a bin, and round however high the plot is.
        return self.figure.add_glyph(
            source, Circle(x="x", y="y", radius=0.1, radius_dimension="x", **look)
        )

    def _mark(self, source: ColumnDataSource, colour: str, dash: Any) -> Any:
        look: Look = {"line_color": colour, "line_width": 2, "line_dash": dash}
        drawn = self.figure.add_glyph(source, Segment(x0="x", y0="y0", x1="x", y1="y1", **look))
        style: Look = {"text_font": value(FONT), "text_font_size": "12px", "text_color": colour}
        # Within the frame, wherever the mark stands.
        name = Text(x="x", y="y1", text="text", text_align="side", text_baseline="top", **style)
        self.figure.add_glyph(source, name)
        return drawn

    def _bar(self, colours: Mapping[str, str]) -> Any:
        look: Look = {"line_color": colours["data"], "line_width": 3}
        bar = self.figure.add_glyph(self.bars, Segment(x0="low", y0="y", x1="high", y1="y", **look))
        style: Look = {
            "text_font": value(FONT),
            "text_font_size": "11px",
            "text_baseline": "middle",
            "text_color": colours["muted"],
        }
        self.figure.add_glyph(self.bars, Text(x="left", y="y", text="name", **style))
        ends = Text(x="high", y="y", text="ends", x_offset=6, **style)
        self.figure.add_glyph(self.bars, ends)
        return bar

    def _controls(self) -> Group:
        commands = self._commands.sampling
        self.add = [
            Action(label=f"Add {step}", help="Draw more samples and refit to each.")
            for step in STEPS
        ]
        for step, button in zip(STEPS, self.add, strict=True):
            button.on_edit(
                lambda edit, step=step: commands.add((edit.new - edit.old) * step), "clicks"
            )
        self.clear = Action(
            label="Clear samples",
            kind="quiet",
            icon="clear",
            help="Remove all dots. The next ones come from other samples.",
        )
        on_click(self.clear, lambda _: commands.clear())
        self.coefficient = Choice(label="Coefficient", visible=False)
        self.coefficient.on_edit(lambda edit: commands.choose_coefficient(edit.new))
        self._row = Group(look="controls")
        return self._row

    def controls(self) -> list[Widget | UIElement]:
        """What stands in the row below the figure."""
        return [*self.add, self.clear, self.coefficient]

    @property
    def row(self) -> Group:
        return self._row

    def show(self, scene: Scene) -> None:
        drawn = drawn_of(scene)
        self._show_controls(drawn, scene)
        self._commands.jobs.end(JOB)
        if drawn is None or (solved := scene.solved) is None:
            self._show_nothing(scene)
            return
        self._show_samples(drawn, solved)
        stream, wanted = solved.sampling.stream, min(scene.state.samples, solved.sampling.most)
        if len(stream.values) < wanted:
            self._commands.jobs.begin(JOB, self._rest(solved, wanted))

    def _rest(self, scene: Solved, wanted: int) -> Iterator[None]:
        """Draw what was too much for one event."""
        stream = scene.sampling.stream
        for part in count():
            if len(stream.values) >= wanted:
                break
            extend(stream, min(wanted, len(stream.values) + stream.part))
            if part % SHOWN_EVERY == 0:
                self._show_samples(scene.sampling.drawn(len(stream.values)), scene)
            yield
        self._show_samples(scene.sampling.drawn(wanted), scene)
        self._commands.told()

    def _show_controls(self, drawn: Drawn | None, scene: Scene) -> None:
        most = drawn.sampling.most if drawn is not None else 0
        for button in self.add:
            put(button, disabled=scene.state.samples >= most)
        put(self.clear, disabled=not scene.state.samples)
        several = len(scene.columns) > 2
        put(self.coefficient, visible=several and drawn is not None)
        if several and drawn is not None:
            names = [(name, "Intercept" if name == "1" else term(name)) for name in scene.columns]
            put(self.coefficient, options=names, value=drawn.sampling.column)

    def _show_nothing(self, scene: Scene) -> None:
        for source, nothing in (
            *((source, NO_DOTS) for source in (self.dots, self.extreme, self.falling)),
            (self.curve, {"x": np.zeros(0), "y": np.zeros(0)}),
            (self.bars, NO_BARS),
            (self.fitted, NO_MARK),
            (self.true, NO_MARK),
        ):
            assign(source, nothing)
        put(self.words, parts=short_words(None, scene))

    def _show_samples(self, drawn: Drawn, scene: Solved) -> None:
        permuted = drawn.sampling.kind == "permutation"
        null, truth = null_of(drawn), _truth(drawn, scene)
        estimate = drawn.sampling.stream.estimate
        marks = tuple(m for m in ((estimate, -estimate) if permuted else (truth,)) if m is not None)
        axis = axis_of(drawn, null, marks)
        x, y = stacked(drawn.values, axis)
        bell, top = curve(null, axis, len(drawn.usable)), 0.0
        top = max(float(np.nanmax(y, initial=0.0)) + 0.5, float(bell[1].max(initial=0.0)))
        high = height(top)
        self._show_axis(axis, high, bars := self._intervals(drawn, scene, axis, high), scene)
        self._show_dots(drawn, scene, x, y, high)
        for renderer in self._circles:
            put(renderer.glyph, radius=0.46 * axis.width)
        assign(self.curve, {"x": bell[0], "y": bell[1]})
        assign(self.bars, bars)
        observed = estimate if permuted else None
        assign(self.fitted, _mark(observed, high, " observed ", axis))
        assign(self.true, _mark(None if permuted else truth, high, " true ", axis))
        put(self.words, parts=short_words(drawn, scene))

    def _show_dots(self, drawn: Drawn, scene: Scene, x: Array, y: Array, high: float) -> None:
        still = landed(drawn, scene)
        columns = {"x": x, "y": y, "value": drawn.values}
        far = np.zeros(drawn.count, dtype=bool)
        if drawn.sampling.kind == "permutation":
            far = drawn.extreme
        here = (np.arange(drawn.count) < still) & np.isfinite(x)
        for source, chosen in ((self.dots, here & ~far), (self.extreme, here & far)):
            grow(source, {name: column[chosen] for name, column in columns.items()})
        fallen = np.array(scene.interaction.falling[-(drawn.count - still) :] or [])
        top = high - (high - y[still:]) * fallen[: drawn.count - still] ** 2
        assign(self.falling, {"x": x[still:], "y": top, "value": drawn.values[still:]})

    def _show_axis(self, axis: Axis, high: float, bars: Mapping[str, Any], scene: Solved) -> None:
        put(self.figure.x_range, start=axis.extent.start, end=axis.extent.end)
        room = (len(bars["y"]) + 0.4) * BAR * high if len(bars["y"]) else 0.0
        put(self.figure.y_range, start=-room, end=high)
        straight = scene.data.simple and len(scene.columns) == 2
        name = coefficient_name(scene.sampling.column, straight)
        put(self.figure.xaxis[0], axis_label=shortened(name, 30))

    def _intervals(self, drawn: Drawn, scene: Scene, axis: Axis, high: float) -> Mapping[str, Any]:
        """The intervals of a bootstrap, one below the other, by t first."""
        if drawn.sampling.kind not in BOOTSTRAPS or len(drawn.usable) < 2:
            return NO_BARS
        level = scene.state.level
        found = {
            "t": drawn.sampling.t_interval(level),
            "percentile": drawn.percentile(level),
            "BCa": drawn.bca(level),
        }
        ends = list(found.values())
        return {
            "low": [low for low, _ in ends],
            "high": [high for _, high in ends],
            "y": [-(k + 0.7) * BAR * high for k in range(len(ends))],
            "name": list(found),
            "ends": [", ".join(ends_text(pair)) for pair in ends],
            "left": [axis.extent.start] * len(ends),
        }


def _mark(place: float | None, high: float, name: str, axis: Axis) -> Mapping[str, Any]:
    if place is None:
        return NO_MARK
    side = "right" if place > axis.middle else "left"
    return {"x": [place], "y0": [0.0], "y1": [high], "text": [name], "side": [side]}


def _truth(drawn: Drawn, scene: Solved) -> float | None:
    """The generator's coefficient, where new samples are drawn and the fit has the same terms."""
    truth = scene.data.truth
    if drawn.sampling.kind != "new" or truth is None or len(truth) != len(scene.columns):
        return None
    return truth[drawn.sampling.coefficient] if scene.problem.ones else None
