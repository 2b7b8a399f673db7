"""Student t, F and normal distributions without SciPy, to full float64 precision.

Tails are regularised incomplete beta functions I_x(a, b): a front factor
x^a (1 - x)^b / (a B(a, b)), here in decimal arithmetic because raising to the
power a would magnify the rounding of x, times a continued fraction, which is
harmless and stays in floats.  Because nothing goes through the platform's
`lgamma` or `pow`, native Python and WebAssembly agree to the last digits.

Sources: NIST Digital Library of Mathematical Functions, 5.11.1 (Stirling),
8.17.4 (symmetry), 8.17.22 (continued fraction).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal, localcontext
from fractions import Fraction
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "f_tail",
    "normal_quantile",
    "normal_tail",
    "student_t_cdf",
    "student_t_quantile",
    "student_t_tail",
]

_PRECISION = 45
_TINY = 1e-300
_NEWTON_STEPS = 80
_LOG_HUGE = math.log(float(np.finfo(np.float64).max))
_EPS = float(np.finfo(np.float64).eps)

# B(2k) / (2k (2k - 1)), k = 1, 2, ...: the Stirling series of log-gamma.
_STIRLING = tuple(
    Fraction(n, d)
    for n, d in (
        (1, 12),
        (-1, 360),
        (1, 1260),
        (-1, 1680),
        (1, 1188),
        (-691, 360360),
        (1, 156),
        (-3617, 122400),
        (43867, 244188),
        (-174611, 125400),
        (77683, 5796),
        (-236364091, 1506960),
    )
)
_LOG_TWO_PI = Decimal("1.837877066409345483560659472811235279722794947275567")


def student_t_tail(t: ArrayLike, df: float) -> NDArray[np.float64]:
    """Two-sided tail P(|T| > |t|) of Student's t, the p-value of a coefficient.

    I_x(df/2, 1/2) at x = df / (df + t^2); like `2 * scipy.stats.t.sf(abs(t), df)`.

    t: any shape, dimensionless; df: degrees of freedom, > 0, `inf` for the normal.
    Returns float64 of t's shape; NaN where t is NaN.
    Raises ValueError if df is not positive.
    """
    df = _positive("df", df)
    t = np.asarray(t, dtype=np.float64)
    if math.isinf(df):
        return 2.0 * normal_tail(np.abs(t))
    beta = _Beta(0.5 * df, 0.5)
    return _each(lambda value: _t_tail(beta, df, value), t)


def student_t_cdf(t: ArrayLike, df: float) -> NDArray[np.float64]:
    """Cumulative distribution P(T <= t) of Student's t; like `scipy.stats.t.cdf`.

    t: any shape; df: > 0.  Returns float64 of t's shape.
    Raises ValueError if df is not positive.
    """
    t = np.asarray(t, dtype=np.float64)
    half = 0.5 * student_t_tail(t, df)
    return np.where(t > 0, 1.0 - half, half)


def student_t_quantile(probability: float, df: float) -> float:
    """The t with P(T <= t) = probability, e.g. 0.975 for a 95 % interval.

    Newton's method on the logarithm of the tail, from the normal quantile; like
    `scipy.stats.t.ppf`.

    probability: 0..1; df: > 0.  Raises ValueError outside these.
    """
    df = _positive("df", df)
    if not 0.0 <= probability <= 1.0:
        raise ValueError(f"probability is {probability!r}; give a number from 0 to 1.")
    # 1 - probability is exact above one half, so that both tails are equally good.
    if probability > 0.5:
        return -student_t_quantile(1.0 - probability, df)
    if probability == 0.5:
        return 0.0
    if probability == 0.0:
        return -math.inf
    if math.isinf(df):
        return normal_quantile(probability)
    return -_solve_tail(probability, df)


def f_tail(value: ArrayLike, df_model: float, df_residual: float) -> NDArray[np.float64]:
    """Upper tail P(F > value) of the F distribution; like `scipy.stats.f.sf`.

    value: any shape, >= 0; df_model, df_residual: > 0.  Returns float64 of value's shape.
    Raises ValueError if a degree of freedom is not positive and finite.
    """
    df_model = _finite("df_model", _positive("df_model", df_model))
    df_residual = _finite("df_residual", _positive("df_residual", df_residual))
    beta = _Beta(0.5 * df_residual, 0.5 * df_model)
    return _each(
        lambda one: _f_tail(beta, df_model, df_residual, one),
        np.asarray(value, dtype=np.float64),
    )


def normal_tail(z: ArrayLike) -> NDArray[np.float64]:
    """Upper tail P(Z > z) of the standard normal; like `scipy.stats.norm.sf`.

    z: any shape.  Returns float64 of z's shape.
    """
    root = math.sqrt(0.5)
    return _each(lambda value: 0.5 * math.erfc(value * root), np.asarray(z, dtype=np.float64))


def normal_quantile(probability: float) -> float:
    """The z with P(Z <= z) = probability; like `scipy.stats.norm.ppf`.

    probability: 0..1.  Raises ValueError outside.
    """
    if not 0.0 <= probability <= 1.0:
        raise ValueError(f"probability is {probability!r}; give a number from 0 to 1.")
    if probability in (0.0, 1.0):
        return math.inf if probability else -math.inf
    return NormalDist().inv_cdf(probability)


class _Beta:
    """I_x(a, b) and its complement for many x, with log B(a, b) worked out once."""

    def __init__(self, a: float, b: float) -> None:
        self.a, self.b = a, b
        with localcontext() as context:
            context.prec = _PRECISION
            self._log_beta = (
                _log_gamma(Decimal(a)) + _log_gamma(Decimal(b)) - _log_gamma(Decimal(a + b))
            )

    def parts(self, x_share: Decimal, y_share: Decimal) -> tuple[float, float, float]:
        """(I_x, 1 - I_x, x^a y^b / B(a, b)) at x : y = x_share : y_share, x + y = 1."""
        a, b = self.a, self.b
        with localcontext() as context:
            context.prec = _PRECISION
            total = x_share + y_share
            log_front = (
                Decimal(a) * (x_share / total).ln()
                + Decimal(b) * (y_share / total).ln()
                - self._log_beta
            )
            front = float(log_front.exp())
            x, y = float(x_share / total), float(y_share / total)
        # Each side of the mean has the fraction that converges fast there.
        if x < (a + 1.0) / (a + b + 2.0):
            lower = front * _continued_fraction(a, b, x, y) / a
            return lower, 1.0 - lower, front
        upper = front * _continued_fraction(b, a, y, x) / b
        return 1.0 - upper, upper, front


def _t_tail(beta: _Beta, df: float, t: float) -> float:
    if t == 0.0 or math.isnan(t):
        return 1.0 if t == 0.0 else math.nan
    return 0.0 if math.isinf(t) else beta.parts(Decimal(df), _product(t, t))[0]


def _f_tail(beta: _Beta, df_model: float, df_residual: float, value: float) -> float:
    if value <= 0.0 or math.isnan(value):
        return 1.0 if value <= 0.0 else math.nan
    if math.isinf(value):
        return 0.0
    return beta.parts(Decimal(df_residual), _product(df_model, value))[0]


def _product(a: float, b: float) -> Decimal:
    """a * b without rounding that matters."""
    with localcontext() as context:
        context.prec = _PRECISION
        return Decimal(a) * Decimal(b)


def _continued_fraction(a: float, b: float, x: float, y: float) -> float:
    """The continued fraction of I_x(a, b), y = 1 - x: even part, modified Lentz method."""
    value = c = _nonzero(_one_plus_odd(a, b, x, y, 0))
    d = 0.0
    for m in range(1, 200 + int(20.0 * math.sqrt(max(a, b)))):
        even = m * (b - m) * x / ((a + 2 * m - 1.0) * (a + 2 * m))
        term = -even * _odd(a, b, x, m - 1)
        addend = even + _one_plus_odd(a, b, x, y, m)
        d = 1.0 / _nonzero(addend + term * d)
        c = _nonzero(addend + term / c)
        value *= c * d
        if abs(c * d - 1.0) <= _EPS:
            break
    return 1.0 / value


def _odd(a: float, b: float, x: float, m: int) -> float:
    return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1.0))


def _one_plus_odd(a: float, b: float, x: float, y: float, m: int) -> float:
    """1 + _odd, without cancellation when x is close to 1."""
    if x <= y:
        return 1.0 + _odd(a, b, x, m)
    short = a * (2 * m + 1.0 - b) + m * (3 * m + 2.0 - b)
    return (short + (a + m) * (a + b + m) * y) / ((a + 2 * m) * (a + 2 * m + 1.0))


def _solve_tail(probability: float, df: float) -> float:
    """The t > 0 with P(T > t) = probability < 1/2, by Newton's method in log t."""
    beta = _Beta(0.5 * df, 0.5)
    outer, inner = 2.0 * probability, 1.0 - 2.0 * probability
    t = _first_guess(probability, df)
    for _ in range(_NEWTON_STEPS):
        if math.isinf(t):
            break
        tail, centre, front = beta.parts(Decimal(df), _product(t, t))
        # d tail / d log t = -2 front; the smaller of the two masses is the accurate one.
        change = (
            tail * math.log(tail / outer) if outer < inner else -centre * math.log(centre / inner)
        ) / (2.0 * front)
        t *= math.exp(max(-1.0, min(1.0, change)))
        if abs(change) <= 2.0 * _EPS:
            break
    return t


def _first_guess(probability: float, df: float) -> float:
    """Where (1 + t^2/df)^(-df/2) equals exp(-z^2/2) for the normal quantile z."""
    exponent = normal_quantile(probability) ** 2 / df
    if exponent < 1.0:
        return math.sqrt(df * math.expm1(exponent))
    log_t = 0.5 * (math.log(df) + exponent + math.log1p(-math.exp(-exponent)))
    return math.exp(log_t) if log_t < _LOG_HUGE else math.inf


def _log_gamma(z: Decimal) -> Decimal:
    """log Gamma(z) to about 35 digits: shifted up, then Stirling's series."""
    product = Decimal(1)
    while z < 40:
        product *= z
        z += 1
    series = sum(
        Decimal(c.numerator) / c.denominator / z ** (2 * k + 1) for k, c in enumerate(_STIRLING)
    )
    return (z - Decimal("0.5")) * z.ln() - z + _LOG_TWO_PI / 2 + series - product.ln()


def _each(function: Callable[[float], float], values: NDArray[np.float64]) -> NDArray[np.float64]:
    flat = [function(float(v)) for v in values.ravel()]
    return np.array(flat, dtype=np.float64).reshape(values.shape)


def _nonzero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def _positive(name: str, value: float) -> float:
    if not value > 0.0:
        raise ValueError(f"{name} is {value!r}; give a positive number of degrees of freedom.")
    return float(value)


def _finite(name: str, value: float) -> float:
    if math.isinf(value):
        raise ValueError(f"{name} is infinite; give a finite number of degrees of freedom.")
    return value
