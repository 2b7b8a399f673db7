"""Columns as `moments` takes them: scaled by powers of two, in blocks of rows, with units."""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from linreg import doubled
from linreg._arrays import Array

# Squares of a head sum to 2^53 units^2 at most; with 2^13 rows the next head, of entries up to
# 2^20 of its own units, does too, whatever the data.
ROWS = 2**13
HEAD_BITS = 26
# The scale 2^-exponent must itself be a float.
LEAST_EXPONENT = -1000


@dataclass(frozen=True, eq=False)
class Source:
    """The columns of (X, Y), each an unevaluated sum high + low, and the weights of the rows.

    high, low: tuples (X, Y) of arrays (N, p) and (N, k), low may be None; weights: (N,) or None,
    scaled by 2^-weight_exponent to at most 1. exponents (p + k,): columns are scaled by
    2^-exponent. units (q,): of the first heads of the columns that `block` gives.
    """

    high: tuple[Array, ...]
    low: tuple[Array, ...] | None
    weights: Array | None
    exponents: NDArray[np.intp]
    weight_exponent: int
    units: Array

    @property
    def p(self) -> int:
        """Return the number of columns of X."""
        return int(self.high[0].shape[1])

    @property
    def q(self) -> int:
        """Return the number of columns of a block."""
        k = sum(part.shape[1] for part in self.high)
        return int(k if self.weights is None else self.p + k)

    @property
    def right(self) -> slice:
        """Say which columns of a block X is multiplied with: those that carry the weights."""
        return slice(0 if self.weights is None else self.p, None)

    def measured_by(self, other: "Source") -> "Source":
        """Return the same columns, those of X scaled and cut as in `other`, which has no Y."""
        m = len(other.units)
        return replace(
            self,
            exponents=np.concatenate([other.exponents, self.exponents[len(other.exponents) :]]),
            units=np.concatenate([other.units, self.units[m:]]),
        )

    def first(self) -> "Source":
        """Return how X is scaled and cut; the columns themselves are let go."""
        units = self.units[: self.p if self.weights is None else 2 * self.p]
        return replace(
            self, high=(), low=None, weights=None, exponents=self.exponents[: self.p], units=units
        )

    def ridge(self, ridge: float) -> Array:
        """Return what the ridge adds to the diagonal of the products of the scaled columns."""
        shift = -2 * self.exponents[: self.p] - self.weight_exponent
        added: Array = np.ldexp(ridge, shift)
        return added

    def rows(self) -> list[slice]:
        """Return slices of rows, each a block."""
        N = len(self.high[0])
        step = min(N, ROWS, max(2**19 // self.q, 512))
        return [slice(first, min(N, first + step)) for first in range(0, N, step)]

    def block(self, rows: slice) -> tuple[Array, Array | None]:
        """Return a (q, n) scaled block of rows, transposed: X and Y, or X, wX and wY."""
        scale = np.ldexp(1.0, -self.exponents)[:, np.newaxis]
        high = _stack(self.high, rows, scale)
        low = None if self.low is None else _stack(self.low, rows, scale)
        if self.weights is None:
            return high, low
        plain = doubled.Doubled(high, np.zeros_like(high) if low is None else low)
        weight = self.weights[rows]
        weighted = doubled.multiply(plain, doubled.Doubled(weight, np.zeros_like(weight)))
        both = (np.vstack([a[: self.p], b]) for a, b in zip(plain, weighted, strict=True))
        return next(both), next(both)


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
    top = 0 if weights is None else math.frexp(float(weights.max()))[1]
    least = -(-(math.frexp(ridge)[1] - top) // 2) if ridge > 0 else LEAST_EXPONENT
    exponents = np.maximum(np.frexp(largest)[1], max(least, LEAST_EXPONENT))
    scaled = None if weights is None else np.ldexp(weights, -top)
    bare = Source(high, low, scaled, exponents, top, np.empty(0))
    return replace(bare, units=units_of(2 * min(N, ROWS) * _mean_squares(bare, rows)))


def _mean_squares(source: Source, rows: slice) -> Array:
    sample = replace(
        source,
        high=tuple(part[rows] for part in source.high),
        low=None,
        weights=None if source.weights is None else source.weights[rows],
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
