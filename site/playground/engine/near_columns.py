"""Which columns are nearest to each other, and bringing two nearer."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def nearest_pair(X: Array) -> tuple[int, int] | None:
    """The two columns of X, not constant, at the smallest distance; None without two."""
    usable = [j for j in range(X.shape[1]) if np.ptp(X[:, j]) > 0]
    if len(usable) < 2:
        return None
    Z = np.column_stack([standardised(X[:, j]) for j in usable])
    alike = np.triu(np.abs(Z.T @ Z), 1)
    i, j = np.unravel_index(int(np.argmax(alike)), alike.shape)
    return usable[int(i)], usable[int(j)]


def standardised(column: Array) -> Array:
    """A column of mean 0 and root mean square 1; a constant one becomes 0."""
    about: Array = column - column.mean()
    size = float(np.linalg.norm(about)) / len(column) ** 0.5
    return about / size if size > 0 else about


def blended(first: Array, second: Array, epsilon: float) -> tuple[Array, Array]:
    """Both columns standardised, the second brought to the distance `epsilon` of the first.

    It keeps its direction away from the first: x2 = x1 + epsilon z, z orthogonal to x1. A constant
    column becomes 0.
    """
    a, b = standardised(first), standardised(second)
    sign = -1.0 if a @ b < 0 else 1.0
    size = max(float(a @ a), 1e-300)
    z = b - a * (a @ b) / size
    z = standardised(z - a * (a @ z) / size)
    return a, sign * (a + epsilon * z)
