"""An orthonormal frame of the columns, from which every diagnostic is read off.

X is (N, p).  A plain QR factor of an ill-conditioned X is off by its condition number;
so the frame is Z = X T, the product taken in doubled precision with T as stored, and the
little by which Z'Z = M misses the identity is measured and put right:

    (X'X)^-1 = T M^-1 T',    hat matrix H = Z M^-1 Z'.

Both hold to the last digits of float64 whatever the condition of X.  The idea is the
second pass of Cholesky-QR: Yamamoto et al. (2015), ETNA 44, 306-326.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg._checks import Array, matrix, read_only, vector
from linreg._triangle import triangle
from linreg.diagnostics._product import product
from linreg.doubled import column_norms, power_of_two

_EPS = float(np.finfo(np.float64).eps)
# A frame whose Gram matrix has condition below 1/_FIRM loses less than a digit to it.
_FIRM = 0.1
# Eigenvalues of the Gram matrix of a rough frame, of order 1, are known to a few eps.
_LOST = 16.0 * _EPS


@dataclass(frozen=True)
class Frame:
    """Z (N, rank) nearly orthonormal and T (p, rank) with Z = X T, T = T_high + T_low.

    inverse_M: (rank, rank), the inverse of Z'Z; null: (p, p - rank), orthonormal
    combinations, in columns scaled to about unit length, that X does not determine.
    """

    X: Array
    Z: Array
    T: Array
    T_low: Array
    inverse_M: Array
    null: Array

    @classmethod
    def of(cls, X: ArrayLike | Frame, weights: ArrayLike | None = None) -> Frame:
        """Factorise X (N, p), its rows times sqrt(weights) if given; a Frame is returned as is.

        Raises ValueError for shapes that do not fit and values that are not finite.
        """
        if isinstance(X, Frame):
            return X
        used = matrix(X)
        if weights is not None:
            used = np.sqrt(row_weights(weights, len(used)))[:, np.newaxis] * used
        return _factorise(used)

    @property
    def rank(self) -> int:
        """Return the number of columns of the frame."""
        return int(self.Z.shape[1])

    @property
    def determined(self) -> NDArray[np.bool_]:
        """Return which coefficients X determines, (p,) bool."""
        settled: NDArray[np.bool_] = np.abs(self.null).max(axis=1, initial=0.0) <= np.sqrt(_EPS)
        return settled

    def spread(self) -> Array:
        """Return the square root of the diagonal of (X'X)^-1, (p,); NaN where undetermined."""
        lengths = column_norms((self.T @ np.linalg.cholesky(self.inverse_M)).T)
        return np.where(self.determined, lengths, np.nan)

    def covariance(self) -> Array:
        """Return (X'X)^-1, (p, p); rows and columns of undetermined coefficients are NaN."""
        with np.errstate(over="ignore", invalid="ignore"):
            inverse: Array = self.T @ self.inverse_M @ self.T.T
        inverse[~self.determined] = np.nan
        inverse[:, ~self.determined] = np.nan
        return inverse

    def leverage(self) -> Array:
        """Return the diagonal of the hat matrix, (N,), between 0 and 1."""
        h: Array = np.einsum("ij,jk,ik->i", self.Z, self.inverse_M, self.Z, optimize=True)
        return np.clip(h, 0.0, 1.0)

    def solve(self, y: Array) -> tuple[Array, Array]:
        """Return the least squares w (p,) and the residual X w - y (N,), both to the last digits.

        The residual of the first w is taken in doubled precision, and its part along the
        columns, which only that rounding left there, is removed.
        """
        size = power_of_two(y)
        unit = _power_of_two(np.abs(self.X).max(axis=0))
        y = np.ldexp(y, -size)
        w = self.T @ (self.inverse_M @ (self.Z.T @ y))
        joined = np.column_stack([self.X / unit, y])
        r = product(joined, np.append(w * unit, -1.0)[:, np.newaxis])[0][:, 0]
        along = self.inverse_M @ (self.Z.T @ r)
        return np.ldexp(w - self.T @ along, size), np.ldexp(r - self.Z @ along, size)


def row_weights(weights: ArrayLike, rows: int) -> Array:
    """Return `weights` as (N,) float64. Raises ValueError if one is negative or all are 0."""
    checked = vector(weights, rows, "weights")
    if np.any(checked < 0.0) or not np.any(checked):
        raise ValueError(
            "weights must be 0 or more, and not all 0; drop the rows with negative weights."
        )
    return checked


def _factorise(X: Array) -> Frame:
    """Build the frame: directions from an SVD, then once more where those were too rough."""
    # Powers of two scale without rounding.
    unit = _power_of_two(np.abs(X).max(axis=0))
    scaled = X / unit
    V = np.linalg.svd(triangle(scaled), full_matrices=True)[2].T
    Z = product(scaled, V)[0]
    length = _power_of_two(column_norms(Z))
    null = V[:, ~np.any(Z, axis=0)]
    Z, T = (part[:, np.any(Z, axis=0)] for part in (Z / length, V / length))
    low = np.zeros_like(T)
    gram, W = np.linalg.eigh(Z.T @ Z)
    if gram.size and gram[0] < _FIRM * gram[-1]:
        Z, T, low, lost = _second_pass(scaled, T, gram, W)
        null = np.column_stack([null, lost])
    return Frame(
        X=read_only(X),
        Z=read_only(Z),
        T=read_only(T / unit[:, np.newaxis]),
        T_low=read_only(low / unit[:, np.newaxis]),
        inverse_M=read_only(_inverse(Z.T @ Z)),
        null=read_only(_orthonormal(null)),
    )


def _second_pass(X: Array, T: Array, gram: Array, W: Array) -> tuple[Array, Array, Array, Array]:
    """Orthonormalise a rough frame; what even then has no length is null."""
    keep = gram > _LOST * len(gram) * gram[-1]
    T_high, T_low = product(T, W[:, keep] / np.sqrt(gram[keep]))
    high, rest = product(X, T_high)
    lost = T @ W[:, ~keep]
    return high + (rest + X @ T_low), T_high, T_low, lost / np.linalg.norm(lost, axis=0)


def _power_of_two(lengths: Array) -> Array:
    """Return the power of two above each length, 1 for a length of 0."""
    _, exponent = np.frexp(lengths)
    return np.ldexp(1.0, np.where(lengths > 0.0, exponent, 0))


def _inverse(gram: Array) -> Array:
    return np.asarray(np.linalg.inv(gram), dtype=np.float64)


def _orthonormal(A: Array) -> Array:
    return np.asarray(np.linalg.qr(A)[0], dtype=np.float64)
