"""Residuals as squares: the area of each is its squared residual, times its weight over the mean
of the weights, and together they are N times the mean squared error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# More squares than this are only a stain.
MOST_SQUARES = 300


@dataclass(frozen=True)
class Shape:
    """How the plot maps data to the screen: x units per y unit of the same length on it."""

    x_per_y: float = 1.0


def shape(width: float, height: float, x_span: float, y_span: float) -> Shape:
    """Of a plot so many pixels wide and high that shows these spans."""
    if min(width, height, x_span, y_span) <= 0:
        return Shape()
    return Shape((x_span / width) / (y_span / height))


def squares(
    x: Array, y: Array, fitted: Array, plot: Shape, weights: Array | None = None
) -> dict[str, Array]:
    """Edges of a square on each residual, true on the screen, on the side away from the line.

    x, y, fitted: (k,); weights: (k,), by which the areas are multiplied, from the line on.
    """
    if weights is not None:
        y = fitted + np.sqrt(weights) * (y - fitted)
    side = np.abs(y - fitted) * plot.x_per_y
    # Away from the line: a point below a rising line has the free side on its right.
    rightwards = y < fitted
    return {
        "left": np.where(rightwards, x, x - side),
        "right": np.where(rightwards, x + side, x),
        "bottom": np.minimum(y, fitted),
        "top": np.maximum(y, fitted),
    }


EMPTY = {name: np.zeros(0) for name in ("left", "right", "bottom", "top")}
