"""Standard errors, t and p-values, intervals, R-squared: what the coefficients are worth."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from linreg._arrays import Array, Doubled
from linreg._checks import matrix, read_only
from linreg._settings import number
from linreg.diagnostics._fitted import Fitted, as_given, constant_columns, notes
from linreg.diagnostics._frame import Frame, squared
from linreg.diagnostics._reduced import NOTHING, nothing
from linreg.distributions import f_tail, student_t_quantile, student_t_tail
from linreg.doubled import column_norms, product
from linreg.solvers._system import rounded

_EPS = float(np.finfo(np.float64).eps)


@dataclass(frozen=True)
class Inference:
    """What least squares says of its own coefficients, if errors are independent and alike.

    A perfect fit has residuals and standard errors of exactly 0. covariance, residuals, p_values,
    f_p_value and notes are computed when first asked for.

    Attributes
    ----------
    coefficients, standard_errors : (p,), in the columns' units; NaN for coefficients that X does
        not determine, and with no degrees of freedom.
    t_values, p_values : (p,), NaN as above.
    coefficients_low : (p,), what the rounded coefficients lack.
    covariance : (p, p), of the coefficients.
    residuals : (N,), X w - y, times the square roots of the weights if there are any.
    residual_deviation : sqrt(||r||^2 / (N - rank)), in y's units.
    degrees_of_freedom : N - rank.
    intercept : whether the columns span a constant.
    r_squared : about the mean; 1 - ||r||^2 / ||y||^2 without an intercept (as NIST); NaN where y
        has no variation to explain.
    f_value, f_p_value : of all coefficients but the constant being 0.
    notes : what to know of the numbers, such as residuals that are only the rounding of the data.
    root : (p, rank); root root' times the square of residual_deviation is the covariance.
    """

    coefficients: Array
    standard_errors: Array
    t_values: Array
    residual_deviation: float
    degrees_of_freedom: int
    rank: int
    intercept: bool
    r_squared: float
    adjusted_r_squared: float
    f_value: float
    coefficients_low: Array
    fit: Fitted = field(kw_only=True, repr=False)
    root: Doubled = field(kw_only=True, repr=False)

    @cached_property
    def covariance(self) -> Array:
        with np.errstate(all="ignore"):
            found = squared(self.root) * self.residual_deviation * self.residual_deviation
        unknown = np.isnan(self.standard_errors)
        found[unknown] = np.nan
        found[:, unknown] = np.nan
        return read_only(found)

    @cached_property
    def residuals(self) -> Array:
        return read_only(self.fit.residuals())

    @cached_property
    def p_values(self) -> Array:
        return read_only(_p_values(self.t_values, self.degrees_of_freedom))

    @cached_property
    def f_p_value(self) -> float:
        if np.isnan(self.f_value):
            return float("nan")
        terms = self.rank - self.intercept
        return float(f_tail(self.f_value, terms, self.degrees_of_freedom))

    @cached_property
    def notes(self) -> tuple[str, ...]:
        return notes(self.fit)

    def intervals(self, level: float = 0.95) -> Array:
        """Return the confidence interval of each coefficient, (p, 2), two-sided.

        level: 0..1.  Raises ValueError outside.
        """
        half = self._quantile(level) * self.standard_errors
        return np.column_stack([self.coefficients - half, self.coefficients + half])

    def predict(self, X: ArrayLike | Doubled) -> Array:
        """Return X w (M,) for rows X (M, p), rounded once; in y's units.

        X may be text, Decimals, Fractions or `linreg.doubled.Doubled`.
        """
        return self._centre(self._matrix(X))

    def mean_band(self, X: ArrayLike | Doubled, level: float = 0.95) -> Array:
        """Return the confidence band of E(y | x) at the rows of X (M, p), as (M, 2).

        NaN at rows where X of the fit does not determine the mean.
        """
        return self._band(self._matrix(X), level, 0.0)

    def prediction_band(self, X: ArrayLike | Doubled, level: float = 0.95) -> Array:
        """Return the band for one new y (of weight 1) at each row of X (M, p), as (M, 2)."""
        return self._band(self._matrix(X), level, 1.0)

    def _matrix(self, X: ArrayLike | Doubled) -> Doubled:
        rows = matrix(rounded(X))
        if rows.shape[1] != len(self.coefficients):
            raise ValueError(
                f"X has shape {rows.shape}; expected (M, {len(self.coefficients)}), "
                "the columns of the fit."
            )
        return as_given(X, rows)

    def _centre(self, rows: Doubled) -> Array:
        w = Doubled(self.coefficients[:, np.newaxis], self.coefficients_low[:, np.newaxis])
        return product(rows, w).high[:, 0]

    def _band(self, rows: Doubled, level: float, noise: float) -> Array:
        quantile = self._quantile(level)
        spread = np.sqrt(column_norms(product(rows, self.fit.frame.T).high.T) ** 2 + noise)
        half = quantile * self.residual_deviation * spread
        half = np.where(self.fit.frame.determines(rows.high), half, np.nan)
        centre = self._centre(rows)
        return np.column_stack([centre - half, centre + half])

    def _quantile(self, level: float) -> float:
        advice = "give a number from 0 to 1, such as 0.95"
        level = number(level, "level", advice, lambda v: 0 <= v <= 1)
        if self.degrees_of_freedom == 0:
            return float("nan")
        return -student_t_quantile(0.5 * (1.0 - level), self.degrees_of_freedom)


def inference(
    X: ArrayLike | Doubled | Frame, y: ArrayLike | Doubled, weights: ArrayLike | None = None
) -> Inference:
    """Fit y on the columns of X and test the coefficients.

    Var(w) = s^2 (X'WX)^-1, s^2 = r'Wr / (N - rank); t = w / se(w); two-sided p-values of
    Student's t with N - rank degrees of freedom. Like `statsmodels.OLS(y, X).fit()`, to the last
    digits whatever the condition of X.

    Parameters
    ----------
    X : (N, p) as given (no column of ones is added), or a `Frame` of it.
    y : (N,). X and y may be text, Decimals, Fractions or `linreg.doubled.Doubled`, as in
        `linreg.solve`.
    weights : (N,), >= 0, inverse variances up to a factor; rows of weight 0 do not count towards
        N. None with a `Frame`, which already holds them.

    Raises
    ------
    ValueError : shapes do not fit, or a value is not finite.

    References
    ----------
    Seber and Lee, Linear Regression Analysis (2003), chapters 3 and 4.
    """
    fit = Fitted.of(X, y, weights, ones=True)
    frame, spare = fit.frame, fit.spare
    deviation = fit.root_mean_square(spare)
    errors = deviation * frame.spread()
    with np.errstate(all="ignore"):
        t_values = fit.solution.high / errors
    goodness = _goodness(fit)
    return Inference(
        coefficients=read_only(fit.solution.high),
        coefficients_low=read_only(fit.solution.low),
        standard_errors=read_only(errors),
        t_values=read_only(t_values),
        residual_deviation=deviation,
        degrees_of_freedom=spare,
        rank=frame.rank,
        fit=fit,
        root=frame.T,
        **goodness._asdict(),
    )


class _Goodness(NamedTuple):
    intercept: bool
    r_squared: float
    adjusted_r_squared: float
    f_value: float


def _goodness(fit: Fitted) -> _Goodness:
    """R-squared and the F test, of exact sums of squares."""
    ones = _constant(fit)
    intercept = ones is not None
    whole, rest = _about(fit, ones), fit.squares
    model = _cleaned(whole - rest, whole)
    spare, terms = fit.spare, fit.frame.rank - intercept
    f_value = _ratio(model * spare, rest * terms) if terms and spare > 0 else np.nan
    freedom = fit.rows - intercept
    return _Goodness(
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


def _p_values(t_values: Array, spare: int) -> Array:
    if spare <= 0:
        return np.full_like(t_values, np.nan)
    return student_t_tail(t_values, spare)


def _ratio(a: Fraction, b: Fraction) -> float:
    """Return a / b; over 0 the limit, infinity, or NaN for 0 / 0."""
    if b == 0:
        return float("inf") if a > 0 else float("nan")
    try:
        return float(a / b)
    except OverflowError:
        return float("inf")
