"""Columns as `_moments` takes them: scaled by powers of two, in blocks of rows, with units."""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from linreg import doubled
from linreg._arrays import Array
from linreg.solvers import _fixed
from linreg.solvers._fixed import Fixed

# Squares of a head sum to 2^53 units^2 at most; with 2^13 rows the next head, of entries up to
# 2^20 of its own units, does too, whatever the data.
ROWS = 2**13
HEAD_BITS = 26
# The scale 2^-exponent must itself be a float.
LEAST_EXPONENT = -1000


@dataclass(frozen=True, eq=False)
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

    def rows(self) -> list[slice]:
        """Return slices of rows, each a block."""
        N = len(self.high[0])
        step = min(N, ROWS, max(2**19 // self.q, 512))
        return [slice(first, min(N, first + step)) for first in range(0, N, step)]

    def block(self, rows: slice) -> tuple[Array, Array | None]:
        """Return a (q, n) scaled block of rows, transposed: each column contiguous."""
        scale = np.ldexp(1.0, -self.exponents)[:, np.newaxis]
        high = _stack(self.high, rows, scale)
        low = None if self.low is None else _stack(self.low, rows, scale)
        return _weigh(high, low, self.roots, rows)


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
    return replace(bare, units=units_of(2 * min(N, ROWS) * _mean_squares(bare, rows)))


def _mean_squares(source: Source, rows: slice) -> Array:
    sample = replace(
        source,
        high=tuple(part[rows] for part in source.high),
        low=None,
        roots=source.roots and doubled.Doubled(*(half[rows] for half in source.roots)),
    )
    with np.errstate(all="ignore"):
        squares = [np.einsum("ij,ij->i", *2 * [sample.block(rows)[0]]) for rows in sample.rows()]
    means: Array = np.sum(squares, axis=0) / len(sample.high[0])
    return means


def units_of(squares: Array) -> Array:
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
