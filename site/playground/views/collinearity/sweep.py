"""Digits and steps against the distance of two columns, over its whole range."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite, log10

import numpy as np
from numpy.typing import NDArray

from playground.views.collinearity.case import Case

Array = NDArray[np.float64]

# Two distances to a power of ten, from 1 to 1e-16.
EXPONENTS = tuple(k / 2 for k in range(0, -33, -1))
# They are computed from coarse to fine, so that a curve is whole at first, and then right.
STRIDES = (8, 4, 2, 1)
ORDER = tuple(dict.fromkeys(x for stride in STRIDES for x in EXPONENTS[::stride]))
# Decimal digits of a float64, which rounding leaves where nothing else takes any.
HELD = -log10(float(np.finfo(np.float64).eps))
MOST_DIGITS = 15.0
# An axis of steps ends here: no descent is run longer.
MOST_STEPS = 1e36


@dataclass(frozen=True)
class Measured:
    """What one distance gives. sizes: the magnitudes of the pair's two coefficients."""

    steps: float
    sizes: tuple[float, float]


@dataclass
class Sweep:
    """What every distance computed so far has given; `make` gives the case of one.

    measured and digits: by log10 epsilon; digits: of each solver.
    """

    make: Callable[[float], Case]
    measured: dict[float, Measured] = field(default_factory=dict)
    digits: dict[float, Mapping[str, float]] = field(default_factory=dict)
    _cases: dict[float, Case] = field(default_factory=dict)

    def run(self) -> Iterator[None]:
        """Compute one distance after another, the digits last, which take longest."""
        for exponent in ORDER:
            if exponent not in self.measured:
                case = self._cases[exponent] = self.make(10.0**exponent)
                self.measured[exponent] = Measured(min(case.steps, MOST_STEPS), pair_sizes(case))
                yield
        for exponent in ORDER:
            if exponent not in self.digits:
                self.digits[exponent] = self._cases.pop(exponent).digits
                yield

    @property
    def complete(self) -> bool:
        return len(self.digits) == len(EXPONENTS)

    def curve(self, method: str) -> dict[str, Array]:
        """Columns of a line: log10 epsilon and digits."""
        return _line({x: found.get(method, float("nan")) for x, found in self.digits.items()})

    def size_curve(self, k: int) -> dict[str, Array]:
        """Columns of a line: log10 epsilon and log10 of the size of the pair's coefficient k."""
        return _logarithmic({x: found.sizes[k] for x, found in self.measured.items()})

    def step_curve(self) -> dict[str, Array]:
        """Columns of a line: log10 epsilon and log10 of the steps, where they are finite."""
        return _logarithmic({x: found.steps for x, found in self.measured.items()})


def _line(values: Mapping[float, float]) -> dict[str, Array]:
    x = np.array(sorted(values, reverse=True))
    return {"x": x, "y": np.array([values[key] for key in x.tolist()])}


def _logarithmic(values: Mapping[float, float]) -> dict[str, Array]:
    """log10 of the values, where they are finite and not 0."""
    known = {x: log10(value) for x, value in values.items() if isfinite(value) and value > 0}
    return _line(known)


def pair_sizes(case: Case) -> tuple[float, float]:
    """The magnitudes of the pair's coefficients; not numbers where there is no pair."""
    if case.pair is None:
        return float("nan"), float("nan")
    first, second = np.abs(case.fit.reference.coefficients[list(case.pair)]).tolist()
    return first, second


def predicted_digits(power: int) -> dict[str, Array]:
    """Digits left when log10 of `power` condition numbers, each 2 / epsilon, are lost."""
    x = np.array([EXPONENTS[0], EXPONENTS[-1]])
    x = np.linspace(x[0], x[1], 65)
    left = HELD - power * (log10(2) - x)
    return {"x": x, "y": np.clip(left, 0.0, MOST_DIGITS)}
