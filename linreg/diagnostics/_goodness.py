"""R-squared, the F test and the likelihood of a fit, of exact sums of squares."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from linreg.diagnostics._fitted import Fitted, constant_columns
from linreg.diagnostics._reduced import NOTHING, nothing

_EPS = float(np.finfo(np.float64).eps)


class Goodness(NamedTuple):
    intercept: bool
    r_squared: float
    adjusted_r_squared: float
    f_value: float


def goodness(fit: Fitted) -> Goodness:
    """R-squared and the F test, of exact sums of squares."""
    ones = _constant(fit)
    intercept = ones is not None
    whole, rest = _about(fit, ones), fit.squares
    model = _cleaned(whole - rest, whole)
    spare, terms = fit.spare, fit.frame.rank - intercept
    f_value = _ratio(model * spare, rest * terms) if terms and spare > 0 else np.nan
    freedom = fit.rows - intercept
    return Goodness(
        intercept=intercept,
        r_squared=_ratio(model, whole),
        adjusted_r_squared=_ratio(
            _cleaned(whole * spare - rest * freedom, whole * spare), whole * spare
        )
        if spare > 0
        else np.nan,
        f_value=f_value,
    )


def _cleaned(difference: Fraction, of: Fraction) -> Fraction:
    """Return a difference, 0 where it is no more than what was cut off."""
    return difference if abs(difference) > of * NOTHING else Fraction(0)


def _constant(fit: Fitted) -> int | None:
    """Return which reduced column is a constant in the columns of X, None if there is none."""
    constant = np.flatnonzero(constant_columns(fit.frame.system.X))
    if len(constant):
        return int(constant[0])
    reduced = fit.reduced
    # Up to rounding: columns such as sin^2 and cos^2 span a constant too.
    least = reduced.wholes[1] * Fraction(_EPS * fit.rows) ** 2
    return reduced.p + 1 if reduced.left[1] <= least else None


def _about(fit: Fitted, ones: int | None) -> Fraction:
    """Return the sum of squares of y, about its mean where the columns span a constant."""
    reduced, y = fit.reduced, fit.reduced.p
    whole = reduced.wholes[0]
    if ones is None:
        return whole
    about = whole - reduced.product(ones, y) ** 2 / reduced.product(ones, ones)
    error = reduced.products.error
    doubt = float(error[y, y] + 2 * error[ones, y] + error[ones, ones])
    return about if about > nothing(whole, doubt) else Fraction(0)


def log_likelihood(fit: Fitted) -> float:
    """Return the log-likelihood of normal errors at its maximum, of the rows that count.

    -N/2 (log(2 pi ||r||^2 / N) + 1) + sum(log(weights)) / 2: infinite for a perfect fit.
    """
    N = fit.rows
    if fit.perfect:
        return math.inf
    spread = _log(fit.squares / N) + 2 * fit.exponent * math.log(2.0)
    found = -0.5 * N * (math.log(2.0 * math.pi) + 1.0 + spread)
    weights = fit.frame.system.weights
    return found if weights is None else found + 0.5 * math.fsum(np.log(weights[weights > 0.0]))


def _log(value: Fraction) -> float:
    """Return the logarithm of a positive rational that may lie beyond the floats."""
    shift = value.numerator.bit_length() - value.denominator.bit_length()
    return math.log(float(value / Fraction(2) ** shift)) + shift * math.log(2.0)


def _ratio(a: Fraction, b: Fraction) -> float:
    """Return a / b; over 0 the limit, infinity, or NaN for 0 / 0."""
    if b == 0:
        return float("inf") if a > 0 else float("nan")
    try:
        return float(a / b)
    except OverflowError:
        return float("inf")
