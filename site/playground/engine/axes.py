"""Where axes end, and round numbers between."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10

import numpy as np
from numpy.typing import NDArray

from playground.engine.numbers import typeset

Array = NDArray[np.float64]

# Air beside the outermost points, as a share of what they span.
AIR = 0.08
# An axis that is longer than this would overflow where a line is drawn beyond its ends.
FARTHEST = 1e306
# An axis so many times as long as it need be leaves too little to see.
ROOMY = 2.5


@dataclass(frozen=True)
class Extent:
    """An interval on an axis, start < end."""

    start: float
    end: float

    @property
    def span(self) -> float:
        return self.end - self.start

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2

    def holds(self, values: Array) -> bool:
        return bool(((values >= self.start) & (values <= self.end)).all())

    def beyond(self, times: float) -> Array:
        """Its ends (2,) moved outwards by so many spans."""
        return np.array([self.start - times * self.span, self.end + times * self.span])

    def places(self, times: float, count: int) -> Array:
        """Return `count` places, evenly from one end to the other, both moved outwards so."""
        start, end = self.beyond(times).tolist()
        return np.linspace(start, end, count)


UNIT = Extent(-1.0, 1.0)


def nice_extent(values: Array) -> Extent:
    """An interval with round ends that holds all values up to FARTHEST, and some air."""
    finite = values[np.isfinite(values)]
    if not len(finite):
        return UNIT
    low, high = (float(end) for end in np.clip((finite.min(), finite.max()), -FARTHEST, FARTHEST))
    # Below a few digits of the values themselves a span cannot be divided into round parts.
    least = max(1e-12 * max(abs(low), abs(high)), 1e-290)
    span = max(high - low if high > low else abs(high) or 1.0, least)
    unit = nice_unit(span / 20)
    start = floor((low - AIR * span) / unit) * unit
    end = ceil((high + AIR * span) / unit) * unit
    return Extent(start, end)


def balanced(values: Array) -> Extent:
    """An extent as far below 0 as above it."""
    size = from_zero(np.abs(values)).end
    return Extent(-size, size)


def from_zero(values: Array, most: float = float("inf")) -> Extent:
    """From 0 to a round number above all finite values."""
    finite = values[np.isfinite(values)]
    top = max(float(finite.max(initial=0.0)), 1e-290)
    if not finite.any():
        return Extent(0.0, 1.0)
    unit = nice_unit(top / 10)
    return Extent(0.0, min(ceil(1.08 * top / unit) * unit, most))


def steady(shown: Extent | None, wanted: Extent) -> Extent:
    """What is shown, while it holds what is wanted and is not much longer: axes that moved along
    with each move of a pointer would hide what it does."""
    if shown is None or wanted.span * ROOMY < shown.span:
        return wanted
    return shown if shown.start <= wanted.start and wanted.end <= shown.end else wanted


def nice_unit(size: float) -> float:
    """The least of 1, 2, 5 times a power of ten that is not below `size`."""
    power = 10.0 ** floor(log10(size))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= size * (1 - 1e-9))


@dataclass(frozen=True)
class Ticks:
    """Positions along an axis and what stands there."""

    positions: tuple[float, ...]
    labels: tuple[str, ...]


def linear_ticks(extent: Extent, count: int = 5) -> Ticks:
    unit = nice_unit(extent.span / count)
    first, last = ceil(extent.start / unit), floor(extent.end / unit)
    values = [k * unit for k in range(first, last + 1)]
    # An error just below the last digit of the unit makes that digit the last one shown; up to
    # 99999 whole numbers are shown whole.
    plain = max(abs(extent.start), abs(extent.end)) < 1e5
    error = min(unit, 9.98 if plain else unit) / 9.99
    return Ticks(tuple(values), tuple(typeset(value, error, 15) for value in values))
