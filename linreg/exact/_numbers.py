"""Numbers of any kind as Fractions, and back."""

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg._arrays import Array, Doubled
from linreg._checks import plain

Rational = NDArray[Any]
# Exponents of text and Decimals: a float's end at 308, and each counts as so many digits here.
_FARTHEST = 5_000


class _TooFar(ValueError):
    """A number is too large or too small to be written out."""


def rationals(values: ArrayLike | Doubled, name: str = "X") -> Rational:
    """Return `values` as an array of Fractions, exactly. Raises ValueError for anything else."""
    if isinstance(values, Doubled):
        return rationals(values.high, name) + rationals(values.low, name)
    raw = rectangle(values, name)
    out = np.empty(raw.shape, dtype=object)
    for place, value in zip(np.ndindex(raw.shape), raw.ravel().tolist(), strict=True):
        try:
            out[place] = _fraction(value)
        except _TooFar as error:
            raise ValueError(f"{name} holds {value!r} at {place}; {error}.") from None
        except (TypeError, ValueError, OverflowError, ZeroDivisionError) as error:
            raise ValueError(
                f"{name} holds {value!r} at {place}; expected a finite number: a float, an "
                "integer, "
                'a Decimal, a Fraction or decimal text such as "-1.5e-3".'
            ) from error
    return out


def rectangle(values: ArrayLike, name: str) -> NDArray[Any]:
    try:
        return plain(values)
    except ValueError as error:
        raise ValueError(f"{name} has rows of different lengths ({error}).") from error


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
    raise _TooFar(f"expected 0, or a size between 1e-{_FARTHEST} and 1e{_FARTHEST}")


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
    """Return text, Decimals or Fractions, each read exactly, then rounded to 106 bits."""
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
