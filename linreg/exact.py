"""Least squares in rational arithmetic: the referee, right to every digit.

Numbers are taken exactly as given: floats as the binary fractions they are, and integers,
`decimal.Decimal`, `fractions.Fraction` and decimal text ("0.1", "-1.5e-3") as typed.
X is (N, p), y (N,) or (N, k), w (p,) or (p, k).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction as Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg import _settings
from linreg._arrays import Array, Doubled
from linreg._checks import plain
from linreg.progress import tick

Rational = NDArray[Any]
Integers = list[list[int]]

# Above this the page would wait: N * p^2 products of integers of some hundred bits each.
CAP = 50_000
# Exponents of text and Decimals: a float's end at 308, and each counts as so many digits here.
_FARTHEST = 5_000


class _TooFar(ValueError):
    """A number is too large or too small to be written out."""


class TooLarge(ValueError):
    """N * p^2 is above `CAP`."""


@dataclass(frozen=True, eq=False)
class RationalFit:
    """Exact least squares: coefficients (p, k) as Fractions, and the columns found dependent.

    Where columns are dependent, the coefficients are those of least Euclidean norm, exactly,
    the free ones not counted.
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
    free: Sequence[int] = (),
) -> RationalFit:
    """Return the exact minimiser of sum_i weights_i (y_i - x_i'w)^2 + ridge ||w||^2.

    free: columns whose coefficients are left out of ||w||, here and where the norm decides.
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
    strength = rationals(ridge, "ridge")
    if strength.ndim or strength[()] < 0:
        raise ValueError(f"ridge is {_settings.shown(ridge)}; wanted a number >= 0.")
    for j in set(range(p)) - set(_settings.indices(free, "free", p)):
        gram[j, j] += strength[()]
    moments = (W * A).T.dot(B) / (scales[:, np.newaxis] * scales_y) / scale_W[0]
    coefficients, dependent = eliminate(gram, moments)
    if dependent:
        coefficients = least_norm(gram, moments, free)
    return RationalFit(coefficients, tuple(dependent), gram)


def moments(A: ArrayLike) -> Rational:
    """Return A'A (q, q) as Fractions, of the numbers of A (N, q) as given."""
    whole, scales = _whole(rationals(A, "A"))
    return np.asarray(whole.T.dot(whole) / (scales * scales[:, np.newaxis]))


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
            out[place] = _fraction(value)
        except _TooFar as error:
            raise ValueError(f"{name} holds {value!r} at {place}; {error}.") from None
        except (TypeError, ValueError, OverflowError, ZeroDivisionError) as error:
            raise ValueError(
                f"{name} holds {value!r} at {place}; wanted a finite number: a float, an integer, "
                'a Decimal, a Fraction or decimal text such as "-1.5e-3".'
            ) from error
    return out


def _fraction(value: Any) -> Fraction:
    """Return a number as a Fraction; of 1e-99999999 it would have as many digits.

    Raises _TooFar where the exponent of text or of a Decimal is beyond _FARTHEST.
    """
    given = str(value) if isinstance(value, str | Decimal) else ""
    mantissa, mark, exponent = given.replace("E", "e").partition("e")
    if not mark or abs(int(exponent)) <= _FARTHEST:
        return Fraction(value)
    if float(mantissa) == 0.0:
        return Fraction(0)
    raise _TooFar(f"wanted 0, or a size between 1e-{_FARTHEST} and 1e{_FARTHEST}")


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
    return to_doubled(rationals(values, name))


def to_doubled(values: Rational) -> Doubled:
    """Return Fractions rounded to 106 bits each, infinite beyond the range of floats."""
    high = nearest(values)
    with np.errstate(all="ignore"):
        return Doubled(
            high, nearest(np.asarray(values - rationals(np.where(np.isfinite(high), high, 0.0))))
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
    """
    p, k = right.shape
    A, _ = _whole(np.concatenate([gram, right], axis=1).T)
    rows = A.T.tolist()
    dependent = bareiss(rows, p)
    numerators, denominator = substitute(rows, [j for j in range(p) if j not in dependent])
    W = np.full((p, k), Fraction(0), dtype=object)
    for j, row in numerators.items():
        W[j] = [Fraction(v, denominator) for v in row]
    return W, dependent


def bareiss(rows: Integers, p: int) -> list[int]:
    """Bring p rows of integers to triangular form, in place; return the dependent columns.

    The first p columns are a Gram matrix, up to factors of its rows. Elimination without
    fractions: each division is exact, so that integers stay as short as determinants.
    Source: Bareiss 1968, "Sylvester's identity and multistep integer-preserving Gaussian
    elimination", Math. Comp. 22.
    """
    last, dependent = 1, []
    for j in range(p):
        tick()
        row = rows[j][j + 1 :]
        pivot = rows[j][j]
        if pivot == 0:
            dependent.append(j)
            continue
        for below in rows[j + 1 :]:
            factor = below[j]
            below[j + 1 :] = [
                (v * pivot - factor * r) // last for v, r in zip(below[j + 1 :], row, strict=True)
            ]
        last = pivot
    return dependent


def substitute(rows: Integers, independent: list[int]) -> tuple[dict[int, list[int]], int]:
    """Return numerators, by row, and the common denominator of what `bareiss` has prepared."""
    p, found = len(rows), dict[int, list[int]]()
    denominator = rows[independent[-1]][independent[-1]] if independent else 1
    for j in reversed(independent):
        row = rows[j]
        found[j] = [
            (denominator * v - sum(row[i] * other[c] for i, other in found.items())) // row[j]
            for c, v in enumerate(row[p:])
        ]
    return found, denominator


def least_norm(gram: Rational, moments: Rational, free: Sequence[int] = ()) -> Rational:
    """Return, of all W with gram W = moments (p, k), that of least norm outside `free`.

    On columns S that span the rest, X_D = X_S C, all solutions are W_S = V - C W_D. Those of
    least norm are W_S = U, W_D = C'U with (I + C C') U = V, in the rows of S that are not free.
    Free columns that depend on other free ones are left out: their coefficients are zero.
    """
    order = [*free, *(j for j in range(len(gram)) if j not in free)]
    G, M = gram[np.ix_(order, order)], moments[order]
    V, dependent = eliminate(G, M)
    S = [j for j in range(len(G)) if j not in dependent]
    C, _ = eliminate(G[np.ix_(S, S)], G[np.ix_(S, dependent)])
    first = sum(j < len(free) for j in S)
    drawn = np.array([j >= len(free) for j in dependent], dtype=bool)
    C, D = C[:, drawn], [j for j in dependent if j >= len(free)]
    inner = C[first:].dot(C[first:].T)
    inner[np.diag_indices(len(inner))] += Fraction(1)
    U, _ = eliminate(inner, V[S][first:])
    W = np.full(M.shape, Fraction(0), dtype=object)
    W[D] = C[first:].T.dot(U)
    W[S] = np.concatenate([V[S][:first] - C[:first].dot(W[D]), U])
    out = np.empty_like(W)
    out[order] = W
    return out


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
