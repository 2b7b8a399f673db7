"""Samples made of the data at hand: bootstraps of pairs and of residuals, permutations."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from linreg.diagnostics import Inference
from linreg.resampling._draws import orders, row_counts, rows_drawn
from linreg.resampling._permutation import Permutations
from linreg.resampling._refits import Refits
from linreg.sampler import Sampler
from playground.engine.problem import Problem
from playground.engine.sampling.stream import Sample

Array = NDArray[np.float64]

# So many words of the random stream are drawn in a part.
WORDS = 40_000
# Simulated data and mini-batches are drawn from the stream of the seed itself: a resample of the
# same stream would take rows by their own x.
_SEEDS = 2**53


class Resampled:
    """The refits of one coefficient, by index, to samples of these kinds."""

    def __init__(
        self, problem: Problem, found: Inference, kind: str, coefficient: int, seed: int
    ) -> None:
        self._problem, self._found, self.kind = problem, found, kind
        self._seed = seed + _SEEDS
        self._rng = Sampler(self._seed)
        self._coefficient = coefficient
        self.estimate = float(found.coefficients[coefficient])
        self.root = found.root.high[coefficient]
        self.refits = Refits(found.fit)
        self.values, self.t_values = np.zeros(0), np.zeros(0)
        self.part = max(1, WORDS // problem.N)

    def draw(self, count: int) -> None:
        steps = self._steps(self._rng, count)
        values = steps @ self.root
        if self.kind == "permutation":
            self.t_values = np.concatenate([self.t_values, self.permutations.t_values(steps)])
        else:
            values = self.estimate + values
        self.values = np.concatenate([self.values, values])

    def _steps(self, rng: Sampler, count: int) -> Array:
        if self.kind == "pairs":
            return self.refits.pairs(rng, count)
        if self.kind == "residuals":
            return self.refits.residuals(rng, count)
        return self.permutations.steps(rng, count)

    @cached_property
    def permutations(self) -> Permutations:
        return Permutations(self.refits, self.root, self.estimate)

    @cached_property
    def acceleration(self) -> float:
        """For BCa intervals of a bootstrap."""
        if self.kind == "pairs":
            return self.refits.pairs_acceleration(self.root)
        return self.refits.residuals_acceleration(self.root)

    def sample(self, index: int) -> Sample:
        N = self._problem.N
        rng = Sampler(self._seed)
        rng.skip(index * N)
        y, times = self._problem.y, np.ones(N)
        if self.kind == "pairs":
            times = row_counts(rows_drawn(rng, 1, N))[0]
            step = self.refits.of_counts(times[np.newaxis])[0]
        elif self.kind == "residuals":
            errors = self.refits.errors[rows_drawn(rng, 1, N)[0]]
            y = self._unweighted(errors, y - self._residuals)
            step = errors @ self.refits.Z
        else:
            reduced = self.permutations.errors
            errors = reduced[orders(rng, 1, N)[0]]
            y = self._unweighted(errors, y - self._unweighted(reduced, 0.0))
            step = (errors - reduced) @ self.refits.Z
        (x,) = self._problem.values.values()
        return Sample(x, y, times, lambda places: self._curve(step, places))

    @property
    def _residuals(self) -> Array:
        """y less what the fit predicts, (N,)."""
        return self._unweighted(-self.refits.r, 0.0)

    def _unweighted(self, errors: Array, mean: Array | float) -> Array:
        """A mean plus errors (N,) that are times the square roots of the weights."""
        weights = self._found.fit.frame.system.weights
        return np.asarray(mean + (errors if weights is None else errors / np.sqrt(weights)))

    def _curve(self, step: Array, places: Array) -> Array:
        """What the fit, moved by a step (rank,) of its frame, predicts at places (M,)."""
        fit = self._found.fit
        w = fit.solution.high + fit.frame.T.high @ step
        return np.asarray(self._problem.predict(w, places[:, np.newaxis]))
