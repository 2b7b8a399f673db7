"""A regression as the robust methods see it: rows that count, columns that are independent."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg import doubled
from linreg._arrays import Array
from linreg._checks import matrix, vector
from linreg.robust._scale import scale, shares
from linreg.solvers import Solution, Status, System, solve
from linreg.solvers._refined.rank import independent_columns

EPS = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, eq=False)
class Problem:
    """The rows whose sample weight is not zero, and their least-squares fit.

    X (n, p), y (n,), weights (n,) > 0; rows (n,), their numbers among all N; whole: X (N, p) and
    y (N,) as given; plain: the fit.
    """

    X: Array
    y: Array
    weights: Array
    rows: NDArray[np.intp]
    whole: tuple[Array, Array]
    plain: Solution

    @classmethod
    def of(cls, X: ArrayLike, y: ArrayLike, weights: ArrayLike | None) -> "Problem":
        """Check and fit. Raises ValueError naming what is wrong."""
        features = matrix(X)
        N = len(features)
        right = vector(y, N, "y")
        counts = np.ones(N) if weights is None else vector(weights, N, "weights")
        if not counts.any():
            raise ValueError("weights holds zeros only; expected at least one number > 0.")
        plain = solve(X, right, weights=weights)
        # Only ratios of weights matter; a power of two keeps their sums within range.
        counts = np.ldexp(counts, -doubled.power_of_two(counts))
        rows = np.flatnonzero(counts)
        whole = (features, right)
        if len(rows) == N:
            return cls(features, right, counts, rows, whole, plain)
        return cls(features[rows], right[rows], counts[rows], rows, whole, plain)

    @cached_property
    def independent(self) -> list[int]:
        """The columns that do not depend on the others before them."""
        if self.plain.status is Status.OK:
            return list(range(self.X.shape[1]))
        return independent_columns(System.of(self.X))

    @cached_property
    def exponent(self) -> int:
        """The power of two that y is divided by inside."""
        return doubled.power_of_two(self.y)

    @cached_property
    def target(self) -> Array:
        """The responses over 2^exponent, (n,): at most 1 in size."""
        return np.ldexp(self.y, -self.exponent)

    @cached_property
    def scaled(self) -> Array:
        """The independent columns (n, r), each divided by a power of two: at most 1 in size."""
        X = self.X[:, self.independent]
        return np.ldexp(X, -doubled.exponents(X))

    @cached_property
    def basis(self) -> Array:
        """Orthonormal columns (n, r) that span those of X, up to rounding."""
        Q: Array = np.linalg.qr(self.scaled / doubled.column_norms(self.scaled))[0]
        return Q

    def fit(self, shares: Array) -> Solution:
        """Return the least-squares fit with the sample weights times shares (n,)."""
        return solve(self.X, self.y, weights=self.weights * shares)

    def residual(self, fit: Solution) -> Array:
        """Return y - Xw of a fit over 2^exponent, (n,), right to the last digits."""
        r, exponent = doubled.scaled_residual(
            self.X, doubled.Doubled(fit.coefficients, fit.coefficients_low), self.y
        )
        return np.ldexp(r.high, exponent - self.exponent)

    def rounding(self, w: Array) -> Array:
        """Return the size of residuals over 2^exponent that rounding of the data explains, (n,)."""
        with np.errstate(over="ignore", invalid="ignore"):
            terms = np.abs(self.X) @ np.abs(np.ldexp(w, -self.exponent)) + np.abs(self.target)
        return 2 * EPS * terms

    def zeros(self, r: Array, w: Array) -> NDArray[np.bool_]:
        """Say which of the residuals r (n,) of w (p,) are zero, to rounding, (n,)."""
        return np.asarray(np.abs(r) <= self.rounding(w))

    def scale(self, r: Array, w: Array) -> float:
        """Return the robust scale of the residuals r of w over 2^exponent.

        Zero where they are zero, to rounding, for more than half of the weight.
        """
        if self.weights[self.zeros(r, w)].sum() > self.weights.sum() / 2:
            return 0.0
        return scale(r, self.weights)

    def shares(self, r: Array, w: Array, threshold: float) -> Array:
        """Return how much each of all N rows counts; of weight zero, what it would count.

        min(1, threshold / |r|); with a threshold of zero 1 where r is zero, to rounding, else 0.
        """
        X, y = self.whole
        counts = shares(r, threshold) if threshold else np.where(self.zeros(r, w), 1.0, 0.0)
        if len(r) == len(y):
            return counts
        with np.errstate(all="ignore"):
            everywhere = shares(np.ldexp(y - X @ w, -self.exponent), threshold)
        everywhere[self.rows] = counts
        return everywhere
