"""The closed form of a problem by one solver in one precision.

Where there is none: for a lasso by coordinate descent, for a robust loss by reweighting.
"""

from __future__ import annotations

from dataclasses import replace
from math import floor, inf, log10

import numpy as np
from numpy.typing import NDArray

import linreg
from linreg.exact import to_doubled
from linreg.penalties import ElasticNet
from linreg.precision import BITS, least_squares
from linreg.robust import RobustStatus
from linreg.solvers import METHODS, Solution, Status
from playground.engine.numbers import typeset, whole
from playground.engine.problem import Problem
from playground.engine.rational import referee

Array = NDArray[np.float64]
# The formats with fewer bits than float64 has.
FEW_BITS = ("float16", "float32")
# The solver that computes in as many bits.
BEYOND = {"doubled": "refined", "exact": "exact"}
# How a robust fit has ended, as a solver's outcome.
ROBUST = {
    RobustStatus.OK: Status.OK,
    RobustStatus.ZERO_SCALE: Status.OK,
    RobustStatus.NOT_UNIQUE: Status.OK,
    RobustStatus.MINIMUM_NORM: Status.MINIMUM_NORM,
    RobustStatus.ILL_CONDITIONED: Status.ILL_CONDITIONED,
    RobustStatus.NOT_CONVERGED: Status.ILL_CONDITIONED,
    RobustStatus.FAILED: Status.FAILED,
}


def solved(
    problem: Problem, method: str, rcond: float | None = None, precision: str = "float64"
) -> Solution:
    """The solution of X as used; what cannot be solved is a status, never an exception.

    precision: the numbers in which it is computed; method `exact` is rational arithmetic in any
    case. With more bits than float64 has, all solvers come to the same: to that of BEYOND.
    """
    if problem.robust:
        return robust(problem, method)
    if problem.penalty is not None and not problem.quadratic:
        found = coordinate_descent(problem, problem.penalty)
        return _exactly(problem, found) if method == "exact" else found
    if precision in FEW_BITS and method != "exact":
        return _in_few_bits(problem, method, rcond, precision)
    return _solve(problem, method if method == "exact" else BEYOND.get(precision, method), rcond)


def _solve(problem: Problem, method: str, rcond: float | None) -> Solution:
    # A cut-off is for those that have one; the others would note that it has no effect.
    cut = rcond if METHODS[method].uses_rcond else None
    if method == "exact" and referee.is_endless(problem):
        message = "The numbers are of too many magnitudes for exact arithmetic to end in time."
        return _failed(_solve(problem, "qr", None), Status.REFUSED, message, method)
    rows = problem.full_named if METHODS[method].uses_low else problem.named
    ridge, free = problem.ridge, problem.free
    return linreg.solve(rows, problem.y, method, cut, problem.weights, ridge, free)


def robust(problem: Problem, method: str) -> Solution:
    """The minimiser of a robust loss, the same whatever the method; conditioning is that of X."""
    found = problem.robust_solution
    status = ROBUST[found.status]
    return replace(
        linreg.solve(problem.X, problem.y, "qr", weights=problem.weights),
        coefficients=found.coefficients,
        coefficients_low=np.zeros_like(found.coefficients),
        status=status,
        message=found.message,
        method=method,
    )


def _exactly(problem: Problem, found: Solution) -> Solution:
    """The exact minimiser under a lasso, rounded once, from the signs that descent found."""
    w = referee.of_floats_as_used(problem, found.coefficients)
    if w is None:
        message = "Rational arithmetic does not reach the exact minimiser of this problem."
        return _failed(found, Status.REFUSED, message, "exact")
    high, low = to_doubled(w)
    message = (
        "Under this penalty there is no closed form: the minimiser is computed in rational "
        "arithmetic from the coefficients that coordinate descent leaves nonzero, and rounded once."
    )
    return replace(
        found,
        coefficients=high,
        coefficients_low=low,
        status=Status.OK,
        message=message,
        method="exact",
    )


def _in_few_bits(problem: Problem, method: str, rcond: float | None, precision: str) -> Solution:
    """The solution in float16 or float32: by normal equations, by orthogonal steps, or by SVD."""
    # Rank and conditioning are those of the same problem in float64.
    found = _solve(problem, method, rcond)
    w = _few_bits(problem, method, rcond, precision)
    if w is None:
        message = f"There is no {method} in {precision}: it has no LAPACK. Use qr or normal."
        return _failed(found, Status.REFUSED, message, method)
    if not np.isfinite(w).all():
        message = f"In {precision} the columns are dependent, or numbers overflow."
        return _failed(found, Status.FAILED, message, method)
    # What else is said of the columns holds in any format; of digits, only what this one holds.
    rest = "" if found.status in (Status.OK, Status.ILL_CONDITIONED) else f" {found.message}"
    held = floor(digits_held(precision))
    message = f"Computed in {precision}, whose numbers hold about {held} digits.{rest}"
    return replace(found, coefficients=w, coefficients_low=np.zeros_like(w), message=message)


def digits_held(precision: str) -> float:
    """How many decimal digits a number of this precision holds; infinite where it is exact."""
    bits = BITS[precision]
    return inf if bits is None else bits * log10(2)


def _failed(found: Solution, status: Status, message: str, method: str) -> Solution:
    nothing = np.full_like(found.coefficients, np.nan)
    return replace(
        found,
        coefficients=nothing,
        coefficients_low=np.zeros_like(nothing),
        status=status,
        message=message,
        method=method,
    )


def _few_bits(problem: Problem, method: str, rcond: float | None, precision: str) -> Array | None:
    """The coefficients (p,) in float16 or float32; None where nothing computes them."""
    X, y = scaled(problem)
    if not METHODS[method].uses_rcond:
        return least_squares(X, y, precision, METHODS[method].forms_gram)
    return None if precision == "float16" else _single(X, y, rcond)


def _single(X: Array, y: Array, rcond: float | None) -> Array:
    """NumPy's lstsq in float32, with its own cut-off where none is given."""
    with np.errstate(over="ignore", under="ignore"):
        A, b = X.astype(np.float32), y.astype(np.float32)
    if not (np.isfinite(A).all() and np.isfinite(b).all()):
        return np.full(X.shape[1], np.nan)
    return np.asarray(np.linalg.lstsq(A, b, rcond=rcond)[0], dtype=np.float64)


def scaled(problem: Problem) -> tuple[Array, Array]:
    """Rows (N + q, p) and target whose ordinary least squares is that with the ridge's weights."""
    rows, target = problem.rows, problem.target
    if problem.counts is None:
        return rows, target
    roots = np.sqrt(problem.counts)
    return roots[:, np.newaxis] * rows, roots * target


def coordinate_descent(problem: Problem, penalty: ElasticNet) -> Solution:
    """The minimiser under a penalty with a share of the lasso, which has no closed form.

    The ridge's share is in rows of its own; their number changes the mean, and so the strength.
    """
    rows, target = scaled(problem)
    free = (0,) if problem.ones else ()
    level = penalty.strength * penalty.mix * problem.count / len(rows)
    path = linreg.lasso_path(rows, target, [level], free)
    dropped = int(np.count_nonzero(path.coefficients[0] == 0))
    return replace(
        linreg.solve(problem.X, problem.y, "qr", weights=problem.weights),
        coefficients=path.coefficients[0],
        coefficients_low=np.zeros_like(path.coefficients[0]),
        status=Status.OK if path.converged[0] else Status.ILL_CONDITIONED,
        message="Under this penalty there is no closed form: the solution is by coordinate "
        f"descent. Passes over the coefficients: {whole(int(path.sweeps[0]))}. "
        f"Coefficients equal to zero: {dropped} of {problem.p}. The duality gap bounds the error "
        f"of the objective: {typeset(float(path.gaps[0]), digits=2)}.",
        method="lasso",
    )
