"""The robust scale: the median absolute residual, made equal to sigma for normal residuals."""

from typing import NamedTuple

import numpy as np

from linreg._arrays import Array

# The upper quartile of the standard normal distribution: half of |r| lies below it times sigma.
QUARTILE = 0.6744897501960817


class Median(NamedTuple):
    """The weighted median of some numbers, and the two entries whose mean it is."""

    value: float
    lower: int
    upper: int


def median(sizes: Array, weights: Array) -> Median:
    """Return the median of `sizes` (n,), counted as often as `weights` (n,) > 0 say.

    Whole weights give the median of the repeated numbers: where exactly half of the weight lies
    below, the mean of the two in the middle.
    """
    order = np.argsort(sizes, kind="stable")
    below = np.cumsum(weights[order])
    half = below[-1] / 2
    lower = min(int(np.searchsorted(below, half, side="left")), len(order) - 1)
    upper = lower + 1 if below[lower] == half and lower + 1 < len(order) else lower
    first, second = int(order[lower]), int(order[upper])
    return Median(float(sizes[first] / 2 + sizes[second] / 2), first, second)


def scale(r: Array, weights: Array) -> float:
    """Return the median of |r| over 0.6745, in the units of r (n,).

    Source: Huber 1981, section 5.1 and 7.7; Holland and Welsch 1977 without the centring.
    """
    return median(np.abs(r), weights).value / QUARTILE


def shares(r: Array, threshold: float) -> Array:
    """Return min(1, threshold / |r|), (n,): how much each residual counts. 1 where r is zero."""
    size = np.abs(r)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        found: Array = np.where(size <= threshold, 1.0, threshold / size)
    return found
