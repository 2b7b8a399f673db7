"""The correlation heat map: features and target against each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from bokeh.core.properties import value
from bokeh.models import ColumnDataSource, FixedTicker, Rect, Text
from numpy.typing import NDArray

from playground.controls.models import Prose
from playground.controls.theme import FONT, make_figure, palette, tick_at
from playground.engine.numbers import MINUS, shortened, typeset
from playground.engine.parts import Part
from playground.engine.scene import Scene
from playground.views.common.base import assign
from playground.views.common.fit_text import term
from playground.views.common.frame import Field, Series, framed
from playground.views.diagnostics.numbers import Diagnosis

Array = NDArray[np.float64]

# With fewer columns than this there is not much of a map.
LEAST_COLUMNS = 3
MOST_COLUMNS = 30
# Up to so many columns there is room for the numbers themselves.
NUMBERED = 8
# Numbers must stand out from the deepest colour.
DEEPEST = 0.55
COLUMNS = ("x", "y", "plus", "minus", "text", "r", "first", "second")


@dataclass(frozen=True)
class Heat:
    """names: (k,), the target last; r: (k, k) correlations, NaN for columns that do not vary."""

    names: tuple[str, ...]
    r: Array


def heat(found: Diagnosis, scene: Scene) -> Heat | None:
    """Correlations of the columns as used and the target; None where there are too few."""
    X, names = found.X, found.names
    kept = np.flatnonzero(np.ptp(X, axis=0) > 0.0)[: MOST_COLUMNS - 1]
    if len(kept) < LEAST_COLUMNS:
        return None
    values = np.column_stack([X[:, kept], found.y])
    return Heat((*(names[j] for j in kept), scene.response), _correlations(values))


def _correlations(values: Array) -> Array:
    """(k, k): cosines of the centred columns, whose size cancels before it can overflow."""
    with np.errstate(all="ignore"):
        unit = values / np.abs(values).max(axis=0)
        about = unit - unit.mean(axis=0)
        about /= np.sqrt(np.sum(about**2, axis=0))
        found: Array = np.clip(about.T @ about, -1.0, 1.0)
        return found


def cells(map_: Heat) -> dict[str, list[object]]:
    """One row for each cell, from the top left; the colour's depth is the size of r."""
    k = len(map_.names)
    i, j = (part.ravel() for part in np.indices((k, k)))
    r = map_.r[i, j]
    depth = DEEPEST * np.abs(np.nan_to_num(r))
    return {
        "x": (j + 0.5).tolist(),
        "y": (k - i - 0.5).tolist(),
        "plus": np.where(r > 0, depth, 0.0).tolist(),
        "minus": np.where(r < 0, depth, 0.0).tolist(),
        "text": [_short(one) if k <= NUMBERED else "" for one in r],
        "r": [_long(one) for one in r],
        "first": [map_.names[a] for a in i],
        "second": [map_.names[b] for b in j],
    }


def _short(r: float) -> str:
    return "–" if np.isnan(r) else f"{r:.2f}".replace("-", MINUS)


def _long(r: float) -> str:
    return "does not vary" if np.isnan(r) else typeset(float(r), 1e-15, 4)


def pairs_table(map_: Heat, most: int = 12) -> list[list[list[Part]]]:
    """The pairs of columns that go together most, in numbers."""
    i, j = np.triu_indices(len(map_.names), 1)
    size = np.nan_to_num(np.abs(map_.r[i, j]), nan=-1.0)
    top = np.argsort(-size, kind="stable")[:most]
    return [
        [
            [(f"{shortened(map_.names[i[k]], 14)}, {shortened(map_.names[j[k]], 14)}", "")],
            [(_long(float(map_.r[i[k], j[k]])), "")],
        ]
        for k in top
    ]


def heat_in_words(map_: Heat) -> list[Part]:
    """Which features go together most, and which one goes with the target."""
    between = np.nan_to_num(np.abs(np.triu(map_.r[:-1, :-1], 1)))
    a, b = np.unravel_index(int(np.argmax(between)), between.shape)
    best = int(np.argmax(np.nan_to_num(np.abs(map_.r[:-1, -1]))))
    names = map_.names
    return [
        (
            f"Most correlated features: {term(names[a])} and {term(names[b])} "
            f"(r = {_short(float(map_.r[a, b]))}). {names[-1]} correlates most with "
            f"{term(names[best])} (r = {_short(float(map_.r[best, -1]))}).",
            "",
        )
    ]


class HeatFigure:
    """Owns the heat map."""

    def __init__(self) -> None:
        colours = palette(dark=False)
        self.figure = make_figure("diagnostics_heat")
        self.figure.update(sizing_mode="stretch_width", height=340)
        self.figure.grid.visible = False
        self.source = ColumnDataSource({name: [] for name in COLUMNS})
        for role in ("plus", "minus"):
            square = Rect(x="x", y="y", width=0.96, height=0.96, fill_color=colours[role])
            square.update(fill_alpha=role, line_color=None)
            drawn = self.figure.add_glyph(self.source, square)
        style = {"text_color": colours["text"], "text_font": value(FONT), "text_font_size": "12px"}
        words = Text(x="x", y="y", text="text", text_align="center", text_baseline="middle")
        words.update(**style)
        self.figure.add_glyph(self.source, words)
        for axis in self.figure.axis:
            axis.update(ticker=FixedTicker(), axis_line_color=None, major_tick_line_color=None)
        self.figure.xaxis.major_label_orientation = 0.9
        self.words = Prose()
        fields = (Field("first", "column"), Field("second", "with"), Field("r", "correlation"))
        self.framed = framed(
            self.figure, "Correlations", [Series("Correlations", [drawn], fields)], self.words
        )

    def show(self, map_: Heat) -> None:
        k = len(map_.names)
        assign(self.source, cells(map_))
        self.words.parts = heat_in_words(map_)
        for span in (self.figure.x_range, self.figure.y_range):
            span.update(start=0.0, end=float(k))
        across = [j + 0.5 for j in range(k)]
        for axis, names in (
            (self.figure.xaxis[0], map_.names),
            (self.figure.yaxis[0], map_.names[::-1]),
        ):
            short = [shortened(name, 12) for name in names]
            tick_at(axis, across, dict(zip(across, short, strict=True)))
