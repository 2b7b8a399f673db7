"""refined: correct to nearly the last digit, at almost the price of the normal equations.

One pass over the data gives X'X and X'y far beyond double precision (`_moments`); the p x p
system is then solved by refining an ordinary inverse with exact residuals or, where that cannot
contract, by an LDL' factorisation in fixed point (`_normal`, `_fixed`); one rounding ends it.
The estimated error of the moments gives that of each coefficient: where it would show in the
digits, the pass is repeated with more slices.
"""

import math
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg import doubled, exact
from linreg._checks import Array, target
from linreg._triangle import triangle
from linreg.doubled import Doubled
from linreg.solvers import _fixed
from linreg.solvers._base import EPS, OVERFLOW, Factors, Solver, Verdict
from linreg.solvers._fixed import Fixed
from linreg.solvers._moments import Moments, RangeError, moments
from linreg.solvers._normal import Normal, normal
from linreg.solvers._product import row_products
from linreg.solvers._solution import Solution
from linreg.solvers._source import Source, source
from linreg.solvers._status import Status
from linreg.solvers._system import System

FIRST_LEVEL, LAST_LEVEL = 2, 8
BITS_PER_LEVEL = 21
# What the error of the moments may be of a coefficient: the last of its 53 bits.
TOLERANCE = 2.0**-52
# The bits that the first level gives, of which an estimate of the error would spare none.
FIRST_BITS = 72
# With more columns than this a sample is no cheaper than a first pass over all the data.
SAMPLED = 64
# A sample of this condition number squared is as good as singular.
SINGULAR = 2.0**92
# A coefficient below 2^-120 of ||y|| / ||x_j|| is zero: no slices are spent on its digits.
ZERO = 2.0**-120


@dataclass(frozen=True, eq=False)
class Answer:
    """Coefficients W (p, k) of scaled columns in fixed point, and the estimate of their error."""

    normal: Normal
    W: Fixed
    spread: Array
    level: int
    source: Source

    @property
    def excess(self) -> float:
        """Return the worst ratio of error to tolerance; inf where gram is not known enough."""
        if not self.normal.settled:
            return math.inf
        W = np.abs(_fixed.to_float(self.W))
        ratios = self.spread / np.maximum(TOLERANCE * W, TOLERANCE * ZERO)
        return float(ratios.max(initial=0.0))

    @property
    def next_level(self) -> int:
        """Return a level that should bring the excess below 1."""
        bits = math.log2(self.excess) if self.excess < math.inf else 4 * BITS_PER_LEVEL
        return min(LAST_LEVEL, self.level + max(1, math.ceil(bits / BITS_PER_LEVEL)))


@dataclass(frozen=True, eq=False)
class RefinedFactors(Factors):
    """X'X in extended precision with its factors; each y costs a pass over the data."""

    normal: Normal
    level: int
    source: Source
    method = "refined"

    def solve(self, y: ArrayLike | Doubled) -> Solution:
        high, low = _halves(y, self.system.N)
        Y = high.reshape(len(high), -1)
        answer = self._answer(Y, low)
        if answer.excess > 1 and answer.level < LAST_LEVEL:
            answer = settle(self.system, Y, low, answer.next_level)
        return _dress(self, answer, high)

    def apply(self, y: Array) -> Array:
        return np.asarray(self.solve(y).coefficients)

    def inverse_gram(self) -> Array:
        e = self.source.exponents
        identity = _fixed.of_float(np.eye(self.system.p))
        inverse = _fixed.to_float(self.normal.solve(identity))
        shifts = -(e[:, np.newaxis] + e) - 2 * self.source.weight_exponent
        return _shift(inverse, shifts)

    def _answer(self, Y: Array, low: Array | None) -> Answer:
        both = _source(self.system, Y, low).measured_by(self.source)
        try:
            products = moments(both, self.level, self.system.p)
        except RangeError:
            return settle(self.system, Y, low, self.level)
        return _answer(self.normal, products, self.level, both)


class Refined(Solver):
    """The default. As accurate as `exact` to 15 digits, as fast as `normal` to a small factor.

    Source: Golub and Wilkinson 1966, "Note on the iterative refinement of least squares
    solution", for the need of it; `_moments` for how it is met here.
    """

    name = "refined"
    uses_low = True
    uses_text = True

    def factorise(self, system: System, rcond: float | None) -> RefinedFactors:
        none = np.empty((system.N, 0))
        return self._factors(system, settle(system, none, None, first_level(system)), rcond)

    def solve(self, system: System, y: ArrayLike | Doubled, rcond: float | None) -> Solution:
        high, low = _halves(y, system.N)
        if high.size // system.N > system.p:
            return self.factorise(system, rcond).solve(y)
        answer = settle(system, high.reshape(len(high), -1), low, first_level(system))
        return _dress(self._factors(system, answer, rcond), answer, high)

    def _factors(self, system: System, answer: Answer, rcond: float | None) -> RefinedFactors:
        factors, p = answer.normal, system.p
        rank = p - len(factors.dependent)
        return RefinedFactors(
            system,
            rank,
            _verdict(system, answer),
            self.notes(system, rcond),
            factors,
            answer.level,
            answer.source.first(p),
        )


def first_level(system: System) -> int:
    """Return the number of slices that the condition number of a sample of rows calls for."""
    if system.p > SAMPLED:
        return FIRST_LEVEL
    stride = max(1, system.N // (200 + 4 * system.p))
    sample = system.X[::stride]
    norms = doubled.column_norms(sample)
    squared = _condition_squared(sample / np.where(norms > 0, norms, 1.0))
    if stride > 1 and squared >= SINGULAR:
        # Columns may differ in rows that the sample left out.
        return FIRST_LEVEL
    # Bits for the digits wanted and for coefficients smaller than others.
    bits = 52 + 6 + math.log2(squared)
    return FIRST_LEVEL + max(0, math.ceil((bits - FIRST_BITS) / BITS_PER_LEVEL))


def _condition_squared(unit: Array) -> float:
    """Return the condition number of unit columns squared, EPS^-2 at most."""
    values = np.linalg.eigvalsh(row_products(unit.T, unit.T))
    if values[0] <= EPS**0.5 * values[-1]:
        # X'X does not tell any more, but the singular values of X do.
        values = np.linalg.svd(unit, compute_uv=False)[::-1] ** 2
    return float(values[-1] / max(values[0], EPS**2 * values[-1])) if values[-1] > 0 else 1.0


def settle(system: System, Y: Array, low: Array | None, level: int) -> Answer:
    """Return the answer at the lowest level from `level` up whose error is below the tolerance."""
    columns, p = _source(system, Y, low), system.p
    while True:
        try:
            products = moments(columns, level)
        except RangeError:
            columns = _source(system, Y, low, ranged=True)
            continue
        columns = replace(columns, units=products.units)
        gram = products.total[:p, :p] + columns.ridge(system.ridge, p)
        last = level == LAST_LEVEL
        factors = normal(gram, products.error[:p, :p], last, partial(_triangle, system, columns))
        answer = _answer(factors, products.part(p), level, columns)
        if answer.excess <= 1 or level == LAST_LEVEL:
            return answer
        level = answer.next_level


def _triangle(system: System, columns: Source) -> Array:
    """Return R (p, p) of the scaled columns in ordinary arithmetic, by blocks of rows."""
    R = triangle(system.rows)
    square = np.zeros((system.p, system.p))
    square[: len(R)] = np.ldexp(R, -columns.exponents[: system.p] - columns.weight_exponent)
    return square


def _source(system: System, Y: Array, low: Array | None, ranged: bool = False) -> Source:
    lows = None
    if system.low is not None or low is not None:
        X_low = np.zeros_like(system.X) if system.low is None else system.low
        lows = (X_low, np.zeros_like(Y) if low is None else low.reshape(Y.shape))
    return source((system.X, Y), lows, system.weights, system.ridge, ranged)


def _halves(y: ArrayLike | Doubled, N: int) -> tuple[Array, Array | None]:
    """Return y as checked floats, and what they lack of the numbers given."""
    if not isinstance(y, Doubled):
        if not exact.is_typed(y):
            return target(y, N), None
        y = exact.doubled(y, "y")
    return target(y.high, N), y.low


def _answer(factors: Normal, products: Moments, level: int, columns: Source) -> Answer:
    W = factors.solve(products.total)
    spread = factors.spread(_fixed.to_float(W), products.error)
    return Answer(factors, W, spread, level, columns)


def _dress(factors: RefinedFactors, answer: Answer, y: Array) -> Solution:
    coefficients, low = (half.reshape(-1, *y.shape[1:]) for half in _unscale(answer))
    if not np.isfinite(coefficients).all():
        return factors.solution(y, np.full_like(coefficients, np.nan), OVERFLOW)
    return factors.solution(y, coefficients, _verdict(factors.system, answer), low)


def _unscale(answer: Answer) -> Doubled:
    """Return coefficients in the units of X and y, (p, k): of least norm where not unique."""
    p, W = len(answer.W), answer.W.copy()
    W[np.abs(_fixed.to_float(W)) < ZERO] = 0
    e, e_y = answer.source.exponents[:p], answer.source.exponents[p:]
    dependent = answer.normal.dependent
    with np.errstate(over="ignore"):
        if not dependent:
            return _shift_both(_fixed.to_doubled(W), e_y - e[:, np.newaxis])
        top = int(e.max())
        raise_by = np.array([[top - int(v)] for v in e], dtype=object)
        W, shift = _fixed.normalise(W << raise_by)
        Z, _ = _fixed.normalise(answer.normal.null_space() << raise_by)
        return _shift_both(_fixed.to_doubled(_fixed.least_norm(W, Z)), e_y - top + shift)


def _shift_both(a: Doubled, exponents: NDArray[np.intp]) -> Doubled:
    return Doubled(_shift(a.high, exponents), _shift(a.low, exponents))


def _shift(a: Array, exponents: NDArray[np.intp]) -> Array:
    shifted: Array = np.ldexp(a, exponents)
    return shifted


def _verdict(system: System, answer: Answer) -> Verdict:
    if answer.normal.dependent:
        named, rank = system.list_names(answer.normal.dependent), system.p
        rank -= len(answer.normal.dependent)
        return Verdict(
            Status.MINIMUM_NORM,
            f"Linearly dependent on the columns before: {named} (rank {rank} of {system.p}). "
            "Of all equally good coefficients these have the least norm.",
        )
    digits = 15.9 - max(0.0, math.log10(answer.excess) if answer.excess > 0 else 0.0)
    if digits < 14.5:
        return Verdict(
            Status.ILL_CONDITIONED,
            f"{system.summary()} independent, but only about {max(digits, 0):.0f} digits of the "
            "coefficients are sure.",
        )
    return Verdict(Status.OK, f"{system.summary()} independent. {_sensitivity(answer)}")


def _sensitivity(answer: Answer) -> str:
    lost = math.log10(answer.normal.amplification)
    right = "The coefficients are right to the last digits for the numbers given."
    if lost < 4:
        return right
    return (
        f"{right} But the columns are nearly dependent: changing the data in their 16th digit "
        f"would change some coefficient in about digit {max(1, round(16 - lost))}."
    )
