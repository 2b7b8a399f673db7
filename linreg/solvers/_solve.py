"""`solve` and `factorise`: one door to all methods."""

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from numpy.typing import ArrayLike

from linreg import _settings
from linreg.doubled import Doubled
from linreg.progress import tick
from linreg.solvers._base import Factors, Solver
from linreg.solvers._cholesky import Cholesky
from linreg.solvers._exact import Exact
from linreg.solvers._inverse import Inverse
from linreg.solvers._lstsq import Lstsq
from linreg.solvers._normal_equations import NormalEquations
from linreg.solvers._qr import QR
from linreg.solvers._refined.solver import Refined
from linreg.solvers._solution import Solution
from linreg.solvers._svd import SVD
from linreg.solvers._system import System

METHODS: Mapping[str, Solver] = MappingProxyType(
    {
        solver.name: solver
        for solver in (
            Inverse(),
            NormalEquations(),
            Cholesky(),
            QR(),
            SVD(),
            Lstsq(),
            Refined(),
            Exact(),
        )
    }
)


def solve(
    X: ArrayLike | Doubled,
    y: ArrayLike | Doubled,
    method: str = "refined",
    rcond: float | None = None,
    weights: ArrayLike | None = None,
    ridge: float = 0.0,
    free: Sequence[int] = (),
) -> Solution:
    """Return the w that minimises sum_i weights_i (y_i - x_i'w)^2 + ridge ||w||^2.

    Dependent columns, a failed factorisation and a refusal are a `status`, never an exception;
    where there are no coefficients they are NaN.

    Parameters
    ----------
    X : (N, p) as given (no column of ones is added).
    y : (N,) or (N, k). 'refined' and 'exact' take X and y also as `linreg.doubled.Doubled`, and
        as text, Decimals or Fractions: then they solve for the decimal data, to 106 bits and
        exactly.
    method : one of `linreg.solvers.METHODS`.
    rcond : relative cut-off for svd (None: eps * max(N, p)) and lstsq (None: NumPy's default);
        the others ignore it with a note.
    weights : (N,), >= 0.
    ridge : solves (X'X + ridge I) w = X'y.
    free : columns whose coefficients ||w|| leaves out, such as (0,) for an intercept; of
        dependent columns, too, the solution is that whose other coefficients have the least norm.

    Raises
    ------
    ValueError : bad input.

    Examples
    --------
    >>> import linreg
    >>> solution = linreg.solve([[1, 1], [1, 2], [1, 3]], [1, 3, 5])
    >>> solution.coefficients
    array([-1.,  2.])
    >>> solution.rank, solution.status.name
    (2, 'OK')
    """
    solver = find(method, rcond)
    system = System.of(X, weights, ridge, solver.uses_text, free)
    tick()
    solution = solver.solve(system, y, rcond)
    tick()
    return solution


def factorise(
    X: ArrayLike | Doubled,
    method: str = "refined",
    rcond: float | None = None,
    weights: ArrayLike | None = None,
    ridge: float = 0.0,
    free: Sequence[int] = (),
) -> Factors:
    """Return the factors of X, whose `.solve(y)` gives a `Solution` for each y at little cost.

    Arguments and errors as in `solve`.
    """
    solver = find(method, rcond)
    return solver.factorise(System.of(X, weights, ridge, solver.uses_text, free), rcond)


def find(method: str, rcond: float | None) -> Solver:
    """Return the solver of that name. Raises ValueError for an unknown one or a bad rcond."""
    _settings.choice(method, "method", METHODS)
    if rcond is not None:
        advice = "expected a finite number >= 0, or None"
        _settings.number(rcond, "rcond", advice, lambda v: 0 <= v < math.inf)
    return METHODS[method]
