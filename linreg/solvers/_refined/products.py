"""Products of all columns with all, in extended precision, in units of the columns' own norms."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linreg._arrays import Array
from linreg.solvers._refined.limbs import Limbs
from linreg.solvers._refined.moments import RangeError, moments
from linreg.solvers._refined.source import source


@dataclass(frozen=True, eq=False)
class Products:
    """Q'WQ (q, q), its columns scaled by 2^-exponents and the weights by 2^(-2 halved).

    error: a bound (q, q) on the error of each.
    """

    total: Limbs
    error: Array
    exponents: NDArray[np.intp]
    halved: int = 0

    @classmethod
    def of(
        cls,
        high: tuple[Array, Array],
        low: tuple[Array, Array] | None,
        weights: Array | None,
        level: int,
    ) -> "Products":
        """Return the products of columns (X, Y), each a sum high + low, from `level` slices."""
        try:
            return _measured(high, low, weights, level, ranged=False)
        except RangeError:
            return _measured(high, low, weights, level, ranged=True)

    def norms(self) -> NDArray[np.intp]:
        """Return exponents e (q,): the scaled columns have norms from 2^(e - 1) to 2^e; 0 for 0."""
        squares = np.diag(self.total.to_float())
        return np.where(squares > 0, (np.frexp(squares)[1] + 1) // 2, 0)

    def scaled(self, exponents: NDArray[np.intp]) -> "Products":
        """Return the same of the columns scaled by 2^-exponents more."""
        shifts = -(exponents[:, np.newaxis] + exponents)
        total, error = self.total.scaled(shifts), np.ldexp(self.error, shifts)
        return Products(total, error, self.exponents + exponents, self.halved)


def _measured(
    high: tuple[Array, Array],
    low: tuple[Array, Array] | None,
    weights: Array | None,
    level: int,
    ranged: bool,
) -> Products:
    if weights is None:
        columns = source(high, low, ranged=ranged)
        found = moments(columns, level)
        return Products(found.total, found.error, columns.exponents)
    # As columns of X all are there twice: as they are, and times the weights.
    both, lows = _joined(high), None if low is None else _joined(low)
    columns = source(both, lows, weights, ranged=ranged)
    q = columns.p
    found = moments(columns, level, slice(q), slice(q, None))
    total, error = found.total + found.total.T, found.error + found.error.T
    # The weights, halved by that sum, are to have an even exponent.
    if columns.weight_exponent % 2 == 0:
        total, error = total + total, 2 * error
    return Products(total, error, columns.exponents, (columns.weight_exponent - 1) // 2)


def _joined(parts: tuple[Array, Array]) -> tuple[Array, Array]:
    return np.hstack(parts), np.empty((len(parts[0]), 0))
