"""Vertices of the sum of absolute deviations: fits through as many points as there are columns.

A basis is r rows, r the rank of X, that determine the fit through their points. Y w = y there; of
the others the residuals' signs give the multipliers m (r,), with X_B' m = sum_i a_i sign(r_i) x_i.
The vertex is a minimum where |m_k| <= a_k for every row k of the basis: then
sum_i d_i x_i = 0 with |d_i| <= a_i, d_i = a_i sign(r_i) off the fit, which is a subgradient of 0.

Residuals that are zero have the sign that they get when y is perturbed by infinitely small
amounts, so that every perturbed vertex is passed by exactly r points, and none is visited twice.
Source: Charnes 1952, "Optimality and degeneracy in linear programming", Econometrica 20.
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from linreg import doubled
from linreg._arrays import Array
from linreg.doubled import Doubled
from linreg.robust._problem import EPS, Problem
from linreg.solvers import Solution, solve

Basis = NDArray[np.intp]
# Multipliers this near to their bound are within it: in floats, in rational arithmetic, and
# where rounding of the data might have moved them there.
NEAR, CERTAIN, TIED = 1e-10, 2.0**-80, 2.0**-44
# r^3, up to which the r equations of a basis are solved in rational arithmetic.
MOST_EXACT = 20_000
# What is left of a residual that is zero, relative to its terms.
RESOLVED, REFINED = 2.0**-90, 2.0**-46


@dataclass(frozen=True, eq=False)
class Perturbation:
    """The infinitely small amounts (n,) that are added to y: fixed and in general position."""

    problem: Problem

    @cached_property
    def amounts(self) -> Array:
        return np.random.default_rng(1973).random(len(self.problem.y)) - 0.5

    def signs(self, basis: Basis, r: Array, D: Array) -> tuple[Array, Array]:
        """Return what the residuals r gain (n,) for each unit of it, and their signs (n,)."""
        gain = self.amounts - self.problem.basis @ (D @ self.amounts[basis])
        gain[basis] = 0.0
        return gain, np.where(r != 0, np.sign(r), np.sign(gain))


class Arithmetic(Protocol):
    """How residuals and multipliers of a basis are computed."""

    @property
    def near(self) -> float:
        """How far multipliers may be off, relative to themselves and their bounds."""
        ...

    def residual(self, basis: Basis) -> tuple[Array, Array]:
        """Return the residuals (n,), zero where they are within the error bounds (n,)."""
        ...

    def multipliers(self, basis: Basis, signs: Array) -> Doubled:
        """Return m (r,), given the signs (n,), 0 in the basis."""
        ...


@dataclass(frozen=True, eq=False)
class Floats:
    """Ordinary arithmetic, on orthonormal columns."""

    problem: Problem
    near = NEAR

    @cached_property
    def sizes(self) -> Array:
        return np.abs(self.problem.basis)

    def residual(self, basis: Basis) -> tuple[Array, Array]:
        Q, y = self.problem.basis, self.problem.target
        z = np.linalg.solve(Q[basis], y[basis])
        error = 64 * EPS * (self.sizes @ np.abs(z) + np.abs(y))
        return _snapped(y - Q @ z, error, basis), error

    def multipliers(self, basis: Basis, signs: Array) -> Doubled:
        Q = self.problem.basis
        m = np.linalg.solve(Q[basis].T, Q.T @ (self.problem.weights * signs))
        return Doubled(np.asarray(m, dtype=np.float64), np.zeros(len(m)))


@dataclass(frozen=True, eq=False)
class Certain:
    """Rational arithmetic on the numbers as given; above `MOST_EXACT` the refined solver."""

    problem: Problem

    @cached_property
    def exact(self) -> bool:
        return len(self.problem.independent) ** 3 <= MOST_EXACT

    @property
    def near(self) -> float:
        return CERTAIN if self.exact else TIED

    def fit(self, basis: Basis) -> Solution:
        """Return the fit through the points of the basis, of least norm where columns depend."""
        problem = self.problem
        r, p = len(problem.independent), problem.X.shape[1]
        method = "exact" if r * p**2 <= MOST_EXACT else "refined"
        return solve(problem.X[basis], problem.y[basis], method=method)

    def residual(self, basis: Basis) -> tuple[Array, Array]:
        fit = self.fit(basis)
        resolved = RESOLVED if fit.method == "exact" else REFINED
        error = resolved * self.problem.rounding(fit.coefficients) / (2 * EPS)
        return _snapped(self.problem.residual(fit), error, basis), error

    def multipliers(self, basis: Basis, signs: Array) -> Doubled:
        X = self.problem.scaled
        pulls = Doubled(*np.array([_pull(self.problem.weights * signs, x) for x in X.T]).T)
        method = "exact" if self.exact else "refined"
        m = solve(X[basis].T, pulls, method=method)
        return Doubled(m.coefficients, m.coefficients_low)


def _snapped(r: Array, error: Array, basis: Basis) -> Array:
    r = np.where(np.abs(r) <= error, 0.0, r)
    r[basis] = 0.0
    return r


def _pull(weights: Array, x: Array) -> tuple[float, float]:
    """Return sum_i weights_i x_i as an unevaluated sum of two floats: 106 bits of it."""
    terms = np.concatenate(doubled.two_product(weights, x))
    high = math.fsum(terms)
    return high, math.fsum([*terms, -high])
