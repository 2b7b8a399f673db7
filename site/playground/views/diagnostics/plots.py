"""The plots of residuals as pure functions of a diagnosis: what each draws, and says in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from linreg.distributions import normal_quantile
from playground.engine.axes import balanced, from_zero, nice_extent
from playground.engine.numbers import shortened, typeset, whole
from playground.engine.parts import Part, filled
from playground.engine.scene import Scene
from playground.views.common.confidence_bands import level_text
from playground.views.diagnostics.influence import cook_plot, dffits_plot, leverage_plot
from playground.views.diagnostics.numbers import Diagnosis
from playground.views.diagnostics.plot import (
    NO_TREND,
    Curve,
    Plot,
    drawn_rows,
    unjudged,
)
from playground.views.diagnostics.trend import trend

Array = NDArray[np.float64]

# A trend that leaves 0 by more than this many residual deviations bends visibly. One through
# noise leaves it by about sqrt(4.5 / N), from two thirds of the points at each place, more at ends.
BENT = 0.25
# The spread of residuals that grows by more than this factor is visibly uneven.
UNEVEN = 2.0
# The band for fewer points holds nearly everything.
FEWEST_JUDGED = 8


def _trend(found: Diagnosis, scene: Scene, values: Array) -> dict[str, Array]:
    """The trend of values (N,) against fitted, of an even sample: added points would bend it."""
    even = scene.data.drawn
    return trend(found.fitted[even], values[even])


def residuals_plot(found: Diagnosis, scene: Scene) -> Plot:
    """Residuals against fitted values, with their trend."""
    row = drawn_rows(found, scene)
    x, y = found.fitted[row], found.residual[row]
    line = _trend(found, scene, found.residual)
    return Plot(
        x, y, row, nice_extent(x), balanced(y),
        f"fitted {shortened(scene.response, 10)}", "observed − fitted",
        _bend_in_words(found, line), line, zero=True,
    )  # fmt: skip


def _bend_in_words(found: Diagnosis, line: Mapping[str, Array]) -> list[Part]:
    if not found.telling:
        return unjudged(found)
    if not len(line["x"]):
        return [("There are too few different points for a trend.", "")]
    bend = float(np.abs(line["y"]).max()) / found.deviation
    size = f"{typeset(bend, digits=2)} SD"
    if bend > max(BENT, 3 * sqrt(4.5 / found.N)):
        return [("Clear curvature: ", "strong"), (f"the smoothed trend leaves 0 by {size}.", "")]
    return [(f"No clear curvature: the smoothed trend stays within {size} of 0.", "")]


def normal_plot(found: Diagnosis, scene: Scene) -> Plot:
    """Ordered studentised residuals against normal quantiles, with a pointwise band."""
    row, share = _shares(found, drawn_rows(found, scene))
    x = np.array([normal_quantile(float(p)) for p in share])
    y = found.studentised[row]
    count = int(np.isfinite(found.studentised).sum())
    ends = nice_extent(x)
    guides = (
        [(np.array([ends.start, ends.end]),) * 2, *_normal_band(count, within(scene))]
        if len(x)
        else []
    )
    return Plot(
        x, y, row, ends, nice_extent(np.concatenate([x, y])),
        "normal quantile", "studentised residual",
        _normal_in_words(found, scene, count), NO_TREND, guides,
    )  # fmt: skip


def _shares(found: Diagnosis, row: NDArray[np.intp]) -> tuple[NDArray[np.intp], Array]:
    """The drawn rows that have a residual, and which share of all lies below each."""
    order = np.argsort(found.studentised, kind="stable")  # What is not a number comes last.
    count = int(np.isfinite(found.studentised).sum())
    rank = np.empty(found.N)
    rank[order] = np.arange(found.N)
    kept = row[np.isfinite(found.studentised[row])]
    return kept, (rank[kept] + 0.5) / max(count, 1)


def within(scene: Scene) -> float:
    """How many standard errors of their quantiles normal samples stay within, at the level."""
    return normal_quantile(0.5 * (1.0 + scene.state.level))


def _normal_band(count: int, within: float) -> list[Curve]:
    """Lower and upper edge of where that share of normal samples have each quantile."""
    share = (np.arange(41) / 40) * (1 - 1 / count) + 0.5 / count
    x = np.array([normal_quantile(float(p)) for p in share])
    half = within * _quantile_error(x, share, count)
    return [(x, x - half), (x, x + half)]


def _quantile_error(x: Array, share: Array, count: int) -> Array:
    density = np.array([NormalDist().pdf(float(z)) for z in x])
    error: Array = np.sqrt(share * (1 - share) / count) / density
    return error


def _normal_in_words(found: Diagnosis, scene: Scene, count: int) -> list[Part]:
    row, share = _shares(found, scene.data.drawn)
    if not len(row):
        return unjudged(found)
    if len(row) < FEWEST_JUDGED:
        return [("There are too few points to judge whether the residuals are normal.", "muted")]
    x = np.array([normal_quantile(float(p)) for p in share])
    off = np.abs(found.studentised[row] - x) > within(scene) * _quantile_error(x, share, count)
    outside = int(off.sum())
    # A twentieth of the points more than of normal residuals.
    odd = outside > max(1.0, (1.05 - scene.state.level) * len(row))
    return filled(
        "{outside} of {count} points {lie} outside the {band}, {verdict}.",
        outside=whole(outside),
        count=whole(len(row)),
        lie="lies" if outside == 1 else "lie",
        verdict=("more than expected for normal residuals", "strong")
        if odd
        else "consistent with normal residuals",
        band=(f"{level_text(scene.state.level)} band", "?normal_quantile"),
    )


def scale_plot(found: Diagnosis, scene: Scene) -> Plot:
    """The root of the size of studentised residuals against fitted values, with its trend."""
    row, even = drawn_rows(found, scene), scene.data.drawn
    size = np.sqrt(np.abs(found.studentised))
    x, y = found.fitted[row], size[row]
    line = _trend(found, scene, size)
    return Plot(
        x,
        y,
        row,
        nice_extent(x),
        from_zero(y),
        f"fitted {shortened(scene.response, 10)}",
        "√|studentised residual|",
        _spread_in_words(found, line, _drift(found.fitted[even], size[even])),
        line,
    )


def _spread_in_words(found: Diagnosis, line: Mapping[str, Array], drift: float) -> list[Part]:
    if not found.telling:
        return unjudged(found)
    if not len(line["x"]):
        return [("There are too few different points for a trend.", "")]
    low, high = float(line["y"].min()), float(line["y"].max())
    # The plot shows roots, which keep large residuals from hiding the rest.
    factor = (high / low) ** 2 if low > 0 else float("inf")
    times = typeset(factor, digits=2)
    if factor > UNEVEN and abs(drift) > 2:
        grows = "The residual spread grows with the fitted value (factor {})."
        shrinks = "The residual spread shrinks with the fitted value (factor {})."
        return [((grows if drift > 0 else shrinks).format(times), "strong")]
    even = "The residual spread is roughly constant (ratio of largest to smallest: {})."
    by_chance = (
        "The residual spread varies no more than chance explains "
        "(ratio of largest to smallest: {})."
    )
    return [((even if factor <= UNEVEN else by_chance).format(times), "")]


def _drift(x: Array, y: Array) -> float:
    """How far y goes along with x, in standard deviations of what it does by chance."""
    finite = np.isfinite(y)
    if finite.sum() < 3:
        return 0.0
    x, y = x[finite], y[finite]
    with np.errstate(all="ignore"):
        x, y = x / np.abs(x).max(), y / np.abs(y).max()
        x, y = x - x.mean(), y - y.mean()
        r = float(x @ y / np.sqrt((x @ x) * (y @ y)))
    return r * sqrt(len(x))


# Kind -> (its name, what makes it, whether it has bars).
PLOTS: Mapping[str, tuple[str, Callable[[Diagnosis, Scene], Plot], bool]] = {
    "residuals": ("Residuals vs fitted", residuals_plot, False),
    "normal": ("Normal Q-Q", normal_plot, False),
    "scale": ("Scale-location", scale_plot, False),
    "leverage": ("Residuals vs leverage", leverage_plot, False),
    "cook": ("Cook's distance", cook_plot, True),
    "dffits": ("DFFITS", dffits_plot, True),
}
