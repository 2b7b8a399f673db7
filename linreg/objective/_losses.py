"""Losses: what a residual costs, how steep that is, and how much a sample then counts.

r is (N,), the residuals. Every loss is even, convex and zero at zero, and costs are in units of
`Squared`, r^2: Huber's loss equals it for small residuals. So one learning rate serves both.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from linreg import _settings
from linreg._arrays import Array

LOSSES = ("squared", "huber", "absolute")


class Loss(Protocol):
    """What an objective needs of a loss."""

    def value(self, r: Array) -> Array:
        """Return the loss of each residual, (N,)."""
        ...

    def gradient(self, r: Array) -> Array:
        """Return dloss/dr, or where there is none the subgradient nearest zero, (N,)."""
        ...

    def curvature(self, r: Array) -> Array:
        """Return d2loss/dr2, (N,), where it exists; where it jumps, the larger of the two."""
        ...

    def bounds(self) -> tuple[float, float]:
        """Return the upper bounds of |dloss/dr| and of the curvature, inf where there is none."""
        ...


@dataclass(frozen=True)
class Squared:
    """r^2: large residuals dominate."""

    def value(self, r: Array) -> Array:
        """Return r^2."""
        return r**2

    def gradient(self, r: Array) -> Array:
        """Return 2 r."""
        return 2 * r

    def curvature(self, r: Array) -> Array:
        """Return 2."""
        return np.full_like(r, 2.0)

    def bounds(self) -> tuple[float, float]:
        """Return inf and 2."""
        return np.inf, 2.0


@dataclass(frozen=True)
class Huber:
    """r^2 up to |r| = threshold, from there on straight: 2 threshold |r| - threshold^2.

    threshold > 0, in y's units. Source: Huber 1964; Huber 1981, "Robust Statistics", 3.2.
    """

    threshold: float

    def __post_init__(self) -> None:
        checked = _settings.positive(self.threshold, "threshold")
        object.__setattr__(self, "threshold", checked)

    def value(self, r: Array) -> Array:
        """Return r^2 or 2 threshold |r| - threshold^2."""
        size = np.abs(r)
        near: Array = np.minimum(size, self.threshold)
        return near * (2 * size - near)

    def gradient(self, r: Array) -> Array:
        """Return 2 r, within -2 threshold and 2 threshold."""
        clipped: Array = 2 * np.clip(r, -self.threshold, self.threshold)
        return clipped

    def curvature(self, r: Array) -> Array:
        """Return 2 where |r| <= threshold, else 0."""
        return np.where(np.abs(r) <= self.threshold, 2.0, 0.0)

    def bounds(self) -> tuple[float, float]:
        """Return 2 threshold and 2."""
        return 2 * self.threshold, 2.0


@dataclass(frozen=True)
class Absolute:
    """|r|: every sample pulls equally hard, whatever its residual.

    Minimised by the least absolute deviations. Not differentiable at r = 0.
    """

    def value(self, r: Array) -> Array:
        """Return |r|."""
        return np.abs(r)

    def gradient(self, r: Array) -> Array:
        """Return the sign of r, 0 at 0."""
        return np.sign(r)

    def curvature(self, r: Array) -> Array:
        """Return 0; at r = 0 the slope jumps and there is no curvature."""
        return np.zeros_like(r)

    def bounds(self) -> tuple[float, float]:
        """Return 1 and inf: the slope jumps at 0."""
        return 1.0, np.inf


def loss_of(name: str, delta: float = 1.345, scale: float = 1.0) -> Loss:
    """Return the loss of that name; Huber's has the threshold delta * scale.

    Raises ValueError for another name, and for delta or scale not > 0.
    """
    _settings.choice(name, "loss", LOSSES)
    threshold = _settings.positive(delta, "delta") * _settings.positive(scale, "scale")
    if name == "huber":
        return Huber(_settings.positive(threshold, "delta * scale"))
    return Squared() if name == "squared" else Absolute()
