"""Clouds of refitted coefficients, a thousand at a time.

Every refit is written as w = w_hat + T d, with X T = Z nearly orthonormal (see
`linreg.diagnostics.Frame`).  The small systems for d are then well-conditioned, however
ill-conditioned X is, and all of them come from one matrix product.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from linreg._checks import Array, read_only, vector
from linreg._settings import count, generator, number
from linreg.diagnostics import Frame
from linreg.diagnostics._fitted import Fitted
from linreg.doubled import column_norms

_EPS = float(np.finfo(np.float64).eps)
# A cloud of more is no clearer, and memory ends.
MOST_DRAWS = 10_000_000
# Numbers held at once while rows are drawn: 16 MB of float64.
_CHUNK = 2_000_000


@dataclass(frozen=True)
class Cloud:
    """Refitted coefficients.

    Attributes
    ----------
    coefficients : (draws, p), in the columns' units; NaN in the rows of draws that leave the
        columns dependent.
    centre : (p,), the fit to the data.
    failed : the number of such draws.
    """

    coefficients: Array
    centre: Array

    @property
    def failed(self) -> int:
        """Return the number of draws that determine no coefficients."""
        return int(np.count_nonzero(~np.isfinite(self.coefficients).all(axis=1)))

    def standard_errors(self) -> Array:
        """Return the standard deviation of each coefficient over the draws, (p,)."""
        usable = self._usable()
        deviations: Array = column_norms(usable - usable.mean(axis=0)) / np.sqrt(len(usable) - 1)
        return deviations

    def intervals(self, level: float = 0.95) -> Array:
        """Return the percentile interval of each coefficient, (p, 2).

        level: 0..1.  Raises ValueError outside, and when every draw has failed.
        """
        advice = "give a number from 0 to 1, such as 0.95"
        level = number(level, "level", advice, lambda v: 0 <= v <= 1)
        tail = 0.5 * (1.0 - level)
        return np.asarray(np.quantile(self._usable(), [tail, 1.0 - tail], axis=0).T)

    def _usable(self) -> Array:
        usable: Array = self.coefficients[np.isfinite(self.coefficients).all(axis=1)]
        if len(usable) < 2:
            raise ValueError(
                f"coefficients has {len(usable)} usable draws of {len(self.coefficients)}; "
                "expected "
                "at least 2. Leave out the dependent columns, or draw more often."
            )
        return usable


def bootstrap(
    X: ArrayLike | Frame, y: ArrayLike, rng: np.random.Generator, draws: int = 1000
) -> Cloud:
    """Refit to rows drawn with replacement: right even where the noise differs by row.

    X: (N, p) as given, or a `Frame` of it; y: (N,).
    Raises ValueError for shapes that do not fit and values that are not finite.

    Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), 9.5.
    """
    generator(rng, "rng", "integers")
    frame, w, r = _fit(X, y, draws)
    rows, q = frame.Z.shape
    upper = np.triu_indices(q)
    moments = np.column_stack([frame.Z[:, upper[0]] * frame.Z[:, upper[1]], frame.Z * -r[:, None]])
    steps = np.empty((draws, q))
    gram = np.empty((draws, q, q))
    for part in _chunks(draws, rows):
        sums = _row_counts(rng, part.stop - part.start, rows) @ moments
        gram[part, upper[0], upper[1]] = gram[part, upper[1], upper[0]] = sums[:, : len(upper[0])]
        steps[part] = sums[:, len(upper[0]) :]
    return _cloud(frame, w, _solve_each(gram, steps))


def bootstrap_residuals(
    X: ArrayLike | Frame, y: ArrayLike, rng: np.random.Generator, draws: int = 1000
) -> Cloud:
    """Refit to the fitted values plus residuals drawn with replacement, X held fixed.

    The residuals are divided by sqrt(1 - leverage) first, then centred, so that they vary
    as the errors do. X: (N, p) as given, or a `Frame` of it; y: (N,).
    Raises ValueError for shapes that do not fit and values that are not finite.

    Source: Davison and Hinkley, Bootstrap Methods and their Application (1997), 6.2.3.
    """
    generator(rng, "rng", "integers")
    frame, w, r = _fit(X, y, draws)
    rows = len(r)
    room = frame.room()
    loose = room > 0.0
    errors = np.where(loose, r, 0.0) / np.sqrt(np.where(loose, room, 1.0))
    errors = errors - errors.mean()
    steps = np.empty((draws, frame.rank))
    for part in _chunks(draws, rows):
        chosen = rng.integers(0, rows, size=(part.stop - part.start, rows))
        steps[part] = errors[chosen] @ frame.Z
    return _cloud(frame, w, steps)


def refit_cloud(
    X: ArrayLike | Frame,
    y: ArrayLike,
    rng: np.random.Generator,
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
    noise : standard deviation in y's units; by default the residual standard error.
    truth : (p,); by default the fit.

    Raises
    ------
    ValueError : shapes do not fit, or a value is not finite.
    """
    generator(rng, "rng", "standard_normal")
    frame, w, r = _fit(X, y, draws)
    if noise is None:
        noise = float(column_norms(r[:, None])[0]) / np.sqrt(max(len(r) - frame.rank, 1))
    advice = "expected a finite standard deviation >= 0"
    noise = number(noise, "noise", advice, lambda v: 0 <= v < np.inf)
    start = w if truth is None else vector(truth, len(w), "truth")
    steps = noise * rng.standard_normal((draws, frame.rank))
    return _cloud(frame, start, steps)


def _fit(X: ArrayLike | Frame, y: ArrayLike, draws: int) -> tuple[Frame, Array, Array]:
    count(draws, "draws", 1, "expected at least 1", MOST_DRAWS)
    fit = Fitted.of(X, y)
    return fit.frame, fit.solution.high, fit.residuals()


def _cloud(frame: Frame, w: Array, steps: Array) -> Cloud:
    coefficients = w + steps @ frame.T.high.T
    coefficients[:, ~frame.determined] = np.nan
    return Cloud(read_only(coefficients), read_only(w))


def _chunks(draws: int, rows: int) -> Iterator[slice]:
    size = max(1, _CHUNK // rows)
    return (slice(first, min(first + size, draws)) for first in range(0, draws, size))


def _row_counts(rng: np.random.Generator, draws: int, rows: int) -> Array:
    """Return how often each row is drawn, (draws, N)."""
    chosen = rng.integers(0, rows, size=(draws, rows), dtype=np.int32)
    chosen = chosen + np.arange(0, draws * rows, rows, dtype=np.int32)[:, np.newaxis]
    counts = np.bincount(chosen.ravel(), minlength=draws * rows).reshape(draws, rows)
    return counts.astype(np.float64)


def _solve_each(gram: Array, right: Array) -> Array:
    """Solve (draws, q, q) symmetric systems by Cholesky, all at once; NaN where singular.

    The pivots tell, because in WebAssembly a singular matrix raises nothing.
    """
    q = right.shape[1]
    L = np.zeros_like(gram)
    x = right.copy()
    with np.errstate(all="ignore"):
        for j in range(q):
            pivot = gram[:, j, j] - np.einsum("bi,bi->b", L[:, j, :j], L[:, j, :j])
            pivot = np.where(pivot > q * _EPS * gram[:, j, j], pivot, np.nan)
            L[:, j, j] = np.sqrt(pivot)
            below = gram[:, j + 1 :, j] - np.einsum("bki,bi->bk", L[:, j + 1 :, :j], L[:, j, :j])
            L[:, j + 1 :, j] = below / L[:, j, j, np.newaxis]
            x[:, j] = (x[:, j] - np.einsum("bi,bi->b", L[:, j, :j], x[:, :j])) / L[:, j, j]
        for j in reversed(range(q)):
            rest = np.einsum("bi,bi->b", L[:, j + 1 :, j], x[:, j + 1 :])
            x[:, j] = (x[:, j] - rest) / L[:, j, j]
    return x
