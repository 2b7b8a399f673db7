"""normal: solve X'X w = X'y by elimination (LU), without forming the inverse."""

from dataclasses import dataclass

import numpy as np

from linreg._checks import Array
from linreg.solvers._base import Factors, Solver
from linreg.solvers._gram import assess_gram
from linreg.solvers._status import Status
from linreg.solvers._system import System


@dataclass(frozen=True, eq=False)
class NormalEquationsFactors(Factors):
    """X'X (p, p). NumPy keeps no LU factors: each `solve` eliminates again, in O(p^3)."""

    gram: Array
    method = "normal"

    def apply(self, y: Array) -> Array:
        return _eliminate(self.gram, self.system.moments(y))

    def inverse_gram(self) -> Array:
        return _eliminate(self.gram, np.eye(self.system.p))


class NormalEquations(Solver):
    """`numpy.linalg.solve(X.T @ X, X.T @ y)`: half the work of QR, half the digits.

    Source: Golub and Van Loan 2013, section 5.3.2.
    """

    name = "normal"
    label = "normal equations"
    forms_gram = True

    def factorise(self, system: System, rcond: float | None) -> NormalEquationsFactors:
        gram = system.gram()
        rank, verdict = assess_gram(system, gram)
        if verdict.status is Status.DEPENDENT:
            gram = np.full_like(gram, np.nan)
        return NormalEquationsFactors(system, rank, verdict, self.notes(system, rcond), gram)


def _eliminate(gram: Array, right: Array) -> Array:
    """Return NaN where a pivot is zero, whether or not NumPy notices."""
    try:
        return np.asarray(np.linalg.solve(gram, right), dtype=np.float64)
    except np.linalg.LinAlgError:
        return np.full_like(right, np.nan)
