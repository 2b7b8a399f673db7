"""Variance inflation, condition indices and variance-decomposition proportions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from linreg._checks import Array, read_only
from linreg.diagnostics._frame import Frame
from linreg.doubled import column_norms

_EPS = float(np.finfo(np.float64).eps)


@dataclass(frozen=True)
class Collinearity:
    """How nearly the columns depend on each other; all dimensionless.

    Two or more large shares in the row of a large index (above 30, say) name the columns that
    take part in a near dependency.

    Attributes
    ----------
    vif : (p,); NaN for a constant column, infinite where a column depends on the others.
    condition_indices : (q,), q = min(N, p), the largest singular value over each, of X with unit
        columns, ascending.
    proportions : (q, p), the share of coefficient j's variance that comes with condition index k;
        each column sums to 1 (NaN for a column of zeros).
    """

    vif: Array
    condition_indices: Array
    proportions: Array


def collinearity(X: ArrayLike | Frame) -> Collinearity:
    """Diagnose near dependencies among the columns of X (N, p), or of a `Frame` of it.

    Raises ValueError for shapes that do not fit and values that are not finite.
    Source: Belsley, Kuh, Welsch, Regression Diagnostics (1980), chapter 3.
    """
    frame = Frame.of(X)
    indices, proportions = _belsley(frame.X)
    return Collinearity(
        vif=vif(frame),
        condition_indices=read_only(indices),
        proportions=read_only(proportions),
    )


def vif(X: ArrayLike | Frame) -> Array:
    """Return the variance inflation factor of each column, (p,), dimensionless.

    (X'X)^-1_jj times the sum of squares of column j, about its mean where X has a constant
    column: 1 / (1 - R^2) of that column on the others, and like
    `statsmodels.stats.outliers_influence.variance_inflation_factor` but without forming R^2, so
    that it stays right up to 1e30.

    Parameters
    ----------
    X : (N, p) as given, or a `Frame` of it.

    Returns
    -------
    (p,); NaN for a constant column (alone or not), infinite where the column depends on others.

    Raises
    ------
    ValueError : the shape does not fit, or a value is not finite.
    """
    frame = Frame.of(X)
    constant = np.ptp(frame.X, axis=0) == 0.0
    has_ones = bool(np.any(constant & (frame.X[0] != 0.0)))
    about = frame.X - frame.X.mean(axis=0) if has_ones else frame.X
    with np.errstate(all="ignore"):
        factors = (column_norms(about) * frame.spread()) ** 2
    factors[~frame.determined] = np.inf
    factors[constant] = np.nan
    # By the inequality of Cauchy and Schwarz it is at least 1; less is rounding.
    return read_only(np.maximum(factors, 1.0))


def _belsley(X: Array) -> tuple[Array, Array]:
    length = column_norms(X)
    s, Vt = np.linalg.svd(X / np.where(length > 0.0, length, 1.0), full_matrices=False)[1:]
    # What is below rounding is taken at rounding, so that a dependency keeps its shares.
    floored = np.maximum(s, _EPS * s[0]) if s[0] > 0.0 else np.ones_like(s)
    with np.errstate(divide="ignore", invalid="ignore"):
        indices = s[0] / np.where(s > _EPS * s[0], s, 0.0)
        shares = (Vt / floored[:, np.newaxis]) ** 2
        return indices, shares / shares.sum(axis=0)
