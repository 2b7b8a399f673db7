"""QR: X = QR by Householder reflections, then R w = Q'y. Never squares the condition number."""

from dataclasses import dataclass

import numpy as np

from linreg._checks import Array
from linreg.doubled import column_norms
from linreg.solvers._base import EPS, Factors, Solver, Verdict
from linreg.solvers._status import Status
from linreg.solvers._system import System


@dataclass(frozen=True, eq=False)
class QRFactors(Factors):
    """Q (N, p) with orthonormal columns, R (p, p) upper triangular."""

    Q: Array
    R: Array
    method = "qr"

    def apply(self, y: Array) -> Array:
        return back_substitute(self.R, self.Q.T @ self.system.target(y))

    def inverse_gram(self) -> Array:
        inverse = back_substitute(self.R, np.eye(self.system.p))
        gram: Array = inverse @ inverse.T
        return gram


class QR(Solver):
    """`scipy.linalg.qr(X, mode="economic")` and a triangular solve; no column pivoting.

    Source: Golub and Van Loan 2013, section 5.3.
    """

    name = "qr"
    label = "QR"

    def factorise(self, system: System, rcond: float | None) -> QRFactors:
        Q, R = np.linalg.qr(system.rows)
        dependent = dependent_columns(R, max(system.rows.shape))
        rank = system.p - len(dependent)
        verdict = assess_dependence(system, dependent)
        return QRFactors(system, rank, verdict, self.notes(system, rcond), Q, R)


def dependent_columns(R: Array, size: int) -> list[int]:
    """Return the columns whose distance from the span of those before is rounding, at most.

    |R_jj| is that distance, rounding in column j is eps * size * its norm.
    """
    norms = column_norms(R)
    diagonal = np.zeros(R.shape[1])
    diagonal[: len(R)] = np.abs(np.diag(R))
    cut = EPS * size * norms
    return [j for j in range(R.shape[1]) if not diagonal[j] > cut[j]]


def assess_dependence(system: System, dependent: list[int]) -> Verdict:
    """Say which columns depend on those before them, if any."""
    if not dependent:
        return Verdict(Status.OK, f"{system.summary()} linearly independent.")
    named = system.list_names(dependent)
    verb = "depends" if len(dependent) == 1 else "depend"
    return Verdict(
        Status.DEPENDENT,
        f"{named} {verb} linearly on the columns before, to working precision "
        f"(rank {system.p - len(dependent)} of {system.p}).",
    )


def back_substitute(R: Array, B: Array) -> Array:
    """Return R^-1 B for R (p, p) upper triangular and B (p, k)."""
    W = np.array(B, dtype=np.float64)
    for j in range(len(R) - 1, -1, -1):
        W[j] = (W[j] - R[j, j + 1 :] @ W[j + 1 :]) / R[j, j]
    return W
