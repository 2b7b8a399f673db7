"""The exact solution of a problem, in the user's units: what the digits of solvers are counted by.

Two questions: of the floats that the solvers were given, and of the decimals as typed. Both in
rational arithmetic up to `linreg.exact.CAP`, beyond which the referee declines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from linreg import exact
from linreg.exact import Rational
from playground.problem import Problem

Array = NDArray[np.float64]
# Features by name and the target, each used row as a plain decimal.
Typed = Callable[[], tuple[Mapping[str, Sequence[str]], Sequence[str]]]


def declines(problem: Problem) -> bool:
    """Whether the problem is more than rational arithmetic takes on."""
    return problem.N * problem.p**2 > exact.CAP


def of_floats(problem: Problem, nearby: Array) -> Rational | None:
    """The exact solution (p,) of X and y as the floats they are, or None.

    nearby: a solution (p,) of X as used, which tells the signs that a lasso chooses.
    """
    if declines(problem):
        return None
    return _to_user(problem, _minimiser(problem, exact.rationals(problem.X), problem.y, nearby))


def of_decimals(problem: Problem, typed: Typed | None, nearby: Array) -> Rational | None:
    """The exact solution (p,) of the numbers as typed, or None; of the floats if none were."""
    if typed is None or declines(problem):
        return of_floats(problem, nearby)
    features, target = typed()
    raw, y = problem.design.typed(features), exact.rationals(list(target), "y")
    if not problem.plain and problem.penalty is None:
        # The raw terms span what X spans: no need to go there and back.
        fit = exact.least_squares(raw, y)
        if not fit.dependent:
            return fit.coefficients[:, 0]
    X = raw if problem.plain else raw.dot(problem.back)
    return _to_user(problem, _minimiser(problem, X, y, nearby))


def _to_user(problem: Problem, w: Rational) -> Rational:
    return w if problem.plain else problem.back.dot(w)


def _minimiser(problem: Problem, X: Rational, y: Rational | Array, nearby: Array) -> Rational:
    """The exact minimiser (p,) of the objective of X and y.

    A lasso is solved on the columns in use, with the signs that they have in `nearby`: there
    X'X w = X'y - (N strength mix / 2) sign(w), with the ridge's part on the diagonal.
    """
    penalty, used = problem.penalty, np.ones(problem.p, dtype=bool)
    if not problem.quadratic:
        used = (nearby != 0) | (penalty.mask(problem.p) == 0)
    w = np.full(problem.p, Fraction(0), dtype=object)
    fit = _least_squares(problem, X[:, used], y, used)
    w[used] = fit.coefficients[:, 0]
    if not problem.quadratic:
        pull = problem.N * Fraction(penalty.strength) * Fraction(penalty.mix) / 2
        signs = exact.rationals(np.sign(nearby[used]) * penalty.mask(problem.p)[used])
        w[used] -= exact.eliminate(fit.gram, (pull * signs)[:, np.newaxis])[0][:, 0]
    return w


def _least_squares(
    problem: Problem, X: Rational, y: Rational | Array, used: NDArray[np.bool_]
) -> exact.RationalFit:
    """The exact least squares of some columns, with the rows of the ridge."""
    if not problem.ridge:
        return exact.least_squares(X, y)
    rows = exact.rationals(np.asarray(problem.rows)[problem.N :, used])
    zeros = exact.rationals(problem.target[problem.N :])
    stacked = np.concatenate([X, rows]), np.concatenate([exact.rationals(y, "y"), zeros])
    return exact.least_squares(*stacked, weights=problem.weights)
