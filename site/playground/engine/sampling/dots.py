"""Where the dots of a dot plot lie, and the t curve over them."""

from __future__ import annotations

from dataclasses import dataclass
from math import lgamma, log, pi

import numpy as np
from numpy.typing import NDArray

from playground.engine.axes import Extent
from playground.engine.sampling.resampled import Resampled
from playground.engine.sampling.sampling import Drawn

Array = NDArray[np.float64]

# A standard error is so many dots wide; the plot at least so many standard errors to each side, and
# at most so many, beyond which dots are stacked at its ends.
FINE = 4
LEAST, MOST = 4.5, 12.0
# So many dots the plot is high at least; then it grows by this factor.
ROWS, GROWTH = 12.0, 1.5
PLACES = 161


@dataclass(frozen=True)
class Axis:
    """What the dot plot is drawn over: its middle, the width of a dot, and its ends."""

    middle: float
    width: float
    extent: Extent


@dataclass(frozen=True)
class Null:
    """The distribution that the t test supposes of the coefficient, around a middle.

    scale: its standard error; bound: of a permuted coefficient, the largest that the spread of y
    allows, or infinite.
    """

    middle: float
    scale: float
    freedom: float
    bound: float = float("inf")

    def density(self, places: Array) -> Array:
        """At places (M,)."""
        freedom, away = self.freedom, places - self.middle
        if not np.isfinite(self.bound):
            return student_t(away / self.scale, freedom) / self.scale
        # r = w / bound is t / sqrt(df + t^2), as a partial correlation is.
        r = np.clip(away / self.bound, -1.0, 1.0)
        with np.errstate(all="ignore"):
            t = r * np.sqrt(freedom / (1.0 - r**2))
            slope = np.sqrt(freedom) * (1.0 - r**2) ** -1.5 / self.bound
            found = student_t(t, freedom) * slope
        return np.where(np.isfinite(found), found, 0.0)


def student_t(t: Array, freedom: float) -> Array:
    """The density of Student's t, to a picture's accuracy."""
    scale = lgamma((freedom + 1) / 2) - lgamma(freedom / 2) - 0.5 * log(freedom * pi)
    return np.asarray(np.exp(scale - 0.5 * (freedom + 1) * np.log1p(t**2 / freedom)))


def null_of(drawn: Drawn) -> Null:
    """What the t test says of the samples' coefficients."""
    stream, found = drawn.sampling.stream, drawn.sampling.fit.inference
    freedom = float(found.degrees_of_freedom)
    if isinstance(stream, Resampled) and stream.kind == "permutation":
        errors = stream.permutations.errors
        bound = float(np.linalg.norm(stream.root) * np.linalg.norm(errors))
        return Null(0.0, bound / (freedom + 1.0) ** 0.5, freedom, bound)
    return Null(stream.estimate, drawn.sampling.standard_error, freedom)


def axis_of(drawn: Drawn, null: Null, marks: tuple[float, ...] = ()) -> Axis:
    """An axis that has all samples and marks on it, up to MOST standard errors from its middle."""
    width = null.scale / FINE
    values = np.concatenate([drawn.usable, marks]) if len(marks) else drawn.usable
    far = float(np.abs(values - null.middle).max(initial=0.0)) * 1.05
    half = min(max(LEAST * null.scale, far), MOST * null.scale)
    if len(marks):
        half = max(half, float(np.abs(np.array(marks) - null.middle).max()) * 1.15)
    # By whole standard errors, so that the axis seldom moves.
    half = null.scale * (np.ceil(half / null.scale * 2) / 2)
    return Axis(null.middle, width, Extent(null.middle - half, null.middle + half))


def stacked(values: Array, axis: Axis) -> tuple[Array, Array]:
    """Where the dot of each value (count,) lies: x and height, in dots; NaN for none.

    A dot lies on those that came before it, so that none moves when another comes.
    """
    finite = np.isfinite(values)
    inside = np.clip(values[finite], axis.extent.start, axis.extent.end)
    bins = np.rint((inside - axis.middle) / axis.width).astype(np.int64)
    order = np.argsort(bins, kind="stable")
    sorted_bins = bins[order]
    first = np.searchsorted(sorted_bins, sorted_bins, side="left")
    heights = np.empty(len(bins))
    heights[order] = np.arange(len(bins)) - first
    x, y = np.full((2, len(values)), np.nan)
    x[finite], y[finite] = axis.middle + bins * axis.width, heights + 0.5
    return x, y


def height(top: float) -> float:
    """How many dots high the plot is, for a stack or curve of this height."""
    high = ROWS
    while high < 1.12 * top:
        high *= GROWTH
    return high


def curve(null: Null, axis: Axis, count: int) -> tuple[Array, Array]:
    """The t curve over so many dots: x and height in dots."""
    places = axis.extent.places(0.0, PLACES)
    return places, count * axis.width * null.density(places)
