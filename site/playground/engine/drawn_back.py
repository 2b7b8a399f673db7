"""A fit of a transformed target over the target's own axis: as its median, or as its mean.

log(y) = f + e: the inverse of f is the median of y where errors are symmetric. The mean is
estimated by smearing: the average of the inverse of f + e over the residuals e.
Source: Duan 1983, "Smearing estimate: a nonparametric retransformation method", Journal of the
American Statistical Association 78, 605-610.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from linreg.doubled import Doubled
from playground.engine.problem import Problem

Array = NDArray[np.float64]
# So many inverses are taken at once; of more residuals, even quantiles stand for all.
MOST_INVERSES, FEWEST_RESIDUALS = 2_000_000, 400


def drawn_back(problem: Problem, w: Array | Doubled, fitted: Array, mean: bool) -> Array:
    """What w (p,) predicts of the target where it predicts fitted (M,) of y; NaN where nothing.

    mean: whether the mean is asked for, not the median.
    """
    if not (mean and problem.transformed):
        return problem.to_data(fitted)
    return smeared(problem, problem.y - problem.fitted(w), fitted)


def smeared(problem: Problem, residuals: Array, fitted: Array) -> Array:
    """The smearing estimate (M,) of the target's mean from residuals (N,) of y."""
    most = max(MOST_INVERSES // max(len(fitted), 1), FEWEST_RESIDUALS)
    if len(residuals) > most:
        residuals = np.quantile(residuals, (np.arange(most) + 0.5) / most)
    at_once = max(MOST_INVERSES // len(residuals), 1)
    parts = [
        problem.to_data(fitted[k : k + at_once, np.newaxis] + residuals).mean(axis=1)
        for k in range(0, len(fitted), at_once)
    ]
    return np.concatenate(parts) if parts else np.zeros(0)


def interval_back(problem: Problem, ends: Array) -> Array:
    """Intervals (M, 2) of y as intervals of the target, the smaller end first.

    NaN where the inverse of one is no interval, as of 1/y around 0.
    """
    if not problem.transformed:
        return ends
    low, middle, high = (problem.to_data(v) for v in (ends[:, 0], ends.mean(axis=1), ends[:, 1]))
    found = np.column_stack([np.minimum(low, high), np.maximum(low, high)])
    inside = (found[:, 0] <= middle) & (middle <= found[:, 1])
    return np.where(inside[:, np.newaxis], found, np.nan)
