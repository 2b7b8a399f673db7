"""What other samples would have given: a fan of refitted curves, and how it splits into bias and
variance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

import linreg
from linreg import datasets

Array = NDArray[np.float64]

DRAWS = 40


@dataclass(frozen=True)
class Fan:
    """Curves of refits: x (m,), curves (k, m), their mean (m,), and the true mean (m,) if known.

    variance: mean over x of the curves' variance; bias: mean of (mean curve - truth)^2, not a
    number where the truth is not known. Both in the target's units squared.
    """

    x: Array
    curves: Array
    truth: Array | None

    @property
    def mean(self) -> Array:
        mean: Array = self.curves.mean(axis=0)
        return mean

    @property
    def variance(self) -> float:
        return float(self.curves.var(axis=0).mean())

    @property
    def bias(self) -> float:
        if self.truth is None:
            return float("nan")
        return float(np.mean((self.mean - self.truth) ** 2))


def bootstrap_fan(x: Array, y: Array, degree: int, grid: Array, seed: int) -> Fan | None:
    """Refits to the same points (N,) drawn with replacement; None where too few determine one."""
    design = _design(x, degree)
    X = design.matrix({"x": x})
    cloud = linreg.resampling.bootstrap(X, y, np.random.Generator(np.random.PCG64(seed)), DRAWS)
    return _fan(cloud.coefficients @ design.matrix({"x": grid}).T, grid, None)


def redrawn_fan(
    name: str, drawn: Mapping[str, Any], degree: int, grid: Array, target: str, feature: str
) -> Fan | None:
    """Refits to samples of the generator with the next seeds."""
    curves = linreg.resampling.redraw(
        name, lambda table: _refit(table, degree, grid, target, feature), DRAWS, **drawn
    )
    return _fan(curves, grid, datasets.get(name).truth(grid, **drawn))


def _refit(table: Any, degree: int, grid: Array, target: str, feature: str) -> Array:
    x, y = table.array([feature, target]).T
    design = _design(x, degree)
    w = linreg.solve(design.matrix({"x": x}), y, method="qr").coefficients
    return design.matrix({"x": grid}) @ w


def _design(x: Array, degree: int) -> linreg.Design:
    """Mapped, so that no digit of a curve is lost to its powers."""
    return linreg.Design.of({"x": x}, degree=degree, basis="mapped")


def _fan(curves: Array, grid: Array, truth: Array | None) -> Fan | None:
    usable = curves[np.isfinite(curves).all(axis=1)]
    return Fan(grid, usable, truth) if len(usable) > 1 else None
