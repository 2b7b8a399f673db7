"""The samples that a state asks for, and what they say beside the t test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linreg.distributions import student_t_tail
from linreg.resampling import bca_interval, percentile_interval
from linreg.resampling._permutation import extreme, p_value
from playground.engine.data import Data
from playground.engine.fit import Fit
from playground.engine.sampling.resampled import Resampled
from playground.engine.sampling.simulated import Simulated
from playground.engine.sampling.stream import extend

Array = NDArray[np.float64]
Ends = tuple[float, float]

BOOTSTRAPS = ("pairs", "residuals")
# Drawing from more rows would hold up the page.
MOST_ROWS = 20_000
# Random numbers for all samples together, and samples of a generator, which take longer.
MOST_WORDS = 20_000_000
MOST_SIMULATED = 2000
MOST_SAMPLES = 10_000
# So many parts of a stream are drawn at once; the rest follows while the page goes on.
AT_ONCE = 4
# So many are drawn for those who ask for numbers.
MOMENT = 50


def coefficient_of(columns: tuple[str, ...], name: str | None) -> int:
    """The index of the coefficient that is shown: as the state says where there is one, else the
    first after the intercept."""
    if name in columns:
        return columns.index(name)
    return 1 if columns[0] == "1" and len(columns) > 1 else 0


def most_samples(kind: str, rows: int) -> int:
    """How many samples can be drawn of so many rows."""
    limit = MOST_SIMULATED if kind == "new" else MOST_SAMPLES
    return min(limit, MOST_WORDS // max(rows, 1))


@dataclass(frozen=True, eq=False)
class Sampling:
    """The samples of one fit by one kind of drawing, of one coefficient; made lazily."""

    data: Data
    fit: Fit
    values: Mapping[str, Any]

    @property
    def kind(self) -> str:
        return str(self.values["sampling"])

    @cached_property
    def coefficient(self) -> int:
        return coefficient_of(self.fit.problem.columns, self.values["coefficient"])

    @property
    def column(self) -> str:
        return self.fit.problem.columns[self.coefficient]

    @property
    def most(self) -> int:
        return most_samples(self.kind, self.fit.problem.N)

    @cached_property
    def stream(self) -> Resampled | Simulated:
        found, j = self.fit.inference, self.coefficient
        if self.kind != "new":
            seed = self.values["sampling_seed"]
            return Resampled(self.fit.problem, found, self.kind, j, seed)
        condition = self.fit.reference.condition_number_scaled
        return Simulated(
            self.data, self.values, self.column, float(found.coefficients[j]), condition
        )

    @cached_property
    def applies(self) -> bool:
        """Whether the fit that is shown is least squares with a standard error to compare with,
        and samples of the kind can be drawn."""
        if not self.fit.unique or not self.fit.problem.N <= MOST_ROWS:
            return False
        known = np.isfinite(self.fit.standard_errors[self.coefficient])
        return bool(known) and (self.kind != "new" or self.simulated)

    @property
    def simulated(self) -> bool:
        """Whether a generator makes the target, and the samples count alike."""
        generated = self.data.drawn_from_seed and self.data.mean is not None
        return generated and self.data.weights is None

    @property
    def standard_error(self) -> float:
        return float(self.fit.inference.standard_errors[self.coefficient])

    @property
    def t_value(self) -> float:
        return float(self.fit.inference.t_values[self.coefficient])

    @cached_property
    def t_p_value(self) -> float:
        """Of the t test, two-sided."""
        return float(student_t_tail(self.t_value, self.fit.inference.degrees_of_freedom))

    def t_interval(self, level: float) -> Ends:
        if level not in self._t_intervals:
            low, high = self.fit.inference.intervals(level)[self.coefficient]
            self._t_intervals[level] = float(low), float(high)
        return self._t_intervals[level]

    @cached_property
    def _t_intervals(self) -> dict[float, Ends]:
        return {}

    def drawn(self, count: int) -> Drawn:
        """The first samples as far as they have been drawn; some at once."""
        return self._drawn(count, AT_ONCE * self.stream.part)

    def settled(self, count: int) -> Drawn:
        """The first samples, all of them where that takes but a moment."""
        return self._drawn(count, MOMENT * self.stream.part)

    def _drawn(self, count: int, more: int) -> Drawn:
        now = min(count, self.most)
        extend(self.stream, min(now, len(self.stream.values) + more))
        return Drawn(self, min(now, len(self.stream.values)))


@dataclass(frozen=True, eq=False)
class Drawn:
    """The first `count` samples, and what they say."""

    sampling: Sampling
    count: int

    @property
    def values(self) -> Array:
        """The coefficients (count,), NaN where a sample does not determine one."""
        return self.sampling.stream.values[: self.count]

    @cached_property
    def usable(self) -> Array:
        return self.values[np.isfinite(self.values)]

    @property
    def failed(self) -> int:
        return self.count - len(self.usable)

    @property
    def spread(self) -> float:
        """Standard deviation over the samples; NaN of fewer than two."""
        return float(self.usable.std(ddof=1)) if len(self.usable) > 1 else float("nan")

    def percentile(self, level: float) -> Ends:
        return percentile_interval(self.usable, level)

    def bca(self, level: float) -> Ends:
        stream = self.sampling.stream
        assert isinstance(stream, Resampled)
        return bca_interval(self.usable, stream.estimate, stream.acceleration, level)

    @cached_property
    def extreme(self) -> NDArray[np.bool_]:
        """Which permutations have a |t| at least that of the fit, (count,)."""
        stream = self.sampling.stream
        assert isinstance(stream, Resampled)
        return extreme(stream.t_values[: self.count], self.sampling.t_value)

    @property
    def p_value(self) -> float:
        """Of the permutations, two-sided."""
        return p_value(int(self.extreme.sum()), self.count)
