"""The lines through the drawn iterates: solid from one to the next, dashed over a gap."""

from __future__ import annotations

from typing import Any

import numpy as np
from bokeh.models import ColumnDataSource, Line, Segment
from bokeh.models.renderers import GlyphRenderer
from bokeh.plotting import figure
from numpy.typing import NDArray

from playground.controls.theme import Look
from playground.engine.trail.travel import Times
from playground.engine.trail.window import Shown, in_reach
from playground.views.common.base import assign, put

Array = NDArray[np.float64]
Columns = dict[str, Array]

ENDS = ("x0", "y0", "x1", "y1", "alpha")
# A gap is as faint and as broken as this, beside a line that is solid or has dashes of its own.
GAP_DASH, GAP_ALPHA = [2, 5], 0.6


def segments(times: Times, places: Array, shown: Shown) -> tuple[Columns, Columns]:
    """Return the moves through places (k, 2) at times (k,), and the gaps; the older the fainter."""
    inside = in_reach(places, shown)
    x, y = inside.T
    age = np.arange(1, len(inside), dtype=np.float64) / max(len(inside) - 1, 1)
    every = {"x0": x[:-1], "y0": y[:-1], "x1": x[1:], "y1": y[1:], "alpha": 0.45 + 0.55 * age**2}
    gap = np.diff(times[: len(inside)]) > 1
    moves = {name: values[~gap] for name, values in every.items()}
    return moves, {name: values[gap] for name, values in every.items()}


def broken(times: Times, places: Array, shown: Shown) -> tuple[Array, Array]:
    """Return places (m, 2) for one solid line with breaks, and the gaps (j, 2) for another."""
    inside = in_reach(places, shown)
    gaps = np.flatnonzero(np.diff(times[: len(inside)]) > 1) + 1
    void = np.full(2, np.nan)
    over = np.stack([inside[gaps - 1], inside[gaps], np.tile(void, (len(gaps), 1))], axis=1)
    return np.insert(inside, gaps, void, axis=0), over.reshape(-1, 2)


class TrailLines:
    """Owns the fading path of one descent on a plot."""

    def __init__(self, plot: figure, colour: str) -> None:
        look: Look = {"line_color": colour, "line_alpha": "alpha", "line_width": 2.5}
        self.moves, self.gaps = (ColumnDataSource({name: [] for name in ENDS}) for _ in range(2))
        ends: Look = {name: name for name in ENDS[:4]}
        self.drawn: GlyphRenderer[Any] = plot.add_glyph(
            self.moves, Segment(**ends, **look, line_cap="round")
        )
        self._dashed = plot.add_glyph(self.gaps, Segment(**ends, **look, line_dash=[5, 4]))

    def show(self, times: Times, places: Array, shown: Shown, visible: bool = True) -> None:
        """Draw the path through places (k, 2) at times (k,)."""
        for renderer in (self.drawn, self._dashed):
            put(renderer, visible=visible)
        for source, columns in zip(
            (self.moves, self.gaps), segments(times, places, shown), strict=True
        ):
            assign(source, columns)


class GapLine:
    """Owns the gaps in a line of one look on a plot."""

    def __init__(self, plot: figure, **look: Any) -> None:
        self.source = ColumnDataSource({"x": [], "y": []})
        line = Line(x="x", y="y", line_dash=GAP_DASH, line_alpha=GAP_ALPHA, **look)
        self.drawn: GlyphRenderer[Any] = plot.add_glyph(self.source, line)

    def show(self, gaps: Array) -> None:
        """Draw these gaps (j, 2)."""
        assign(self.source, {"x": gaps[:, 0], "y": gaps[:, 1]})
