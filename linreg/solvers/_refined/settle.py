"""How many slices a system needs: passes over the data until the bounds on errors are small."""

import math
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from linreg import doubled
from linreg._arrays import Array, Doubled
from linreg._triangle import triangle
from linreg.progress import tick
from linreg.solvers._base import EPS
from linreg.solvers._refined.answer import Answer
from linreg.solvers._refined.limbs import Limbs, of_floats
from linreg.solvers._refined.moments import EVERY, Moments, RangeError, moments
from linreg.solvers._refined.product import row_products
from linreg.solvers._refined.rank import independent_columns
from linreg.solvers._refined.reduced import Rank, Reduced
from linreg.solvers._refined.source import Source, source
from linreg.solvers._system import System

FIRST_LEVEL, LAST_LEVEL = 2, 8
BITS_PER_LEVEL = 21
# Coefficients of least norm are made of others, whose errors it is quicker to forestall.
DEPENDENT_LEVEL = 5
# What the error of a coefficient may be, to itself: 15 digits are right, by a bound.
TOLERANCE = 2.0**-50
# The bits that the first level gives, of which a bound on the error would spare none.
FIRST_BITS = 65
# With more columns than this a sample is no cheaper than a first pass over all the data.
SAMPLED = 400
MANY_TERMS = 64
# A sample of this condition number squared is as good as singular.
SINGULAR = 2.0**92
# A coefficient below 2^-120 of ||y|| / ||x_j|| counts as zero where no digit of it shows.
ZERO = 2.0**-120
LEAST = float(np.finfo(np.float64).tiny)


@dataclass(frozen=True, eq=False)
class Settled:
    """The independent columns with their system, and how the data were scaled and sliced."""

    reduced: Reduced
    level: int
    source: Source
    free: tuple[int, ...]

    def answer_to(self, system: System, Y: Array, low: Array | None) -> Answer | None:
        """Return the coefficients for another Y (N, k), None where more slices are wanted."""
        both = _source(system, Y, low).measured_by(self.source)
        try:
            rows = self.reduced.independent
            products = moments(both, self.level, rows, slice(both.q - Y.shape[1], None))
        except RangeError:
            return None
        answer = self.answer(products, both.exponents)
        return answer if answer.excess <= 1 else None

    def answer(self, products: Moments, exponents: NDArray[np.intp]) -> Answer:
        """Return the coefficients, in their own units, for products (r, k) of scaled columns."""
        p = len(self.source.exponents)
        V, doubt = self.reduced.solve(products.total, products.error)
        e, e_y = exponents[:p], exponents[p:]
        W, excess, zeros = _known(*self._least_norm(V, doubt, e))
        with np.errstate(over="ignore"):
            both = [np.ldexp(half, e_y - e[:, np.newaxis]) for half in W.to_doubled()]
        lost = math.log10(self.reduced.system.amplification)
        return Answer(Doubled(*both), self.reduced.dependent, excess, lost, zeros)

    def _least_norm(self, V: Limbs, doubt: Array, e: NDArray[np.intp]) -> tuple[Limbs, Array]:
        if not self.reduced.dependent:
            return V, doubt
        found = self.reduced.least_norm(V, doubt, e, self.free)
        if found is not None:
            return found
        shape = (len(e), doubt.shape[1])
        return Limbs(np.zeros((1, *shape)), 1), np.full(shape, math.inf)

    def inverse_gram(self) -> Array:
        """Return (X'WX + ridge I)^-1 (p, p) in the units of X; zero for dependent columns."""
        S, e = self.reduced.independent, self.source.exponents
        r = len(S)
        identity = Limbs(np.eye(r)[np.newaxis], 1)
        inverse = np.zeros((len(e), len(e)))
        inverse[np.ix_(S, S)] = self.reduced.system.solve(identity)[0].to_float()
        shifted: Array = np.ldexp(inverse, -(e[:, np.newaxis] + e) - self.source.weight_exponent)
        return shifted


def settle(system: System, Y: Array, low: Array | None) -> tuple[Settled | None, Answer]:
    """Return the answer at the lowest level from the first up whose error is small enough.

    The system is None where nothing could be proved of it.
    """
    columns, p = _source(system, Y, low), system.p
    level = first_level(system)
    rank = cache(lambda: independent_columns(system))
    # Of more columns than rows some are dependent: no products of those are needed.
    rows = rank() if p > system.N and not system.ridge else list(range(p))
    left = EVERY if len(rows) == p and columns.weights is None else rows
    while True:
        tick()
        try:
            products = moments(columns, level, left, columns.right)
        except RangeError:
            columns = _source(system, Y, low, ranged=True)
            continue
        columns = replace(columns, units=products.units)
        settled, answer = reduce(system, columns, products.part(slice(len(rows))), level, rank)
        if answer.excess <= 1 or level == LAST_LEVEL:
            return settled, answer
        level = next_level(level, answer.excess)


def reduce(
    system: System, columns: Source, products: Moments, level: int, rank: Rank
) -> tuple[Settled | None, Answer]:
    """Return the answer of products of scaled columns; no system without a proof.

    products: of the columns of X, or of the independent ones, with those of X and Y (., p + k).
    rank: gives the independent columns, or None where that cannot be known.
    """
    p = system.p
    if system.ridge:
        products = _with_ridge(products, columns.ridge(system.ridge), system.drawn)
    reduced = Reduced.proved(
        products.total[:, :p], products.error[:, :p], _known_at(level, rank, p)
    )
    if reduced is None:
        return None, _unproved(system, columns.high[1])
    if len(reduced.independent) < len(products.error):
        products = products.part(reduced.independent)
    settled = Settled(reduced, level, columns.first(), system.free)
    return settled, settled.answer(products.part(EVERY, slice(p, None)), columns.exponents)


def _known_at(level: int, rank: Rank, p: int) -> Rank:
    """Return `rank`, which gives dependent columns only at a level that is enough for them."""

    def known() -> list[int] | None:
        columns = rank()
        enough = columns is None or len(columns) == p or level >= DEPENDENT_LEVEL
        return columns if enough else None

    return known


def _with_ridge(products: Moments, added: Array, drawn: list[int]) -> Moments:
    diagonal, error = np.zeros_like(products.error), products.error.copy()
    diagonal[drawn, drawn] = added[drawn]
    point = max(products.total.point, 2)
    places = len(products.total.digits) - products.total.point + 3
    extra, cut = of_floats(diagonal[np.newaxis], point, places)
    error[drawn, drawn] += cut
    return replace(products, total=products.total + extra, error=error)


def next_level(level: int, excess: float) -> int:
    """Return a level that should bring the excess below 1."""
    if excess == math.inf:
        return DEPENDENT_LEVEL if level < DEPENDENT_LEVEL else LAST_LEVEL
    return min(LAST_LEVEL, level + max(1, math.ceil(math.log2(excess) / BITS_PER_LEVEL)))


def _unproved(system: System, Y: Array) -> Answer:
    rows, right = system.rows, system.target(Y)
    w = np.asarray(np.linalg.lstsq(rows, right, rcond=None)[0], dtype=np.float64)
    return Answer(Doubled(w, np.zeros_like(w)), [], math.inf, 0.0)


def _known(W: Limbs, doubt: Array) -> tuple[Limbs, float, tuple[int, ...]]:
    """Return W with zeros for what cannot be told from them, and the excess of the rest."""
    values = np.abs(W.to_float())
    zero = (doubt > 0) & (doubt > TOLERANCE * values) & (values + doubt <= ZERO)
    told = ~zero & (doubt > 0)
    with np.errstate(over="ignore"):
        ratio = np.where(told, doubt / np.maximum(TOLERANCE * values, LEAST), 0.0)
    rows = tuple(int(j) for j in np.flatnonzero(zero.any(axis=1)))
    kept = Limbs(np.where(zero, 0.0, W.digits), W.point) if zero.any() else W
    return kept, float(ratio.max(initial=0.0)), rows


def first_level(system: System) -> int:
    """Return the number of slices that the condition number of a sample of rows calls for."""
    if system.p > system.N:
        return DEPENDENT_LEVEL
    if system.p > SAMPLED:
        return FIRST_LEVEL
    stride = max(1, system.N // (200 + 4 * system.p))
    sample = system.X[::stride]
    norms = doubled.column_norms(sample)
    squared = _condition_squared(sample / np.where(norms > 0, norms, 1.0))
    if stride > 1 and squared >= SINGULAR:
        # Columns may differ in rows that the sample left out.
        return FIRST_LEVEL
    # Bits for the digits wanted, and for the sums of many terms that bounds are.
    bits = 51 + math.log2(squared) + (math.log2(system.p) if system.p > MANY_TERMS else 0)
    return min(6, FIRST_LEVEL + max(0, math.ceil((bits - FIRST_BITS) / BITS_PER_LEVEL)))


def _condition_squared(unit: Array) -> float:
    """Return the condition number of unit columns squared, EPS^-2 at most."""
    values = np.linalg.eigvalsh(row_products(unit.T, unit.T))
    if values[0] <= EPS**0.5 * values[-1]:
        # X'X does not tell any more, but the singular values of X do.
        values = np.linalg.svd(triangle(unit), compute_uv=False)[::-1] ** 2
    return float(values[-1] / max(values[0], EPS**2 * values[-1])) if values[-1] > 0 else 1.0


def _source(system: System, Y: Array, low: Array | None, ranged: bool = False) -> Source:
    lows = None
    if system.low is not None or low is not None:
        X_low = np.zeros_like(system.X) if system.low is None else system.low
        lows = (X_low, np.zeros_like(Y) if low is None else low.reshape(Y.shape))
    return source((system.X, Y), lows, system.weights, system.ridge, ranged)
