"""The diagnostic plots as pure functions of a diagnosis: what each draws, and says in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import ceil, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from linreg.distributions import normal_quantile
from playground.axes import Extent, nice_extent, nice_unit
from playground.numbers import given, shortened, typeset, whole
from playground.scene import Scene
from playground.views.base import Part
from playground.views.diagnostics_numbers import Diagnosis
from playground.views.diagnostics_trend import trend

Array = NDArray[np.float64]
Curve = tuple[Array, Array]

# Cook's distances from which on a point is worth a look, and large.
COOK = (0.5, 1.0)
# A trend that leaves 0 by more than this many residual deviations bends visibly.
BENT = 0.5
# The spread of residuals that grows by more than this factor is visibly uneven.
UNEVEN = 2.0
# Normal samples stay within so many standard errors of their quantiles, 95 times of 100.
WITHIN = 1.959963984540054


@dataclass(frozen=True)
class Plot:
    """What a figure shows. x, y: (k,) of the points; row: (k,) of the data that are fitted.

    guides: dashed lines to compare with. marks: (x, y, text) beside them. zero: whether the fit
    itself is drawn, as the line at 0. words: what is seen, in a sentence.
    """

    x: Array
    y: Array
    row: NDArray[np.intp]
    x_extent: Extent
    y_extent: Extent
    x_name: str
    y_name: str
    words: list[Part]
    trend: Mapping[str, Array]
    guides: list[Curve] = field(default_factory=list)
    marks: list[tuple[float, float, str]] = field(default_factory=list)
    zero: bool = False


NO_TREND = {"x": np.zeros(0), "y": np.zeros(0)}


def drawn_rows(found: Diagnosis, scene: Scene) -> NDArray[np.intp]:
    """The fitted rows that are drawn: all, or a sample, the most influential and the selected."""
    sample = scene.data.drawn
    if len(sample) == found.N:
        return sample
    chosen = np.flatnonzero(scene.data.rows == scene.hand.selected)
    return np.unique(np.concatenate([sample, found.leading, chosen]))


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
        x, y, row, nice_extent(x), _balanced(y),
        f"fitted {shortened(scene.data.target, 16)}", "observed − fitted",
        _bend_in_words(found, line), line, zero=True,
    )  # fmt: skip


def _bend_in_words(found: Diagnosis, line: Mapping[str, Array]) -> list[Part]:
    if not found.telling:
        return unjudged(found)
    if not len(line["x"]):
        return [("What the fit misses. Too few different points to see a trend in it.", "")]
    bend = float(np.abs(line["y"]).max()) / found.deviation
    size = f"{typeset(bend, digits=2)} residual standard deviations"
    if bend > BENT:
        return [
            (f"The trend leaves 0 by up to {size}: ", ""),
            ("a curve or a feature may be missing.", "strong"),
        ]
    return [(f"The trend stays within {size} of 0: no curve is left to see.", "")]


def normal_plot(found: Diagnosis, scene: Scene) -> Plot:
    """Ordered studentised residuals against normal quantiles, with a pointwise 95 % band."""
    row, share = _shares(found, drawn_rows(found, scene))
    x = np.array([normal_quantile(float(p)) for p in share])
    y = found.studentised[row]
    count = int(np.isfinite(found.studentised).sum())
    ends = nice_extent(x)
    guides = [(np.array([ends.start, ends.end]),) * 2, *_normal_band(count)] if len(x) else []
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


def _normal_band(count: int) -> list[Curve]:
    """Lower and upper edge of where 95 % of normal samples of that size have each quantile."""
    share = (np.arange(41) / 40) * (1 - 1 / count) + 0.5 / count
    x = np.array([normal_quantile(float(p)) for p in share])
    half = WITHIN * _quantile_error(x, share, count)
    return [(x, x - half), (x, x + half)]


def _quantile_error(x: Array, share: Array, count: int) -> Array:
    density = np.array([NormalDist().pdf(float(z)) for z in x])
    error: Array = np.sqrt(share * (1 - share) / count) / density
    return error


def _normal_in_words(found: Diagnosis, scene: Scene, count: int) -> list[Part]:
    row, share = _shares(found, scene.data.drawn)
    if not len(row):
        return unjudged(found)
    x = np.array([normal_quantile(float(p)) for p in share])
    off = np.abs(found.studentised[row] - x) > WITHIN * _quantile_error(x, share, count)
    outside = int(off.sum())
    said = (
        f"{whole(outside)} of {whole(len(row))} points lie outside the band that each keeps to "
        "in 95 of 100 normal samples: "
    )
    if outside > max(1.0, 0.1 * len(row)):
        return [(said, ""), ("the residuals do not look normal.", "strong")]
    return [(f"{said}the residuals look normal.", "")]


def scale_plot(found: Diagnosis, scene: Scene) -> Plot:
    """The root of the size of studentised residuals against fitted values, with its trend."""
    row = drawn_rows(found, scene)
    x, y = found.fitted[row], np.sqrt(np.abs(found.studentised[row]))
    line = _trend(found, scene, np.sqrt(np.abs(found.studentised)))
    return Plot(
        x, y, row, nice_extent(x), _from_zero(y),
        f"fitted {shortened(scene.data.target, 16)}", "√|studentised residual|",
        _spread_in_words(found, line), line,
    )  # fmt: skip


def _spread_in_words(found: Diagnosis, line: Mapping[str, Array]) -> list[Part]:
    if not found.telling:
        return unjudged(found)
    if not len(line["x"]):
        return [("How large residuals are. Too few different points to see a trend.", "")]
    low, high = float(line["y"].min()), float(line["y"].max())
    # The plot shows roots, which keep large residuals from hiding the rest.
    factor = (high / low) ** 2 if low > 0 else float("inf")
    times = typeset(factor, digits=2)
    if factor > UNEVEN:
        grows = line["y"][-1] > line["y"][0]
        where = "grows with" if grows else "shrinks with"
        return [
            (f"The spread {where} the fitted value, by a factor of {times}: ", ""),
            ("standard errors that take it as even mislead.", "strong"),
        ]  # fmt: skip
    return [(f"The spread changes by a factor of {times}: about even.", "")]


def leverage_plot(found: Diagnosis, scene: Scene) -> Plot:
    """Studentised residuals against leverage, with contours of Cook's distance."""
    row = drawn_rows(found, scene)
    x, y = found.influence.leverage[row], found.studentised[row]
    across, up = _from_zero(x, most=1.0), _balanced(y)
    guides, marks = _contours(found, across, up)
    return Plot(
        x, y, row, across, up, "leverage", "studentised residual",
        _leverage_in_words(found, scene), NO_TREND, guides, marks, zero=True,
    )  # fmt: skip


def _contours(
    found: Diagnosis, across: Extent, up: Extent
) -> tuple[list[Curve], list[tuple[float, float, str]]]:
    """Where Cook's distance is `COOK`: r^2 h = D rank (1 - h), as far as the plot shows it."""
    curves, marks = [], []
    h = np.linspace(across.end / 200, min(across.end, 1 - 1e-9), 80)
    for distance in COOK if found.telling else ():
        r = np.sqrt(distance * found.rank * (1 - h) / h)
        seen = r <= up.end
        if seen.any():
            curves += [(h[seen], r[seen]), (h[seen], -r[seen])]
            # At leverage 1 all contours meet: their names stand before that.
            k = max(int(np.flatnonzero(seen)[0]), int(0.9 * len(h)))
            marks.append((float(h[k]), float(r[k]), given(distance)))
    return curves, marks


def _leverage_in_words(found: Diagnosis, scene: Scene) -> list[Part]:
    h = found.influence.leverage
    far = int(np.argmax(h))
    mean = found.rank / found.N
    said = (
        f"{point(scene, far)} has the most leverage, {typeset(float(h[far]), digits=2)}; "
        f"the mean is {typeset(mean, digits=2)}. "
    )
    return [(said, ""), *_cook_verdict(found, scene)] if found.telling else unjudged(found)


def _cook_verdict(found: Diagnosis, scene: Scene) -> list[Part]:
    distance = np.nan_to_num(found.cooks_distance)
    large = int((distance > COOK[0]).sum())
    if not large:
        return [("No point reaches Cook's distance 0.5.", "")]
    top = int(np.argmax(distance))
    rest = f", and {whole(large - 1)} more above 0.5" if large > 1 else ""
    said = (
        f"{point(scene, top)} has Cook's distance {typeset(float(distance[top]), digits=2)}{rest}."
    )
    return [(said, "strong")]


def cook_plot(found: Diagnosis, scene: Scene) -> Plot:
    """Cook's distance of each row, as bars."""
    row = drawn_rows(found, scene)
    y = found.cooks_distance[row]
    up = _from_zero(y)
    across = _rows_extent(scene)
    levels = [level for level in COOK if level <= up.end]
    top = point(scene, int(found.leading[0]))
    words = [(f"Without {top.lower()} all predictions would move most. ", "")]
    return Plot(
        scene.data.rows[row] + 1.0, y, row, across, up, "point", "Cook's distance",
        [*words, *_cook_verdict(found, scene)] if found.telling else unjudged(found),
        NO_TREND, [_level(across, level) for level in levels],
    )  # fmt: skip


def dffits_plot(found: Diagnosis, scene: Scene) -> Plot:
    """DFFITS of each row, as bars: how far it moves its own prediction."""
    row = drawn_rows(found, scene)
    y = found.dffits[row]
    across, up = _rows_extent(scene), _balanced(y)
    limit = 2 * sqrt(found.rank / found.N)
    levels = [level for level in (limit, -limit) if level <= up.end]
    return Plot(
        scene.data.rows[row] + 1.0, y, row, across, up, "point", "DFFITS",
        _dffits_in_words(found, scene, limit), NO_TREND,
        [_level(across, level) for level in levels],
    )  # fmt: skip


def _dffits_in_words(found: Diagnosis, scene: Scene, limit: float) -> list[Part]:
    size = np.nan_to_num(np.abs(found.dffits))
    if not size.any():
        return unjudged(found)
    beyond, top = int((size > limit).sum()), int(np.argmax(size))
    said = (
        f"{point(scene, top)} moves its own prediction most, by "
        f"{typeset(float(size[top]), digits=2)} standard errors. "
        f"{whole(beyond)} of {whole(found.N)} points are beyond 2√(p/N), "
        f"{typeset(limit, digits=2)}."
    )
    return [(said, "")]


def unjudged(found: Diagnosis) -> list[Part]:
    """Why there is nothing to judge the fit by."""
    if found.exact and found.spare > 0:
        return [("The fit passes through all points: what is left is rounding.", "")]
    return [
        (
            "There are as many coefficients as points, so that nothing is left to judge the fit "
            "by. Add points, or leave columns out.",
            "",
        )
    ]


def point(scene: Scene, row: int) -> str:
    """A fitted row as the page names it."""
    return f"Point {whole(int(scene.data.rows[row]) + 1)}"


def thinned(found: Diagnosis, scene: Scene) -> list[Part]:
    """What is said where not all points are drawn."""
    count = len(drawn_rows(found, scene))
    if count == found.N:
        return []
    said = (
        f" {whole(count)} of {whole(found.N)} points are drawn: an even sample and the most "
        "influential; the numbers are of all."
    )
    return [(said, "muted")]


def _rows_extent(scene: Scene) -> Extent:
    return Extent(0.0, float(ceil(1.02 * scene.data.count + 0.5)))


def _level(extent: Extent, y: float) -> Curve:
    return np.array([extent.start, extent.end]), np.array([y, y])


def _balanced(values: Array) -> Extent:
    """An extent as far below 0 as above it."""
    size = _from_zero(np.abs(values)).end
    return Extent(-size, size)


def _from_zero(values: Array, most: float = float("inf")) -> Extent:
    """From 0 to a round number above all finite values."""
    finite = values[np.isfinite(values)]
    top = max(float(finite.max(initial=0.0)), 1e-290)
    if not finite.any():
        return Extent(0.0, 1.0)
    unit = nice_unit(top / 10)
    return Extent(0.0, min(ceil(1.08 * top / unit) * unit, most))


# Kind -> (its name, what makes it, whether it has bars).
PLOTS: Mapping[str, tuple[str, Callable[[Diagnosis, Scene], Plot], bool]] = {
    "residuals": ("Residuals against fitted", residuals_plot, False),
    "normal": ("Normal Q–Q", normal_plot, False),
    "scale": ("Scale against fitted", scale_plot, False),
    "leverage": ("Residuals against leverage", leverage_plot, False),
    "cook": ("Cook's distance", cook_plot, True),
    "dffits": ("DFFITS", dffits_plot, True),
}
