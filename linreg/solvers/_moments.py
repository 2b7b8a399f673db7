"""X'X and X'y far beyond double precision, in one pass, at the speed of matrix multiplication.

Each column is cut into slices of about 20 bits: heads, whose products BLAS adds up without any
rounding, since all are integers below 2^53 in a common unit, and a tail, the unrounded rest.
With `level` slices the error is about 2^-(72 + 21 (level - 2)) of the columns' norms, and zero
once the tails are empty. Blocks of rows keep the extra memory at a few megabytes.
Source: Ozaki, Ogita, Oishi, Rump 2012, "Error-free transformations of matrix multiplication",
Numer. Algorithms 59. Unlike there the units follow the norms and not the maxima, and whether the
sums were exact is checked afterwards, by Cauchy and Schwarz on the diagonal.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from linreg import doubled
from linreg._checks import Array
from linreg.solvers import _fixed
from linreg.solvers._fixed import Fixed

# Squares of a head sum to 2^53 units^2 at most; with 2^13 rows the next head, of entries up to
# 2^20 of its own units, does too, whatever the data.
ROWS = 2**13
EXACT = 2.0**53
HEAD_BITS = 26
NEXT_BITS = 21
# The scale 2^-exponent must itself be a float.
LEAST_EXPONENT = -1000
# The products with tails are summed in ordinary arithmetic: 2^-53 for each of a random walk of
# partial sums, and 8 times that for good measure.
TAIL_ERROR = 2.0**-50


class RangeError(Exception):
    """A block was out of the range that the sampled exponents had promised."""


@dataclass(frozen=True)
class Source:
    """The columns of (X, Y), each an unevaluated sum high + low, and square roots of the weights.

    high, low: tuples (X, Y) of arrays (N, p) and (N, k), low may be None; roots: (N,) or None.
    exponents (p + k,): columns are scaled by 2^-exponent, roots by 2^-weight_exponent.
    units (p + k,): of the first heads of the columns.
    """

    high: tuple[Array, ...]
    low: tuple[Array, ...] | None
    roots: doubled.Doubled | None
    exponents: NDArray[np.intp]
    weight_exponent: int
    units: Array

    @property
    def q(self) -> int:
        """Return the number of columns of X and Y together."""
        return sum(part.shape[1] for part in self.high)

    def measured_by(self, other: "Source") -> "Source":
        """Return the same columns, the first of them scaled and cut as in `other`."""
        p = len(other.units)
        return replace(
            self,
            exponents=np.concatenate([other.exponents, self.exponents[p:]]),
            units=np.concatenate([other.units, self.units[p:]]),
            weight_exponent=other.weight_exponent,
        )

    def first(self, p: int) -> "Source":
        """Return how the first p columns are scaled and cut; the columns themselves are let go."""
        return replace(
            self,
            high=(),
            low=None,
            roots=None,
            exponents=self.exponents[:p],
            units=self.units[:p],
        )

    def ridge(self, ridge: float, p: int) -> Fixed:
        """Return ridge * I (p, p) as it looks beside the products of the scaled columns."""
        diagonal = np.zeros((p, p), dtype=object)
        for j in range(p if ridge else 0):
            shift = -2 * (int(self.exponents[j]) + self.weight_exponent)
            diagonal[j, j] = _fixed.of_scaled(ridge, shift)
        return diagonal

    def blocks(self) -> Iterator[tuple[Array, Array | None]]:
        """Yield (q, n) scaled blocks of rows, transposed: each column contiguous."""
        N, q = len(self.high[0]), self.q
        rows = min(N, ROWS, max(2**19 // q, 512))
        scale = np.ldexp(1.0, -self.exponents)[:, np.newaxis]
        for first in range(0, N, rows):
            block = slice(first, first + rows)
            high = _stack(self.high, block, scale)
            low = None if self.low is None else _stack(self.low, block, scale)
            yield _weigh(high, low, self.roots, block)


@dataclass(frozen=True)
class Moments:
    """Products of columns: total (q, r) in fixed point, error (q, r), an estimate of its error."""

    total: Fixed
    error: Array
    units: Array

    def of(self, right: slice) -> "Moments":
        """Return the products with these columns only."""
        return Moments(self.total[:, right], self.error[:, right], self.units)


def source(
    high: tuple[Array, ...],
    low: tuple[Array, ...] | None = None,
    weights: Array | None = None,
    ridge: float = 0.0,
    ranged: bool = False,
) -> Source:
    """Return the `Source` of columns; exponents and units from a sample of the rows.

    ridge: as added to X'X, so that no column is scaled above it. ranged: take the exponents from
    all the rows, which costs another pass over the data.
    """
    N = len(high[0])
    rows = slice(None) if ranged else slice(None, None, max(1, N // 1024))
    largest = np.concatenate([np.abs(part[rows]).max(axis=0) for part in high])
    if not (ranged or largest.all()):
        return source(high, low, weights, ridge, ranged=True)
    halved = 0 if weights is None else math.frexp(float(weights.max()))[1] // 2
    least = math.frexp(ridge)[1] // 2 - halved if ridge > 0 else -1074
    exponents = np.maximum(np.frexp(largest)[1], max(least, LEAST_EXPONENT))
    roots = None if weights is None else _roots(np.ldexp(weights, -2 * halved))
    bare = Source(high, low, roots, exponents, halved, np.ones(len(exponents)))
    return replace(bare, units=_units(2 * min(N, ROWS) * _mean_squares(bare, rows)))


def _mean_squares(source: Source, rows: slice) -> Array:
    sample = replace(
        source,
        high=tuple(part[rows] for part in source.high),
        low=None,
        roots=source.roots and doubled.Doubled(*(half[rows] for half in source.roots)),
    )
    with np.errstate(all="ignore"):
        squares = [np.einsum("ij,ij->i", block, block) for block, _ in sample.blocks()]
    means: Array = np.sum(squares, axis=0) / len(sample.high[0])
    return means


def moments(source: Source, level: int, right: slice | None = None) -> Moments:
    """Return the products of all columns with those of `right` (all), in `level` slices.

    Raises RangeError where a column reaches far beyond what was sampled.
    """
    q, units = source.q, source.units
    chosen = np.arange(q)[right if right is not None else slice(None)]
    take = (np.arange(level)[:, np.newaxis] * q + chosen).ravel()
    total = doubled.Doubled(np.zeros((level * q, len(take))), np.zeros((level * q, len(take))))
    squares = np.zeros(level * q)
    buffer = np.empty((level * q, 0))
    for high, low in source.blocks():
        if buffer.shape[1] != high.shape[1]:
            buffer = np.empty((level * q, high.shape[1]))
        with np.errstate(all="ignore"):
            product, norms, units = _block(high, low, units, level, buffer, take, right is None)
            total = _accumulate(total, product)
        squares += norms
    fixed = _collect(total, level, q, len(chosen), symmetric=right is None)
    return Moments(fixed, _error(squares.reshape(level, q), chosen), units)


def _block(
    high: Array,
    low: Array | None,
    units: Array,
    level: int,
    buffer: Array,
    take: NDArray[np.intp],
    whole: bool,
) -> tuple[Array, Array, Array]:
    """Return products of slices, squared norms of slices and the units that made them exact."""
    while True:
        _slice(high, low, units, level, buffer)
        product = buffer @ (buffer.T if whole else buffer[take].T)
        squares = np.diag(product) if whole else np.einsum("ij,ij->i", buffer, buffer)
        heads = squares.reshape(level, -1)[:-1]
        limits = EXACT * (units * 2.0 ** (-NEXT_BITS * np.arange(level - 1)[:, np.newaxis])) ** 2
        inexact = ~(heads <= limits).all(axis=0)
        if not inexact.any():
            return product, squares, units
        wanted = np.einsum("ij,ij->i", high, high)
        if not (np.isfinite(wanted).all() and (wanted < 2.0**400).all()):
            raise RangeError
        units = np.where(inexact, np.maximum(2 * units, _units(2 * wanted)), units)


def _slice(high: Array, low: Array | None, units: Array, level: int, out: Array) -> None:
    """Write `level` slices of the columns into `out` (level * q, n), below one another."""
    q = len(high)
    rest, unit = high, units[:, np.newaxis]
    tail = out[(level - 1) * q :]
    for i in range(level - 1):
        head = out[i * q : (i + 1) * q]
        # Adding 1.5 * 2^52 units rounds to a multiple of the unit, taking it off is exact.
        shift = 1.5 * 2.0**52 * unit
        np.add(rest, shift, out=head)
        np.subtract(head, shift, out=head)
        rest = np.subtract(rest, head, out=tail)
        if low is not None:
            total = doubled.two_sum(tail, low)
            tail[...], low = total
        unit = unit * 2.0**-NEXT_BITS


def _accumulate(total: doubled.Doubled, product: Array) -> doubled.Doubled:
    s, e = doubled.two_sum(total.high, product)
    low = total.low
    low += e
    return doubled.Doubled(s, low)


def _collect(total: doubled.Doubled, level: int, q: int, r: int, symmetric: bool) -> Fixed:
    """Return the sum over all pairs of slices, exactly, as fixed-point integers (q, r)."""
    result = np.zeros((q, r), dtype=object)
    for half in total:
        pairs = half.reshape(level, q, level, r)
        for i in range(level):
            for j in range(i if symmetric else 0, level):
                term = _fixed.of_float(pairs[i, :, j])
                result = result + (term + term.T if symmetric and i < j else term)
    return result


def _error(squares: Array, chosen: NDArray[np.intp]) -> Array:
    norms, tails = np.sqrt(squares.sum(axis=0)), np.sqrt(squares[-1])
    cross = np.outer(norms, tails[chosen]) + np.outer(tails, norms[chosen])
    error: Array = TAIL_ERROR * cross
    return error


def _units(squares: Array) -> Array:
    """Return powers of two in which columns of these squared norms have squares below 2^52."""
    exponents = np.ceil(np.log2(np.where(squares > 0, squares, 1.0)) / 2).astype(int)
    units: Array = np.ldexp(1.0, exponents - HEAD_BITS)
    return units


def _stack(parts: tuple[Array, ...], rows: slice, scale: Array) -> Array:
    columns = [part[rows].T for part in parts]
    out = np.empty((len(scale), columns[0].shape[1]))
    first = 0
    for column in columns:
        last = first + len(column)
        np.multiply(column, scale[first:last], out=out[first:last])
        first = last
    return out


def _weigh(
    high: Array, low: Array | None, roots: doubled.Doubled | None, rows: slice
) -> tuple[Array, Array | None]:
    if roots is None:
        return high, low
    weight = doubled.Doubled(roots.high[rows], roots.low[rows])
    return doubled.multiply(doubled.Doubled(high, np.zeros(1) if low is None else low), weight)


def _roots(weights: Array) -> doubled.Doubled:
    """Return square roots of the weights in doubled precision, by one Newton step."""
    high = np.sqrt(weights)
    square = doubled.two_product(high, high)
    low = ((weights - square.high) - square.low) / (2 * np.where(high > 0, high, 1.0))
    return doubled.Doubled(high, low)
