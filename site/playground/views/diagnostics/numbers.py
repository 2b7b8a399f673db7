"""What the diagnostics say of one fit, each part worked out when it is first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from linreg import solve
from linreg.diagnostics import (
    Collinearity,
    Inference,
    Influence,
    ResidualTests,
    collinearity,
    durbin_watson,
)
from linreg.distributions import student_t_quantile
from linreg.doubled import column_norms
from linreg.resampling import k_fold
from playground.engine.closed_form import EPS
from playground.engine.fit import Fit
from playground.engine.problem import Problem

Array = NDArray[np.float64]

FOLDS = 5
# Refits of more rows than this would be felt; leaving one out at a time needs none.
MOST_FOLDED = 5000
# The most influential rows are drawn even where only a sample is.
ALWAYS_DRAWN = 50


class Judgement(NamedTuple):
    """Of each coefficient (p,), in the user's units."""

    standard_errors: Array
    t_values: Array
    p_values: Array


@dataclass(frozen=True, eq=False)
class Diagnosis:
    """Plain least squares of the problem of a fit, whatever its penalty, judged."""

    fit: Fit

    @property
    def names(self) -> tuple[str, ...]:
        """Of the coefficients (p,), in the user's units."""
        return self.fit.problem.columns

    @property
    def problem(self) -> Problem:
        return self.fit.problem

    @property
    def X(self) -> Array:
        return self.problem.X

    @property
    def y(self) -> Array:
        return self.fit.problem.y

    @property
    def rank(self) -> int:
        return self.fit.frame.rank

    @property
    def influence(self) -> Influence:
        return self.fit.influence

    @property
    def inference(self) -> Inference:
        return self.fit.inference

    @cached_property
    def exact(self) -> bool:
        """Whether what the fit leaves is no more than the rounding of the data."""
        return self.inference.fit.within_rounding

    @property
    def N(self) -> int:
        return len(self.y)

    @property
    def spare(self) -> int:
        """Degrees of freedom that are left to judge by."""
        return self.N - self.rank

    @property
    def telling(self) -> bool:
        """Whether residuals say anything: there are some, and they are more than rounding."""
        return self.spare > 0 and not self.exact

    @cached_property
    def decisive(self) -> NDArray[np.bool_]:
        """Which rows have leverage 1, (N,): the fit passes through them, whatever their y."""
        return (self.inference.fit.frame.room() <= 0.0) & self.telling

    @cached_property
    def deviation(self) -> float:
        """sqrt(||r||^2 / (N - rank)), r weighted, in y's units; not a number where it says
        nothing."""
        if not self.telling:
            return float("nan")
        return float(column_norms(self.weighted_residual[:, np.newaxis])[0]) / sqrt(self.spare)

    @cached_property
    def collinearity(self) -> Collinearity:
        return collinearity(self.fit.frame)

    @cached_property
    def residual(self) -> Array:
        """Observed less fitted (N,), as a plot above and below the line shows it."""
        return self.weighted_residual / self.roots

    @cached_property
    def roots(self) -> Array:
        """The square roots of the weights, (N,)."""
        weights = self.problem.weights
        return np.ones(self.N) if weights is None else np.sqrt(weights)

    @cached_property
    def weighted_residual(self) -> Array:
        """The same times these, (N,): alike in variance where the weights are right."""
        if self.exact:
            return np.zeros(self.N)
        return np.where(self.decisive, 0.0, 0.0 - self.influence.residuals)

    @cached_property
    def left_out(self) -> Array:
        """Each row's residual from the fit to all others, fitted less observed, (N,)."""
        return self.influence.left_out / self.roots

    @cached_property
    def fitted(self) -> Array:
        return self.y - self.residual

    @cached_property
    def studentised(self) -> Array:
        """Residuals in their own standard errors (N,); not a number where they say nothing."""
        return 0.0 - self.influence.internal if self.telling else np.full(self.N, np.nan)

    @cached_property
    def cooks_distance(self) -> Array:
        return self.influence.cooks_distance if self.telling else np.full(self.N, np.nan)

    @cached_property
    def dffits(self) -> Array:
        known = self.telling and self.spare > 1
        return 0.0 - self.influence.dffits if known else np.full(self.N, np.nan)

    @cached_property
    def leading(self) -> NDArray[np.intp]:
        """Rows by their influence, the decisive ones first: at most `ALWAYS_DRAWN`."""
        weight = np.nan_to_num(self.cooks_distance, nan=-1.0, posinf=np.inf)
        weight[self.decisive] = np.inf
        count = min(ALWAYS_DRAWN, self.N)
        top = np.argpartition(-weight, count - 1)[:count]
        return top[np.argsort(-weight[top], kind="stable")]

    @cached_property
    def determined(self) -> NDArray[np.bool_]:
        """Which coefficients in the user's units the data determine, (p,)."""
        if self.rank == len(self.names):
            return np.ones(len(self.names), dtype=bool)
        if self.spare > 0:
            return np.isfinite(self.inference.standard_errors)
        return self.fit.frame.determined

    @cached_property
    def coefficients(self) -> Array:
        """In the user's units (p,); not a number where the data do not determine them."""
        return np.where(self.determined, self.inference.coefficients, np.nan)

    @cached_property
    def errors(self) -> Array:
        """What rounding does to the coefficients (p,): of least squares, whatever the penalty."""
        if self.fit.penalised:
            return 2 * EPS * np.abs(self.coefficients)
        return self.fit.reference_error

    @cached_property
    def standard_errors(self) -> Array:
        """Of the coefficients in the user's units (p,)."""
        known = self.determined & self.telling
        return np.where(known, self.inference.standard_errors, np.nan)

    @cached_property
    def t_values(self) -> Array:
        return np.where(np.isnan(self.standard_errors), np.nan, self.inference.t_values)

    @cached_property
    def p_values(self) -> Array:
        return np.where(np.isnan(self.standard_errors), np.nan, self.inference.p_values)

    def robust(self, kind: str) -> Judgement:
        """What another covariance of the coefficients says of them."""
        if kind == self.inference.kind:
            return Judgement(self.standard_errors, self.t_values, self.p_values)
        if kind not in self._robust:
            told = self.inference.with_covariance(kind)
            known = ~np.isnan(self.standard_errors)
            self._robust[kind] = Judgement(
                *(
                    np.where(known, values, np.nan)
                    for values in (told.standard_errors, told.t_values, told.p_values)
                )
            )
        return self._robust[kind]

    @cached_property
    def _robust(self) -> dict[str, Judgement]:
        return {}

    @cached_property
    def tests(self) -> ResidualTests:
        """Breusch-Pagan, White and Jarque-Bera of the residuals."""
        return self.inference.tests

    def dfbetas(self, rows: NDArray[np.intp]) -> Array:
        """Change of each coefficient by some rows (M, p): in standard errors, in any units."""
        if not (self.telling and self.spare > 1):
            return np.full((len(rows), len(self.names)), np.nan)
        told = self.inference
        found = self.influence.dfbetas_of(told.fit.frame, told.root, rows)
        return np.where(self.determined, found, np.nan)

    @cached_property
    def durbin_watson(self) -> float:
        r = self.weighted_residual
        return durbin_watson(r) if bool(np.isfinite(r).all()) else float("nan")

    @cached_property
    def left_out_error(self) -> float:
        """Mean squared error of each row predicted from all others."""
        with np.errstate(all="ignore"):
            return self.problem.mean(self.left_out**2) if self.telling else float("nan")

    def fold_error(self, seed: int) -> float | None:
        """Mean squared error over folds; None where there are too many or too few rows.

        None also where a fold holds the only rows that determine a coefficient: any prediction of
        them would be arbitrary.
        """
        rows = self.N - -(-self.N // FOLDS)
        if not (FOLDS <= self.N <= MOST_FOLDED and rows >= self.rank):
            return None
        ranks: list[int] = []

        def refit(X: Array, y: Array) -> Array:
            solution = solve(X, y)
            ranks.append(solution.rank)
            return solution.coefficients

        rng = np.random.default_rng(seed)
        with np.errstate(all="ignore"):
            error = k_fold(*self.problem.scaled, rng, FOLDS, refit).error
        return error if min(ranks) == self.rank else None


@lru_cache(maxsize=64)
def quantile(spare: int, level: float) -> float:
    """Student's t that a share of `level` stays within; not a number without degrees of freedom."""
    return -student_t_quantile(0.5 * (1 - level), spare) if spare > 0 else float("nan")
