"""The figures of the diagnostics: each owns its models and is patched from a `Plot`."""

from __future__ import annotations

from typing import Any

import numpy as np
from bokeh.core.properties import value
from bokeh.models import ColumnDataSource, Line, MultiLine, Scatter, Segment, Text
from bokeh.models.annotations import Span

from playground.controls.models import Prose
from playground.controls.theme import FONT, Look, make_figure, palette, tick_about
from playground.engine.axes import Extent
from playground.engine.scene import Scene
from playground.session.commands import Commands
from playground.views.common.base import assign, put
from playground.views.common.frame import Field, Series, framed
from playground.views.common.picking import RING, Picking
from playground.views.diagnostics.plot import NO_TREND, Plot

# In pixels, of a figure below the stage.
HEIGHT = 210


class PlotFigure:
    """One diagnostic plot: points or bars, their trend, guides, and the selected point."""

    def __init__(self, kind: str, name: str, bars: bool, look: str, commands: Commands) -> None:
        self._colours = palette(dark=False)
        self._frame: tuple[Extent, Extent] | None = None
        self.figure = make_figure(f"diagnostics_{kind}", ground=False)
        if look == "figure":
            self.figure.update(sizing_mode="stretch_width", height=HEIGHT)
        for axis in self.figure.axis:
            tick_about(axis, 4)
        self._make_guides()
        self._make_points(bars)
        self.picking = Picking(self.figure, self.source, name, commands)
        self.words = Prose()
        shown = [
            Series(
                "points", [self.points], (Field("point", "point"), Field("x", "x"), Field("y", "y"))
            ),
            Series("trend", [self.trend_line], hover=""),
        ]
        self.framed = framed(self.figure, name, shown, self.words, look=look)

    def _make_guides(self) -> None:
        colours = self._colours
        self.zero = Span(
            dimension="width", location=0.0, line_color=colours["closed"], line_width=2
        )
        self.figure.add_layout(self.zero)
        self.guides = ColumnDataSource({"xs": [], "ys": []})
        self.marks = ColumnDataSource({"x": [], "y": [], "text": []})
        self.trend = ColumnDataSource({"x": [], "y": []})
        dashed: Look = {"line_color": colours["muted"], "line_width": 1.5, "line_dash": [6, 4]}
        self.figure.add_glyph(self.guides, MultiLine(xs="xs", ys="ys", **dashed))
        style: Look = {
            "text_color": colours["muted"],
            "text_font": value(FONT),
            "text_font_size": "12px",
        }
        place: Look = {"text_align": "right", "text_baseline": "bottom", "y_offset": -2}
        self.figure.add_glyph(self.marks, Text(x="x", y="y", text="text", **style, **place))

    def _make_points(self, bars: bool) -> None:
        colours = self._colours
        self.source = ColumnDataSource({"x": [], "y": [], "point": []})
        if bars:
            stem = Segment(x0="x", y0=0, x1="x", y1="y", line_color=colours["data"])
            stem.update(line_width=2, line_alpha=0.7)
            self.figure.add_glyph(self.source, stem)
        look: Look = {"x": "x", "y": "y", "fill_color": colours["data"]}
        self.dots = Scatter(**look, size=7, line_color=colours["background"], fill_alpha=0.75)
        ring = Scatter(**look, **RING, line_color=colours["own"])
        self.points = self.figure.add_glyph(
            self.source, self.dots, selection_glyph=ring, nonselection_glyph=self.dots
        )
        # Over the points, which would hide it, and set off from them.
        halo = Line(x="x", y="y", line_color=colours["background"], line_width=6, line_alpha=0.8)
        self.figure.add_glyph(self.trend, halo)
        line = Line(x="x", y="y", line_color=colours["data"], line_width=2.5)
        self.trend_line = self.figure.add_glyph(self.trend, line)

    def show(self, plot: Plot, scene: Scene) -> None:
        """Draw a plot of the scene's points."""
        put(self.words, parts=plot.words)
        rows = scene.data.rows[plot.row]
        self.zero.visible = plot.zero
        same = {"x": plot.x, "y": plot.y, "point": rows + 1}
        assign(self.source, same)
        assign(self.trend, plot.trend if scene.interaction.choices.trend else NO_TREND)
        assign(self.guides, _columns(("xs", "ys"), plot.guides))
        assign(self.marks, _columns(("x", "y", "text"), plot.marks))
        self._show_axes(plot)
        self.picking.show(rows, scene)
        many = len(rows) > 200
        self.dots.update(size=4 if many else 7, line_width=0.5 if many else 1.0)

    def _show_axes(self, plot: Plot) -> None:
        figure, wanted = self.figure, (plot.x_extent, plot.y_extent)
        figure.xaxis.axis_label, figure.yaxis.axis_label = plot.x_name, plot.y_name
        if wanted == self._frame:
            return  # As the reader has zoomed it.
        self._frame = wanted
        for span, extent in ((figure.x_range, plot.x_extent), (figure.y_range, plot.y_extent)):
            span.update(start=extent.start, end=extent.end)


def _columns(names: tuple[str, ...], rows: list[Any]) -> dict[str, list[Any]]:
    return {name: [_plain(row[k]) for row in rows] for k, name in enumerate(names)}


def _plain(part: Any) -> Any:
    return part.tolist() if isinstance(part, np.ndarray) else part
