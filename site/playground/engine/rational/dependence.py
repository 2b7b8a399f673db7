"""Columns whose decimal data are linearly dependent, though their float64 data are not.

165.3 and 1653 are proportional; the float nearest to 165.3 is not a tenth of 1653. So heights in cm
and in mm are independent as floats, and a solver fits their rounding. The decimals decide.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

import linreg
from linreg import exact
from linreg.doubled import column_norms
from linreg.exact import Rational
from linreg.formula import FormulaError
from linreg.solvers import Solution
from playground.engine.problem import Named, NamedDoubled, Problem
from playground.engine.rational.referee import Typed, endless

Array = NDArray[np.float64]

# Rational arithmetic takes so many N * p^2 within the patience of a hand on the page.
MOST_WORK = 200_000
# Columns of length 1 whose Gram matrix has no smaller eigenvalue are independent, however the
# decimals are rounded: that moves it by some 2^-50, and by as much for each power.
APART = 1e-9


@dataclass(frozen=True, eq=False)
class Dependence:
    """What holds of columns whose decimal data are linearly dependent.

    rows (N, p): the columns of X in units in which floats hold them exactly, so that they span the
    same and depend on each other in the same way. raw (N, p): the same of the raw terms; one of
    these units is scales (p,) of the user's. X (N, p) and y (N,): as used, in Fractions.
    """

    rows: NamedDoubled
    raw: NamedDoubled
    scales: Array
    X: Rational
    y: Rational

    def solution(self, problem: Problem, method: str) -> Solution:
        """The solution for the decimal data, under the name of a method."""
        named = self.X.view(Named)
        named.columns = problem.columns
        return replace(
            linreg.solve(named, self.y, weights=problem.weights, free=problem.free), method=method
        )


def dependence(problem: Problem, typed: Typed | None) -> Dependence | None:
    """The linear dependence of the decimal data; None where they are independent or generated.

    With more than MOST_WORK it is not asked: there the floats count as they are.
    """
    if typed is None or problem.p == int(problem.ones) or _apart(problem):
        return None
    if problem.N * problem.p**2 > MOST_WORK:
        return None
    try:
        terms, y = problem.decimals(*typed())
    except FormulaError:
        return None
    if endless(terms):
        return None
    raw, raw_scales = exact.whole_columns(terms)
    gram = raw.T.dot(raw)
    if not exact.eliminate(gram, gram[:, :0])[1]:
        return None
    X = terms if problem.plain else terms.dot(problem.to_raw_terms)
    whole = raw if problem.plain else exact.whole_columns(X)[0]
    rows, raw_rows = _named(whole, problem), _named(raw, problem)
    if (exact.rationals(rows) != whole).any() or (exact.rationals(raw_rows) != raw).any():
        return None
    return Dependence(rows, raw_rows, exact.nearest(raw_scales), X, y)


def _named(X: Rational, problem: Problem) -> NamedDoubled:
    """X (N, p), whole numbers, in as many digits as two floats hold."""
    named = NamedDoubled(*exact.to_doubled(X))
    named.columns = problem.columns
    return named


def _apart(problem: Problem) -> bool:
    """Whether the columns are independent however their numbers were rounded."""
    norms = column_norms(problem.X)
    if problem.p > problem.N or not norms.all():
        return False
    unit = problem.X / norms
    return bool(np.linalg.eigvalsh(unit.T @ unit)[0] > APART)
