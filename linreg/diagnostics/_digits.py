"""How many digits are right, and how many a solver can be expected to lose."""

from __future__ import annotations

import math
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg._checks import plain
from linreg._settings import choice, number, shown
from linreg.solvers import METHODS, Solver

_DIGITS_MOST = 15.0
_EPS = float(np.finfo(np.float64).eps)
_WORDS = ("nan", "inf", "-inf", "infinity", "-infinity")


def correct_digits(
    estimate: ArrayLike, exact: ArrayLike, scale: ArrayLike = 1.0
) -> NDArray[np.float64] | float:
    """Return the correct significant digits of each estimate: the log relative error.

    -log10(|estimate - exact| / |exact|), and -log10(|estimate| / scale) where exact is 0,
    clipped to 0..15; 0 where the estimate is not finite. The difference is taken in rational
    arithmetic, so that an exact value beyond float64 counts in full.

    Parameters
    ----------
    estimate : any shape.
    exact : the same shape or broadcastable; floats, `Fraction`, `Decimal` or decimal text.
    scale : > 0, in the estimate's units (the page uses ||y|| / ||x_j||).

    Returns
    -------
    float64 of the common shape, a float for scalars.

    Raises
    ------
    ValueError : the shapes do not go together, or a value is no number.

    References
    ----------
    McCullough (1998), The American Statistician 52(4), 358-366: the "LRE".

    Examples
    --------
    >>> import linreg
    >>> round(linreg.correct_digits(3.14, "3.14159265"), 1)
    3.3
    """
    try:
        arrays = (np.asarray(plain(a), dtype=object) for a in (estimate, exact, scale))
        estimates, exacts, scales = np.broadcast_arrays(*arrays)
    except ValueError:
        raise ValueError(
            f"estimate is {shown(estimate)} and exact {shown(exact)}; give one exact value per "
            "estimate, in arrays whose shapes go together."
        ) from None
    triples = zip(estimates.flat, exacts.flat, scales.flat, strict=True)
    digits = np.array([_digits(*t) for t in triples], dtype=np.float64).reshape(estimates.shape)
    return float(digits) if digits.ndim == 0 else digits


def _digits(estimate: object, exact: object, scale: object) -> float:
    got, wanted = _rational(estimate), _rational(exact)
    if got is None or wanted is None:
        return 0.0
    unit = abs(wanted) if wanted else _rational(scale)
    if not unit:
        return 0.0 if got != wanted else _DIGITS_MOST
    error = abs(got - wanted) / unit
    if not error:
        return _DIGITS_MOST
    return min(max(0.0, -_log10(error)), _DIGITS_MOST)


def _rational(value: Any) -> Fraction | None:
    """Return the number exactly; None where it is not finite."""
    if value is None:
        return None
    try:
        given = Decimal(value) if isinstance(value, str) else value
        exactly: Fraction = Fraction(given)
        return exactly
    except (OverflowError, TypeError, ValueError, InvalidOperation):
        if isinstance(value, float | Decimal | np.floating) or str(value).strip().lower() in _WORDS:
            return None
        raise ValueError(
            f"{shown(value)} is no number; give floats, Fractions, Decimals or decimal text."
        ) from None


def _log10(value: Fraction) -> float:
    """log10 of a positive rational of any magnitude."""
    return math.log10(value.numerator) - math.log10(value.denominator)


def _lost(solver: Solver, k: float, tangent: float) -> float:
    """Return the digits lost at condition number k and residual angle (as its tangent)."""
    if solver.uses_low:
        return 0.0
    if solver.forms_gram:
        return 2.0 * math.log10(k)
    # An orthogonal method meets k^2 through the residual only.
    return math.log10(k) + (math.log10(1.0 + k * tangent) if tangent else 0.0)


def expected_lost_digits(
    method: str, condition_number: float, residual_tangent: float = 0.0
) -> float:
    """Return how many decimal digits, of about 16, a solver can be expected to lose.

    log10 of the condition of what the method does, by the rule of thumb of backward error: k^2
    for the methods that form X'X; k (1 + k tan(theta)) for the orthogonal ones, theta the angle
    between y and the columns; nothing for `refined` and `exact`.

    Parameters
    ----------
    method : a solver's name.
    condition_number : k >= 1, of X as given for the methods that see how columns are scaled
        (`inverse`, `svd`, `lstsq`), of X with unit columns for the others.
    residual_tangent : ||r|| / ||X w||, >= 0.

    Returns
    -------
    Digits, 0..16.

    Raises
    ------
    ValueError : an unknown method or an impossible k.

    References
    ----------
    Bjorck, Numerical Methods for Least Squares Problems (1996), 1.4 and 2.2.
    """
    choice(method, "method", METHODS, "give one of")
    k = number(
        condition_number, "condition_number", "give a number of at least 1", lambda v: v >= 1
    )
    tangent = number(residual_tangent, "residual_tangent", "give a number >= 0", lambda v: v >= 0)
    lost = _lost(METHODS[method], k, tangent)
    return min(lost, -math.log10(_EPS))
