"""The lasso for one strength: coordinate descent, finished by exact steps, with a certificate.

Here the problem is (1/2) ||y - X w||^2 + level ||w||_1, level = N strength / 2, on columns
that have been projected off the unpenalised ones.  Coordinate descent finds which columns
are in and with which sign; between two changes of sign the problem is a linear system,
solved exactly.  Each step lowers the objective and there are finitely many sign patterns,
so it ends; the duality gap says how well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg import _settings
from linreg._checks import Array, matrix, vector
from linreg.doubled import power_of_two
from linreg.progress import tick

_EPS = float(np.finfo(np.float64).eps)
_SWEEPS_MOST = 1000


@dataclass(frozen=True)
class Problem:
    """A regression with its free columns projected out.

    X: (N, q) penalised columns and y: (N,), both orthogonal to the free columns; basis:
    (N, f) orthonormal basis of those. Everything here is in units of 2**x_exponent and
    2**y_exponent, in which the largest entries are about 1, so that no square overflows.
    """

    X: Array
    y: Array
    basis: Array
    free: tuple[int, ...]
    penalised: tuple[int, ...]
    raw_X: Array
    raw_y: Array
    x_exponent: int
    y_exponent: int

    @classmethod
    def of(cls, X: ArrayLike, y: ArrayLike, free: Sequence[int]) -> Problem:
        """Project X (N, p) and y (N,) off the columns `free`. Raises ValueError on bad input."""
        full = matrix(X)
        right = vector(y, len(full), "y")
        p = full.shape[1]
        held = _settings.indices(free, "free", p)
        x_exponent, y_exponent = power_of_two(full), power_of_two(right)
        full, right = np.ldexp(full, -x_exponent), np.ldexp(right, -y_exponent)
        penalised = tuple(j for j in range(p) if j not in held)
        basis = _column_basis(full[:, list(held)])
        inner = _project_off(basis, full[:, list(penalised)])
        # What is left of a column that the free ones span is rounding: it must not enter.
        length = np.linalg.norm(full[:, list(penalised)], axis=0)
        inner[:, np.linalg.norm(inner, axis=0) <= _EPS * len(full) * length] = 0.0
        return cls(
            X=inner,
            y=_project_off(basis, right),
            basis=basis,
            free=held,
            penalised=penalised,
            raw_X=full,
            raw_y=right,
            x_exponent=x_exponent,
            y_exponent=y_exponent,
        )

    @property
    def rows(self) -> int:
        """Return N."""
        return len(self.X)

    @property
    def free_leverage(self) -> Array:
        """Return the leverage of each row through the free columns, (N,)."""
        leverage: Array = (self.basis**2).sum(axis=1)
        return leverage

    def rounding(self, w: Array) -> float:
        """Return how far predictions from all p coefficients, in the user's units, may be off."""
        scaled = np.abs(shift(w, self.x_exponent - self.y_exponent))
        return _EPS * len(w) * float(np.linalg.norm(self.raw_X, axis=0) @ scaled)

    def restore(self, inner: Array) -> Array:
        """Return all p coefficients in the user's units, given those of the penalised columns."""
        w = np.zeros(self.raw_X.shape[1])
        w[list(self.penalised)] = inner
        if self.free:
            rest = self.raw_y - self.raw_X @ w
            F = self.raw_X[:, list(self.free)]
            w[list(self.free)] = np.linalg.lstsq(F, rest, rcond=None)[0]
        return shift(w, self.y_exponent - self.x_exponent)


@dataclass(frozen=True)
class Solved:
    """w (q,), its duality gap on the scale of (1/2) ||r||^2, and whether that met the goal."""

    w: Array
    gap: float
    converged: bool
    sweeps: int


@dataclass(frozen=True)
class LassoCore:
    """The problem reduced to a square one, ||z - R w||, with its Gram matrix."""

    R: Array
    z: Array
    gram: Array
    basis: Array
    size: float

    @classmethod
    def of(cls, problem: Problem) -> LassoCore:
        """Reduce by QR: the same objective up to a constant, q rows in place of N."""
        Q, R = np.linalg.qr(problem.X)
        z = Q.T @ problem.y
        size = 0.5 * float(problem.y @ problem.y)
        return cls(R, z, R.T @ R, _column_basis(R), size)

    @property
    def largest_correlation(self) -> float:
        """Return max |x_j'y|, the least level at which every coefficient is zero."""
        return float(np.abs(self.R.T @ self.z).max(initial=0.0))

    def solve(self, level: float, start: Array, tolerance: float) -> Solved:
        """Minimise from `start` until the gap is at most tolerance times the value at w = 0."""
        w = start.copy()
        best = Solved(w, self.gap(w, level), False, 0)
        stalled = 0
        for sweep in range(1, _SWEEPS_MOST + 1):
            w = self._finish(self._sweep(w, level), level)
            gap = self.gap(w, level)
            stalled = 0 if gap < 0.5 * best.gap else stalled + 1
            if gap < best.gap or sweep == 1:
                best = Solved(w, gap, bool(gap <= tolerance * self.size), sweep)
            # Past the tolerance a few more sweeps still gain digits, as long as they halve the gap.
            if best.gap == 0.0 or (stalled > 2 and best.converged) or stalled > 100:
                break
        return best

    def gap(self, w: Array, level: float) -> float:
        """Return the duality gap, as a sum of terms none of which is negative.

        With the feasible dual point theta = c r, c = min(1, level / max |x_j'r|):
        (1/2) (1 - c)^2 ||r||^2 + sum_j (level |w_j| - c w_j x_j'r);
        with theta = r less its part along the columns, the better one at levels near 0:
        half the square of that part + level ||w||_1.
        """
        r = self.z - self.R @ w
        along = self.basis.T @ r
        plain = 0.5 * float(along @ along) + level * float(np.abs(w).sum())
        if level == 0.0:
            return plain
        correlation = self.R.T @ r
        c = min(1.0, level / max(float(np.abs(correlation).max(initial=0.0)), level))
        outside = self.size - 0.5 * float(self.z @ self.z)
        slack = np.maximum(level * np.abs(w) - c * w * correlation, 0.0)
        rest = 0.5 * (1.0 - c) ** 2 * (float(r @ r) + 2.0 * max(outside, 0.0))
        return min(plain, rest + float(slack.sum()))

    def _sweep(self, w: Array, level: float) -> Array:
        """Minimise along each coordinate in turn."""
        tick()
        w = w.copy()
        correlation = self.R.T @ (self.z - self.R @ w)
        for j in range(len(w)):
            if self.gram[j, j] == 0.0:
                continue
            pull = correlation[j] + self.gram[j, j] * w[j]
            new = np.sign(pull) * max(abs(pull) - level, 0.0) / self.gram[j, j]
            if new != w[j]:
                correlation -= self.gram[:, j] * (new - w[j])
                w[j] = new
        return w

    def _finish(self, w: Array, level: float) -> Array:
        """Minimise exactly over the columns in use; one that reaches zero drops out."""
        for _ in range(2 * len(w) + 2):
            active = np.flatnonzero(w)
            if not active.size:
                break
            step, bounded = self._step(w, active, level)
            with np.errstate(all="ignore"):
                crossing = np.where(step * w[active] < 0.0, -w[active] / step, np.inf)
            first = float(crossing.min())
            if bounded and first > 1.0:
                w[active] += step
                break
            if not np.isfinite(first):
                break
            w[active] += first * step
            w[active[crossing == first]] = 0.0
        return w

    def _step(self, w: Array, active: NDArray[np.intp], level: float) -> tuple[Array, bool]:
        """Return the Newton step within the present signs, and whether it ends by itself."""
        U, s, Vt = np.linalg.svd(self.R[:, active], full_matrices=False)
        keep = s > _EPS * max(self.R.shape) * s[0]
        r = self.z - self.R[:, active] @ w[active]
        pull = level * np.sign(w[active])
        flat = -pull + Vt[keep].T @ (Vt[keep] @ pull)
        if np.linalg.norm(flat) > np.sqrt(_EPS) * np.linalg.norm(pull):
            return flat, False
        step = Vt[keep].T @ ((U[:, keep].T @ r) / s[keep] - (Vt[keep] @ pull) / s[keep] ** 2)
        return step, True


def shift(values: Array, exponent: int) -> Array:
    """Return values * 2**exponent, infinite or 0 where floats end."""
    with np.errstate(over="ignore", under="ignore"):
        return np.ldexp(values, exponent)


def _column_basis(A: Array) -> Array:
    """Return an orthonormal basis of A's columns, (N, rank)."""
    if not A.size:
        return np.zeros((len(A), 0))
    scale = np.linalg.norm(A, axis=0)
    U, s, _ = np.linalg.svd(A / np.where(scale > 0.0, scale, 1.0), full_matrices=False)
    return U[:, s > _EPS * max(A.shape) * s[0]]


def _project_on(basis: Array, A: Array) -> Array:
    projected: Array = basis @ (basis.T @ A)
    return projected


def _project_off(basis: Array, A: Array) -> Array:
    """Return A less its part along the basis; twice, so that rounding is removed as well."""
    once = A - _project_on(basis, A)
    return once - _project_on(basis, once)
