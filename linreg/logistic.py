"""Logistic regression of a 0/1 response: the neighbour of the linear fit of one.

P(y = 1 | x) = 1 / (1 + exp(-x'w)). Where the linear fit puts its boundary x'w = 1/2, this one puts
x'w = 0. Data that some hyperplane parts have no maximum: there the likelihood grows for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike

from linreg._checks import Array, matrix, read_only, vector
from linreg.doubled import column_norms
from linreg.solvers import solve

__all__ = ["LogisticFit", "LogisticStatus", "fit", "probability"]

# Newton's steps shrink quadratically; those of parted data stay about 1 each, for ever.
_MOST_STEPS = 40
_MOST_HALVINGS = 40
_SETTLED = float(np.finfo(np.float64).eps) ** 0.5
# Weights p (1 - p) below this no longer move anything, and their roots stay safe divisors.
_LEAST_WEIGHT = 1e-300


class LogisticStatus(Enum):
    """How the fit ended; the value says it in words."""

    OK = "The likelihood has its maximum here."
    SEPARATED = (
        "The classes are separable, so the likelihood has no maximum: the steeper the curve, "
        "the better. The boundary shown is one of many."
    )
    ONE_CLASS = "All responses are of one class, so there is no boundary. Add the other class."


@dataclass(frozen=True)
class LogisticFit:
    """Result of a logistic regression.

    Attributes
    ----------
    coefficients : (p,), in the columns' units; where the status is SEPARATED those of the step at
        which it was noticed, and NaN with ONE_CLASS.
    loss : mean of -log likelihood per row, at them.
    iterations : Newton steps taken.
    """

    coefficients: Array
    loss: float
    iterations: int
    status: LogisticStatus


def fit(X: ArrayLike, y: ArrayLike) -> LogisticFit:
    """Maximise the likelihood by Newton's method, as iteratively reweighted least squares.

    w <- w + argmin_d ||sqrt(W) (X d - W^-1 (y - p))||, W = diag(p (1 - p)), halved while the loss
    does not fall; like `statsmodels.Logit(y, X).fit()`, except that separated data are a status.

    Parameters
    ----------
    X : (N, p) as given (no column of ones is added).
    y : (N,) of 0 and 1.

    Raises
    ------
    ValueError : shapes do not fit, or y holds other numbers.

    References
    ----------
    Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 4.4.1.
    """
    rows = matrix(X)
    right = _labels(y, len(rows))
    if right.min() == right.max():
        nothing = np.full(rows.shape[1], np.nan)
        return LogisticFit(read_only(nothing), float("nan"), 0, LogisticStatus.ONE_CLASS)
    norms = column_norms(rows)
    units = np.where(norms > 0, norms, 1.0)
    w, steps, status = _climb(rows / units, 2.0 * right - 1.0)
    loss = _loss((rows / units) @ w * (2.0 * right - 1.0))
    return LogisticFit(read_only(w / units), loss, steps, status)


def probability(X: ArrayLike, w: ArrayLike) -> Array:
    """Return P(y = 1 | x) at the rows of X (M, p) for w (p,), as (M,)."""
    rows = matrix(X)
    return _sigmoid(rows @ vector(w, rows.shape[1], "w"))


def _climb(Z: Array, signs: Array) -> tuple[Array, int, LogisticStatus]:
    """Newton's method on Z (N, p), columns of length 1, for y as signs of -1 and 1."""
    w = np.zeros(Z.shape[1])
    for count in range(1, _MOST_STEPS + 1):
        step = _newton_step(Z, signs, Z @ w)
        w = w + step
        margins = signs * (Z @ w)
        if (margins > 0).all():
            return w, count, LogisticStatus.SEPARATED
        moved = float(np.abs(Z @ step).max())
        if moved <= _SETTLED * (1.0 + float(np.abs(margins).max())):
            return w, count, LogisticStatus.OK
    return w, _MOST_STEPS, LogisticStatus.SEPARATED


def _newton_step(Z: Array, signs: Array, scores: Array) -> Array:
    """Return one step (p,), halved until the loss falls."""
    p = _sigmoid(scores)
    root = np.sqrt(np.maximum(p * (1.0 - p), _LEAST_WEIGHT))
    # y - p, without cancellation where p is near y.
    gap = signs * _sigmoid(-signs * scores)
    step = solve(root[:, None] * Z, gap / root, method="svd").coefficients
    before = _loss(signs * scores)
    for _ in range(_MOST_HALVINGS):
        if _loss(signs * (scores + Z @ step)) <= before:
            break
        step = 0.5 * step
    return step


def _loss(margins: Array) -> float:
    """Mean of log(1 + exp(-margin)), without overflow."""
    return float(np.mean(np.logaddexp(0.0, -margins)))


def _sigmoid(scores: Array) -> Array:
    with np.errstate(over="ignore", under="ignore"):
        shares: Array = np.exp(-np.logaddexp(0.0, -scores))
    return shares


def _labels(y: ArrayLike, rows: int) -> Array:
    right = vector(y, rows, "y")
    other = right[(right != 0) & (right != 1)]
    if len(other):
        raise ValueError(
            f"y holds {other[0]:g} and {len(other) - 1} more that are neither 0 nor 1; expected "
            "(N,) of 0 and 1. Code the two classes as 0 and 1."
        )
    return right
