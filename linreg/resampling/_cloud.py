"""Clouds of refitted coefficients, a thousand at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from linreg._checks import Array, read_only, vector
from linreg._settings import choice, count, number
from linreg.diagnostics import Frame
from linreg.diagnostics._fitted import Fitted
from linreg.doubled import column_norms
from linreg.resampling._draws import Rng, normals, source
from linreg.resampling._intervals import bca_interval
from linreg.resampling._refits import Refits

# A cloud of more is no clearer, and memory ends.
MOST_DRAWS = 10_000_000


@dataclass(frozen=True)
class Cloud:
    """Refitted coefficients.

    Attributes
    ----------
    coefficients : (draws, p), in the columns' units; NaN in the rows of draws that leave the
        columns dependent.
    centre : (p,), the fit to the data.
    failed : the number of such draws.
    acceleration : (p,), for the BCa intervals of a bootstrap; None for other clouds.
    """

    coefficients: Array
    centre: Array
    acceleration: Array | None = None

    @property
    def failed(self) -> int:
        """Return the number of draws that determine no coefficients."""
        return int(np.count_nonzero(~np.isfinite(self.coefficients).all(axis=1)))

    def standard_errors(self) -> Array:
        """Return the standard deviation of each coefficient over the draws, (p,)."""
        usable = self._usable()
        deviations: Array = column_norms(usable - usable.mean(axis=0)) / np.sqrt(len(usable) - 1)
        return deviations

    def intervals(self, level: float = 0.95, method: str = "percentile") -> Array:
        """Return the interval of each coefficient over the draws, (p, 2).

        level: 0..1. method: "percentile", or "bca" for the bias-corrected and accelerated
        intervals of a bootstrap (`bca_interval`).
        Raises ValueError for a level outside, for "bca" of a cloud that is no bootstrap, and when
        every draw has failed.
        """
        choice(method, "method", ("percentile", "bca"))
        if method == "bca":
            return self._bca(level)
        advice = "give a number from 0 to 1, such as 0.95"
        level = number(level, "level", advice, lambda v: 0 <= v <= 1)
        tail = 0.5 * (1.0 - level)
        return np.asarray(np.quantile(self._usable(), [tail, 1.0 - tail], axis=0).T)

    def _bca(self, level: float) -> Array:
        if self.acceleration is None:
            raise ValueError(
                'method is "bca"; these are no bootstrap samples. Use method="percentile".'
            )
        columns = zip(self._usable().T, self.centre, self.acceleration, strict=True)
        return np.array([bca_interval(values, w, a, level) for values, w, a in columns])

    def _usable(self) -> Array:
        usable: Array = self.coefficients[np.isfinite(self.coefficients).all(axis=1)]
        if len(usable) < 2:
            raise ValueError(
                f"coefficients has {len(usable)} usable draws of {len(self.coefficients)}; "
                "expected "
                "at least 2. Leave out the dependent columns, or draw more often."
            )
        return usable


def bootstrap(X: ArrayLike | Frame, y: ArrayLike, rng: Rng, draws: int = 1000) -> Cloud:
    """Refit to rows drawn with replacement: right even where the noise differs by row.

    Draws that leave the columns dependent have no refit; they are counted, in `Cloud.failed`.

    X: (N, p) as given, or a `Frame` of it; y: (N,); rng: a `numpy.random.Generator`, or a
    `linreg.sampler.Sampler`.
    Raises ValueError for shapes that do not fit and values that are not finite.

    Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), 9.5.
    """
    source(rng, "integers")
    refits = _fit(X, y, draws)
    return _bootstrapped(refits, refits.pairs(rng, draws), refits.pairs_acceleration)


def bootstrap_residuals(X: ArrayLike | Frame, y: ArrayLike, rng: Rng, draws: int = 1000) -> Cloud:
    """Refit to the fitted values plus residuals drawn with replacement, X held fixed.

    The residuals are divided by sqrt(1 - leverage) first, then centred, so that they vary
    as the errors do. X: (N, p) as given, or a `Frame` of it; y: (N,); rng: a
    `numpy.random.Generator`, or a `linreg.sampler.Sampler`.
    Raises ValueError for shapes that do not fit and values that are not finite.

    Source: Davison and Hinkley, Bootstrap Methods and their Application (1997), 6.2.3.
    """
    source(rng, "integers")
    refits = _fit(X, y, draws)
    return _bootstrapped(refits, refits.residuals(rng, draws), refits.residuals_acceleration)


def jackknife(X: ArrayLike | Frame, y: ArrayLike) -> Array:
    """Return the coefficients without each row in turn, (N, p), without a refit.

    NaN for rows of leverage 1, without which the columns are dependent.
    X: (N, p) as given, or a `Frame` of it; y: (N,).
    Raises ValueError for shapes that do not fit and values that are not finite.

    Source: Belsley, Kuh and Welsch, Regression Diagnostics (1980), 2.1.
    """
    refits = _fit(X, y, 1)
    frame = refits.fit.frame
    coefficients = refits.fit.solution.high + refits.jackknife() @ frame.T.high.T
    coefficients[:, ~frame.determined] = np.nan
    return coefficients


def refit_cloud(
    X: ArrayLike | Frame,
    y: ArrayLike,
    rng: Rng,
    draws: int = 1000,
    noise: float | None = None,
    truth: ArrayLike | None = None,
) -> Cloud:
    """Refit to new normal noise around one line: what another experiment would have found.

    w = truth + noise (X'X)^(-1/2) z, z standard normal: drawn from the exact distribution of the
    refits, without drawing the N responses.

    Parameters
    ----------
    X : (N, p) as given, or a `Frame` of it.
    y : (N,).
    rng : a `numpy.random.Generator`, or a `linreg.sampler.Sampler`.
    noise : standard deviation in y's units; by default the residual standard error.
    truth : (p,); by default the fit.

    Raises
    ------
    ValueError : shapes do not fit, or a value is not finite.
    """
    source(rng, "standard_normal")
    refits = _fit(X, y, draws)
    frame, w, r = refits.fit.frame, refits.fit.solution.high, refits.r
    if noise is None:
        noise = float(column_norms(r[:, None])[0]) / np.sqrt(max(len(r) - frame.rank, 1))
    advice = "expected a finite standard deviation >= 0"
    noise = number(noise, "noise", advice, lambda v: 0 <= v < np.inf)
    start = w if truth is None else vector(truth, len(w), "truth")
    return _cloud(refits.fit, start, noise * normals(rng, draws, frame.rank))


def _fit(X: ArrayLike | Frame, y: ArrayLike, draws: int) -> Refits:
    count(draws, "draws", 1, "expected at least 1", MOST_DRAWS)
    return Refits(Fitted.of(X, y))


def _bootstrapped(refits: Refits, steps: Array, acceleration_of: Callable[[Array], float]) -> Cloud:
    accelerations = np.array([acceleration_of(root) for root in refits.fit.frame.T.high])
    return _cloud(refits.fit, refits.fit.solution.high, steps, accelerations)


def _cloud(fit: Fitted, w: Array, steps: Array, acceleration: Array | None = None) -> Cloud:
    coefficients = w + steps @ fit.frame.T.high.T
    coefficients[:, ~fit.frame.determined] = np.nan
    known = None if acceleration is None else read_only(acceleration)
    return Cloud(read_only(coefficients), read_only(w), known)
