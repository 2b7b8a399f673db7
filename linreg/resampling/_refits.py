"""Many refits at once, as steps from the fit: w = w_hat + T d.

X T = Z is nearly orthonormal (see `linreg.diagnostics.Frame`). The small systems for d are then
well-conditioned, however ill-conditioned X is, and all of them come from one matrix product.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from linreg._checks import Array
from linreg.diagnostics._fitted import Fitted
from linreg.progress import tick
from linreg.resampling._draws import Rng, Rows, chunks, orders, row_counts, rows_drawn
from linreg.resampling._intervals import jackknife_acceleration, skewness

_EPS = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, eq=False)
class Refits:
    """The refits of one fit. All steps are (draws, rank)."""

    fit: Fitted

    @cached_property
    def Z(self) -> Array:
        """sqrt(W) X T (N, rank)."""
        return self.fit.frame.Z

    @cached_property
    def r(self) -> Array:
        """X w - y times the square roots of the weights, (N,)."""
        return self.fit.residuals()

    def pairs(self, rng: Rng, draws: int) -> Array:
        """Refit to rows drawn with replacement; NaN where these do not determine the refit."""
        N, q = self.Z.shape
        steps = np.empty((draws, q))
        for part in chunks(draws, max(N, q * q)):
            tick()
            chosen = rows_drawn(rng, part.stop - part.start, N)
            steps[part] = self.of_counts(row_counts(chosen))
        return steps

    def of_counts(self, counts: Array) -> Array:
        """Refit to rows taken so often each, (draws, N)."""
        q = self.Z.shape[1]
        upper = np.triu_indices(q)
        sums = counts @ self._moments
        gram = np.empty((len(counts), q, q))
        gram[:, upper[0], upper[1]] = gram[:, upper[1], upper[0]] = sums[:, : len(upper[0])]
        return solve_each(gram, sums[:, len(upper[0]) :])

    @cached_property
    def _moments(self) -> Array:
        """The products of two columns of Z, and of each with the residuals, (N, k)."""
        Z, upper = self.Z, np.triu_indices(self.Z.shape[1])
        return np.column_stack([Z[:, upper[0]] * Z[:, upper[1]], Z * -self.r[:, np.newaxis]])

    def residuals(self, rng: Rng, draws: int) -> Array:
        """Refit to the fitted values plus `errors` drawn with replacement."""
        steps = np.empty((draws, self.Z.shape[1]))
        for part in chunks(draws, len(self.r)):
            tick()
            chosen = rows_drawn(rng, part.stop - part.start, len(self.r))
            steps[part] = self.errors[chosen] @ self.Z
        return steps

    @cached_property
    def errors(self) -> Array:
        """Residuals over sqrt(1 - leverage), centred, (N,): they vary as the errors do.

        Rows that the fit must meet have none. Davison and Hinkley (1997), 6.2.3.
        """
        room = self.fit.frame.room()
        loose = room > 0.0
        errors = np.where(loose, -self.r, 0.0) / np.sqrt(np.where(loose, room, 1.0))
        return np.asarray(errors - errors.mean())

    def pairs_acceleration(self, root: Array) -> float:
        """Return the acceleration of the coefficient root'd, root (rank,), by the jackknife."""
        left_out = self.jackknife() @ root
        found = left_out[np.isfinite(left_out)]
        return jackknife_acceleration(found) if len(found) > 1 else float("nan")

    def residuals_acceleration(self, root: Array) -> float:
        """Return the same where residuals are drawn: a sixth of the skewness of the refits.

        The coefficient is a sum of errors, each drawn from all of them, times fixed numbers.
        Davison and Hinkley (1997), 5.3.2.
        """
        return skewness(self.Z @ root, 1) * skewness(self.errors, len(self.errors)) / 6.0

    def permuted(self, errors: Array, rng: Rng, draws: int) -> Array:
        """Refit to errors (N,) in random orders."""
        steps = np.empty((draws, self.Z.shape[1]))
        for part in chunks(draws, len(errors)):
            tick()
            steps[part] = self.of_orders(errors, orders(rng, part.stop - part.start, len(errors)))
        return steps

    def of_orders(self, errors: Array, rows: Rows) -> Array:
        """Refit to errors (N,) in these orders (draws, N)."""
        return np.asarray(errors[rows] @ self.Z)

    def jackknife(self) -> Array:
        """Refit without each row in turn, (N, rank); NaN for rows that the fit must meet.

        Belsley, Kuh and Welsch, Regression Diagnostics (1980), 2.1.
        """
        room = self.fit.frame.room()
        with np.errstate(all="ignore"):
            pulls = self.r / np.where(room > 0.0, room, np.nan)
        return self.Z * pulls[:, np.newaxis]


def solve_each(gram: Array, right: Array) -> Array:
    """Solve (draws, q, q) symmetric systems by Cholesky, all at once; NaN where singular.

    The pivots tell, because in WebAssembly a singular matrix raises nothing.
    """
    q = right.shape[1]
    L = np.zeros_like(gram)
    x = right.copy()
    with np.errstate(all="ignore"):
        for j in range(q):
            pivot = gram[:, j, j] - np.einsum("bi,bi->b", L[:, j, :j], L[:, j, :j])
            pivot = np.where(pivot > q * _EPS * gram[:, j, j], pivot, np.nan)
            L[:, j, j] = np.sqrt(pivot)
            below = gram[:, j + 1 :, j] - np.einsum("bki,bi->bk", L[:, j + 1 :, :j], L[:, j, :j])
            L[:, j + 1 :, j] = below / L[:, j, j, np.newaxis]
            x[:, j] = (x[:, j] - np.einsum("bi,bi->b", L[:, j, :j], x[:, :j])) / L[:, j, j]
        for j in reversed(range(q)):
            rest = np.einsum("bi,bi->b", L[:, j + 1 :, j], x[:, j + 1 :])
            x[:, j] = (x[:, j] - rest) / L[:, j, j]
    return x
