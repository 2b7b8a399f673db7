"""Standard errors, t and p-values, intervals, R-squared: what the coefficients are worth."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from math import log

import numpy as np
from numpy.typing import ArrayLike

from linreg._arrays import Array, Doubled
from linreg._checks import matrix, read_only
from linreg._settings import choice, number
from linreg.diagnostics._fitted import Fitted, as_given, notes
from linreg.diagnostics._frame import Frame, squared
from linreg.diagnostics._goodness import goodness, log_likelihood
from linreg.diagnostics._robust import CLASSICAL, COVARIANCES, meat, undefined_rows
from linreg.diagnostics._tests import ResidualTests, residual_tests
from linreg.distributions import f_tail, student_t_quantile, student_t_tail
from linreg.doubled import column_norms, product
from linreg.solvers._system import rounded


@dataclass(frozen=True)
class Inference:
    """What least squares says of its own coefficients, if errors are independent and alike.

    With a `kind` of HC0 to HC3 errors need not be alike: the standard errors, and all that is
    computed from them, are then consistent whatever the variance of each error. A perfect fit has
    residuals and standard errors of exactly 0. covariance, residuals, p_values, f_p_value, aic,
    bic, log_likelihood, tests and notes are computed when first asked for.

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
    f_value, f_p_value : of all coefficients but the constant being 0; Wald's test with a robust
        covariance.
    aic, bic : information criteria, 2 q - 2 L and log(N) q - 2 L, with L the log_likelihood of
        normal errors and q the rank (the variance is not counted, as in statsmodels); -infinity
        for a perfect fit.
    tests : of the residuals, as `linreg.diagnostics.tests`.
    notes : what to know of the numbers, such as residuals that are only the rounding of the data.
    root : (p, rank); root root' times the square of residual_deviation is the classical covariance.
    kind : "classical", or "HC0" to "HC3".
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
    kind: str = field(default=CLASSICAL, kw_only=True)
    meat: Array | None = field(default=None, kw_only=True, repr=False)

    @cached_property
    def covariance(self) -> Array:
        with np.errstate(all="ignore"):
            found = squared(self._spread) * self.residual_deviation * self.residual_deviation
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
    def log_likelihood(self) -> float:
        return log_likelihood(self.fit)

    @property
    def aic(self) -> float:
        return 2.0 * self.rank - 2.0 * self.log_likelihood

    @property
    def bic(self) -> float:
        return log(self.fit.rows) * self.rank - 2.0 * self.log_likelihood

    @cached_property
    def notes(self) -> tuple[str, ...]:
        rows = undefined_rows(self.fit, self.kind)
        if not rows or self.degrees_of_freedom <= 0:
            return notes(self.fit)
        return (
            *notes(self.fit),
            f"Row {rows[0] + 1} has leverage 1, where {self.kind} is not defined. Choose HC0 or "
            "HC1, or remove the row.",
        )

    @cached_property
    def tests(self) -> ResidualTests:
        return residual_tests(self.fit)

    def with_covariance(self, kind: str) -> Inference:
        """Return the same fit judged by another covariance: "classical", or "HC0" to "HC3".

        Raises ValueError for another name.
        """
        choice(kind, "covariance", COVARIANCES, "give one of")
        if kind == self.kind:
            return self
        f_value, middle = goodness(self.fit).f_value, None
        if kind != CLASSICAL:
            middle, wald = meat(self.fit, kind, self.intercept)
            f_value = f_value if self.fit.perfect else wald
        spread = column_norms(_times(self.root, middle).high.T)
        with np.errstate(all="ignore"):
            errors = np.where(self.fit.frame.determined, self.residual_deviation * spread, np.nan)
            return replace(
                self,
                standard_errors=read_only(errors),
                t_values=read_only(self.coefficients / errors),
                f_value=f_value,
                kind=kind,
                meat=middle,
            )

    @property
    def _spread(self) -> Doubled:
        """Root (p, rank) of the covariance over the square of the residual deviation."""
        return _times(self.root, self.meat)

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
        frame_of_rows = _times(product(rows, self.fit.frame.T), self.meat)
        spread = np.sqrt(column_norms(frame_of_rows.high.T) ** 2 + noise)
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
    X: ArrayLike | Doubled | Frame,
    y: ArrayLike | Doubled,
    weights: ArrayLike | None = None,
    covariance: str = CLASSICAL,
) -> Inference:
    """Fit y on the columns of X and test the coefficients.

    Var(w) = s^2 (X'WX)^-1, s^2 = r'Wr / (N - rank); t = w / se(w); two-sided p-values of
    Student's t with N - rank degrees of freedom. Like `statsmodels.OLS(y, X).fit()`, to the last
    digits whatever the condition of X.

    The robust covariances are (X'WX)^-1 X' diag(w_i^2 c_i r_i^2) X (X'WX)^-1 with c_i = 1 (HC0),
    N / (N - rank) (HC1), 1 / (1 - h_i) (HC2), 1 / (1 - h_i)^2 (HC3), h_i the leverage; like
    `.fit(cov_type="HC3", use_t=True)`. HC2 and HC3 are NaN where a row has leverage 1.

    Parameters
    ----------
    X : (N, p) as given (no column of ones is added), or a `Frame` of it.
    y : (N,). X and y may be text, Decimals, Fractions or `linreg.doubled.Doubled`, as in
        `linreg.solve`.
    weights : (N,), >= 0, inverse variances up to a factor; rows of weight 0 do not count towards
        N. None with a `Frame`, which already holds them.
    covariance : "classical", or "HC0" to "HC3" where errors may have unequal variances.

    Raises
    ------
    ValueError : shapes do not fit, a value is not finite, or the covariance is unknown.

    References
    ----------
    Seber and Lee, Linear Regression Analysis (2003), chapters 3 and 4.
    White (1980), Econometrica 48(4), 817-838: HC0. MacKinnon and White (1985), Journal of
    Econometrics 29(3), 305-325: HC1 to HC3.

    Examples
    --------
    >>> import linreg
    >>> found = linreg.diagnostics.inference([[1, 1], [1, 2], [1, 3], [1, 4]], [1, 3, 2, 4])
    >>> found.standard_errors.round(3)
    array([1.162, 0.424])
    """
    choice(covariance, "covariance", COVARIANCES, "give one of")
    fit = Fitted.of(X, y, weights, ones=True)
    frame, spare = fit.frame, fit.spare
    deviation = fit.root_mean_square(spare)
    errors = deviation * frame.spread()
    with np.errstate(all="ignore"):
        t_values = fit.solution.high / errors
    found = Inference(
        coefficients=read_only(fit.solution.high),
        coefficients_low=read_only(fit.solution.low),
        standard_errors=read_only(errors),
        t_values=read_only(t_values),
        residual_deviation=deviation,
        degrees_of_freedom=spare,
        rank=frame.rank,
        fit=fit,
        root=frame.T,
        **goodness(fit)._asdict(),
    )
    return found if covariance == CLASSICAL else found.with_covariance(covariance)


def _times(root: Doubled, middle: Array | None) -> Doubled:
    """Return root (M, rank) times the middle of a sandwich, each row to its own last digits."""
    if middle is None:
        return root
    high = root.high @ middle
    return Doubled(high, np.zeros_like(high))


def _p_values(t_values: Array, spare: int) -> Array:
    if spare <= 0:
        return np.full_like(t_values, np.nan)
    return student_t_tail(t_values, spare)
