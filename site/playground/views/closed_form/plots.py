"""The figures of the tab Closed form: digits as bars, and cut-offs among singular values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from bokeh.core.properties import value
from bokeh.models import ColumnDataSource, FixedTicker, HBar, NoOverlap, Scatter, Segment, Text
from bokeh.models.renderers import GlyphRenderer
from numpy.typing import NDArray

from playground.controls.models import Prose
from playground.controls.theme import FONT, Look, make_figure, palette, set_log, tick_about, tick_at
from playground.engine.numbers import typeset
from playground.session.names import MEASURES
from playground.views.closed_form.race import Runner
from playground.views.closed_form.rank import LEAST, Rule, position
from playground.views.common.base import Columns, assign
from playground.views.common.digits import MOST
from playground.views.common.frame import Field, Series, framed

Array = NDArray[np.float64]

# Half the thickness of a bar, and how far the two bars of a solver stand apart, in rows.
THICK, APART = 0.34, 0.36
ROW = 30
# Short names for the plot, of the rules whose cut-offs all but coincide.
SHORT = {"values": "NumPy, MATLAB, SciPy", "centred": "scikit-learn", "left": "R"}


def digit_bars(runners: Sequence[Runner]) -> dict[str, Columns]:
    """The bars by role: closed-form solvers, and descent. Solvers without digits have none."""
    found: dict[str, Columns] = {}
    for role in ("closed", "descent"):
        chosen = [(i, r) for i, r in enumerate(runners) if r.worst is not None and r.role == role]
        found[role] = {
            "y": np.array([i - APART / 2 for i, _ in chosen], dtype=np.float64),
            "middle": np.array([float(i) for i, _ in chosen]),
            "y_typed": np.array([i + APART / 2 for i, _ in chosen], dtype=np.float64),
            "float64": np.array([r.worst for _, r in chosen], dtype=np.float64),
            "typed": np.array([r.worst_typed or 0.0 for _, r in chosen], dtype=np.float64),
            "name": [r.name for _, r in chosen],
            "text": [f"{r.worst:.1f}" for _, r in chosen],
        }
    return found


class DigitsPlot:
    """Owns the bars of correct digits, one pair a solver."""

    def __init__(self) -> None:
        light = palette(dark=False)
        self.figure = make_figure("digits_plot")
        self.figure.xaxis.axis_label = "correct digits, least accurate coefficient"
        tick_about(self.figure.xaxis, 4)
        self.figure.x_range.update(start=0.0, end=MOST + 2.4)
        self._names: dict[float, str] = {}
        # A bar without its name says nothing.
        self.figure.yaxis.update(ticker=FixedTicker(), major_label_policy=NoOverlap(min_distance=0))
        self.figure.ygrid.grid_line_color = None
        empty: Columns = {
            "y": [],
            "middle": [],
            "y_typed": [],
            "float64": [],
            "typed": [],
            "name": [],
            "text": [],
        }
        self.sources = {role: ColumnDataSource(dict(empty)) for role in ("closed", "descent")}
        self.words = Prose()
        fields = (
            Field("name", "solver"),
            Field("float64", "vs float64 data"),
            Field("typed", "vs decimal data"),
        )
        shown = [
            Series(name, self._bars(self.sources[role], light[role]), fields)
            for role, name in (("closed", "Solvers"), ("descent", "Descent"))
        ]
        self.framed = framed(self.figure, "Correct digits", shown, self.words, look="main")

    def _bars(self, source: ColumnDataSource, colour: str) -> list[GlyphRenderer[HBar]]:
        light = palette(dark=False)
        look: Look = {
            "text_font": value(FONT),
            "text_font_size": "12px",
            "text_color": light["text"],
        }
        # One column of numbers, beyond the longest bar.
        numbers = Text(x=MOST + 0.4, y="middle", text="text", text_baseline="middle", **look)
        self.figure.add_glyph(source, numbers)
        bar: Look = {"left": 0, "height": THICK, "fill_color": colour, "line_color": colour}
        return [
            self.figure.add_glyph(source, HBar(y="y", right="float64", **bar)),
            self.figure.add_glyph(source, HBar(y="y_typed", right="typed", fill_alpha=0.15, **bar)),
        ]

    def show(self, runners: Sequence[Runner]) -> None:
        for role, columns in digit_bars(runners).items():
            assign(self.sources[role], columns)
        self.figure.y_range.update(start=len(runners) - 0.4, end=-0.6)
        names: dict[float, str] = {i: runner.name for i, runner in enumerate(runners)}
        if names != self._names:
            self._names = names
            tick_at(self.figure.yaxis, names, names)


def rank_dots(spectra: Mapping[str, Array]) -> dict[str, Columns]:
    """Where values stand: squares for the singular values of X itself, circles for the rest."""
    rows = {key: len(MEASURES) - 1 - i for i, key in enumerate(MEASURES)}
    found: dict[str, Columns] = {}
    for role, keys in (("closed", ("values",)), ("data", ("centred", "left"))):
        values = np.concatenate([spectra[key] for key in keys])
        found[role] = {
            "x": position(values),
            "y": np.concatenate([np.full(len(spectra[key]), float(rows[key])) for key in keys]),
            "value": [typeset(float(v), digits=3) for v in values],
            "name": [f"{MEASURES[key]}, {j + 1}" for key in keys for j in range(len(spectra[key]))],
        }
    return found


def rank_cuts(rules: Sequence[Rule]) -> dict[str, Columns]:
    """Each cut-off as a bar across the row of what it is about."""
    rows = {key: len(MEASURES) - 1 - i for i, key in enumerate(MEASURES)}
    found: dict[str, Columns] = {}
    for role in ("data", "own"):
        chosen = [rule for rule in rules if (rule.role == "own") == (role == "own")]
        y = np.array([float(rows[rule.measure]) for rule in chosen])
        found[role] = {
            "x": position(np.array([rule.cut for rule in chosen])),
            "y0": y - 0.3,
            "y1": y + 0.3,
            "name": [rule.package for rule in chosen],
            "cut": [typeset(rule.cut, digits=2) for rule in chosen],
        }
    return found


class RankPlot:
    """Owns the singular values on their logarithmic axis, and the cut-offs."""

    def __init__(self) -> None:
        light = palette(dark=False)
        self.figure = make_figure("rank_plot")
        self.figure.update(sizing_mode="stretch_width", height=250)
        self._axes()
        dots: Columns = {"x": [], "y": [], "value": [], "name": []}
        cuts: Columns = {"x": [], "y0": [], "y1": [], "name": [], "cut": []}
        self.dots = {role: ColumnDataSource(dict(dots)) for role in ("closed", "data")}
        self.cuts = {role: ColumnDataSource(dict(cuts)) for role in ("data", "own")}
        lines = [
            self.figure.add_glyph(
                source,
                Segment(
                    x0="x",
                    x1="x",
                    y0="y0",
                    y1="y1",
                    line_color=light["muted" if role == "data" else role],
                    line_width=2,
                    line_dash=[] if role == "data" else [2, 3],
                ),
            )
            for role, source in self.cuts.items()
        ]
        marks = [
            self.figure.add_glyph(
                source,
                Scatter(
                    x="x",
                    y="y",
                    size=9,
                    marker="square" if role == "closed" else "circle",
                    fill_color=light[role],
                    line_color=light["background"],
                ),
            )
            for role, source in self.dots.items()
        ]
        self.words = Prose()
        values = (Field("name", "value"), Field("value", "relative size"))
        cuts_ = (Field("name", "tolerance of"), Field("cut", "at"))
        shown = [
            Series("Singular values", [marks[0]], values),
            Series("Centred columns, and the residual of each column", [marks[1]], values),
            Series("Package tolerances", [lines[0]], cuts_),
            Series("Your tolerance", [lines[1]], cuts_),
        ]
        self.framed = framed(self.figure, "Singular values and rank tolerances", shown, self.words)
        self._names()

    def _axes(self) -> None:
        self.figure.xaxis.axis_label = "relative size (zeros at the left edge)"
        set_log(self.figure.xaxis[0], True)
        self.figure.x_range.update(start=float(np.log10(LEAST)) - 0.5, end=0.7)
        self.figure.y_range.update(start=-0.6, end=len(MEASURES) - 0.3)
        self.figure.yaxis.visible = False
        self.figure.ygrid.grid_line_color = None

    def _names(self) -> None:
        """What each row is about, above it, and whose cut-off, beside that."""
        light, rows = (
            palette(dark=False),
            [float(len(MEASURES) - 1 - i) for i in range(len(MEASURES))],
        )
        cuts = {"values": -13.6, "centred": -5.8, "left": -6.8}
        look: Look = {
            "text": "text",
            "text_font": value(FONT),
            "text_font_size": "12px",
            "text_baseline": "bottom",
        }
        self.figure.add_glyph(
            ColumnDataSource({"y": rows, "text": list(MEASURES.values())}),
            Text(
                x=float(np.log10(LEAST)) - 0.3,
                y="y",
                y_offset=-19,
                text_color=light["text"],
                **look,
            ),
        )
        self.figure.add_glyph(
            ColumnDataSource(
                {
                    "x": [cuts[key] for key in MEASURES],
                    "y": rows,
                    "text": [SHORT[key] for key in MEASURES],
                }
            ),
            Text(x="x", y="y", y_offset=-8, text_color=light["muted"], **look),
        )

    def show(self, spectra: Mapping[str, Array], rules: Sequence[Rule]) -> None:
        for role, columns in rank_dots(spectra).items():
            assign(self.dots[role], columns)
        for role, columns in rank_cuts(rules).items():
            assign(self.cuts[role], columns)
