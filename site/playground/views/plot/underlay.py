"""What lies under lines and points in the main plot: bands, squares, levels, boundaries."""

from __future__ import annotations

from typing import Any

import numpy as np
from bokeh.core.properties import value
from bokeh.models import ColumnDataSource, Line, Quad, Scatter, Segment, Text, VArea
from bokeh.models.glyph import Glyph
from bokeh.plotting import figure
from numpy.typing import NDArray

from linreg import logistic
from playground.controls.theme import FONT, RESIDUAL_ALPHA, Look, palette
from playground.engine.axes import Extent
from playground.engine.closed_form import is_binary
from playground.engine.scene import Scene, Solved
from playground.views.common import confidence_bands, plane, surface
from playground.views.common.base import Columns, assign, window
from playground.views.common.model_curve import design_rows, has_squares, inference_of, predict
from playground.views.plot import residual_squares

Array = NDArray[np.float64]

# Places at which a band or a curve is worked out.
PLACES = 121
FLAT, CURVED = 6, 80
ROLES = ("closed", "descent", "own")


def bands(scene: Scene, x: Extent) -> Columns:
    """Confidence and prediction bands of the closed form, on request, in the tab Fit."""
    wanted = "bands" in scene.state.show and scene.state.view == "fit"
    if (
        not wanted
        or not scene.data.simple
        or (solved := scene.solved) is None
        or not solved.fit.unique
    ):
        return confidence_bands.EMPTY
    found = inference_of(solved)
    if found is None:
        return confidence_bands.EMPTY
    places = x.places(0.5, PLACES)
    rows = design_rows(solved, places[:, None])
    return confidence_bands.bands(found, rows, places, scene.state.level, solved.problem)


def squares(scene: Scene, shape: residual_squares.Shape) -> Columns:
    """The residual squares of the line that the residuals belong to, on request."""
    if "squares" not in scene.state.show or not has_squares(scene):
        return residual_squares.EMPTY
    drawn = plane.offsets(scene)
    if len(drawn["x"]) > residual_squares.MOST_SQUARES:
        return residual_squares.EMPTY
    weights = None
    if scene.data.weights is not None and (solved := scene.solved):
        weights = solved.problem.relative[scene.data.drawn]
    return residual_squares.squares(drawn["x"], drawn["y"], drawn["fitted"], shape, weights)


def parts(scene: Scene) -> int:
    """How finely a surface is looked at: of a plane the level lines are exact however coarsely."""
    return FLAT if scene.straight else CURVED


def fitted_surface(scene: Scene) -> surface.Surface | None:
    """What the open tab's fit predicts over two features; none where that is not finite."""
    w, solved = plane.shown_line(scene), scene.solved
    if solved is None or not plane.is_surface(scene) or w is None or not np.isfinite(w).all():
        return None
    return lambda rows: predict(solved, w, rows)


def levels(scene: Scene, x: Extent, y: Extent) -> surface.Levels:
    """Level lines of the open tab's fit over two features."""
    fitted = fitted_surface(scene)
    if fitted is None:
        return surface.NO_LEVELS
    return surface.levels(fitted, x, y, plane.predicted(scene), parts(scene))


def true_levels(scene: Scene, x: Extent, y: Extent) -> Columns:
    """The same levels of the generator's mean over two features, on request in the tab Fit."""
    mean = scene.data.mean if plane.is_surface(scene) and scene.state.view == "fit" else None
    if mean is None or "truth" not in scene.state.show:
        return surface.NO_LINES
    fine = FLAT if scene.data.truth is not None else CURVED
    return surface.levels(mean, x, y, plane.predicted(scene), fine).lines


def linear_boundary(scene: Scene, x: Extent, y: Extent) -> Columns:
    """Where the open tab's fit of a 0/1 target over two features is 1/2."""
    fitted = fitted_surface(scene) if is_binary(scene.data.y) else None
    return surface.NO_LINES if fitted is None else surface.boundary(fitted, x, y, parts(scene))


def left_out(scene: Scene) -> Columns:
    """Points that were taken out of the fit, where there is one feature."""
    left = scene.interaction.choices.left_out
    if left is None or not left.places or not scene.data.simple:
        return plane.NOTHING
    x, y = np.array(left.places).T
    return {"x": x, "y": y}


class Underlay:
    """Owns these glyphs."""

    def __init__(self, plot: figure) -> None:
        self._plot = plot
        # Until the page says how large it drew the plot.
        self.size = {"inner_width": 4, "inner_height": 3}
        colour = palette(dark=False)
        self.bands = self._area(confidence_bands.EMPTY, "low", "high", colour["closed"], 0.2)
        self.edges = [
            self._add(
                Line(x="x", y=edge, line_color=colour["closed"], line_width=1.5, line_dash=[4, 4]),
                self.bands,
            )
            for edge in ("least", "most")
        ]
        # What the diagnostics have left out of the fit is seen where it was.
        self.left_out = ColumnDataSource(dict(plane.NOTHING))
        ghost = Scatter(x="x", y="y", size=9, fill_color=None, line_color=colour["muted"])
        self._add(ghost, self.left_out)
        self.squares = ColumnDataSource(dict(residual_squares.EMPTY))
        self.quads = {role: self._quad(colour[role]) for role in ROLES}
        self.logistic = ColumnDataSource(dict(plane.NOTHING))
        dashes = [10, 4, 2, 4]
        look: Look = {"line_color": colour["logistic"], "line_width": 2.5, "line_dash": dashes}
        self._add(Line(x="x", y="y", **look), self.logistic)
        self.levels = ColumnDataSource(dict(surface.NO_LINES))
        self.labels = ColumnDataSource({"x": [], "y": [], "text": []})
        self.true_levels = ColumnDataSource(dict(surface.NO_LINES))
        self._add(self._segment(colour["truth"], 1.5, 0.9, [7, 5]), self.true_levels)
        self.level_lines = {role: self._levels(colour[role]) for role in ROLES[:2]}
        self.boundaries = {
            role: ColumnDataSource(dict(surface.NO_LINES)) for role in ("closed", "logistic")
        }
        for role, source in self.boundaries.items():
            dash: Any = "solid" if role == "closed" else dashes
            self._add(self._segment(colour[role], 3, 1.0, dash), source)

    def _area(self, empty: Columns, low: str, high: str, colour: str, alpha: float) -> Any:
        source = ColumnDataSource(dict(empty))
        self._add(VArea(x="x", y1=low, y2=high, fill_color=colour, fill_alpha=alpha), source)
        return source

    def _quad(self, colour: str) -> Any:
        edges: Look = {name: name for name in residual_squares.EMPTY}
        quad = Quad(
            **edges,
            fill_color=colour,
            fill_alpha=0.12,
            line_color=colour,
            line_alpha=RESIDUAL_ALPHA,
        )
        return self._add(quad, self.squares)

    def _levels(self, colour: str) -> list[Any]:
        text = Text(
            x="x",
            y="y",
            text="text",
            text_color=colour,
            text_font=value(FONT),
            text_font_size="12px",
            text_align="center",
            text_baseline="bottom",
        )
        return [
            self._add(self._segment(colour, 1.5, 0.6, "solid"), self.levels),
            self._add(text, self.labels),
        ]

    def _segment(self, colour: str, width: float, alpha: float, dash: Any) -> Segment:
        ends: Look = {name: name for name in surface.NO_LINES}
        return Segment(
            **ends, line_color=colour, line_width=width, line_alpha=alpha, line_dash=dash
        )

    def _add(self, glyph: Glyph, source: ColumnDataSource) -> Any:
        return self._plot.add_glyph(source, glyph)

    def show(self, scene: Scene, x: Extent, y: Extent) -> None:
        """Draw it in a plot whose Reset view shows these."""
        assign(self.bands, bands(scene, x))
        assign(self.left_out, left_out(scene))
        self.show_squares(scene)
        role = plane.shown_role(scene)
        drawn = levels(scene, x, y)
        assign(self.levels, drawn.lines)
        assign(self.labels, drawn.labels)
        assign(self.true_levels, true_levels(scene, x, y))
        for name, renderers in self.level_lines.items():
            for renderer in renderers:
                renderer.visible = name == role
        assign(self.boundaries["closed"], linear_boundary(scene, x, y))
        assign(self.boundaries["logistic"], logistic_boundary(scene, x, y))
        assign(self.logistic, logistic_curve(scene, x))

    def show_squares(self, scene: Scene) -> None:
        """Draw the squares for the size that the plot has now."""
        assign(self.squares, squares(scene, self._shape()))
        for name, renderer in self.quads.items():
            renderer.visible = name == plane.residual_role(scene)

    def _shape(self) -> residual_squares.Shape:
        across, up = window(self._plot)
        width, height = self.size["inner_width"], self.size["inner_height"]
        return residual_squares.shape(width, height, across.span, up.span)


def logistic_fit(scene: Scene) -> tuple[Solved, Array] | None:
    """Where the logistic fit is drawn, its coefficients (p,) of the columns of the scene."""
    if scene.state.view != "fit" or (solved := scene.solved) is None:
        return None
    found = solved.fit.logistic
    if found is None or not np.isfinite(found.coefficients).all():
        return None
    return solved, found.coefficients


def logistic_curve(scene: Scene, x: Extent) -> Columns:
    """The probability of class 1, over one feature."""
    found = logistic_fit(scene) if scene.data.simple else None
    if found is None:
        return plane.NOTHING
    solved, w = found
    places = x.places(0.5, PLACES)
    return {"x": places, "y": logistic.probability(design_rows(solved, places[:, None]).high, w)}


def logistic_boundary(scene: Scene, x: Extent, y: Extent) -> Columns:
    """Where both classes are equally likely, over two features."""
    found = logistic_fit(scene) if plane.is_surface(scene) else None
    if found is None:
        return surface.NO_LINES
    solved, w = found
    return surface.boundary(
        lambda rows: design_rows(solved, rows).high @ w, x, y, parts(scene), 0.0
    )
