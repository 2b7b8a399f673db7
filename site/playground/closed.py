"""The closed form of a problem by one solver; for a lasso, coordinate descent."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

import linreg
from linreg.solvers import Solution, Status
from playground.problem import Problem


def solved(problem: Problem, method: str, rcond: float | None) -> Solution:
    """The solution of X as used; what cannot be solved is a status, never an exception."""
    if not problem.quadratic:
        return coordinate_descent(problem)
    # A cut-off is for those that have one; the others would note that it has no effect.
    cut = rcond if method in ("svd", "lstsq") else None
    return linreg.solve(problem.rows, problem.target, method, cut, problem.weights)


def coordinate_descent(problem: Problem) -> Solution:
    """The minimiser under a penalty with a share of the lasso, which has no closed form.

    The ridge's share is in rows of its own; their number changes the mean, and so the strength.
    """
    weights = np.ones(problem.N) if problem.weights is None else problem.weights
    rows = np.sqrt(weights)[:, np.newaxis] * np.asarray(problem.rows)
    penalty, free = problem.penalty, (0,) if problem.ones else ()
    level = penalty.strength * penalty.mix * problem.N / len(rows)
    path = linreg.lasso_path(rows, problem.target, [level], free)
    dropped = int(np.count_nonzero(path.coefficients[0] == 0))
    found = linreg.solve(problem.X, problem.y, "qr")
    return replace(
        found,
        coefficients=path.coefficients[0],
        status=Status.OK if path.converged[0] else Status.ILL_CONDITIONED,
        message=f"Coordinate descent, {path.sweeps[0]} rounds: {dropped} coefficients are zero, "
        f"and no others have an objective lower by more than {path.gaps[0]:.2g}.",
        method="lasso",
    )
