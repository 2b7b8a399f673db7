"""Products of all columns with all, in extended precision, scaled as it takes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linreg._arrays import Array
from linreg.solvers._refined import modular
from linreg.solvers._refined.limbs import Limbs
from linreg.solvers._refined.moments import RangeError, moments
from linreg.solvers._refined.source import source

# Places behind the point, in which columns of different rows are added.
PLACES = 40
LEAST = -(2**20)


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

    def __add__(self, other: "Products") -> "Products":
        """Return the products of the rows of both, which have no weights."""
        exponents = np.maximum(self._needed(), other._needed())
        left, right = self._kept(exponents), other._kept(exponents)
        return Products(left.total + right.total, left.error + right.error, exponents)

    def _needed(self) -> NDArray[np.intp]:
        """Return the exponents, but none to speak of for columns of zeros."""
        return np.where(np.diag(self.total.to_float()) == 0, LEAST, self.exponents)

    def _kept(self, exponents: NDArray[np.intp]) -> "Products":
        """Return the same of columns scaled by 2^-exponents in all, to PLACES behind the point."""
        # Negative only where the column is zero, and so the products.
        found = self.scaled(np.maximum(exponents - self.exponents, 0))
        kept = found.total.cut(PLACES)
        lost = kept.unit if len(kept.digits) < len(found.total.digits) else 0.0
        return Products(kept, found.error + lost, exponents)

    def independent_columns(self, p: int) -> list[int] | None:
        """Return those of the first p columns that do not depend on those before.

        None where the products are not exact.
        """
        if self.error[:p, :p].any():
            return None
        gram = self.total[:p, :p]
        return modular.independent_columns(lambda prime: iter([modular.of_limbs(gram, prime)]), p)

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
