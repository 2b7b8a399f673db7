"""The figure "Coefficients": where the fit of the pair is, where refits land, and where it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from bokeh.core.properties import value
from bokeh.models import ColumnDataSource, Line, MultiLine, Quad, Scatter, Text
from bokeh.models.renderers import GlyphRenderer

from playground.controls.models import EqualScales, Prose
from playground.controls.theme import FONT, Look, make_figure, palette
from playground.engine.numbers import given, shortened, typeset
from playground.views.collinearity.ladder import Ends, Frame
from playground.views.collinearity.remedy import Remedied
from playground.views.collinearity.valley import Valley
from playground.views.common.base import assign, put
from playground.views.common.fit_text import term
from playground.views.common.frame import Field, Series, X, Y, framed

Columns = Mapping[str, Sequence[Any]]
NAMES: Columns = {"x": [], "y": [], "text": [], "dx": [], "dy": [], "side": []}
PAST: Columns = {"x": [], "y": [], "text": [], "epsilon": [], "alpha": []}
CORNERS = ("left", "right", "bottom", "top")
# Names nearer to each other than this share of the frame would cover each other.
APART = 0.07
# A frame smaller than this share of what is shown is a dot.
DOT = 0.02


def name(**look: Any) -> Text:
    """Names beside places."""
    return Text(x="x", y="y", text="text", text_font=value(FONT), text_font_size="12px", **look)


class CoefficientsFigure:
    """The ellipses of the loss, the refits among them, the fit, the truth, and earlier fits."""

    def __init__(self) -> None:
        light = palette(dark=False)
        self.figure = make_figure("collinearity_valley", min_border_left=70)
        self.scales = EqualScales()
        self.figure.add_tools(self.scales)
        self.levels = ColumnDataSource({"xs": [], "ys": []})
        self.frames = ColumnDataSource({end: [] for end in CORNERS})
        self.cloud, self.best, self.truth, self.held = (
            ColumnDataSource({"x": [], "y": []}) for _ in range(4)
        )
        self.past, self.names = ColumnDataSource(dict(PAST)), ColumnDataSource(dict(NAMES))
        self._add_ground(light)
        marks = self._add_marks(light)
        self.words = Prose()
        shown = [Series(title, [mark]) for title, mark in marks.items() if title != "earlier fits"]
        shown.append(Series("earlier fits", [marks["earlier fits"]], (Field("epsilon", "ε"), X, Y)))
        self.framed = framed(self.figure, "Coefficients", shown, self.words, look="main")

    def _add_ground(self, light: Mapping[str, str]) -> None:
        """The frame that was outgrown, and the level lines."""
        box: Look = {end: end for end in CORNERS}
        box |= {"line_color": light["muted"], "line_dash": [4, 4], "fill_color": None}
        self.figure.add_glyph(self.frames, Quad(**box))
        look: Look = {"line_color": light["closed"], "line_width": 1.5, "line_alpha": 0.8}
        self.figure.add_glyph(self.levels, MultiLine(xs="xs", ys="ys", **look))

    def _add_marks(self, light: Mapping[str, str]) -> dict[str, GlyphRenderer[Any]]:
        """The lowest first."""
        rim: Look = {"line_color": light["background"], "line_width": 1.5}
        faint: Look = {"fill_color": light["closed"], "fill_alpha": "alpha", "line_color": None}
        dots: Look = {"fill_color": light["data"], "line_color": None, "fill_alpha": 0.45}
        plot = self.figure
        trail = Line(x="x", y="y", line_color=light["closed"], line_alpha=0.35, line_width=1.5)
        plot.add_glyph(self.past, trail)
        found = {
            "refits": plot.add_glyph(self.cloud, Scatter(x="x", y="y", size=4, **dots)),
            "earlier fits": plot.add_glyph(
                self.past, Scatter(x="x", y="y", marker="square", size=7, **faint)
            ),
        }
        for title, source, marker, size, role in (
            ("least squares", self.best, "square", 11, "closed"),
            ("with the remedy", self.held, "triangle", 13, "closed"),
            ("true coefficients", self.truth, "diamond", 15, "truth"),
        ):
            glyph = Scatter(x="x", y="y", marker=marker, size=size, fill_color=light[role], **rim)
            found[title] = plot.add_glyph(source, glyph)
        plot.add_glyph(self.past, name(text_color=light["muted"], x_offset=8, y_offset=4))
        beside: Look = {"x_offset": "dx", "y_offset": "dy", "text_align": "side"}
        plot.add_glyph(self.names, name(text_color=light["text"], **beside))
        return found

    def show(
        self,
        found: Valley,
        frame: Frame,
        past: Sequence[tuple[float, float, float]],
        held: Remedied | None,
    ) -> None:
        """Draw a valley in a frame, with the earlier positions (epsilon, b1, b2)."""
        put(self.scales, glides=frame.stepped, equal=frame.equal)
        put(self.scales, shown=frame.ends)
        for axis, k in ((self.figure.xaxis, 0), (self.figure.yaxis, 1)):
            put(axis[0], axis_label=axis_name(k, found.names[k]))
        assign(self.levels, {"xs": found.xs, "ys": found.ys})
        cloud = found.cloud if held is None or not len(held.cloud) else held.cloud
        assign(self.cloud, {"x": cloud[:, 0], "y": cloud[:, 1]})
        at = None if held is None else held.coefficients
        for source, place in ((self.best, found.best), (self.truth, found.truth), (self.held, at)):
            array = np.zeros((0, 2)) if place is None else np.reshape(place, (1, 2))
            assign(source, {"x": array[:, 0], "y": array[:, 1]})
        marks = [place for place in (found.best, found.truth, at) if place is not None]
        put(self.past, data=earlier(past, marks, frame.ends))
        put(self.names, data=names(found, frame, held))
        ends = [[] for _ in CORNERS] if frame.before is None else [[end] for end in frame.before]
        put(self.frames, data=dict(zip(CORNERS, ends, strict=True)))


def axis_name(k: int, column: str) -> str:
    return f"b{'₁₂'[k]}, coefficient of {shortened(term(column), 16)}"


def earlier(
    past: Sequence[tuple[float, float, float]], marks: Sequence[np.ndarray], ends: Ends
) -> dict[str, list[Any]]:
    """The earlier positions, the older the fainter; named where their names have room."""
    left, right, bottom, top = ends
    size = np.array([right - left, top - bottom])
    named, texts = [*marks], []
    for epsilon, *place in reversed(past):
        room = all((np.abs(np.array(place) - other) / size).max() > APART for other in named)
        named += [np.array(place)] if room else []
        texts.append(f"ε = {typeset(epsilon, digits=2)}" if room else "")
    count = len(past)
    return {
        "x": [x for _, x, _ in past],
        "y": [y for _, _, y in past],
        "epsilon": [epsilon for epsilon, *_ in past],
        "text": texts[::-1],
        "alpha": [0.2 + 0.4 * (k + 1) / count for k in range(count)],
    }


def names(found: Valley, frame: Frame, held: Remedied | None) -> dict[str, list[Any]]:
    """What stands beside the marks, off the valley, and at the frame that was left."""
    rows: list[tuple[float, float, str, int, int, str]] = []
    if found.truth is not None:
        rows.append((*_place(found.truth), "true", -12, 18, "right"))
    rows.append((*_place(found.best), "fit" if held is None else "least squares", 10, -6, "left"))
    if held is not None:
        rows.append((*_place(held.coefficients), held.name, 12, -8, "left"))
    if frame.before is not None:
        left, right, _, top = frame.before
        ends = " to ".join(given(float(f"{end:.3g}")) for end in (left, right))
        whole = frame.ends[1] - frame.ends[0]
        if right - left < DOT * whole:
            # Its corner is among the marks, whose names stand to the left and to the right.
            rows.append((left, top, f"frame before: {ends}, is this dot", 0, 42, "center"))
        else:
            rows.append((left, top, f"frame before: {ends}", 0, -4, "left"))
    columns = zip(*rows, strict=True)
    return dict(zip(NAMES, map(list, columns), strict=True))


def _place(mark: np.ndarray) -> tuple[float, float]:
    return float(mark[0]), float(mark[1])
