"""Tails and quantiles of Student t, F, chi-square and normal distributions."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import MAX_EMAX, MIN_EMIN, Decimal, localcontext
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg._checks import numbers
from linreg._settings import number, shown
from linreg.distributions._beta import PRECISION, SETTLED, Beta
from linreg.distributions._gamma import upper as upper_gamma

_ROOT_HALF = math.sqrt(0.5)
# Newton's method converges from one side; what it starts from is right to a factor or so.
_NEWTON_STEPS = 100
_DF_LEAST, _DF_MOST = 1e-6, 1e9


def student_t_tail(t: ArrayLike, df: float) -> NDArray[np.float64]:
    """Return the two-sided tail P(|T| > |t|) of Student's t, the p-value of a coefficient.

    I_x(df/2, 1/2) at x = df / (df + t^2); like `2 * scipy.stats.t.sf(abs(t), df)`.

    Parameters
    ----------
    t : any shape, dimensionless.
    df : degrees of freedom, > 0, `inf` for the normal.

    Returns
    -------
    float64 of t's shape; NaN where t is NaN.

    Raises
    ------
    ValueError : df is out of the bounds above.
    """
    df = _freedom("df", df, endless=True)
    t = numbers(t, "t")
    if math.isinf(df):
        return 2.0 * normal_tail(np.abs(t))
    beta = Beta(0.5 * df, 0.5)
    return _each(lambda value: _t_tail(beta, df, value), t)


def student_t_cdf(t: ArrayLike, df: float) -> NDArray[np.float64]:
    """Return the distribution function P(T <= t) of Student's t; like `scipy.stats.t.cdf`.

    Parameters
    ----------
    t : any shape.
    df : > 0.

    Returns
    -------
    float64 of t's shape.

    Raises
    ------
    ValueError : df is out of the bounds above.
    """
    t = numbers(t, "t")
    half = 0.5 * student_t_tail(t, df)
    return np.where(t > 0, 1.0 - half, half)


def student_t_quantile(probability: float, df: float) -> float:
    """Return the t with P(T <= t) = probability, such as 0.975 for a 95% interval.

    Newton's method on the logarithm of the tail, from the normal quantile; like
    `scipy.stats.t.ppf`.

    Parameters
    ----------
    probability : 0..1.
    df : > 0.

    Raises
    ------
    ValueError : an argument is outside these and the bounds above.
    """
    df = _freedom("df", df, endless=True)
    probability = _share(probability)
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
    """Return the upper tail P(F > value) of the F distribution; like `scipy.stats.f.sf`.

    Parameters
    ----------
    value : any shape, >= 0.
    df_model, df_residual : > 0.

    Returns
    -------
    float64 of value's shape.

    Raises
    ------
    ValueError : a degree of freedom is out of the bounds above.
    """
    df_model = _freedom("df_model", df_model)
    df_residual = _freedom("df_residual", df_residual)
    beta = Beta(0.5 * df_residual, 0.5 * df_model)
    return _each(
        lambda one: _f_tail(beta, df_model, df_residual, one),
        numbers(value, "value"),
    )


def chi_square_tail(value: ArrayLike, df: float) -> NDArray[np.float64]:
    """Return the upper tail P(X > value) of chi-square; like `scipy.stats.chi2.sf`.

    Parameters
    ----------
    value : any shape, >= 0.
    df : > 0.

    Returns
    -------
    float64 of value's shape.

    Raises
    ------
    ValueError : df is out of the bounds above.
    """
    df = _freedom("df", df)
    return _each(lambda one: _chi_square_tail(df, one), numbers(value, "value"))


def normal_tail(z: ArrayLike) -> NDArray[np.float64]:
    """Upper tail P(Z > z) of the standard normal; like `scipy.stats.norm.sf`.

    z: any shape.  Returns float64 of z's shape.
    """
    return _each(_normal_tail, numbers(z, "z"))


def normal_quantile(probability: float) -> float:
    """Return the z with P(Z <= z) = probability; like `scipy.stats.norm.ppf`.

    probability: 0..1.  Raises ValueError outside.
    """
    probability = _share(probability)
    if probability in (0.0, 1.0):
        return math.inf if probability else -math.inf
    return NormalDist().inv_cdf(probability)


def _normal_tail(z: float) -> float:
    """P(Z > z): erfc of the float next to z / sqrt(2), and what that lacks to first order."""
    x = z * _ROOT_HALF
    tail = 0.5 * math.erfc(x)
    if not 1.0 < x < 40.0:
        return tail
    with localcontext() as context:
        context.prec = PRECISION
        lack = float(Decimal(z) / Decimal(2).sqrt() - Decimal(x))
    # -d log erfc(x) / dx is 2x + 1/x - ..., a continued fraction; lack is below 2^-53 x.
    return tail * (1.0 - lack * (x + math.sqrt(x * x + 4.0 / math.pi)))


def _t_tail(beta: Beta, df: float, t: float) -> float:
    if t == 0.0 or math.isnan(t):
        return 1.0 if t == 0.0 else math.nan
    return 0.0 if math.isinf(t) else float(beta.parts(Decimal(df), _product(t, t))[0])


def _f_tail(beta: Beta, df_model: float, df_residual: float, value: float) -> float:
    if value <= 0.0 or math.isnan(value):
        return 1.0 if value <= 0.0 else math.nan
    if math.isinf(value):
        return 0.0
    return float(beta.parts(Decimal(df_residual), _product(df_model, value))[0])


def _chi_square_tail(df: float, value: float) -> float:
    if value <= 0.0 or math.isnan(value):
        return 1.0 if value <= 0.0 else math.nan
    return 0.0 if math.isinf(value) else float(upper_gamma(0.5 * df, _product(0.5, value)))


def _product(a: float, b: float) -> Decimal:
    """a * b without rounding that matters."""
    with localcontext() as context:
        context.prec = 2 * PRECISION
        return Decimal(a) * Decimal(b)


def _solve_tail(probability: float, df: float) -> float:
    """Return the t > 0 with P(T > t) = probability < 1/2, by Newton's method in log t.

    Logarithms of both masses are concave in log t, so that from its second step on the method
    comes from one side, without overshooting.
    """
    beta = Beta(0.5 * df, 0.5)
    with localcontext() as context:
        context.prec = PRECISION
        context.Emin, context.Emax = MIN_EMIN, MAX_EMAX
        outer = 2 * Decimal(probability)
        inner = 1 - outer
        log_t = Decimal(_first_guess(probability, df))
        for _ in range(_NEWTON_STEPS):
            tail, centre, front = beta.parts(Decimal(df), (2 * log_t).exp())
            # d tail / d log t = -2 front; the smaller of the two masses is the steeper one.
            if outer < inner:
                change = tail * (tail / outer).ln() / (2 * front)
            else:
                change = -centre * (centre / inner).ln() / (2 * front)
            log_t += change
            if abs(change) <= SETTLED:
                break
        return float(log_t.exp()) if log_t < 710 else math.inf


def _first_guess(probability: float, df: float) -> float:
    """log t where (1 + t^2/df)^(-df/2) equals exp(-z^2/2) for the normal quantile z."""
    exponent = normal_quantile(probability) ** 2 / df
    rest = (
        math.log(math.expm1(exponent))
        if exponent < 1.0
        else (exponent + math.log1p(-math.exp(-exponent)))
    )
    return 0.5 * (math.log(df) + rest)


def _each(function: Callable[[float], float], values: NDArray[np.float64]) -> NDArray[np.float64]:
    flat = [function(float(v)) for v in values.ravel()]
    return np.array(flat, dtype=np.float64).reshape(values.shape)


def _share(probability: float) -> float:
    return number(probability, "probability", "give a number from 0 to 1", lambda v: 0 <= v <= 1)


def _freedom(name: str, value: float, endless: bool = False) -> float:
    df = number(value, name, "give a positive number of degrees of freedom", lambda v: v > 0.0)
    if math.isinf(df) and not endless:
        raise ValueError(f"{name} is infinite; give a finite number of degrees of freedom.")
    if not (_DF_LEAST <= df <= _DF_MOST or math.isinf(df)):
        raise ValueError(
            f"{name} is {shown(value)}; give degrees of freedom from {_DF_LEAST:g} to {_DF_MOST:g}."
        )
    return df
