"""Added-variable (partial regression) plot: what one column adds to all the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

import linreg

Array = NDArray[np.float64]


@dataclass(frozen=True)
class AddedVariable:
    """Column and target, each less what the other columns explain: x (N,), y (N,).

    slope: of the line through them, which is the column's coefficient in the whole fit; not a
    number where the others explain the column to the last digit.
    """

    x: Array
    y: Array
    slope: float


def added_variable(X: Array, y: Array, j: int) -> AddedVariable:
    """Of column j of X (N, p) as used.

    The theorem of Frisch, Waugh and Lovell; Cook and Weisberg, Residuals and Influence in
    Regression (1982), 2.3.2.
    """
    others = np.delete(X, j, axis=1)
    both = np.column_stack([X[:, j], y])
    left = both
    if others.shape[1]:
        solution = linreg.solve(others, both, method="lstsq")
        left = both - others @ solution.coefficients
    x, rest = left.T
    size = float(x @ x)
    least = (np.finfo(float).eps * len(X)) ** 2 * float(X[:, j] @ X[:, j])
    return AddedVariable(x, rest, float(x @ rest) / size if size > least else float("nan"))
