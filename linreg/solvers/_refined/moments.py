"""X'X and X'y far beyond double precision, in one pass, at the speed of matrix multiplication.

Each column is cut into slices of about 20 bits: heads, whose products BLAS adds up without any
rounding, since all are integers below 2^53 in a common unit, and a tail, the unrounded rest.
With `level` slices the error is below 2^-(65 + 21 (level - 2)) of the columns' norms, and zero
once the tails are empty. Blocks of rows keep the extra memory at a few megabytes. Weights are
multiplied to one side of each product, exactly.
Source: Ozaki, Ogita, Oishi, Rump 2012, "Error-free transformations of matrix multiplication",
Numer. Algorithms 59. Unlike there the units follow the norms and not the maxima, and whether the
sums were exact is checked afterwards, by Cauchy and Schwarz on the diagonal.
"""

import math
from dataclasses import dataclass
from queue import SimpleQueue

import numpy as np
from numpy.typing import NDArray

from linreg import doubled
from linreg._arrays import Array
from linreg.progress import tick
from linreg.solvers._refined import limbs
from linreg.solvers._refined.limbs import Limbs
from linreg.solvers._refined.product import DEEPEST, LARGE, row_products
from linreg.solvers._refined.source import Source, units_of
from linreg.solvers._refined.source import source as source
from linreg.solvers._refined.threads import available, ordered

Indices = NDArray[np.intp]
Columns = slice | list[int]
EVERY = slice(None)
# Integers up to here are floats, and so are their sums.
EXACT = 2.0**53
# A head has at most 2^20 units of its own in each entry, a unit being 2^-21 of the one before.
NEXT_BITS = 21
# Numbers, from which on threads are worth their start.
THREADED = 2**20
# A sum of n products in ordinary arithmetic is off by n 2^-53 of the vectors' norms at most,
# in any order, and what is added up of several blocks by far less.
TAIL_ERROR = (DEEPEST + 1) * 2.0**-53
# Digits of the products beyond their error: what is cut off is small beside it.
SPARE_BITS = 24


class RangeError(Exception):
    """A block was out of the range that the sampled exponents had promised."""


@dataclass(frozen=True, eq=False)
class Moments:
    """Products of columns: total (a, b), and a bound (a, b) on the error of each.

    units: of the heads with which all sums were exact.
    """

    total: Limbs
    error: Array
    units: Array

    def part(self, rows: Columns, columns: slice = EVERY) -> "Moments":
        """Return some of the products."""
        return Moments(self.total[rows, columns], self.error[rows, columns], self.units)


def moments(source: Source, level: int, left: Columns = EVERY, right: Columns = EVERY) -> Moments:
    """Return the products of the columns `left` of the blocks with those `right` (a, b).

    Raises RangeError where a column reaches far beyond what was sampled.
    """
    q, N = source.q, len(source.high[0])
    a, b = (np.arange(q)[part] for part in (left, right))
    total = doubled.Doubled(*np.zeros((2, level * len(a), level * len(b))))
    squares, units = np.zeros(level * q), source.units
    # Long products start threads of their own, short passes are over before others have begun.
    alone = level * q > LARGE or N * q < THREADED
    workers = 1 if alone else available()
    work = Work(source, level, a, b, workers)
    for product, norms, needed in ordered(work, source.rows(), workers):
        tick()
        total = _accumulate(total, product)
        squares += norms
        units = np.maximum(units, needed)
    products, cut = _collect(total, level)
    return Moments(products, cut + _error(squares.reshape(level, q), a, b), units)


class Work:
    """What is done to each block of rows; callable from several threads at once."""

    def __init__(
        self, source: Source, level: int, left: Indices, right: Indices, workers: int
    ) -> None:
        self.source, self.level, self.left, self.right = source, level, left, right
        self.symmetric = len(left) == len(right) == source.q
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
        if self.symmetric:
            product = row_products(slices, slices)
            return product, np.diag(product)
        n = slices.shape[1]
        levels = slices.reshape(self.level, -1, n)
        left, right = (levels[:, part].reshape(-1, n) for part in (self.left, self.right))
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


def _collect(total: doubled.Doubled, level: int) -> tuple[Limbs, float]:
    """Return the sum over all pairs of slices (a, b), and a bound on what is cut off."""
    a, b = (size // level for size in total.high.shape)
    pairs = [half.reshape(level, a, level, b).transpose(0, 2, 1, 3) for half in total]
    stack = np.concatenate([half.reshape(-1, a, b) for half in pairs])
    # Outliers that no sample saw may be far above the scale of their column.
    largest = math.frexp(float(np.abs(stack).max(initial=0.0)))[1]
    point = max(1, -(-(largest + len(stack).bit_length() + 2) // limbs.BITS))
    # Whole slices have products of whole numbers, of which nothing is cut off.
    places = -(-(2 * NEXT_BITS * level + SPARE_BITS) // limbs.BITS)
    return limbs.of_floats(stack, point, places)


def _error(squares: Array, left: Indices, right: Indices) -> Array:
    norms, tails = np.sqrt(squares.sum(axis=0)), np.sqrt(squares[-1])
    cross = np.outer(norms[left], tails[right]) + np.outer(tails[left], norms[right])
    error: Array = TAIL_ERROR * cross
    return error
