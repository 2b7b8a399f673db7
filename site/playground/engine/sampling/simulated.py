"""New samples of a simulated data set: those of the seeds after its own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

import linreg
from linreg import datasets
from playground.engine.data import Data
from playground.engine.problem import Problem
from playground.engine.sampling.stream import Sample

Array = NDArray[np.float64]

# Up to this condition number floats do.
_PLAIN = 1e7
_SEEDS = 2**53
# From one seed of the samples to the next are so many seeds of the data.
STRIDE = 10_000


class Simulated:
    """The refits of one coefficient, by its column's name, to new samples of the generator."""

    kind = "new"
    # They take about 10 ms together.
    part = 2

    def __init__(
        self, data: Data, values: Mapping[str, Any], name: str, estimate: float, condition: float
    ) -> None:
        self._data, self._name, self.estimate = data, name, estimate
        # In raw terms, of which the user's coefficients are.
        self._values = {**values, "basis": "powers", "standardise": 0}
        self._method = "qr" if condition < _PLAIN else "refined"
        self.values = np.zeros(0)
        self._recent = lru_cache(maxsize=64)(self._refit)

    def draw(self, count: int) -> None:
        first = len(self.values)
        found = [self._value(k) for k in range(first, first + count)]
        self.values = np.concatenate([self.values, found])

    def seed(self, index: int) -> int:
        """The seed whose data are this sample."""
        values = self._values
        return int(values["seed"] + STRIDE * (values["sampling_seed"] - 1) + index + 1) % _SEEDS

    def _value(self, index: int) -> float:
        try:
            problem, w = self._recent(index)
            return float(w[problem.columns.index(self._name)])
        except ValueError:
            # A sample to which this model cannot be fitted.
            return float("nan")

    def _refit(self, index: int) -> tuple[Problem, Array]:
        data, chosen = self._data, datasets.get(self._data.name)
        assert isinstance(chosen, datasets.Drawn)
        drawn = {key: self._values[key] for key in chosen.keys}
        columns = chosen.draw(chosen.settings({**drawn, "seed": self.seed(index)}))
        features = {name: columns[name] for name in data.features}
        problem = Problem.made(features, columns[data.target], self._values)
        return problem, linreg.solve(problem.X, problem.y, method=self._method).coefficients

    def sample(self, index: int) -> Sample:
        problem, w = self._recent(index)
        (x,) = problem.values.values()
        return Sample(
            x,
            problem.y,
            np.ones(problem.N),
            lambda places: np.asarray(problem.predict(w, places[:, np.newaxis])),
        )
