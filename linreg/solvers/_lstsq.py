"""lstsq: exactly what `numpy.linalg.lstsq` does by default, its cut-off included."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from linreg._checks import Array, target
from linreg.doubled import Doubled
from linreg.solvers._base import EPS, Factors, Solver, Verdict
from linreg.solvers._solution import Solution
from linreg.solvers._status import Status
from linreg.solvers._system import System


@dataclass(frozen=True, eq=False)
class LstsqFactors(Factors):
    """NumPy's driver keeps no factors: each `solve` begins anew."""

    rcond: float | None
    method = "lstsq"

    def apply(self, y: Array) -> Array:
        rows, y = self.system.rows, self.system.target(y)
        w = np.asarray(np.linalg.lstsq(rows, y, rcond=self.rcond)[0], np.float64)
        return _without_free(self.system, w, self.rank)

    def inverse_gram(self) -> Array:
        root = np.linalg.pinv(self.system.rows, rcond=_cut(self.system, self.rcond))
        gram: Array = root @ root.T
        return gram


class Lstsq(Solver):
    """`numpy.linalg.lstsq(X, y)`: LAPACK gelsd, SVD by divide and conquer; minimum norm.

    With free columns and dependent ones, the norm is that of the others: NumPy's own solution,
    moved along the null space.
    rcond None is NumPy's default, eps * max(N, p) times the largest singular value.
    """

    name = "lstsq"
    label = "lstsq"
    sees_scale = True
    uses_rcond = True

    def factorise(self, system: System, rcond: float | None) -> LstsqFactors:
        # With nothing on the right-hand side the driver still reports rank and singular values.
        rank = int(np.linalg.lstsq(system.rows, np.zeros(len(system.rows)), rcond=rcond)[2])
        return self._factors(system, rcond, rank)

    def solve(self, system: System, y: ArrayLike | Doubled, rcond: float | None) -> Solution:
        y = target(y.high if isinstance(y, Doubled) else y, system.N)
        found = np.linalg.lstsq(system.rows, system.target(y), rcond=rcond)
        coefficients, rank = np.asarray(found[0], dtype=np.float64), int(found[2])
        coefficients = _without_free(system, coefficients, rank)
        return self._factors(system, rcond, rank).finish(y, coefficients)

    def _factors(self, system: System, rcond: float | None, rank: int) -> LstsqFactors:
        verdict = assess_rank(system, rank, _cut(system, rcond))
        return LstsqFactors(system, rank, verdict, self.notes(system, rcond), rcond)


def _without_free(system: System, w: Array, rank: int) -> Array:
    """Return the coefficients, where they are not unique, with the norm that leaves some out."""
    if rank == system.p or not system.free:
        return w
    Vt = np.linalg.svd(system.rows, full_matrices=False)[2][:rank]
    return least_norm(Vt, w.reshape(len(w), -1), system).reshape(w.shape)


def assess_rank(system: System, rank: int, cut: float) -> Verdict:
    """Say whether singular values were cut off, and what that means."""
    if rank == system.p:
        return Verdict(Status.OK, f"{system.summary()} linearly independent.")
    return Verdict(
        Status.MINIMUM_NORM,
        f"Rank {rank} of {system.p}: every singular value up to {cut:.3g} times the largest counts "
        "as zero, and this is the minimum-norm solution of the rest.",
    )


def _cut(system: System, rcond: float | None) -> float:
    return float(np.finfo(np.float64).eps) * max(system.rows.shape) if rcond is None else rcond


def least_norm(Vt: Array, w: Array, system: System) -> Array:
    """Return, of all coefficients with Vt w = Vt w, those of least norm outside the free columns.

    Vt (r, p): orthonormal rows that span what is kept of X; w (p, k), of least norm in all.
    """
    r, p = Vt.shape
    if r == p or not system.free:
        return w
    free, drawn = Vt[:, list(system.free)], Vt[:, system.drawn]
    kept = Vt @ w
    U, s, _ = np.linalg.svd(free, full_matrices=False)
    U = U[:, s > EPS * p * s[:1]]
    others = np.linalg.pinv(drawn - U @ (U.T @ drawn), rcond=4 * p * EPS)
    out = np.empty_like(w)
    out[system.drawn] = others @ (kept - U @ (U.T @ kept))
    rest = kept - drawn @ out[system.drawn]
    out[list(system.free)] = np.linalg.lstsq(free, rest, rcond=None)[0]
    return out
