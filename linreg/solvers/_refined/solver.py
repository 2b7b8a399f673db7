"""refined: right to nearly the last digit, and sure of the rank.

Small problems are solved in whole numbers (`whole`). For others one pass over the data gives X'X
and X'y far beyond double precision (`moments`), each entry with a bound on its error. An ordinary
inverse then proves that the columns are independent (`extended_gram`) and is refined with exact
residuals; one rounding ends it. Where there is no proof, arithmetic modulo primes says which
columns are independent (`rank`); where the bounds would show in the digits, the pass is
repeated with more slices (`settle`).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg import exact
from linreg._arrays import Array
from linreg._checks import target
from linreg.doubled import Doubled
from linreg.solvers._base import OVERFLOW, Factors, Solver, Verdict
from linreg.solvers._refined.answer import Answer
from linreg.solvers._refined.moments import Moments
from linreg.solvers._refined.reduced import Rank
from linreg.solvers._refined.settle import LAST_LEVEL, Settled, reduce, settle
from linreg.solvers._refined.source import Source
from linreg.solvers._refined.whole import Whole, whole
from linreg.solvers._solution import Solution
from linreg.solvers._system import System

# N p^2, up to which rational arithmetic is at hand for what bounds cannot settle: some 50 ms.
MOST_EXACT = 20_000


@dataclass(frozen=True, eq=False)
class RefinedFactors(Factors):
    """The system of the independent columns; each y costs a pass over the data.

    settled: None for small problems, which each y solves anew.
    """

    settled: Settled | None
    method = "refined"

    def solve(self, y: ArrayLike | Doubled) -> Solution:
        high, low = _as_given(y, self.system.N)
        Y = high.reshape(len(high), -1)
        answer = None if self.settled is None else self.settled.answer_to(self.system, Y, low)
        answer = answer or _answer(self.system, Y, low)[0]
        return _dress(self, answer, answer.verdict(self.system), high)

    def apply(self, y: Array) -> Array:
        return np.asarray(self.solve(y).coefficients)

    def inverse_gram(self) -> Array:
        if self.settled is not None:
            return self.settled.inverse_gram()
        found = _small(self.system, np.empty((self.system.N, 0)), None)
        if found is not None:
            return found.inverse()
        return np.asarray(np.linalg.pinv(self.system.gram()), dtype=np.float64)


class Refined(Solver):
    """The default. As accurate as `exact` to 15 digits, as fast as `normal` to a small factor.

    Source: Golub and Wilkinson 1966, "Note on the iterative refinement of least squares
    solution", for the need of it; `moments` for how it is met here.
    """

    name = "refined"
    label = "refined"
    uses_low = True
    uses_text = True

    def factorise(self, system: System, rcond: float | None) -> RefinedFactors:
        return self._factors(system, *_answer(system, np.empty((system.N, 0)), None), rcond)

    def solve(self, system: System, y: ArrayLike | Doubled, rcond: float | None) -> Solution:
        high, low = _as_given(y, system.N)
        if high.size // system.N > system.p:
            return self.factorise(system, rcond).solve(y)
        answer, settled = _answer(system, high.reshape(len(high), -1), low)
        factors = self._factors(system, answer, settled, rcond)
        return _dress(factors, answer, factors.verdict, high)

    def _factors(
        self, system: System, answer: Answer, settled: Settled | None, rcond: float | None
    ) -> RefinedFactors:
        rank, notes = system.p - len(answer.dependent), self.notes(system, rcond)
        return RefinedFactors(system, rank, answer.verdict(system), notes, settled)


def of_moments(
    system: System,
    y: Array,
    products: Moments,
    exponents: NDArray[np.intp],
    rank: Rank,
    rcond: float | None,
) -> Solution:
    """Return the solution of products (p + k, p + k) of (X, Y), scaled by 2^-exponents.

    system, y: what stands for the data in the solution. rank: gives the independent columns.
    """
    columns = Source((system.X, y.reshape(len(y), -1)), None, None, exponents, 0, np.empty(0))
    rows = products.part(slice(system.p))
    settled, answer = reduce(system, columns, rows, LAST_LEVEL, rank)
    solver = Refined()
    factors = solver._factors(system, answer, settled, rcond)
    return _dress(factors, answer, factors.verdict, y)


def _as_given(y: ArrayLike | Doubled, N: int) -> tuple[Array, Array | None]:
    """Return y as checked floats, and what they lack of the numbers given."""
    if not isinstance(y, Doubled):
        if not exact.is_typed(y):
            return target(y, N), None
        y = exact.doubled(y, "y")
    return target(y.high, N), y.low


def _answer(system: System, Y: Array, low: Array | None) -> tuple[Answer, Settled | None]:
    """Return the coefficients for Y (N, k), and what of the way to them serves another Y."""
    found = _small(system, Y, low)
    if found is not None:
        return found.answer(system.free), None
    settled, answer = settle(system, Y, low)
    if answer.excess > 1 or answer.zeros:
        answer = _exact(system, Y, low) or answer
    return answer, settled


def _small(system: System, Y: Array, low: Array | None) -> Whole | None:
    if system.weights is not None or system.low is not None or low is not None:
        return None
    return whole(system.X, Y, system.ridge, system.free)


def _exact(system: System, Y: Array, low: Array | None) -> Answer | None:
    """Return the exact solution, rounded, where that takes no time to speak of."""
    if system.N * system.p**2 > MOST_EXACT:
        return None
    y = Y if low is None else Doubled(Y, low.reshape(Y.shape))
    fit = exact.least_squares(system.given, y, system.weights, system.ridge, system.free)
    return Answer(exact.to_doubled(fit.coefficients), list(fit.dependent), 0.0, 0.0)


def _dress(factors: RefinedFactors, answer: Answer, verdict: Verdict, y: Array) -> Solution:
    coefficients, low = (half.reshape(-1, *y.shape[1:]) for half in answer.coefficients)
    if answer.overflows:
        return factors.solution(y, np.full_like(coefficients, np.nan), OVERFLOW)
    return factors.solution(y, coefficients, verdict, low)
