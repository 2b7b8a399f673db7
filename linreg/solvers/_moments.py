"""X'X and X'y far beyond double precision, in one pass, at the speed of matrix multiplication.

Each column is cut into slices of about 20 bits: heads, whose products BLAS adds up without any
rounding, since all are integers below 2^53 in a common unit, and a tail, the unrounded rest.
With `level` slices the error is about 2^-(72 + 21 (level - 2)) of the columns' norms, and zero
once the tails are empty. Blocks of rows keep the extra memory at a few megabytes.
Source: Ozaki, Ogita, Oishi, Rump 2012, "Error-free transformations of matrix multiplication",
Numer. Algorithms 59. Unlike there the units follow the norms and not the maxima, and whether the
sums were exact is checked afterwards, by Cauchy and Schwarz on the diagonal.
"""

from dataclasses import dataclass
from queue import SimpleQueue

import numpy as np
from numpy.typing import NDArray

from linreg import doubled
from linreg._checks import Array
from linreg.solvers import _fixed
from linreg.solvers._fixed import Fixed
from linreg.solvers._product import LARGE, row_products
from linreg.solvers._source import Source, units_of
from linreg.solvers._source import source as source
from linreg.solvers._threads import available, ordered

# Integers up to here are floats, and so are their sums.
EXACT = 2.0**53
# A head has at most 2^20 units of its own in each entry, a unit being 2^-21 of the one before.
NEXT_BITS = 21
# Numbers, from which on threads are worth their start.
THREADED = 2**20
# The products with tails are summed in ordinary arithmetic: 2^-53 for each of a random walk of
# partial sums, and 8 times that for good measure.
TAIL_ERROR = 2.0**-50


class RangeError(Exception):
    """A block was out of the range that the sampled exponents had promised."""


@dataclass(frozen=True, eq=False)
class Moments:
    """Products of columns: total (q, r) in fixed point, error (q, r), an estimate of its error."""

    total: Fixed
    error: Array
    units: Array

    def part(self, p: int) -> "Moments":
        """Return, of the products of all columns, those of the first p with the others."""
        return Moments(self.total[:p, p:], self.error[:p, p:], self.units)


def moments(source: Source, level: int, p: int | None = None) -> Moments:
    """Return the products of all columns with all (q, q), in `level` slices.

    p: only those of the first p columns with the others (p, q - p).
    Raises RangeError where a column reaches far beyond what was sampled.
    """
    q, N = source.q, len(source.high[0])
    left, right = np.arange(q)[:p], np.arange(q)[p or 0 :]
    total = doubled.Doubled(*np.zeros((2, level * len(left), level * len(right))))
    squares, units = np.zeros(level * q), source.units
    # Long products start threads of their own, short passes are over before others have begun.
    alone = level * q > LARGE or N * q < THREADED
    workers = 1 if alone else available()
    work = Work(source, level, p, workers)
    for product, norms, needed in ordered(work, source.rows(), workers):
        total = _accumulate(total, product)
        squares += norms
        units = np.maximum(units, needed)
    fixed = _collect(total, level, symmetric=p is None)
    return Moments(fixed, _error(squares.reshape(level, q), left, right), units)


class Work:
    """What is done to each block of rows; callable from several threads at once."""

    def __init__(self, source: Source, level: int, p: int | None, workers: int) -> None:
        self.source, self.level, self.p = source, level, p
        self.buffers: SimpleQueue[Array] = SimpleQueue()
        for _ in range(workers):
            self.buffers.put(np.empty((level * source.q, 0)))

    def __call__(self, rows: slice) -> tuple[Array, Array, Array]:
        """Return products of slices, squared norms of slices and the units that made them exact."""
        high, low = self.source.block(rows)
        buffer = self.buffers.get()
        if buffer.shape[1] != high.shape[1]:
            buffer = np.empty((len(buffer), high.shape[1]))
        try:
            with np.errstate(all="ignore"):
                return self._products(high, low, buffer)
        finally:
            self.buffers.put(buffer)

    def _products(
        self, high: Array, low: Array | None, buffer: Array
    ) -> tuple[Array, Array, Array]:
        units = self.source.units
        while True:
            _slice(high, low, units, self.level, buffer)
            product, squares = self._product(buffer)
            inexact = _inexact(squares.reshape(self.level, -1)[:-1], units)
            if not inexact.any():
                return product, squares, units
            wanted = np.einsum("ij,ij->i", high, high)
            if not (np.isfinite(wanted).all() and (wanted < 2.0**400).all()):
                raise RangeError
            units = np.where(inexact, np.maximum(2 * units, units_of(2 * wanted)), units)

    def _product(self, slices: Array) -> tuple[Array, Array]:
        """Return products of slices, level by level, and their squared norms."""
        if self.p is None:
            product = row_products(slices, slices)
            return product, np.diag(product)
        q, n = self.source.q, slices.shape[1]
        levels = slices.reshape(self.level, q, n)
        left, right = levels[:, : self.p].reshape(-1, n), levels[:, self.p :].reshape(-1, n)
        return row_products(left, right), np.einsum("ij,ij->i", slices, slices)


def _inexact(squares: Array, units: Array) -> NDArray[np.bool_]:
    """Say of which columns (q,) a head, by its squared norm, is too long for exact sums."""
    each = units * 2.0 ** (-NEXT_BITS * np.arange(len(squares))[:, np.newaxis])
    return np.asarray(~(squares <= EXACT * each**2).all(axis=0))


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


def _collect(total: doubled.Doubled, level: int, symmetric: bool) -> Fixed:
    """Return the sum over all pairs of slices, exactly, as fixed-point integers (q, r)."""
    q, r = (size // level for size in total.high.shape)
    result = np.zeros((q, r), dtype=object)
    for half in total:
        pairs = half.reshape(level, q, level, r)
        for i in range(level):
            for j in range(i if symmetric else 0, level):
                term = _fixed.of_float(pairs[i, :, j])
                result = result + (term + term.T if symmetric and i < j else term)
    return result


def _error(squares: Array, left: NDArray[np.intp], right: NDArray[np.intp]) -> Array:
    norms, tails = np.sqrt(squares.sum(axis=0)), np.sqrt(squares[-1])
    cross = np.outer(norms[left], tails[right]) + np.outer(tails[left], norms[right])
    error: Array = TAIL_ERROR * cross
    return error
