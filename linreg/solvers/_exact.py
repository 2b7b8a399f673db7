"""exact: rational arithmetic through `linreg.exact`, each coefficient rounded once at the end."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from linreg import exact
from linreg._checks import Array, target
from linreg.doubled import Doubled
from linreg.solvers._base import OVERFLOW, Factors, Solver, Verdict
from linreg.solvers._solution import Solution
from linreg.solvers._status import Status
from linreg.solvers._system import System, rounded


@dataclass(frozen=True, eq=False)
class ExactFactors(Factors):
    """What elimination says of the columns. Each `solve` begins anew: the cap keeps it short."""

    method = "exact"

    def solve(self, y: ArrayLike | Doubled) -> Solution:
        high = target(rounded(y, "y"), self.system.N)
        if self.verdict.status is Status.REFUSED:
            return self.solution(high, np.full((self.system.p, *high.shape[1:]), np.nan))
        return self.dress(high, _fit(self.system, y))

    def dress(self, high: Array, fit: exact.RationalFit) -> Solution:
        """Round the exact coefficients and dress them as a `Solution`."""
        shape = (-1, *high.shape[1:])
        coefficients = exact.nearest(fit.coefficients)
        if not np.isfinite(coefficients).all():
            return self.solution(high, np.full_like(coefficients, np.nan).reshape(shape), OVERFLOW)
        low = exact.nearest(fit.coefficients - exact.rationals(coefficients))
        return self.solution(high, coefficients.reshape(shape), low=low.reshape(shape))

    def apply(self, y: Array) -> Array:
        return exact.nearest(_fit(self.system, y).coefficients)

    def inverse_gram(self) -> Array:
        return exact.nearest(_fit(self.system, np.zeros(self.system.N)).inverse_gram())


class Exact(Solver):
    """Fractions all the way: of the floats given or, where X or y is text, of the decimals typed.

    `linreg.exact.least_squares` gives the coefficients before they are rounded.
    """

    name = "exact"
    label = "exact"
    uses_low = True
    uses_text = True

    def factorise(self, system: System, rcond: float | None) -> ExactFactors:
        notes = self.notes(system, rcond)
        try:
            fit = _fit(system, np.zeros(system.N))
        except exact.TooLarge as refusal:
            return ExactFactors(system, 0, Verdict(Status.REFUSED, str(refusal)), notes)
        return ExactFactors(system, fit.rank, assess_dependence(system, fit.dependent), notes)

    def solve(self, system: System, y: ArrayLike | Doubled, rcond: float | None) -> Solution:
        """Eliminate once for both the columns' independence and the solution."""
        high = target(rounded(y, "y"), system.N)
        try:
            fit = _fit(system, y)
        except exact.TooLarge:
            return self.factorise(system, rcond).solve(y)
        notes = self.notes(system, rcond)
        factors = ExactFactors(system, fit.rank, assess_dependence(system, fit.dependent), notes)
        return factors.dress(high, fit)


def _fit(system: System, y: ArrayLike | Doubled) -> exact.RationalFit:
    return exact.least_squares(system.given, y, system.weights, system.ridge, system.free)


def assess_dependence(system: System, dependent: tuple[int, ...]) -> Verdict:
    """Say which columns are exactly dependent, if any."""
    if not dependent:
        return Verdict(
            Status.OK, f"{system.summary()} linearly independent; the solution is exact."
        )
    return Verdict(
        Status.MINIMUM_NORM,
        f"Exactly dependent on the columns before: {system.list_names(dependent)} "
        f"(rank {system.p - len(dependent)} of {system.p}). Of all equally good "
        "coefficients these have the smallest norm.",
    )
