"""Small problems in whole numbers: exact from the first product to the last rounding.

Floats are whole multiples of a power of two. Cut into slices short enough for BLAS to add their
products up exactly, they give X'X and X'y as integers; elimination without fractions then tells
which columns are dependent, and the coefficients as quotients of integers. For a few columns
this is quicker than iterating in floats, and nothing is left to be bounded.
"""

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from linreg import exact
from linreg._arrays import Array, Doubled
from linreg.exact import Integers, bareiss, substitute
from linreg.solvers._refined.answer import Answer

# Where the whole numbers are longer, or the columns more, refining is quicker.
MOST_SLICES = 10
MOST_NUMBERS = 20_000
MOST_COLUMNS = 8
MANTISSA = 2.0**53


@dataclass(frozen=True, eq=False)
class Whole:
    """The products of columns as integers: gram (p, p) and moments (p, k), of X 2^-exponents.

    exponents (p + k,): column j is 2^exponent times whole numbers.
    """

    gram: Integers
    moments: Integers
    exponents: list[int]

    def answer(self, free: tuple[int, ...]) -> Answer:
        """Return the exact solution, rounded."""
        p = len(self.gram)
        rows = [g + m for g, m in zip(self.gram, self.moments, strict=True)]
        dependent = bareiss(rows, p)
        if dependent:
            coefficients = exact.to_doubled(exact.least_norm(*self._fractions(), free))
            return Answer(coefficients, dependent, 0.0, 0.0)
        numerators, denominator = substitute(rows, list(range(p)))
        shifts = [[s - e for s in self.exponents[p:]] for e in self.exponents[:p]]
        return Answer(_quotients(numerators, denominator, shifts), [], 0.0, self._lost(rows))

    def inverse(self) -> Array:
        """Return gram^-1 (p, p) in the units of X; zero for dependent columns."""
        p = len(self.gram)
        rows = [[*g, *(int(i == j) for j in range(p))] for i, g in enumerate(self.gram)]
        dependent = bareiss(rows, p)
        for row in rows:
            for j in dependent:
                row[p + j] = 0
        independent = [j for j in range(p) if j not in dependent]
        numerators, denominator = substitute(rows, independent)
        shifts = [[-e - f for f in self.exponents[:p]] for e in self.exponents[:p]]
        return _quotients(numerators, denominator, shifts).high

    def _lost(self, rows: Integers) -> float:
        """Return about how many digits near dependence costs: of ||x_j|| over what is its own."""
        last, bits = 1, 0
        for j, row in enumerate(rows):
            bits = max(bits, (self.gram[j][j] * last).bit_length() - row[j].bit_length())
            last = row[j]
        return 0.5 * bits * math.log10(2)

    def _fractions(self) -> tuple[exact.Rational, exact.Rational]:
        p = len(self.gram)
        both = [g + m for g, m in zip(self.gram, self.moments, strict=True)]
        scaled = [
            [Fraction(v) * Fraction(2) ** (e + f) for v, f in zip(row, self.exponents, strict=True)]
            for row, e in zip(both, self.exponents[:p], strict=True)
        ]
        array = np.array(scaled, dtype=object).reshape(p, -1)
        return array[:, :p], array[:, p:]


def _quotients(
    numerators: dict[int, list[int]], denominator: int, shifts: list[list[int]]
) -> Doubled:
    """Return numerators / denominator * 2^shifts (p, k), each rounded once, and what is lost."""
    values = np.zeros((2, len(shifts), len(shifts[0])))
    for j, row in numerators.items():
        for c, (n, shift) in enumerate(zip(row, shifts[j], strict=True)):
            values[:, j, c] = _rounded(_shifted(n, shift), _shifted(denominator, -shift))
    return Doubled(*values)


def _rounded(numerator: int, denominator: int) -> tuple[float, float]:
    try:
        high = numerator / denominator
    except OverflowError:
        return math.inf, 0.0
    n, d = high.as_integer_ratio()
    return high, (numerator * d - n * denominator) / (denominator * d)


def whole(X: Array, Y: Array, ridge: float, free: tuple[int, ...]) -> Whole | None:
    """Return the products of the columns of X (N, p) and Y (N, k); None where they are too long."""
    p = X.shape[1]
    if p > MOST_COLUMNS or X.size + Y.size > MOST_NUMBERS:
        return None
    columns = np.hstack([X, Y]).T
    bottom, top = _range(columns)
    # Sums of N products, of all slices that meet at one place, add up exactly.
    bits = (53 - len(X).bit_length() - MOST_SLICES.bit_length()) // 2
    slices = -(-(int((top - bottom).max()) + 1) // bits)
    if slices > MOST_SLICES or abs(bottom).max() > 900:
        return None
    products = _products(np.ldexp(columns, -bottom[:, np.newaxis]), p, bits, slices)
    found = Whole([row[:p] for row in products], [row[p:] for row in products], bottom.tolist())
    return _with_ridge(found, ridge, [j for j in range(p) if j not in free]) if ridge else found


def _with_ridge(found: Whole, ridge: float, drawn: list[int]) -> Whole:
    """Add the ridge to the diagonal, in units of which it is a whole multiple."""
    numerator, denominator = ridge.as_integer_ratio()
    low = (numerator & -numerator).bit_length() - denominator.bit_length()
    finer = [max(0, e - low // 2) if j in drawn else 0 for j, e in enumerate(found.exponents)]
    gram = [
        [v << finer[i] + finer[j] for j, v in enumerate(row)] for i, row in enumerate(found.gram)
    ]
    moments = [[v << finer[i] for v in row] for i, row in enumerate(found.moments)]
    exponents = [e - f for e, f in zip(found.exponents, finer, strict=True)]
    for j in drawn:
        gram[j][j] += int(Fraction(ridge) / Fraction(4) ** exponents[j])
    return Whole(gram, moments, exponents)


def _range(columns: Array) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return exponents between which all bits of each column lie."""
    mantissas, exponents = np.frexp(columns)
    bits = (mantissas * MANTISSA).astype(np.int64)
    zero = bits == 0
    lowest = np.frexp((bits & -bits).astype(np.float64))[1] - 54
    bottom = np.where(zero, 2000, exponents + lowest).min(axis=1).astype(np.int64)
    bottom[bottom == 2000] = 0
    top = np.where(zero, -2000, exponents).max(axis=1).astype(np.int64)
    return bottom, np.maximum(top, bottom)


def _products(columns: Array, p: int, bits: int, slices: int) -> Integers:
    """Return the products of the first p columns with all, of columns (q, N) of whole numbers."""
    q, stack, rest = len(columns), [], columns
    for i in range(slices - 1, 0, -1):
        unit = 2.0 ** (bits * i)
        head = np.rint(rest / unit)
        rest = rest - head * unit
        stack.append(head)
    stack.append(rest)
    joined = np.concatenate(stack)
    pairs = (joined @ joined.T).reshape(slices, q, slices, q)
    places = np.zeros((2 * slices - 1, p, q))
    for i in range(slices):
        places[i : i + slices] += pairs[i, :p].transpose(1, 0, 2)
    whole = places.astype(np.int64).tolist()
    total = whole[0]
    for place in whole[1:]:
        total = [
            [(v << bits) + more for v, more in zip(row, rest, strict=True)]
            for row, rest in zip(total, place, strict=True)
        ]
    return total


def _shifted(value: int, by: int) -> int:
    """Return value * 2^by for by >= 0, and value otherwise: its divisor then grows instead."""
    return value << by if by > 0 else value
