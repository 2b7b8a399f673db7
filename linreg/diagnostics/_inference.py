"""Standard errors, t and p-values, intervals, R-squared: what the coefficients are worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from linreg._checks import Array, matrix, read_only, vector
from linreg._settings import number
from linreg.diagnostics._frame import Frame, row_weights
from linreg.distributions import f_tail, student_t_quantile, student_t_tail
from linreg.doubled import column_norms, power_of_two
from linreg.solvers import solve

_EPS = float(np.finfo(np.float64).eps)


@dataclass(frozen=True)
class Inference:
    """What least squares says of its own coefficients, if errors are independent and alike.

    coefficients, standard_errors, t_values, p_values: (p,), the first two in the columns'
    units; NaN for coefficients that X does not determine, and with no degrees of freedom.
    covariance: (p, p), of the coefficients. residuals: (N,), X w - y, times the square
    roots of the weights if there are any. residual_deviation: sqrt(||r||^2 / (N - rank)),
    in y's units. degrees_of_freedom: N - rank. intercept: whether the columns span a
    constant; if not, r_squared is 1 - ||r||^2 / ||y||^2, not centred (as NIST).
    f_value, f_p_value: of all coefficients but the constant being 0.
    """

    coefficients: Array
    standard_errors: Array
    t_values: Array
    p_values: Array
    covariance: Array
    residuals: Array
    residual_deviation: float
    degrees_of_freedom: int
    rank: int
    intercept: bool
    r_squared: float
    adjusted_r_squared: float
    f_value: float
    f_p_value: float

    def intervals(self, level: float = 0.95) -> Array:
        """Return the confidence interval of each coefficient, (p, 2), two-sided.

        level: 0..1.  Raises ValueError outside.
        """
        half = self._quantile(level) * self.standard_errors
        return np.column_stack([self.coefficients - half, self.coefficients + half])

    def mean_band(self, X: ArrayLike, level: float = 0.95) -> Array:
        """Return the confidence band of E(y | x) at the rows of X (M, p), as (M, 2)."""
        return self._band(X, level, 0.0)

    def prediction_band(self, X: ArrayLike, level: float = 0.95) -> Array:
        """Return the band for one new y (of weight 1) at each row of X (M, p), as (M, 2)."""
        return self._band(X, level, self.residual_deviation * self.residual_deviation)

    def _band(self, X: ArrayLike, level: float, noise: float) -> Array:
        rows = matrix(X)
        if rows.shape[1] != len(self.coefficients):
            raise ValueError(
                f"X has shape {rows.shape}; wanted (M, {len(self.coefficients)}), "
                "the columns of the fit."
            )
        variance = np.einsum("ij,jk,ik->i", rows, self.covariance, rows, optimize=True)
        half = self._quantile(level) * np.sqrt(np.maximum(variance, 0.0) + noise)
        centre = rows @ self.coefficients
        return np.column_stack([centre - half, centre + half])

    def _quantile(self, level: float) -> float:
        advice = "give a number from 0 to 1, such as 0.95"
        level = number(level, "level", advice, lambda v: 0 <= v <= 1)
        if self.degrees_of_freedom == 0:
            return float("nan")
        return -student_t_quantile(0.5 * (1.0 - level), self.degrees_of_freedom)


def inference(X: ArrayLike | Frame, y: ArrayLike, weights: ArrayLike | None = None) -> Inference:
    """Fit y on the columns of X and judge the coefficients.

    Var(w) = s^2 (X'WX)^-1, s^2 = r'Wr / (N - rank); t = w / se(w); two-sided p-values of
    Student's t with N - rank degrees of freedom.  Like `statsmodels.OLS(y, X).fit()`, to
    the last digits whatever the condition of X.

    X: (N, p) as given (no ones column is added), or a `Frame` of it; y: (N,); weights:
    (N,), >= 0, inverse variances up to a factor; rows of weight 0 do not count towards N
    (with a `Frame`, give y and no weights: the frame already holds them).
    Raises ValueError for shapes that do not fit and values that are not finite.

    Source: Seber and Lee, Linear Regression Analysis (2003), chapters 3 and 4.
    """
    frame = Frame.of(X, weights)
    right = vector(y, len(frame.X), "y")
    root = np.ones(len(right)) if weights is None else np.sqrt(row_weights(weights, len(right)))
    r = frame.solve(root * right)[1]
    rows = int(np.count_nonzero(root))
    spare = rows - frame.rank
    deviation = float(column_norms(r[:, np.newaxis])[0] / np.sqrt(spare)) if spare else np.nan
    coefficients = solve(frame.X, root * right).coefficients
    errors = deviation * frame.spread()
    with np.errstate(all="ignore"):
        t_values = coefficients / errors
        covariance = deviation * (deviation * frame.covariance())
    fit = _goodness(frame, root, root * right, r, rows)
    return Inference(
        coefficients=read_only(coefficients),
        standard_errors=read_only(errors),
        t_values=read_only(t_values),
        p_values=read_only(_p_values(t_values, spare)),
        covariance=read_only(covariance),
        residuals=read_only(r),
        residual_deviation=deviation,
        degrees_of_freedom=spare,
        rank=frame.rank,
        intercept=fit.intercept,
        r_squared=fit.r_squared,
        adjusted_r_squared=fit.adjusted_r_squared,
        f_value=fit.f_value,
        f_p_value=fit.f_p_value,
    )


def spans(frame: Frame, direction: Array) -> bool:
    """Return whether `direction` (N,) lies in the columns of the frame, up to rounding."""
    off = direction - frame.Z @ (frame.inverse_M @ (frame.Z.T @ direction))
    limit = _EPS * len(direction) * float(np.linalg.norm(direction))
    return float(np.linalg.norm(off)) <= limit


class _Goodness(NamedTuple):
    intercept: bool
    r_squared: float
    adjusted_r_squared: float
    f_value: float
    f_p_value: float


def _goodness(frame: Frame, root: Array, right: Array, r: Array, rows: int) -> _Goodness:
    """R-squared and the F test; `root` is what a column of ones has become."""
    unit = np.ldexp(1.0, -power_of_two(right))
    y, r = right * unit, r * unit
    intercept = spans(frame, root)
    centred = y - root * ((root @ y) / (root @ root)) if intercept else y
    rest, model = float(r @ r), float(np.sum((centred + r) ** 2))
    spare, terms = rows - frame.rank, frame.rank - intercept
    # The explained part over the whole keeps its digits however small it is.
    explained, unexplained = _ratio(model, model + rest), _ratio(rest, model + rest)
    f_value = _ratio(model / terms, rest / spare) if terms and spare else np.nan
    return _Goodness(
        intercept=intercept,
        r_squared=explained,
        adjusted_r_squared=1.0 - unexplained * (rows - intercept) / spare if spare else np.nan,
        f_value=f_value,
        f_p_value=np.nan if np.isnan(f_value) else float(f_tail(f_value, terms, spare)),
    )


def _p_values(t_values: Array, spare: int) -> Array:
    if spare <= 0:
        return np.full_like(t_values, np.nan)
    return student_t_tail(t_values, spare)


def _ratio(a: float, b: float) -> float:
    """Return a / b; over 0 the limit, infinity, or NaN for 0 / 0."""
    if b == 0.0:
        return float("inf") if a > 0.0 else float("nan")
    return float(a / b)
