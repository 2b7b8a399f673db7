"""svd: X = U S V', w = V S^-1 U'y, with the cut-off of small singular values in plain sight."""

from dataclasses import dataclass

import numpy as np

from linreg._checks import Array
from linreg.solvers._base import EPS, Factors, Solver, Verdict
from linreg.solvers._lstsq import assess_rank, least_norm
from linreg.solvers._status import Status
from linreg.solvers._system import System


@dataclass(frozen=True, eq=False)
class SVDFactors(Factors):
    """U (N, m), s (m,), Vt (m, p), m = min(N, p); the first `rank` of them are used."""

    U: Array
    s: Array
    Vt: Array
    method = "svd"

    def apply(self, y: Array) -> Array:
        r = self.rank
        projected = self.U[:, :r].T @ self.system.target(y)
        w: Array = self.Vt[:r].T @ (projected / self.s[:r, np.newaxis])
        return least_norm(self.Vt[:r], w, self.system)

    def inverse_gram(self) -> Array:
        root = self.Vt[: self.rank].T / self.s[: self.rank]
        gram: Array = root @ root.T
        return gram


class SVD(Solver):
    """`numpy.linalg.svd(X, full_matrices=False)`; minimum norm.

    Singular values at or below rcond times the largest count as zero; rcond None is
    eps * max(N, p), 0 keeps all but exact zeros.
    Source: Golub and Van Loan 2013, section 5.5.
    """

    name = "svd"
    label = "SVD"
    sees_scale = True
    uses_rcond = True

    def factorise(self, system: System, rcond: float | None) -> SVDFactors:
        cut = EPS * max(system.rows.shape) if rcond is None else rcond
        U, s, Vt = np.linalg.svd(system.rows, full_matrices=False)
        rank = int(np.count_nonzero(s > cut * s[0]))
        verdict = assess_rank(system, rank, cut)
        if not np.isfinite(s).all():
            verdict = Verdict(Status.FAILED, "The singular values overflow the range of float64.")
        return SVDFactors(system, rank, verdict, self.notes(system, rcond), U, s, Vt)
