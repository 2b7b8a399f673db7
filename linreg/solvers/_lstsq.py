"""lstsq: exactly what `numpy.linalg.lstsq` does by default, its cut-off included."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from linreg._checks import Array, target
from linreg.doubled import Doubled
from linreg.solvers._base import Factors, Solver, Verdict
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
        return np.asarray(np.linalg.lstsq(rows, y, rcond=self.rcond)[0], np.float64)

    def inverse_gram(self) -> Array:
        root = np.linalg.pinv(self.system.rows, rcond=_cut(self.system, self.rcond))
        gram: Array = root @ root.T
        return gram


class Lstsq(Solver):
    """`numpy.linalg.lstsq(X, y)`: LAPACK gelsd, SVD by divide and conquer; minimum norm.

    rcond None is NumPy's default, eps * max(N, p) times the largest singular value.
    """

    name = "lstsq"
    uses_rcond = True

    def factorise(self, system: System, rcond: float | None) -> LstsqFactors:
        # With nothing on the right-hand side the driver still reports rank and singular values.
        rank = int(np.linalg.lstsq(system.rows, np.zeros(len(system.rows)), rcond=rcond)[2])
        return self._factors(system, rcond, rank)

    def solve(self, system: System, y: ArrayLike | Doubled, rcond: float | None) -> Solution:
        y = target(y.high if isinstance(y, Doubled) else y, system.N)
        coefficients, _, rank, _ = np.linalg.lstsq(system.rows, system.target(y), rcond=rcond)
        return self._factors(system, rcond, int(rank)).finish(y, np.asarray(coefficients))

    def _factors(self, system: System, rcond: float | None, rank: int) -> LstsqFactors:
        verdict = judge(system, rank, _cut(system, rcond))
        return LstsqFactors(system, rank, verdict, self.notes(system, rcond), rcond)


def judge(system: System, rank: int, cut: float) -> Verdict:
    """Say whether singular values were cut off, and what that means."""
    if rank == system.p:
        return Verdict(Status.OK, f"{system.summary()} independent.")
    return Verdict(
        Status.MINIMUM_NORM,
        f"Rank {rank} of {system.p}: {system.p - rank} singular value(s) at or below {cut:.3g} "
        "times the largest count as zero, and of all solutions of the rest this is the one of "
        "least norm.",
    )


def _cut(system: System, rcond: float | None) -> float:
    return float(np.finfo(np.float64).eps) * max(system.rows.shape) if rcond is None else rcond
