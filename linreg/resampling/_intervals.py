"""Bootstrap intervals from refitted values: by percentiles, and bias-corrected and accelerated."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from linreg._checks import Array, numbers
from linreg._settings import number
from linreg.distributions import normal_quantile, normal_tail

_NONE = (float("nan"), float("nan"))


def percentile_interval(values: ArrayLike, level: float = 0.95) -> tuple[float, float]:
    """Return the interval between two quantiles of refitted values, as many left out on each side.

    Like `scipy.stats.bootstrap(..., method="percentile")`.

    Parameters
    ----------
    values : (draws,), one coefficient of each refit; those that are not finite are left out.
    level : 0..1.

    Raises
    ------
    ValueError : fewer than 2 finite values, or a level out of bounds.

    References
    ----------
    Efron, Tibshirani, An Introduction to the Bootstrap (1993), 13.3.
    """
    found, tail = _usable(values), 0.5 * (1.0 - _level(level))
    low, high = np.quantile(found, [tail, 1.0 - tail])
    return float(low), float(high)


def bca_interval(
    values: ArrayLike, estimate: float, acceleration: float, level: float = 0.95
) -> tuple[float, float]:
    """Return the bias-corrected and accelerated interval.

    It is between other quantiles than the percentile interval: moved by the share of values below
    the estimate (ties count half), and by how fast the standard error changes with the
    coefficient. NaN where all values lie on one side of the estimate. Like
    `scipy.stats.bootstrap(..., method="BCa")`.

    Parameters
    ----------
    values : (draws,), one coefficient of each refit; those that are not finite are left out.
    estimate : that of the fit to the data.
    acceleration : from `jackknife_acceleration`.
    level : 0..1.

    Raises
    ------
    ValueError : fewer than 2 finite values, or a level out of bounds.

    References
    ----------
    Efron (1987), Better Bootstrap Confidence Intervals, Journal of the American Statistical
    Association 82(397), 171-185.
    """
    found, tail = _usable(values), 0.5 * (1.0 - _level(level))
    share = float(np.mean((found < estimate) + 0.5 * (found == estimate)))
    if not 0.0 < share < 1.0:
        return _NONE
    bias = normal_quantile(share)
    places = []
    for z in (normal_quantile(tail), -normal_quantile(tail)):
        moved = bias + z
        places.append(float(normal_tail(-(bias + moved / (1.0 - acceleration * moved)))))
    low, high = np.quantile(found, places)
    return float(low), float(high)


def jackknife_acceleration(left_out: ArrayLike) -> float:
    """Return the acceleration for `bca_interval`, from the coefficient without each row in turn.

    sum(u^3) / (6 sum(u^2)^(3/2)) with u the mean less each value; 0 where all are equal.

    left_out : (N,), as `jackknife` gives it for a column; what is not finite is left out.
    Raises ValueError for fewer than 2 finite values.
    """
    found = _usable(left_out)
    return skewness(found.mean() - found, len(found)) / (6.0 * float(np.sqrt(len(found))))


def skewness(deviations: Array, count: int) -> float:
    """Return the skewness of `count` deviations from their mean; 0 where there are none."""
    size = float(np.abs(deviations).max(initial=0.0))
    if size == 0.0:
        return 0.0
    u = deviations / size
    return float(np.sum(u**3) / count / (np.sum(u**2) / count) ** 1.5)


def _usable(values: ArrayLike) -> Array:
    array = numbers(values, "values")
    found: Array = array[np.isfinite(array)]
    if array.ndim != 1 or len(found) < 2:
        raise ValueError(
            f"values has shape {array.shape} and {len(found)} finite numbers; expected (draws,) "
            "with at least 2. Draw more often."
        )
    return found


def _level(level: float) -> float:
    advice = "give a number between 0 and 1, such as 0.95"
    return number(level, "level", advice, lambda v: 0.0 < v < 1.0)
