"""The contract of a solver: factorise once, then solve for as many y as there are."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from linreg._checks import Array, read_only, target
from linreg.doubled import Doubled
from linreg.solvers._solution import Solution
from linreg.solvers._status import Status
from linreg.solvers._system import System

EPS = float(np.finfo(np.float64).eps)


class Verdict(NamedTuple):
    """What a factorisation says of itself."""

    status: Status
    message: str


OVERFLOW = Verdict(Status.FAILED, "The coefficients are beyond the range of float64, 1.8e308.")


@dataclass(frozen=True, eq=False)
class Factors(ABC):
    """A factorised system. `solve` may be called again and again: the costly part is done.

    method: the name by which `linreg.solve` knows this solver.
    rank, verdict, notes: as in `Solution`.
    """

    method: ClassVar[str]
    system: System
    rank: int
    verdict: Verdict
    notes: tuple[str, ...]

    @abstractmethod
    def apply(self, y: Array) -> Array:
        """Return the coefficients (p, k) for y (N, k), unchecked."""

    @abstractmethod
    def inverse_gram(self) -> Array:
        """Return (X'WX + ridge I)^-1, or its pseudo-inverse, (p, p)."""

    def solve(self, y: ArrayLike) -> Solution:
        """Return the `Solution` for y (N,) or (N, k). Raises ValueError on a wrong y."""
        y = target(y, self.system.N)
        if self.verdict.status in (Status.FAILED, Status.DEPENDENT, Status.REFUSED):
            return self.solution(y, np.full((self.system.p, *y.shape[1:]), np.nan))
        with np.errstate(all="ignore"):
            coefficients = self.apply(y.reshape(len(y), -1)).reshape(-1, *y.shape[1:])
        return self.finish(y, coefficients)

    def finish(self, y: Array, coefficients: Array) -> Solution:
        """Return the solution, or a failure where coefficients are infinite or undefined."""
        if np.isfinite(coefficients).all():
            return self.solution(y, coefficients)
        ill = self.verdict.status is Status.ILL_CONDITIONED
        verdict = Verdict(Status.FAILED, self.verdict.message) if ill else OVERFLOW
        return self.solution(y, np.full_like(coefficients, np.nan), verdict)

    def solution(
        self,
        y: Array,
        coefficients: Array,
        verdict: Verdict | None = None,
        low: Array | None = None,
    ) -> Solution:
        """Dress coefficients, and what they lack where that is known, as a `Solution`."""
        status, message = verdict or self.verdict
        return Solution(
            coefficients=read_only(coefficients),
            coefficients_low=read_only(np.zeros_like(coefficients) if low is None else low),
            rank=self.rank,
            status=status,
            message=message,
            method=self.method,
            notes=self.notes,
            system=self.system,
            target=y,
        )


class Solver(ABC):
    """A method of `linreg.solve`, and how it factorises a `System`.

    Attributes
    ----------
    name : the argument `method` that selects it.
    label : what it is called within a sentence.
    forms_gram : whether it works on X'X, which squares the condition number.
    sees_scale : whether its digits depend on how the columns are scaled.
    uses_rcond : whether it cuts singular values off.
    uses_low : whether it takes the low halves of doubled columns, and so promises all digits.
    uses_text : whether it takes decimal data.
    """

    name: str
    label: str
    forms_gram: bool = False
    sees_scale: bool = False
    uses_rcond: bool = False
    uses_low: bool = False
    uses_text: bool = False

    @abstractmethod
    def factorise(self, system: System, rcond: float | None) -> Factors:
        """Return the factors of the system; failure is a status inside, never an exception."""

    def solve(self, system: System, y: ArrayLike | Doubled, rcond: float | None) -> Solution:
        """Return the solution for one y: factorise, then solve."""
        return self.factorise(system, rcond).solve(y.high if isinstance(y, Doubled) else y)

    def notes(self, system: System, rcond: float | None) -> tuple[str, ...]:
        """Return what to tell a caller whose settings have no effect here."""
        notes = []
        if system.low is not None and not self.uses_low:
            notes.append(
                f"method='{self.name}' works in float64: the low halves of the doubled-precision "
                "columns were left out. 'refined' and 'exact' use them."
            )
        if rcond is not None and not self.uses_rcond:
            notes.append(
                f"rcond={rcond:g} has no effect with method='{self.name}': only 'svd' and "
                "'lstsq' cut singular values off."
            )
        return tuple(notes)
