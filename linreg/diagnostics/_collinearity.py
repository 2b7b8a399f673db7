"""Variance inflation, condition indices and variance-decomposition proportions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from linreg._arrays import Doubled
from linreg._checks import Array, read_only
from linreg.diagnostics._frame import Frame
from linreg.diagnostics._principal import principal_columns
from linreg.doubled import column_norms

# Up to this index shares from a decomposition in floats are right to three digits, up to the
# second the index itself. Beyond, so many columns are decomposed in doubled precision.
DIRECT, FLOATS, MOST_EXTENDED = 1e10, 1e13, 64


@dataclass(frozen=True)
class Collinearity:
    """How nearly the columns depend on each other; all dimensionless.

    Two or more large shares in the row of a large index (above 30, say) name the columns that
    take part in a near dependency.

    Attributes
    ----------
    vif : (p,); NaN for a constant column, infinite where a column depends on the others.
    condition_indices : (p,), the largest singular value over each, of X with unit columns,
        ascending: infinite as often as the rank lacks of p. NaN where more than `MOST_EXTENDED`
        columns depend on each other more nearly than floats can tell.
    proportions : (p, p), the share of coefficient j's variance that comes with condition index k;
        each column sums to 1 (NaN with an index that is NaN).
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
    indices, proportions = _belsley(frame)
    return Collinearity(
        vif=vif(frame),
        condition_indices=read_only(indices),
        proportions=read_only(proportions),
    )


def vif(X: ArrayLike | Frame) -> Array:
    """Return the variance inflation factor of each column, (p,), dimensionless.

    (X'X)^-1_jj times the sum of squares of column j, about its weighted mean where X has a
    constant column: 1 / (1 - R^2) of that column on the others, and like
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
    X, weights = frame.unweighted, frame.system.weights
    constant = np.ptp(X, axis=0) == 0.0
    has_ones = bool(np.any(constant & (X[0] != 0.0)))
    about = frame.X
    if has_ones:
        about = X - np.average(X, axis=0, weights=weights)
        about = about if weights is None else np.sqrt(weights)[:, np.newaxis] * about
    with np.errstate(all="ignore"):
        factors = (column_norms(about) * frame.spread()) ** 2
    factors[~frame.determined] = np.inf
    factors[constant] = np.nan
    # By the inequality of Cauchy and Schwarz it is at least 1; less is rounding.
    return read_only(np.maximum(factors, 1.0))


def _belsley(frame: Frame) -> tuple[Array, Array]:
    length = column_norms(frame.X)
    unit = frame.X / np.where(length > 0.0, length, 1.0)
    s, Vt = np.linalg.svd(unit, full_matrices=False)[1:]
    p = len(length)
    with np.errstate(divide="ignore", invalid="ignore"):
        indices = s[0] / s
        if frame.rank < p:
            return _dependent(frame, length, indices, Vt)
        if indices[-1] <= DIRECT:
            return indices, _shares(Vt / s[:, np.newaxis])
        if p > MOST_EXTENDED:
            sure = indices <= FLOATS
            return np.where(sure, indices, np.nan), np.full((p, p), np.nan)
        scaled = Doubled(*(length[:, np.newaxis] * half for half in frame.T))
        columns = principal_columns(scaled).T[::-1]
        long = s[0] * column_norms(columns.T)
        return np.where(indices <= DIRECT**0.5, indices, long), _shares(columns)


def _dependent(frame: Frame, length: Array, indices: Array, Vt: Array) -> tuple[Array, Array]:
    """Indices and shares where columns depend on each other: those of the rank, then infinite.

    The variance of what is not determined comes with infinite indices alone.
    """
    p, rank = len(length), frame.rank
    scale = np.where(length > 0.0, length, 1.0)[:, np.newaxis]
    null = scale * np.ldexp(frame.null, -frame.reduced.products.exponents[:p, np.newaxis])
    free = np.linalg.qr(null)[0].T * ~frame.determined
    finite = (indices[:rank, np.newaxis] * Vt[:rank]) * frame.determined
    found = np.where(indices[:rank] <= FLOATS, indices[:rank], np.nan)
    shares = _shares(np.vstack([finite, free]))
    return np.concatenate([found, np.full(p - rank, np.inf)]), shares


def _shares(parts: Array) -> Array:
    """The share (k, p) of each part of a standard error in its square."""
    squares = (parts / np.abs(parts).max(axis=0)) ** 2
    shares: Array = squares / squares.sum(axis=0)
    return shares
