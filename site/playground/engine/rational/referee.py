"""The exact solution of a problem, in the user's units: what the digits of solvers are counted by.

Two questions: of the floats that the solvers were given, and of the decimal data. Both in
rational arithmetic up to `linreg.exact.CAP`, beyond which the referee declines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from linreg import exact
from linreg.exact import Rational
from linreg.formula import FormulaError
from playground.engine.problem import Problem
from playground.engine.rounding.lasso import MOST_LEAVING

Array = NDArray[np.float64]
# Long integers are multiplied word by word in this power of their length; so much work is a second.
WORD, KARATSUBA, MOST_WORK = 64, 1.58, 5e7
# The bits of a float.
MANTISSA = 53
# Features by name and the target, each used row as a plain decimal.
Typed = Callable[[], tuple[Mapping[str, Sequence[str]], Sequence[str]]]


def declines(problem: Problem) -> bool:
    """Whether the problem is none of least squares, or more than rational arithmetic takes on."""
    return problem.robust or problem.N * problem.p**2 > exact.CAP


def endless(X: Rational) -> bool:
    """Whether elimination would take the page's patience: powers of numbers like 1e-300."""
    bits = max((v.numerator.bit_length() + v.denominator.bit_length() for v in X.flat), default=0)
    return _too_much(X.shape[1], bits)


def is_endless(problem: Problem) -> bool:
    """The same of X as the floats it is: bits from the largest to the last of the smallest."""
    exponents = np.frexp(problem.X[problem.X != 0])[1]
    span = int(exponents.max(initial=0)) - int(exponents.min(initial=0))
    return _too_much(problem.p, span + (1 if problem.low is None else 2) * MANTISSA)


def _too_much(p: int, bits: int) -> bool:
    """The entries of X'X grow to p times their bits, and are multiplied p^3 / 3 times."""
    work: float = p**3 / 3 * (2 * p * bits / WORD) ** KARATSUBA
    return work > MOST_WORK


def of_floats(problem: Problem, nearby: Array) -> Rational | None:
    """The exact solution (p,) of the data as the floats they are, or None.

    nearby: a solution (p,) of X as used, which tells the signs that a lasso chooses.
    """
    return _to_user(problem, of_floats_as_used(problem, nearby))


def of_floats_as_used(problem: Problem, nearby: Array) -> Rational | None:
    """The same of X as used."""
    if declines(problem) or is_endless(problem) or not np.isfinite(nearby).all():
        return None
    X = problem.X if problem.low is None else exact.rationals(problem.full)
    return _minimiser(problem, X, problem.y, nearby)


def of_decimals(problem: Problem, typed: Typed | None, nearby: Array) -> Rational | None:
    """The exact solution (p,) of the decimal data, or None; of the floats if none were."""
    if typed is None or declines(problem) or not np.isfinite(nearby).all():
        return of_floats(problem, nearby)
    try:
        raw, y = problem.decimals(*typed())
    except FormulaError:
        return of_floats(problem, nearby)
    if endless(raw):
        return None
    if not problem.plain and problem.penalty is None:
        # The raw terms span what X spans: no need to go there and back.
        fit = exact.least_squares(raw, y, problem.weights)
        if not fit.dependent:
            return fit.coefficients[:, 0]
    X = raw if problem.plain else raw.dot(problem.to_raw_terms)
    return _to_user(problem, _minimiser(problem, X, y, nearby))


def _to_user(problem: Problem, w: Rational | None) -> Rational | None:
    return w if problem.plain or w is None else problem.to_raw_terms.dot(w)


def _minimiser(
    problem: Problem, X: Rational | Array, y: Rational | Array, nearby: Array
) -> Rational | None:
    """The exact minimiser (p,) of the objective of X and y; None where a lasso's is not found.

    A lasso is solved on the columns in use in `nearby`, less those that change their sign, and has
    to meet its optimality conditions.
    Source: Hastie, Tibshirani, Wainwright, Statistical Learning with Sparsity (2015), section 5.2.
    """
    penalty = problem.penalty
    if penalty is None or problem.quadratic:
        return _stationary(problem, X, y, np.ones(problem.p, dtype=bool), np.zeros(problem.p))
    X, y = exact.rationals(X), exact.rationals(y, "y")
    penalised, signs = penalty.mask(problem.p) > 0, np.sign(nearby)
    for _ in range(MOST_LEAVING):
        used = (signs != 0) | ~penalised
        w = _stationary(problem, X, y, used, np.where(penalised, signs, 0.0))
        changed = penalised & used & (_signs(w) != signs)
        if not changed.any():
            unused = X[:, ~used]
            left = y - X.dot(w)
            if problem.weights is not None:
                left = exact.rationals(problem.weights) * left
            slope = unused.T.dot(left)
            return w if all(abs(v) <= problem.pull for v in slope) else None
        signs = np.where(changed, 0.0, signs)
    return None


def _stationary(
    problem: Problem,
    X: Rational | Array,
    y: Rational | Array,
    used: NDArray[np.bool_],
    signs: Array,
) -> Rational:
    """Where the slope along the columns in use is zero: (p,), zero elsewhere.

    (X'X + ridge) w = X'y - pull signs; nothing is added for what is not penalised.
    """
    penalty, w = problem.penalty, np.full(problem.p, Fraction(0), dtype=object)
    if not used.any():
        return w
    free = problem.free if used[:1].any() else ()
    fit = exact.least_squares(X[:, used], y, problem.weights, free=free)
    w[used] = fit.coefficients[:, 0]
    if penalty is not None and penalty.strength:
        held = exact.rationals(penalty.mask(problem.p)[used])
        right = fit.gram.dot(w[used]) - problem.pull * exact.rationals(signs[used])
        gram = fit.gram + np.diag(Fraction(problem.ridge) * held)
        w[used] = exact.eliminate(gram, right[:, np.newaxis])[0][:, 0]
    return w


def _signs(w: Rational) -> Array:
    return np.array([(v > 0) - (v < 0) for v in w], dtype=float)
