"""Ridge and lasso paths: every coefficient as the penalty grows.

Both minimise the objective of `linreg.SquaredError`,

    (1/N) ||y - X w||^2 + strength ||w||^2      (ridge)
    (1/N) ||y - X w||^2 + strength ||w||_1      (lasso)

over a grid of strengths.  Columns named in `free` are not penalised: both sides are
first projected off them, which leaves a problem in the others alone (the theorem of
Frisch, Waugh and Lovell).  Against scikit-learn's alpha: ridge strength = alpha / N,
lasso strength = 2 alpha.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from linreg import _settings
from linreg._checks import Array, numbers, read_only
from linreg._lasso import LassoCore, Problem, RationalLasso, Solved, shift
from linreg.exact import Rational

__all__ = ["LassoPath", "RidgePath", "lasso_path", "ridge_path"]

_FLOATS = np.finfo(np.float64)
_EPS = float(_FLOATS.eps)


@dataclass(frozen=True)
class RidgePath:
    """Ridge solutions, one row per strength.

    Attributes
    ----------
    strengths : (K,), penalty on the mean squared error.
    coefficients : (K, p), in the columns' units.
    degrees_of_freedom : (K,), trace of the hat matrix, free columns included.
    leave_one_out : (K,), mean squared leave-one-out error, in y's units squared.
    """

    strengths: Array
    coefficients: Array
    degrees_of_freedom: Array
    leave_one_out: Array

    @property
    def best(self) -> int:
        """Index of the strength with the least leave-one-out error."""
        return int(np.nanargmin(self.leave_one_out))


@dataclass(frozen=True)
class LassoPath:
    """Lasso solutions, one row per strength, each with its certificate.

    Attributes
    ----------
    strengths : (K,), penalty on the mean squared error.
    coefficients : (K, p), in the columns' units.
    gaps : (K,), the duality gap: no coefficients have an objective lower by more than this (in
        y's units squared).
    converged : (K,), whether the gap met the tolerance.
    sweeps : (K,), rounds of coordinate descent.
    """

    strengths: Array
    coefficients: Array
    gaps: Array
    converged: tuple[bool, ...]
    sweeps: tuple[int, ...]

    @property
    def message(self) -> str:
        """Say in a sentence whether all strengths met the tolerance."""
        missed = [s for s, met in zip(self.strengths, self.converged, strict=True) if not met]
        if not missed:
            return "Each strength met the tolerance."
        return (
            f"{len(missed)} of {len(self.strengths)} strengths did not meet the tolerance, the "
            f"first {missed[0]:g}; the largest gap is {self.gaps.max():.3g}. The columns are too "
            "nearly dependent for floats: subtract their means, or map powers to [-1, 1]."
        )


def ridge_path(
    X: ArrayLike, y: ArrayLike, strengths: ArrayLike | None = None, free: Sequence[int] = ()
) -> RidgePath:
    """Return ridge coefficients for many strengths from one SVD.

    w = V diag(s / (s^2 + N strength)) U'y, with X = U diag(s) V' off the free columns.

    Parameters
    ----------
    X : (N, p) float64.
    y : (N,).
    strengths : (K,), >= 0; by default 100 from where the largest singular value is shrunk by
        1/1000 to where it is shrunk 1000 times. Strength 0 is the least squares solution of least
        norm.
    free : indices of unpenalised columns.

    Raises
    ------
    ValueError : shapes do not fit, a value is not finite, or a strength is negative.

    References
    ----------
    Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 3.4.1.
    """
    problem = Problem.of(X, y, free)
    U, s, Vt = np.linalg.svd(problem.X, full_matrices=False)
    count = problem.rows
    units = 2 * problem.x_exponent
    top = s[:1] ** 2 / count
    grid = _grid(strengths, shift(1e-3 * top, units), shift(1e3 * top, units))
    levels = shift(grid, -units)
    keep = s > _EPS * max(problem.X.shape) * (s[0] if s.size else 0.0)
    U, s, Vt = U[:, keep], s[keep], Vt[keep]
    shrink = s**2 / (s**2 + count * levels[:, None])
    inner = (shrink / s * (U.T @ problem.y)) @ Vt
    fitted = (shrink * (U.T @ problem.y)) @ U.T
    leverage = shrink @ (U**2).T + problem.free_leverage
    coefficients = np.array([problem.restore(w) for w in inner])
    return RidgePath(
        strengths=read_only(grid),
        coefficients=read_only(coefficients),
        degrees_of_freedom=read_only(shrink.sum(axis=1) + len(problem.free)),
        leave_one_out=read_only(
            shift(_mean_left_out(problem.y - fitted, leverage), 2 * problem.y_exponent)
        ),
    )


def lasso_path(
    X: ArrayLike,
    y: ArrayLike,
    strengths: ArrayLike | None = None,
    free: Sequence[int] = (),
    tolerance: float = 1e-10,
) -> LassoPath:
    """Return lasso coefficients for many strengths, each with a duality gap.

    Coordinate descent from the previous strength's solution, finished by exact steps on the
    columns in use, and in rational arithmetic where floats do not reach the tolerance (up to
    N p = 100,000, N p^2 = 2,000,000 and 40 columns; beyond that `converged` says so); like
    `sklearn.linear_model.lasso_path` with strength = 2 alpha.

    Parameters
    ----------
    X : (N, p) float64.
    y : (N,).
    strengths : (K,), >= 0; by default 100 from the smallest that leaves no column in, down to
        1/10,000 of it. The path is in their order.
    free : indices of unpenalised columns.
    tolerance : the gap at which to stop, relative to the objective at w = 0.

    Raises
    ------
    ValueError : shapes do not fit, a value is not finite, or a strength is negative.

    References
    ----------
    Friedman, Hastie, Tibshirani (2010), Journal of Statistical Software 33(1).
    Lee, Battle, Raina, Ng (2007), Efficient sparse coding algorithms: the exact steps.
    """
    tolerance = _settings.non_negative(tolerance, "tolerance")
    problem = Problem.of(X, y, free)
    core = LassoCore.of(problem)
    units = problem.x_exponent + problem.y_exponent
    top = np.array([2.0 * core.largest_correlation / problem.rows])
    grid = _grid(strengths, shift(1e-4 * top, units), shift(top, units))
    # Beyond the range of floats no column is in either.
    levels = np.minimum(0.5 * problem.rows * shift(grid, -units), _FLOATS.max)
    solver = _Descent(problem, core, tolerance)
    order = np.argsort(-grid, kind="stable")
    found = {int(index): solver.solve(float(levels[index])) for index in order}
    ordered = [found[k] for k in range(grid.size)]
    gaps = np.array([one.gap for one in ordered])
    return LassoPath(
        strengths=read_only(grid),
        coefficients=read_only(np.array([one.coefficients for one in ordered])),
        gaps=read_only(shift(2.0 * gaps / problem.rows, 2 * problem.y_exponent)),
        converged=tuple(one.converged for one in ordered),
        sweeps=tuple(one.sweeps for one in ordered),
    )


@dataclass(frozen=True)
class _Point:
    """One strength: coefficients (p,) in the user's units; the gap, of (1/2) ||r||^2's scale."""

    coefficients: Array
    gap: float
    converged: bool
    sweeps: int


class _Descent:
    """From one level to the next lower: in floats while they suffice, then in Fractions."""

    def __init__(self, problem: Problem, core: LassoCore, tolerance: float) -> None:
        self.problem, self.core, self.tolerance = problem, core, tolerance
        self.start = np.zeros(problem.X.shape[1])
        self.rational: RationalLasso | None = None
        self.exact_start: Rational | None = None

    def solve(self, level: float) -> _Point:
        """Minimise at this level, from the minimum at the last one."""
        if self.rational is not None:
            return self._exactly(self.rational, level)
        solved = self.core.solve(level, self.start, self.tolerance)
        self.start = solved.w
        point = self._rounded(solved)
        if not point.converged:
            self.rational = RationalLasso.of(self.problem)
        return point if self.rational is None else self._exactly(self.rational, level)

    def _rounded(self, solved: Solved) -> _Point:
        """Restore the coefficients; what their own rounding may cost belongs to the gap."""
        coefficients = self.problem.restore(solved.w)
        off = self.problem.rounding(coefficients)
        length = float(np.sqrt(2.0 * self.core.size))
        gap = solved.gap + off * off + (_EPS * length * off)
        met = solved.converged and gap <= max(self.tolerance * self.core.size, solved.gap)
        return _Point(coefficients, solved.gap if met else gap, met, solved.sweeps)

    def _exactly(self, rational: RationalLasso, level: float) -> _Point:
        w, entered = rational.solve(level, self.exact_start)
        self.exact_start = w
        scaled = rational.restore(w)
        gap = rational.excess(scaled, w, level)
        order = [*self.problem.free, *self.problem.penalised]
        coefficients = np.zeros(len(order))
        coefficients[order] = scaled
        exponent = self.problem.y_exponent - self.problem.x_exponent
        met = gap <= self.tolerance * float(rational.size)
        return _Point(shift(coefficients, exponent), gap, met, max(entered, 1))


def _grid(strengths: ArrayLike | None, low: Array, high: Array) -> Array:
    """Check the strengths given, or space 100 from high to low, each (1,) or empty."""
    if strengths is None:
        if not high.size or high[0] == 0.0:
            return np.geomspace(1.0, 1e-4, 100)
        within = np.clip([high[0], low[0]], 4.0 * _FLOATS.tiny, 0.25 * _FLOATS.max)
        return np.geomspace(within[0], within[1], 100)
    grid = np.atleast_1d(numbers(strengths, "strengths"))
    if grid.ndim != 1 or not np.all(np.isfinite(grid)) or np.any(grid < 0.0):
        raise ValueError(
            f"strengths has shape {grid.shape} and must be a list of finite numbers of at least 0."
        )
    return grid


def _mean_left_out(residuals: Array, leverage: Array) -> Array:
    """Mean of (r / (1 - h))^2 by row; rows that the fit must pass through are left out."""
    room = 1.0 - leverage
    loose = room > _EPS * leverage.shape[1]
    with np.errstate(all="ignore"):
        squares = np.where(loose, residuals / np.where(loose, room, 1.0), 0.0) ** 2
        mean: Array = squares.sum(axis=1) / np.where(loose.any(axis=1), loose.sum(axis=1), np.nan)
    return mean
