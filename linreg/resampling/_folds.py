"""K-fold cross-validation: how well unseen rows are predicted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg._checks import Array, matrix, read_only, vector
from linreg._settings import generator, number
from linreg.progress import tick
from linreg.solvers import solve


@dataclass(frozen=True)
class KFold:
    """Errors on rows that the fit had not seen.

    Attributes
    ----------
    fold : (N,), to which fold each row belongs.
    left_out : (N,), prediction less y for each row, in y's units.
    fold_errors : (folds,), mean squared error of each fold.
    """

    fold: NDArray[np.intp]
    left_out: Array
    fold_errors: Array

    @property
    def error(self) -> float:
        """Return the mean squared error over all rows, in y's units squared."""
        with np.errstate(over="ignore"):
            return float(np.mean(self.left_out**2))

    @property
    def standard_error(self) -> float:
        """Return the standard error of the mean over folds, the usual yardstick between models."""
        with np.errstate(over="ignore", invalid="ignore"):
            return float(self.fold_errors.std(ddof=1) / np.sqrt(len(self.fold_errors)))


def k_fold(
    X: ArrayLike,
    y: ArrayLike,
    rng: np.random.Generator,
    folds: int = 5,
    fit: Callable[[Array, Array], Array] | None = None,
) -> KFold:
    """Fit to all folds but one, predict that one, for each in turn.

    `linreg.diagnostics.leave_one_out_error` gives folds = N without a refit.

    Parameters
    ----------
    X : (N, p) as given.
    y : (N,).
    folds : 2..N, of sizes that differ by one at most.
    fit : takes X and y of the rows at hand and returns w (p,); by default `linreg.solve`.

    Raises
    ------
    ValueError : shapes do not fit, or the number of folds is out of bounds.

    References
    ----------
    Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 7.10.
    """
    rows = matrix(X)
    right = vector(y, len(rows), "y")
    generator(rng, "rng", "permutation")
    advice = f"expected 2 to {len(rows)}, the number of rows"
    folds = int(number(folds, "folds", advice, lambda v: v in range(2, len(rows) + 1)))
    fold = rng.permutation(np.arange(len(rows)) % folds)
    left_out = np.empty(len(rows))
    for k in range(folds):
        tick()
        seen = fold != k
        w = (fit or _least_squares)(rows[seen], right[seen])
        left_out[~seen] = rows[~seen] @ w - right[~seen]
    with np.errstate(over="ignore"):
        errors = np.array([np.mean(left_out[fold == k] ** 2) for k in range(folds)])
    fold.flags.writeable = False
    return KFold(fold, read_only(left_out), read_only(errors))


def _least_squares(X: Array, y: Array) -> Array:
    return solve(X, y).coefficients
