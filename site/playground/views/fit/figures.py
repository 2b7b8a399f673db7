"""The small figures beside the plot: the sum of squares of each line, and its residuals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from bokeh.core.properties import value
from bokeh.models import ColumnDataSource, HBar, Scatter, Segment, Text
from bokeh.models.annotations import Span
from bokeh.models.renderers import GlyphRenderer
from numpy.typing import NDArray

from playground.controls.models import Prose
from playground.controls.theme import (
    FONT,
    RESIDUAL_ALPHA,
    Look,
    make_figure,
    palette,
    tick_about,
)
from playground.engine.axes import Extent, balanced, from_zero, nice_extent, steady
from playground.engine.numbers import shortened
from playground.engine.scene import Scene
from playground.session.commands import Commands
from playground.views.common import plane
from playground.views.common.base import assign, put
from playground.views.common.frame import Field, Series, X, framed
from playground.views.common.model_curve import has_squares, numbers
from playground.views.common.picking import RING, Picking
from playground.views.fit.misfit import Misfit, in_words, unit

Array = NDArray[np.float64]

ROLES = ("own", "descent", "closed")
NAMES = {"own": "Your line", "descent": "Descent", "closed": "Fit"}
# How many bars there is room for, so that none moves when another comes.
BARS = len(ROLES)
THICK = 0.26
COMPARE = "Turn on Your line for a comparison."
SHORTEN = "Drag the handles of your line to shorten your bar."
# More points than this are drawn small, and without a stem.
MANY = 200
# Residuals of the line that the plot draws them to, and of the others.
STRONG, FAINT = 0.85, 0.22


class SumOfSquares:
    """Owns the bars, the name and number of each above it."""

    def __init__(self) -> None:
        colours = palette(dark=False)
        self._shown: Extent | None = None
        self.figure = make_figure("sum_of_squares")
        self.figure.yaxis.visible = False
        self.figure.ygrid.grid_line_color = None
        self.figure.y_range.update(start=BARS - 0.35, end=-1.05)
        tick_about(self.figure.xaxis, 4)
        self.words = Prose()
        self.sources = {role: self._source() for role in ROLES}
        shown = [Series(NAMES[role], [self._bar(role, colours)], (
            Field("total", "total"),
        )) for role in ROLES]  # fmt: skip
        self.framed = framed(self.figure, "Sum of squares", shown, self.words, look="small")

    def _source(self) -> ColumnDataSource:
        return ColumnDataSource({name: [] for name in ("y", "total", "text")})

    def _bar(self, role: str, colours: dict[str, str]) -> GlyphRenderer[HBar]:
        source = self.sources[role]
        look: Look = {"fill_color": colours[role], "line_color": None}
        bar = self.figure.add_glyph(
            source, HBar(y="y", right="total", left=0, height=THICK, **look)
        )
        style: Look = {"text_font": value(FONT), "text_font_size": "11px"}
        name = Text(x=0, y="y", text="text", y_offset=-5, text_baseline="bottom", **style)
        name.text_color = colours[role]
        self.figure.add_glyph(source, name)
        return bar

    def show(self, lines: Sequence[Misfit], scene: Scene, fresh: bool) -> None:
        """Show the lines' sums; fresh: of other data, which have another frame."""
        best = next((line for line in lines if line.role == "closed"), None)
        seen = {line.role: (k, line) for k, line in enumerate(lines)}
        for role, source in self.sources.items():
            assign(source, _bar(*seen[role], best) if role in seen else _NO_BAR)
        totals = np.array([line.total for line in lines if not line.diverged])
        self._shown = steady(None if fresh else self._shown, from_zero(totals))
        put(self.figure.x_range, start=0.0, end=self._shown.end)
        put(self.figure.xaxis[0], axis_label=unit(scene))
        # It keeps its place: what stands below must not move when a line comes.
        hint = SHORTEN if "own" in seen else COMPARE
        put(self.words, parts=[(hint, "muted")], visible=has_squares(scene))


_NO_BAR = {"y": np.zeros(0), "total": np.zeros(0), "text": []}


def _bar(place: int, line: Misfit, best: Misfit | None) -> dict[str, Any]:
    total = line.total if np.isfinite(line.total) and not line.diverged else 0.0
    return {
        "y": np.array([float(place)]),
        "total": np.array([total]),
        "text": [in_words(line, best)],
    }


class Residuals:
    """Owns the residuals of every line against x; those that the plot draws stand out."""

    def __init__(self, commands: Commands) -> None:
        colours = palette(dark=False)
        self._shown: tuple[Extent | None, ...] = (None, None)
        self.figure = make_figure("residual_strip", ground=False)
        for axis in self.figure.axis:
            tick_about(axis, 5)
        self.figure.yaxis.axis_label = "residual"
        self.figure.add_layout(
            Span(dimension="width", location=0.0, line_color=colours["axis"], line_width=1)
        )
        self.sources = {role: ColumnDataSource(dict(_NO_DOTS)) for role in ROLES}
        self.stems, self.dots, series = {}, {}, []
        for role, source in self.sources.items():
            stem: Look = {"line_color": colours[role], "line_alpha": RESIDUAL_ALPHA}
            self.stems[role] = self.figure.add_glyph(
                source, Segment(x0="x", y0=0, x1="x", y1="y", line_width=1.5, **stem)
            )
            look: Look = {"fill_color": colours[role], "line_color": None}
            self.dots[role] = self.figure.add_glyph(source, Scatter(x="x", y="y", size=6, **look))
            fields = (Field("point", "point"), X, Field("y", "residual"))
            series.append(Series(NAMES[role], [self.dots[role]], fields))
        # What a hand takes hold of: the points of the line that stands out.
        self.source = ColumnDataSource({"x": [], "y": []})
        clear: Look = {"fill_alpha": 0.0, "line_alpha": 0.0}
        none, ring = (
            Scatter(x="x", y="y", size=9, **clear),
            Scatter(x="x", y="y", fill_alpha=0.0, line_color=colours["own"], **RING),
        )
        self.figure.add_glyph(self.source, none, selection_glyph=ring, nonselection_glyph=none)
        self.picking = Picking(self.figure, self.source, "Residuals", commands)
        self.framed = framed(self.figure, "Residuals", series, look="small")

    def show(self, lines: Sequence[Misfit], scene: Scene, fresh: bool) -> None:
        """Show the lines' residuals; fresh: of other data, which have another frame."""
        drawn, strong = scene.data.drawn, plane.residual_role(scene)
        seen = {line.role: line for line in lines if not line.diverged}
        places = {role: _dots(line, scene) for role, line in seen.items()}
        rows = scene.data.rows[drawn]
        for role, source in self.sources.items():
            here = places.get(role)
            assign(source, {**here, "point": rows + 1} if here else _NO_DOTS)
            many = len(drawn) > MANY
            put(self.stems[role], visible=role == strong and not many)
            alpha = STRONG if role == strong else FAINT
            put(self.dots[role].glyph, fill_alpha=alpha, size=3 if many else 6)
        assign(self.source, places.get(strong, plane.NOTHING))
        self.picking.show(rows if strong in places else rows[:0], scene)
        self._show_axes(scene, list(places.values()), fresh)

    def _show_axes(self, scene: Scene, places: Sequence[dict[str, Array]], fresh: bool) -> None:
        x, y = (np.concatenate([np.zeros(0), *(p[name] for p in places)]) for name in ("x", "y"))
        wanted = (nice_extent(x), balanced(y))
        old = (None, None) if fresh else self._shown
        now = tuple(map(steady, old, wanted))
        self._shown = now
        for span, extent in zip((self.figure.x_range, self.figure.y_range), now, strict=True):
            put(span, start=extent.start, end=extent.end)
        name = scene.data.features[0] if scene.data.simple else f"fitted {scene.response}"
        put(self.figure.xaxis[0], axis_label=shortened(name))
        # Against fitted values the other axis says the scale.
        here = scene.data.simple and scene.response != scene.data.target
        of = f" ({shortened(scene.response, 4)})" if here else ""
        put(self.figure.yaxis[0], axis_label=f"residual{of}")


_NO_DOTS = {**plane.NOTHING, "point": np.zeros(0, dtype=np.intp)}


def _dots(line: Misfit, scene: Scene) -> dict[str, Array]:
    """Where the drawn points lie: against the one feature, else against their fitted values."""
    drawn = scene.data.drawn
    x = numbers(scene)[0] if scene.data.simple else line.fitted
    return {"x": x[drawn], "y": line.residual[drawn]}
