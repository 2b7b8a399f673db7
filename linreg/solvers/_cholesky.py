"""cholesky: X'X = LL', then two triangular solves. The cheapest, while X'X stays definite."""

from dataclasses import dataclass

import numpy as np

from linreg._checks import Array
from linreg.solvers._base import Factors, Solver, Verdict
from linreg.solvers._gram import assess_gram
from linreg.solvers._qr import back_substitute
from linreg.solvers._status import Status
from linreg.solvers._system import System


@dataclass(frozen=True, eq=False)
class CholeskyFactors(Factors):
    """L (p, p) lower triangular."""

    L: Array
    method = "cholesky"

    def apply(self, y: Array) -> Array:
        return back_substitute(self.L.T, forward_substitute(self.L, self.system.moments(y)))

    def inverse_gram(self) -> Array:
        inverse = forward_substitute(self.L, np.eye(self.system.p))
        gram: Array = inverse.T @ inverse
        return gram


class Cholesky(Solver):
    """`numpy.linalg.cholesky(X.T @ X)`, then substitution.

    Source: Golub and Van Loan 2013, section 4.2.
    """

    name = "cholesky"
    label = "Cholesky"
    forms_gram = True

    def factorise(self, system: System, rcond: float | None) -> CholeskyFactors:
        gram = system.gram()
        rank, verdict = assess_gram(system, gram)
        L, failed = np.full_like(gram, np.nan), -1
        if verdict.status in (Status.OK, Status.ILL_CONDITIONED):
            L, failed = factor(gram)
        if failed >= 0:
            verdict = Verdict(
                Status.FAILED,
                f"{verdict.message} The square of the distance of {system.names[failed]} to the "
                "columns before came out as zero or less.",
            )
        return CholeskyFactors(system, rank, verdict, self.notes(system, rcond), L)


def factor(gram: Array) -> tuple[Array, int]:
    """Return L with LL' = gram and -1, or what was reached and the column whose pivot is <= 0."""
    L = np.zeros_like(gram)
    for j in range(len(gram)):
        pivot = gram[j, j] - L[j, :j] @ L[j, :j]
        if not pivot > 0:
            return L, j
        L[j:, j] = (gram[j:, j] - L[j:, :j] @ L[j, :j]) / np.sqrt(pivot)
    return L, -1


def forward_substitute(L: Array, B: Array) -> Array:
    """Return L^-1 B for L (p, p) lower triangular and B (p, k)."""
    return back_substitute(L[::-1, ::-1], B[::-1])[::-1]
