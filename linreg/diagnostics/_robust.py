"""Covariance of the coefficients where errors do not have the same variance.

With Z = sqrt(W) X T orthonormal, the sandwich is T Z' D^2 Z T', D of the residuals as the kind
scales them. D Z = Q R keeps the digits that its square would lose: T R' is a root of it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from linreg._arrays import Array, Doubled
from linreg.diagnostics._fitted import Fitted
from linreg.diagnostics._influence import squared_residuals
from linreg.doubled import add, product

CLASSICAL = "classical"
COVARIANCES = (CLASSICAL, "HC0", "HC1", "HC2", "HC3")
_EPS = float(np.finfo(np.float64).eps)


class Meat(NamedTuple):
    """What stands between the roots of a sandwich, and what follows from it alone.

    root: (rank, rank); T root root' T' times s^2 is the covariance, s the residual deviation.
    f_value: Wald's F of all coefficients but the constant being 0.
    """

    root: Array
    f_value: float


def undefined_rows(fit: Fitted, kind: str) -> list[int]:
    """Return the rows whose residual a kind divides by 0: those of leverage 1."""
    if kind not in ("HC2", "HC3"):
        return []
    return np.flatnonzero(fit.frame.room() <= 0.0).tolist()


def meat(fit: Fitted, kind: str, intercept: bool) -> Meat:
    """Return the middle of the sandwich of one of COVARIANCES but the first."""
    rank = fit.frame.rank
    if fit.spare <= 0 or undefined_rows(fit, kind):
        return Meat(np.full((rank, rank), np.nan), np.nan)
    if fit.perfect:
        return Meat(np.zeros((rank, rank)), np.nan)
    scaled = _scaled(fit, kind)[:, np.newaxis] * fit.frame.Z
    root = np.asarray(np.linalg.qr(scaled, mode="r"), dtype=np.float64).T
    return Meat(root, _wald(fit, root, intercept))


def _scaled(fit: Fitted, kind: str) -> Array:
    """Return the size of residuals over s, (N,), as the kind weighs them."""
    square, total = squared_residuals(fit)
    size: Array = np.sqrt(square.high / total.high * fit.spare)
    if kind == "HC1":
        size = size * np.sqrt(fit.rows / fit.spare)
    elif kind == "HC2":
        size = size / np.sqrt(fit.frame.room())
    elif kind == "HC3":
        size = size / fit.frame.room()
    return size


def _wald(fit: Fitted, root: Array, intercept: bool) -> float:
    """Return Wald's F; NaN where the covariance of what it tests is singular.

    In the coordinates of Z the test of the coefficients is that of all directions across the
    constant: it does not meet the condition of X.
    """
    Z, weights = fit.frame.Z, fit.frame.system.weights
    roots = np.ones(len(Z)) if weights is None else np.sqrt(weights)
    y, across = fit.y, np.eye(fit.frame.rank)
    if intercept:
        middle = -np.average(y.high, weights=weights)
        y = add(y, Doubled(np.full_like(y.high, middle), np.zeros_like(y.high)))
        constant = (Z.T @ roots)[:, np.newaxis]
        across = np.linalg.qr(constant, mode="complete")[0][:, 1:]
    if not across.shape[1]:
        return float("nan")
    column = Doubled(y.high[:, np.newaxis], y.low[:, np.newaxis])
    moved = product(np.ascontiguousarray((roots[:, np.newaxis] * Z).T), column).high[:, 0]
    R = np.asarray(np.linalg.qr((across.T @ root).T, mode="r"), dtype=np.float64)
    size = np.abs(np.diag(R))
    if size.min() <= _EPS * len(R) * size.max():
        return float("nan")
    with np.errstate(all="ignore"):
        tested = np.linalg.solve(R.T, across.T @ moved / fit.root_mean_square(fit.spare))
        return float(tested @ tested) / len(R)
