"""Digits and steps against the distance of two columns, over its whole range."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import isfinite, log10

import numpy as np
from numpy.typing import NDArray

from playground.views.collinearity.case import METHODS, Case

Array = NDArray[np.float64]

# Two distances to a power of ten, from 1 to 1e-16.
EXPONENTS = tuple(k / 2 for k in range(0, -33, -1))
# Decimal digits of a float64, which rounding leaves where nothing else takes any.
HELD = -log10(float(np.finfo(np.float64).eps))
MOST_DIGITS = 15.0
# An axis of steps ends here: no descent is run longer.
MOST_STEPS = 1e36


@dataclass
class Sweep:
    """What every distance computed so far has given; `make` gives the case of one.

    exponents: log10 epsilon, descending; digits: one list per solver; steps, condition, sizes: as
    many. sizes: the magnitudes of the pair's two coefficients.
    """

    make: Callable[[float], Case]
    exponents: list[float] = field(default_factory=list)
    digits: dict[str, list[float]] = field(default_factory=lambda: {m: [] for m in METHODS})
    steps: list[float] = field(default_factory=list)
    condition: list[float] = field(default_factory=list)
    sizes: list[tuple[float, float]] = field(default_factory=list)

    def run(self) -> Iterator[None]:
        """Compute one distance after another; a rest after each."""
        for exponent in EXPONENTS[len(self.exponents) :]:
            case = self.make(10.0**exponent)
            for method in METHODS:
                self.digits[method].append(case.digits.get(method, float("nan")))
            self.steps.append(min(case.steps, MOST_STEPS))
            self.condition.append(case.condition)
            self.sizes.append(pair_sizes(case))
            self.exponents.append(exponent)
            yield

    @property
    def complete(self) -> bool:
        return len(self.exponents) == len(EXPONENTS)

    def curve(self, method: str) -> dict[str, Array]:
        """Columns of a line: log10 epsilon and digits."""
        return {"x": np.array(self.exponents), "y": np.array(self.digits[method])}

    def size_curve(self, k: int) -> dict[str, Array]:
        """Columns of a line: log10 epsilon and log10 of the size of the pair's coefficient k."""
        sizes = np.array([pair[k] for pair in self.sizes])
        with np.errstate(divide="ignore"):
            y = np.log10(sizes)
        known = np.isfinite(y)
        return {"x": np.array(self.exponents)[known], "y": y[known]}

    def step_curve(self) -> dict[str, Array]:
        """Columns of a line: log10 epsilon and log10 of the steps, where they are finite."""
        known = [
            (x, log10(s))
            for x, s in zip(self.exponents, self.steps, strict=True)
            if isfinite(s) and s > 0
        ]
        return {"x": np.array([x for x, _ in known]), "y": np.array([s for _, s in known])}


def pair_sizes(case: Case) -> tuple[float, float]:
    """The magnitudes of the pair's coefficients; not numbers where there is no pair."""
    if case.pair is None:
        return float("nan"), float("nan")
    first, second = np.abs(case.fit.reference.coefficients[list(case.pair)]).tolist()
    return first, second


def foretold(power: int) -> dict[str, Array]:
    """Digits left when log10 of `power` condition numbers, each 2 / epsilon, are lost."""
    x = np.array([EXPONENTS[0], EXPONENTS[-1]])
    x = np.linspace(x[0], x[1], 65)
    left = HELD - power * (log10(2) - x)
    return {"x": x, "y": np.clip(left, 0.0, MOST_DIGITS)}
