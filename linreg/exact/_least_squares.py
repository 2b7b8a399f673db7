"""Least squares of Fractions."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from linreg import _settings
from linreg._arrays import Doubled
from linreg.exact._elimination import eliminate, least_norm, whole_columns
from linreg.exact._numbers import Rational, rationals, rectangle

# Above this the page would wait: N * p^2 products of integers of some hundred bits each.
CAP = 50_000


class TooLarge(ValueError):
    """N * p^2 is above `CAP`."""


@dataclass(frozen=True, eq=False)
class RationalFit:
    """Exact least squares: coefficients (p, k) as Fractions, and the columns found dependent.

    Where columns are dependent, the coefficients are those of least Euclidean norm, exactly,
    the free ones not counted.
    gram: (p, p) Fractions, X'WX + ridge I.
    """

    coefficients: Rational
    dependent: tuple[int, ...]
    gram: Rational

    @property
    def rank(self) -> int:
        """Return the number of independent columns."""
        return len(self.gram) - len(self.dependent)

    def inverse_gram(self) -> Rational:
        """Return (X'WX + ridge I)^-1 as Fractions; rows and columns of dependent ones are zero."""
        identity = np.array(np.eye(len(self.gram), dtype=int), dtype=object) * Fraction(1)
        identity[:, list(self.dependent)] *= 0
        return eliminate(self.gram, identity)[0]


def least_squares(
    X: ArrayLike | Doubled,
    y: ArrayLike | Doubled,
    weights: ArrayLike | None = None,
    ridge: Any = 0,
    free: Sequence[int] = (),
) -> RationalFit:
    """Return the exact minimiser of sum_i weights_i (y_i - x_i'w)^2 + ridge ||w||^2.

    free: columns whose coefficients are left out of ||w||, here and where the norm decides.
    Raises `TooLarge` when N * p^2 > CAP, and ValueError for what is not a number.
    """
    N, p = _shape(X)
    if N * p**2 > CAP:
        raise TooLarge(
            f"N * p^2 = {N} * {p}^2 = {N * p**2:,}: above {CAP:,}, where exact arithmetic stops."
        )
    A, scales = whole_columns(rationals(X))
    B, scales_y = whole_columns(_by_row(y, N, "y").reshape(N, -1))
    given = _by_row(np.ones(N) if weights is None else weights, N, "weights")
    W, scale_W = whole_columns(given.reshape(N, 1))
    gram = (W * A).T.dot(A) / (scales * scales[:, np.newaxis]) / scale_W[0]
    strength = rationals(ridge, "ridge")
    if strength.ndim or strength[()] < 0:
        raise ValueError(f"ridge is {_settings.shown(ridge)}; expected a number >= 0.")
    for j in set(range(p)) - set(_settings.indices(free, "free", p)):
        gram[j, j] += strength[()]
    moments = (W * A).T.dot(B) / (scales[:, np.newaxis] * scales_y) / scale_W[0]
    coefficients, dependent = eliminate(gram, moments)
    if dependent:
        coefficients = least_norm(gram, moments, free)
    return RationalFit(coefficients, tuple(dependent), gram)


def moments(A: ArrayLike) -> Rational:
    """Return A'A (q, q) as Fractions, of the numbers of A (N, q) as given."""
    whole, scales = whole_columns(rationals(A, "A"))
    return np.asarray(whole.T.dot(whole) / (scales * scales[:, np.newaxis]))


def _shape(X: ArrayLike | Doubled) -> tuple[int, int]:
    shape = X.high.shape if isinstance(X, Doubled) else rectangle(X, "X").shape
    if len(shape) != 2 or 0 in shape:
        raise ValueError(f"X has shape {shape}; expected (N, p), one row per sample.")
    return int(shape[0]), int(shape[1])


def _by_row(values: ArrayLike | Doubled, N: int, name: str) -> Rational:
    found = rationals(values, name)
    if found.shape[:1] != (N,) or not found.size:
        raise ValueError(f"{name} has shape {found.shape}; expected one entry per row of X: {N}.")
    return found
