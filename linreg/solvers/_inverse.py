"""inverse: w = (X'X)^-1 X'y, letter by letter as on paper. For teaching, and a warning."""

from dataclasses import dataclass

import numpy as np

from linreg._checks import Array
from linreg.solvers._base import Factors, Solver, Verdict
from linreg.solvers._gram import assess_gram
from linreg.solvers._status import Status
from linreg.solvers._system import System


@dataclass(frozen=True, eq=False)
class InverseFactors(Factors):
    """(X'X)^-1, (p, p)."""

    inverse: Array
    method = "inverse"

    def apply(self, y: Array) -> Array:
        w: Array = self.inverse @ self.system.moments(y)
        return w

    def inverse_gram(self) -> Array:
        return self.inverse


class Inverse(Solver):
    """`numpy.linalg.inv(X.T @ X) @ X.T @ y`: squares the condition number, then inverts.

    Source: Hastie et al. 2009, equation 3.6; Goodfellow et al. 2016, equation 5.12.
    """

    name = "inverse"
    label = "inverse"
    forms_gram = True
    sees_scale = True

    def factorise(self, system: System, rcond: float | None) -> InverseFactors:
        gram = system.gram()
        rank, verdict = assess_gram(system, gram)
        inverse = np.full_like(gram, np.nan)
        if verdict.status in (Status.OK, Status.ILL_CONDITIONED):
            inverse, verdict = _inverse(gram, verdict)
        return InverseFactors(system, rank, verdict, self.notes(system, rcond), inverse)


def _inverse(gram: Array, verdict: Verdict) -> tuple[Array, Verdict]:
    try:
        inverse = np.asarray(np.linalg.inv(gram), dtype=np.float64)
    except np.linalg.LinAlgError:
        inverse = np.full_like(gram, np.nan)
    # In WebAssembly nothing is raised: what came out decides.
    if np.isfinite(inverse).all():
        return inverse, verdict
    return inverse, Verdict(Status.FAILED, verdict.message)
