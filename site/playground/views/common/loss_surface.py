"""The picture of the loss over two coefficients: rings, the path of descent, the minimum."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from bokeh.models import ColumnDataSource, Scatter
from bokeh.models.glyphs import Patches
from bokeh.models.renderers import GlyphRenderer
from numpy.typing import NDArray

from playground.controls.models import EqualScales
from playground.controls.theme import Look, make_figure, palette
from playground.engine.trail.travel import Times
from playground.engine.trail.window import Shown
from playground.views.common import valley
from playground.views.common.base import assign, put
from playground.views.common.frame import Field, Series, X, Y
from playground.views.common.trail_lines import TrailLines

Array = NDArray[np.float64]

# What is marked, and how: the closed form, and where descent is now.
MARKS: Mapping[str, Look] = {
    "closed": {"marker": "square", "size": 10},
    "now": {"marker": "circle", "size": 11},
}
ROLES = {"closed": "closed", "now": "descent"}
NAMES = {"closed": "closed form", "now": "descent"}
NO_SURFACE = (
    "No loss surface is drawn. It needs points, at least two coefficients, a finite loss, and no "
    "lasso or elastic net penalty."
)


class LossSurface:
    """Owns the figure, in one scale for both axes."""

    def __init__(self, name: str) -> None:
        colours = palette(dark=False)
        self.figure = make_figure(name)
        self.scales = EqualScales()
        self.figure.add_tools(self.scales)
        self.rings = ColumnDataSource({"xs": [], "ys": []})
        self.figure.add_glyph(self.rings, Patches(
            xs="xs", ys="ys", fill_color=colours["closed"], fill_alpha=0.055,
            line_color=colours["closed"], line_alpha=0.3, line_width=1,
        ))  # fmt: skip
        self.trail = TrailLines(self.figure, colours["descent"])
        self.dots = ColumnDataSource({name: [] for name in ("x", "y", "t")})
        look: Look = {"size": 5, "fill_color": colours["descent"], "line_color": None}
        self._dots = self.figure.add_glyph(self.dots, Scatter(x="x", y="y", **look))
        self.places = {mark: ColumnDataSource({"x": [], "y": []}) for mark in MARKS}
        self._marks = {mark: self._mark(mark, colours) for mark in MARKS}

    def _mark(self, mark: str, colours: dict[str, str]) -> GlyphRenderer[Any]:
        look: Look = {"fill_color": colours[ROLES[mark]], "line_color": colours["background"]}
        glyph = Scatter(x="x", y="y", line_width=2, **look, **MARKS[mark])
        return self.figure.add_glyph(self.places[mark], glyph)

    def series(self) -> list[Series]:
        """What is drawn, for hovers and the table."""
        path = Series("path", [self._dots], (Field("t", "iteration"), X, Y))
        return [path, *(Series(NAMES[mark], [drawn]) for mark, drawn in self._marks.items())]

    def show(self, bowl: valley.Bowl, shown: Shown, equal: bool, glides: bool) -> None:
        """Draw the rings of a bowl in a window; glides: whether it was seen from farther away."""
        x, y = shown
        put(self.scales, glides=glides, equal=equal)
        put(self.scales, shown=(x.start, x.end, y.start, y.end))
        assign(self.rings, valley.contours(bowl, shown))

    def show_path(self, times: Times, places: Array, shown: Shown, since: int = 0) -> None:
        """Draw the path through places (k, 2) at times (k,), its last place as where descent is.

        since: the first place that a line is drawn from; those before it are too far away.
        """
        self.trail.show(times[since:], places[since:], shown)
        x, y = places.T
        assign(self.dots, {"x": x, "y": y, "t": times})
        self.mark("now", places[-1:])

    def mark(self, mark: str, place: Array) -> None:
        """Mark one place (1, 2), or none (0, 2)."""
        x, y = place.T
        assign(self.places[mark], {"x": x, "y": y})
