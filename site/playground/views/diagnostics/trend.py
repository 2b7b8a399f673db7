"""A smooth line through scattered points: local straight lines, near points counting most."""

from __future__ import annotations

from math import ceil

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

EPS = float(np.finfo(np.float64).eps)
# Fewer points than this have no trend worth a line.
LEAST = 8
# The line is worked out at so many places, each from this share of the points.
PLACES = 40
SHARE = 2 / 3


def trend(x: Array, y: Array) -> dict[str, Array]:
    """Loess without its robust passes: at each place a weighted line, tricube weights.

    x, y: (n,). Returns x and y of the line; empty where there is too little to smooth.
    Source: Cleveland (1979), Journal of the American Statistical Association 74, 829-836.
    """
    finite = np.isfinite(x) & np.isfinite(y)
    x, y = x[finite], y[finite]
    if len(x) < LEAST or np.ptp(x) == 0.0:
        return {"x": np.zeros(0), "y": np.zeros(0)}
    places = np.unique(np.quantile(x, np.linspace(0.0, 1.0, PLACES)))
    size = float(np.abs(y).max()) or 1.0
    return {"x": places, "y": size * _levels(places, x, y / size)}


def _levels(places: Array, x: Array, y: Array) -> Array:
    offset = x - places[:, np.newaxis]
    width = _widths(np.abs(offset))
    t = offset / width[:, np.newaxis]
    weight = (1.0 - np.minimum(np.abs(t), 1.0) ** 3) ** 3
    s0, s1, s2 = weight.sum(axis=1), (weight * t).sum(axis=1), (weight * t * t).sum(axis=1)
    q0, q1 = weight @ y, (weight * t) @ y
    spread = s0 * s2 - s1 * s1
    sloped = spread > len(x) * EPS * s0 * s2
    level: Array = np.where(sloped, (s2 * q0 - s1 * q1) / np.where(sloped, spread, 1.0), q0 / s0)
    return level


def _widths(distance: Array) -> Array:
    """How far each place looks: to the last of its share of the points, and beyond equal ones."""
    nearest = ceil(SHARE * distance.shape[1])
    width = np.partition(distance, nearest - 1, axis=1)[:, nearest - 1]
    # So many equal values that the share has no width: there all points count.
    return np.where(width > 0.0, 1.001 * width, distance.max(axis=1))
