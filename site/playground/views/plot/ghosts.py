"""The last samples in the main plot: the newest one's points and curve, and those before, faded."""

from __future__ import annotations

from typing import Any

import numpy as np
from bokeh.models import ColumnDataSource, MultiLine, Scatter
from bokeh.plotting import figure
from numpy.typing import NDArray

from playground.controls.theme import Look, palette
from playground.engine.axes import Extent
from playground.engine.sampling.sampling import Drawn
from playground.engine.scene import Scene
from playground.views.common.base import assign
from playground.views.common.samples import drawn_of

Array = NDArray[np.float64]

# So many curves are drawn, the newest strongest.
CURVES = 12
STRONG, FAINT = 0.9, 0.25
PLACES = 61
# Of more points than this no sample is drawn point by point.
MOST_POINTS = 500
NO_CURVES: dict[str, Any] = {"xs": [], "ys": [], "alpha": np.zeros(0)}
NO_POINTS: dict[str, Any] = {"x": np.zeros(0), "y": np.zeros(0), "size": np.zeros(0)}


class Ghosts:
    """Owns these glyphs."""

    def __init__(self, plot: figure) -> None:
        colours = palette(dark=False)
        self.curves, self.points = ColumnDataSource(NO_CURVES), ColumnDataSource(NO_POINTS)
        look: Look = {"line_color": colours["closed"], "line_width": 1.5, "line_dash": [6, 3]}
        plot.add_glyph(self.curves, MultiLine(xs="xs", ys="ys", line_alpha="alpha", **look))
        ring: Look = {"fill_color": None, "line_color": colours["muted"], "line_width": 1.5}
        plot.add_glyph(self.points, Scatter(x="x", y="y", size="size", **ring))

    def show(self, scene: Scene, x: Extent) -> None:
        shown = scene.state.view == "fit" and scene.data.simple
        drawn = drawn_of(scene) if shown else None
        assign(self.curves, NO_CURVES if drawn is None else _curves(drawn, x))
        assign(self.points, NO_POINTS if drawn is None else _points(drawn))


def _over_the_target(drawn: Drawn, fitted: Array) -> Array:
    """Values of what is fitted, on the axis of the target."""
    with np.errstate(all="ignore"):
        return drawn.sampling.fit.problem.to_data(fitted)


def _curves(drawn: Drawn, x: Extent) -> dict[str, Any]:
    first = max(0, drawn.count - CURVES)
    known = [k for k in range(first, drawn.count) if np.isfinite(drawn.values[k])]
    places = x.places(0.5, PLACES)
    samples = [drawn.sampling.stream.sample(k) for k in known]
    curves = [_over_the_target(drawn, sample.curve(places)) for sample in samples]
    alphas = [STRONG if k == drawn.count - 1 else FAINT for k in known]
    return {"xs": [places] * len(known), "ys": curves, "alpha": np.array(alphas)}


def _points(drawn: Drawn) -> dict[str, Any]:
    """A ring for each point of the newest sample, larger where it was drawn more than once."""
    if not drawn.count or not np.isfinite(drawn.values[-1]):
        return NO_POINTS
    sample = drawn.sampling.stream.sample(drawn.count - 1)
    there = sample.times > 0
    if len(sample.x) > MOST_POINTS:
        return NO_POINTS
    size = 9.0 + 4.0 * sample.times[there]
    y = _over_the_target(drawn, sample.y[there])
    return {"x": sample.x[there], "y": y, "size": size}
