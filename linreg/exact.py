"""Least squares in rational arithmetic: the referee, right to every digit.

Numbers are taken exactly as given: floats as the binary fractions they are, and integers,
`decimal.Decimal`, `fractions.Fraction` and decimal text ("0.1", "-1.5e-3") as typed.
X is (N, p), y (N,) or (N, k), w (p,) or (p, k).
"""

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction as Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg._arrays import Array, Doubled
from linreg._checks import plain

Rational = NDArray[Any]

# Above this the page would wait: N * p^2 products of integers of some hundred bits each.
CAP = 50_000


class TooLarge(ValueError):
    """N * p^2 is above `CAP`."""


@dataclass(frozen=True, eq=False)
class RationalFit:
    """Exact least squares: coefficients (p, k) as Fractions, and the columns found dependent.

    Where columns are dependent, the coefficients are those of least Euclidean norm, exactly.
    gram: (p, p) Fractions, X'WX + ridge I.
    """

    coefficients: Rational
    dependent: tuple[int, ...]
    gram: Rational

    @property
    def rank(self) -> int:
        """Return the number of independent columns."""
        return len(self.gram) - len(self.dependent)

    def inverse_gram(self) -> Rational:
        """Return (X'WX + ridge I)^-1 as Fractions; rows and columns of dependent ones are zero."""
        identity = np.array(np.eye(len(self.gram), dtype=int), dtype=object) * Fraction(1)
        identity[:, list(self.dependent)] *= 0
        return eliminate(self.gram, identity)[0]


def least_squares(
    X: ArrayLike | Doubled,
    y: ArrayLike | Doubled,
    weights: ArrayLike | None = None,
    ridge: Any = 0,
) -> RationalFit:
    """Return the exact minimiser of sum_i weights_i (y_i - x_i'w)^2 + ridge ||w||^2.

    Raises `TooLarge` when N * p^2 > CAP, and ValueError for what is not a number.
    """
    N, p = _shape(X)
    if N * p**2 > CAP:
        raise TooLarge(
            f"N * p^2 = {N} * {p}^2 = {N * p**2:,}: above {CAP:,}, where exact arithmetic stops."
        )
    A, scales = _whole(rationals(X))
    B, scales_y = _whole(_by_row(y, N, "y").reshape(N, -1))
    given = _by_row(np.ones(N) if weights is None else weights, N, "weights")
    W, scale_W = _whole(given.reshape(N, 1))
    gram = (W * A).T.dot(A) / (scales * scales[:, np.newaxis]) / scale_W[0]
    gram[np.diag_indices(p)] += rationals(ridge, "ridge")
    moments = (W * A).T.dot(B) / (scales[:, np.newaxis] * scales_y) / scale_W[0]
    coefficients, dependent = eliminate(gram, moments)
    if dependent:
        coefficients = _least_norm(gram, coefficients, dependent)
    return RationalFit(coefficients, tuple(dependent), gram)


def _shape(X: ArrayLike | Doubled) -> tuple[int, int]:
    shape = X.high.shape if isinstance(X, Doubled) else _rectangle(X, "X").shape
    if len(shape) != 2 or 0 in shape:
        raise ValueError(f"X has shape {shape}; wanted (N, p), one row per sample.")
    return int(shape[0]), int(shape[1])


def _by_row(values: ArrayLike | Doubled, N: int, name: str) -> Rational:
    found = rationals(values, name)
    if found.shape[:1] != (N,) or not found.size:
        raise ValueError(f"{name} has shape {found.shape}; wanted one entry per row of X: {N}.")
    return found


def _rectangle(values: ArrayLike, name: str) -> NDArray[Any]:
    try:
        return plain(values)
    except ValueError as error:
        raise ValueError(f"{name} has rows of different lengths ({error}).") from error


def rationals(values: ArrayLike | Doubled, name: str = "X") -> Rational:
    """Return `values` as an array of Fractions, exactly. Raises ValueError for anything else."""
    if isinstance(values, Doubled):
        return rationals(values.high, name) + rationals(values.low, name)
    raw = _rectangle(values, name)
    out = np.empty(raw.shape, dtype=object)
    for place, value in zip(np.ndindex(raw.shape), raw.ravel().tolist(), strict=True):
        try:
            out[place] = Fraction(value)
        except (TypeError, ValueError, OverflowError, ZeroDivisionError) as error:
            raise ValueError(
                f"{name} holds {value!r} at {place}; wanted a finite number: a float, an integer, "
                'a Decimal, a Fraction or decimal text such as "-1.5e-3".'
            ) from error
    return out


def is_typed(values: Any) -> bool:
    """Say whether an array holds numbers that floats only round.

    That is text, Decimals, Fractions, or integers beyond 2^53.
    """
    if isinstance(values, Doubled):
        return False
    try:
        raw = plain(values)
    except ValueError:
        return False
    if raw.dtype.kind == "O":
        return any(_beyond_float(v) for v in raw.ravel())
    if raw.dtype.kind in "iu":
        return any(_beyond_float(int(v)) for v in (raw.min(initial=0), raw.max(initial=0)))
    return bool(raw.dtype.kind in "US")


def _beyond_float(value: Any) -> bool:
    whole = isinstance(value, int | np.integer) and abs(int(value)) > 2**53
    return whole or isinstance(value, str | Decimal | Fraction)


def doubled(values: ArrayLike, name: str = "X") -> Doubled:
    """Return numbers as typed (text, Decimals, Fractions), rounded to 106 bits."""
    given = rationals(values, name)
    high = nearest(given)
    with np.errstate(all="ignore"):
        return Doubled(
            high, nearest(np.asarray(given - rationals(np.where(np.isfinite(high), high, 0.0))))
        )


def nearest(values: Rational) -> Array:
    """Return Fractions rounded to the nearest float64 each, infinite beyond its range."""
    rounded = [_nearest(v) for v in values.ravel().tolist()]
    return np.array(rounded, dtype=np.float64).reshape(values.shape)


def _nearest(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def eliminate(gram: Rational, right: Rational) -> tuple[Rational, list[int]]:
    """Solve gram W = right, gram (p, p) symmetric and at least semidefinite, all Fractions.

    Returns W (p, k), zero in dependent rows, and the columns that depend on those before.
    Elimination without fractions: each division is exact, so that integers stay as short as
    determinants. Source: Bareiss 1968, "Sylvester's identity and multistep integer-preserving
    Gaussian elimination", Math. Comp. 22.
    """
    p = len(gram)
    A, _ = _whole(np.concatenate([gram, right], axis=1).T)
    A, last, dependent = A.T.copy(), 1, []
    for j in range(p):
        pivot, row = A[j, j], A[j]
        if pivot == 0:
            dependent.append(j)
            continue
        below = A[j + 1 :]
        A[j + 1 :] = (below * pivot - below[:, j, np.newaxis] * row) // last
        last = pivot
    return _substitute(A, [j for j in range(p) if j not in dependent]), dependent


def _substitute(A: Rational, independent: list[int]) -> Rational:
    p = len(A)
    W = np.full((p, A.shape[1] - p), Fraction(0), dtype=object)
    for j in reversed(independent):
        W[j] = (A[j, p:] - A[j, j + 1 : p].dot(W[j + 1 :])) / Fraction(A[j, j])
    return W


def _least_norm(gram: Rational, W: Rational, dependent: list[int]) -> Rational:
    """Project W on the row space of X, which the independent rows of its Gram matrix span."""
    K = np.delete(gram, dependent, axis=0)
    T, _ = eliminate(K.dot(K.T), K.dot(W))
    return np.asarray(K.T.dot(T))


def _whole(A: Rational) -> tuple[Rational, Rational]:
    """Return integers, and per column the common denominator that makes them so."""
    scales = [math.lcm(*(v.denominator for v in column)) for column in A.T]
    whole = np.array(
        [
            [v.numerator * (s // v.denominator) for v in column]
            for column, s in zip(A.T, scales, strict=True)
        ],
        dtype=object,
    )
    return whole.reshape(A.T.shape).T, np.array([Fraction(s) for s in scales], dtype=object)
