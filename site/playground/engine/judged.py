"""What is said of X as used, and of the fit as a whole: conditioning, inference, influence."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

import linreg
from linreg import doubled, exact
from linreg.diagnostics import Frame, Inference, Influence, inference, influence, vif
from linreg.doubled import Doubled, column_norms
from linreg.solvers import METHODS, Solution
from playground.engine.problem import Problem
from playground.engine.rational.dependence import Dependence, dependence
from playground.engine.rational.referee import Typed

Array = NDArray[np.float64]


class Judged:
    """What a fit has beside its coefficients; everything is computed when first asked for."""

    problem: Problem
    method: str
    rcond: float | None
    _typed: Typed | None

    @property
    def shown(self) -> Solution:
        """The closed form that is drawn, written and compared with."""
        raise NotImplementedError

    @property
    def departs(self) -> bool:
        """Whether the shown closed form is not the minimiser, as far as float64 can compute it."""
        raise NotImplementedError

    @cached_property
    def unpenalised(self) -> Solution:
        """A solution of X as used without any penalty: for what is said of X alone."""
        weights = self.problem.weights
        return linreg.solve(self.problem.X, self.problem.y, method="qr", weights=weights)

    @cached_property
    def rank(self) -> int:
        """The rank of X as used that the shown method decides."""
        problem = self.problem
        if problem.plain_squares:
            return self.shown.rank
        cut = self.rcond if METHODS[self.method].uses_rcond else None
        return linreg.solve(problem.X, problem.y, self.method, cut, problem.weights).rank

    @cached_property
    def frame(self) -> Frame:
        """The frame of X as used, without a penalty; where its columns depend on each other as
        typed, of the same columns in other units."""
        rows = self.dependence.rows if self.dependence else self.problem.full_named
        return Frame.of(rows, self.problem.weights)

    @cached_property
    def dependence(self) -> Dependence | None:
        """The linear dependence of the decimal data, if there is one."""
        return dependence(self.problem, self._typed)

    @cached_property
    def influence(self) -> Influence:
        """Residuals, leverage, Cook's distance of each used row, without a penalty."""
        return influence(self.frame, self.problem.y)

    @cached_property
    def inference(self) -> Inference:
        """Standard errors, intervals and tests in the user's units, without a penalty."""
        if self.dependence:
            found = inference(self.dependence.raw, self.problem.y, self.problem.weights)
            return in_units(found, self.dependence.scales)
        found = inference(self.frame, self.problem.y)
        return found if self.problem.plain else in_user_units(self.problem, found)

    @cached_property
    def vif(self) -> Array:
        """Variance inflation (p,) of the columns of X as used; NaN for a constant one."""
        return vif(self.frame)

    @cached_property
    def standard_errors(self) -> Array:
        """(p,), in the user's units; not numbers where the shown fit is not least squares."""
        if not self.is_least_squares:
            return np.full(self.problem.p, np.nan)
        return self.inference.standard_errors

    @cached_property
    def r_squared(self) -> float:
        """The share of y's variation that the shown fit explains; not centred without an
        intercept."""
        if self.is_least_squares:
            return self.inference.r_squared
        y, w = self.problem.y, Doubled(self.shown.coefficients, self.shown.coefficients_low)
        if not (np.ptp(y) > 0 if self.problem.ones else y.any()):
            return float("nan")
        with np.errstate(all="ignore"):
            about = y - self.problem.mean(y) if self.problem.ones else y
            left = doubled.residual(self.problem.full, w, y)
            roots = np.sqrt(self.problem.relative)
            # The ratio of the norms, whose squares may lie beyond the floats.
            rest, whole = column_norms(np.column_stack([roots * left, roots * about]))
            return float(1 - (rest / whole) ** 2)

    @property
    def is_least_squares(self) -> bool:
        """Whether the shown fit is least squares, to which its standard errors belong."""
        return not (self.penalised or self.problem.robust or self.departs)

    @property
    def penalised(self) -> bool:
        penalty = self.problem.penalty
        return penalty is not None and penalty.strength > 0


def in_units(found: Inference, scales: Array) -> Inference:
    """The same, found of columns each in a unit of its own: one of them is scales (p,) of X's."""
    by_row = scales[:, np.newaxis]
    return replace(
        found,
        coefficients=found.coefficients * scales,
        coefficients_low=found.coefficients_low * scales,
        standard_errors=found.standard_errors * scales,
        root=Doubled(found.root.high * by_row, found.root.low * by_row),
    )


def in_user_units(problem: Problem, found: Inference) -> Inference:
    """What is found of X as used, of the coefficients of the raw terms: w = S w as used.

    The images are taken in rational arithmetic: the raw terms may be too ill-conditioned for a
    fit of their own, and S is.
    """
    if found.rank < problem.p:
        return inference(problem.raw, problem.y, problem.weights)
    frame, scale = found.fit.frame, found.residual_deviation
    low = Doubled(found.coefficients, found.coefficients_low)
    coefficients = problem.to_user(low)
    root = exact.nearest(problem.to_raw_terms.dot(exact.rationals(frame.T)))
    errors = scale * column_norms(root.T)
    with np.errstate(all="ignore"):
        return replace(
            found,
            coefficients=coefficients,
            coefficients_low=np.zeros_like(coefficients),
            standard_errors=errors,
            t_values=coefficients / errors,
            root=Doubled(root, np.zeros_like(root)),
        )
