"""What `refined` has found out of a system, and the words for it."""

import math
from dataclasses import dataclass

import numpy as np

from linreg._arrays import Doubled
from linreg.solvers._base import Verdict
from linreg.solvers._status import Status
from linreg.solvers._system import System

# Bounds above this share of a coefficient would show in its first 14 digits.
SHOWN = 10.0**1.4


@dataclass(frozen=True, eq=False)
class Answer:
    """Coefficients (p, k) in the units of X and y, and what is known of them.

    dependent: the columns that depend on others. excess: the bound on the error of a coefficient
    over what is allowed, 2^-50 of it; at most 1 where all is well, inf where nothing is proved.
    lost: decimal digits that the columns' near dependence costs. zeros: rows of coefficients
    that count as zero.
    """

    coefficients: Doubled
    dependent: list[int]
    excess: float
    lost: float
    zeros: tuple[int, ...] = ()

    @property
    def overflows(self) -> bool:
        """Say whether a coefficient is beyond the range of floats."""
        return not np.isfinite(self.coefficients.high).all()

    def verdict(self, system: System) -> Verdict:
        """Return the status of the solution of the system, and its sentence."""
        if self.excess > SHOWN:
            return Verdict(Status.ILL_CONDITIONED, self._doubtful(system))
        if self.dependent:
            named, rank = system.list_names(self.dependent), system.p - len(self.dependent)
            free = f", {system.list_names(system.free)} not counted" if system.free else ""
            return Verdict(
                Status.MINIMUM_NORM,
                f"Linearly dependent on the columns before: {named} (rank {rank} of {system.p}). "
                f"Of all equally good coefficients these have the smallest norm{free}.",
            )
        return Verdict(
            Status.OK, f"{system.summary()} linearly independent. {self._sensitivity(system)}"
        )

    def _doubtful(self, system: System) -> str:
        if self.excess == math.inf:
            return (
                "Whether the columns are independent cannot be told: their dependence, or the "
                "range of their numbers, is beyond what is computed here. No digit of the "
                "coefficients is sure."
            )
        digits = max(0.0, 15.0 - math.log10(self.excess))
        sure = "1 digit" if round(digits) == 1 else f"{digits:.0f} digits"
        return (
            f"{system.summary()} linearly independent, but the coefficients are sure only to "
            f"about {sure}."
        )

    def _sensitivity(self, system: System) -> str:
        said = "The coefficients are correct to the last digit for the data as stored in float64."
        if self.zeros:
            said += (
                f" Zero stands for {system.list_names(self.zeros)}: less than 10^-36 of "
                "||y|| / ||x||, which was not resolved."
            )
        if self.lost < 4:
            return said
        return (
            f"{said} But the columns are nearly dependent: changing the data in their 16th digit "
            f"would change some coefficient in about digit {max(1, round(16 - self.lost))}."
        )
