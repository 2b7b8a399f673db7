"""The figures of the tab Collinearity, each made once and then only patched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from bokeh.models import ColumnDataSource, Line, Scatter
from bokeh.models.annotations import Span
from bokeh.plotting import figure

from linreg.paths import RidgePath
from playground.controls.models import Prose
from playground.controls.theme import Look, make_figure, palette, set_log
from playground.engine.axes import Extent
from playground.views.collinearity.sweep import Sweep, predicted_digits
from playground.views.common.base import assign
from playground.views.common.frame import Series, framed, line_name
from playground.views.common.solver_names import NAMES

EMPTY: Mapping[str, Sequence[float]] = {"x": [], "y": []}
# Distances run from 1 at the left to an exact copy beyond 1e-16 at the right.
LEFT, RIGHT = 0.6, -17.4
COPY = -17.0
# Solvers that form X'X, those that do not, and the one that carries more bits: all closed form,
# told apart by dashes, marks and names: (solver, width, dashes, marker, name).
CURVES: Sequence[tuple[str, float, list[int], str, str]] = (
    ("normal", 1.5, [6, 4], "triangle", "forming XᵀX"),
    ("cholesky", 1.5, [2, 3], "triangle", ""),
    ("inverse", 1.5, [1, 4], "triangle", ""),
    ("qr", 2, [], "square", "working on X"),
    ("svd", 1.5, [2, 3], "square", ""),
    ("lstsq", 1.5, [6, 4], "square", ""),
    ("refined", 3, [], "circle", "refined"),
)


def named_figure(name: str, x: str, y: str) -> figure:
    """An empty figure, its axes named."""
    plot = make_figure(name)
    plot.xaxis.axis_label, plot.yaxis.axis_label = x, y
    return plot


def distance_axis(plot: figure) -> None:
    """log10 of the distance, falling to the right, where an exact copy stands."""
    set_log(plot.xaxis[0], True)
    plot.x_range.update(start=LEFT, end=RIGHT)


def marker() -> Span:
    """Where the dial stands."""
    return Span(
        dimension="height", location=0.0, line_color=palette(dark=False)["text"], line_width=1.5
    )


def position(epsilon: float | None) -> float | None:
    """Where a distance stands on the axis; none where it is not on it."""
    if epsilon is None or not np.isfinite(epsilon):
        return None
    return COPY if epsilon < 5e-17 else float(min(np.log10(epsilon), LEFT))


def put_marker(line: Span, epsilon: float | None) -> None:
    """Move the line to a distance; hide it where the distance is not on the axis."""
    place = position(epsilon)
    line.update(visible=place is not None, location=place or 0.0)


class DigitsFigure:
    """Correct digits of each solver against the distance."""

    def __init__(self) -> None:
        light = palette(dark=False)
        self.figure = named_figure("collinearity_digits", "distance ε", "correct digits")
        distance_axis(self.figure)
        self.figure.y_range.update(start=-0.6, end=18.4)
        for power in (1, 2):
            line = ColumnDataSource(predicted_digits(power))
            guide = Line(x="x", y="y", line_color=light["muted"], line_width=1, line_dash=[2, 4])
            self.figure.add_glyph(line, guide)
        self.sources = {method: ColumnDataSource(dict(EMPTY)) for method, *_ in CURVES}
        shown = []
        for method, width, dashes, marker_, _ in CURVES:
            look: Look = {"line_color": light["closed"], "line_width": width, "line_dash": dashes}
            self.figure.add_glyph(self.sources[method], Line(x="x", y="y", **look))
            dots = Scatter(
                x="x", y="y", marker=marker_, size=5, fill_color=light["closed"], line_color=None
            )
            renderer = self.figure.add_glyph(self.sources[method], dots)
            shown.append(Series(NAMES[method], [renderer]))
        self.words = Prose()
        self.framed = framed(self.figure, "Correct digits", shown, self.words, look="small")
        self.now = marker()
        self.figure.add_layout(self.now)
        self._name_lines()

    def _name_lines(self) -> None:
        places = {"normal": (-0.5, 1.6), "qr": (-8.4, 9.0), "refined": (-8.4, 15.2)}
        for method, *_, text in CURVES:
            if text:
                x, y = places[method]
                self.figure.add_layout(line_name(text, "closed", x=x, y=y))

    def show(self, sweep: Sweep | None, epsilon: float | None) -> None:
        for method, source in self.sources.items():
            assign(source, sweep.curve(method) if sweep is not None else dict(EMPTY))
        put_marker(self.now, epsilon)


class SizeFigure:
    """The magnitudes of the pair's coefficients against the distance."""

    def __init__(self) -> None:
        light = palette(dark=False)
        self.figure = named_figure("collinearity_size", "distance ε", "|coefficient|")
        distance_axis(self.figure)
        set_log(self.figure.yaxis[0], True)
        self.figure.y_range.update(start=-1.0, end=17.0)
        self.sources = [ColumnDataSource(dict(EMPTY)) for _ in range(2)]
        shown = []
        for name, source, dashes in zip(
            ("first of the pair", "second of the pair"), self.sources, ([], [7, 4]), strict=True
        ):
            look: Look = {"line_color": light["closed"], "line_width": 2.5, "line_dash": dashes}
            line = self.figure.add_glyph(source, Line(x="x", y="y", **look))
            shown.append(Series(name, [line], hover="above"))
        self.words = Prose()
        self.framed = framed(self.figure, "Coefficient size", shown, self.words, look="small")
        self.now = marker()
        self.figure.add_layout(self.now)

    def show(self, sweep: Sweep, epsilon: float | None) -> None:
        for k, source in enumerate(self.sources):
            assign(source, sweep.size_curve(k))
        put_marker(self.now, epsilon)


class StepsFigure:
    """Steps of descent against the distance."""

    def __init__(self) -> None:
        light = palette(dark=False)
        self.figure = named_figure("collinearity_steps", "distance ε", "iterations")
        distance_axis(self.figure)
        set_log(self.figure.yaxis[0], True)
        self.figure.y_range.update(start=-1.0, end=35.0)
        self.source = ColumnDataSource(dict(EMPTY))
        look: Look = {"line_color": light["descent"], "line_width": 3}
        self.figure.add_glyph(self.source, Line(x="x", y="y", **look))
        dots = Scatter(x="x", y="y", size=5, fill_color=light["descent"], line_color=None)
        renderer = self.figure.add_glyph(self.source, dots)
        self.words = Prose()
        shown = [Series("descent", [renderer])]
        self.framed = framed(self.figure, "Iterations needed", shown, self.words, look="small")
        # At 10⁹ iterations a second.
        self.age = Span(
            dimension="width", location=26.6, line_color=light["muted"], line_dash=[2, 4]
        )
        self.figure.add_layout(self.age)
        self.now = marker()
        self.figure.add_layout(self.now)
        self.figure.add_layout(line_name("age of the universe", "muted", x=0.2, y=27.2))

    def show(self, sweep: Sweep | None, epsilon: float | None) -> None:
        assign(self.source, sweep.step_curve() if sweep is not None else dict(EMPTY))
        put_marker(self.now, epsilon)


class RidgeFigure:
    """The pair's coefficients over the strengths of a ridge penalty."""

    def __init__(self) -> None:
        light = palette(dark=False)
        self.figure = named_figure("collinearity_ridge", "strength λ", "coefficient")
        self.figure.update(sizing_mode="stretch_width", height=240)
        self.sources = [ColumnDataSource(dict(EMPTY)) for _ in range(2)]
        self.truths = [
            Span(dimension="width", visible=False, line_color=light["truth"], line_dash=[7, 5])
            for _ in range(2)
        ]
        for span in self.truths:
            self.figure.add_layout(span)
        set_log(self.figure.xaxis[0], True)
        shown = []
        for name, source, dashes in zip(
            ("first of the pair", "second of the pair"), self.sources, ([], [7, 4]), strict=True
        ):
            look: Look = {"line_color": light["closed"], "line_width": 2.5, "line_dash": dashes}
            line = self.figure.add_glyph(source, Line(x="x", y="y", **look))
            shown.append(Series(name, [line], hover="above"))
        self.framed = framed(self.figure, "Ridge path", shown)
        self.now = marker()
        self.figure.add_layout(self.now)
        self.name = line_name("best leave-one-out", "text", x=0, y=0, x_offset=5)
        self.figure.add_layout(self.name)

    def show(self, path: RidgePath, best: int, pair: Sequence[int], truth: Any) -> None:
        for k, source in enumerate(self.sources):
            known = k < len(pair)
            y = path.coefficients[:, pair[k]] if known else np.zeros(0)
            assign(source, {"x": np.log10(path.strengths)[: len(y)], "y": y})
            marked = known and truth is not None
            place = float(truth[pair[k]]) if marked else 0.0
            self.truths[k].update(visible=marked, location=place)
        self._frame(path, best, pair, truth)

    def _frame(self, path: RidgePath, best: int, pair: Sequence[int], truth: Any) -> None:
        x = Extent(*sorted(float(np.log10(path.strengths[k])) for k in (0, -1)))
        values = path.coefficients[:, list(pair)].ravel()
        values = np.append(values, truth[list(pair)] if truth is not None else [])
        low, high = float(values.min()), float(values.max())
        air = 0.1 * (high - low) or 1.0
        y = Extent(low - air, high + air)
        self.figure.x_range.update(start=x.start, end=x.end)
        self.figure.y_range.update(start=y.start, end=y.end)
        self.now.location = self.name.x = float(np.log10(path.strengths[best]))
        self.name.y = low
