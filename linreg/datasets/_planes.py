"""Drawn data sets of two features: nearly collinear columns, and two classes."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum, sqrt
from typing import ClassVar

import numpy as np

from linreg.datasets._base import Drawn, Floats, Settings, decimals_for, rounded
from linreg.sampler import Sampler, normal

__all__ = ["Classes", "Collinear"]


@dataclass(frozen=True, kw_only=True)
class Collinear(Drawn):
    """x2 = x1 + epsilon z and y = intercept_true + slope (x1 + x2) + noise.

    x1 and z have mean 0 and standard deviation 1 (of N, not N - 1) and are orthogonal,
    so the correlation of the columns is 1 / sqrt(1 + epsilon^2) and the condition
    number about 2 / epsilon. The columns keep all digits of their floats: rounded, they
    would lose this geometry.
    """

    features: tuple[str, ...] = ("x1", "x2")
    keys: ClassVar[tuple[str, ...]] = (*Drawn.keys, "epsilon")
    is_plane: ClassVar[bool] = True
    least_n: ClassVar[int] = 3

    def draw(self, s: Settings) -> Mapping[str, Floats]:
        x1, z, e = Sampler(s.seed).rows(s.n, normal, normal, normal)
        x1 = _scaled(_centred(x1))
        z = _scaled(_orthogonal(_centred(z), x1))
        X = np.column_stack([x1, x1 + s.epsilon * z])
        y = self.mean(X, s) + s.noise * e
        return {"x1": X[:, 0], "x2": X[:, 1], "y": rounded(y, decimals_for(s.noise, y))}

    def mean(self, X: Floats, s: Settings) -> Floats:
        return s.intercept_true + s.slope * (X[:, 0] + X[:, 1])


# Sums by fsum: exact before their one rounding, so no order of summation matters.


def _centred(v: Floats) -> Floats:
    return v - fsum(v.tolist()) / len(v)


def _orthogonal(v: Floats, w: Floats) -> Floats:
    """v less its projections on w and on the ones, twice, since once leaves rounding errors."""
    for _ in range(2):
        v = _centred(v - w * (fsum((v * w).tolist()) / fsum((w * w).tolist())))
    return v


def _scaled(v: Floats) -> Floats:
    return v / sqrt(fsum((v * v).tolist()) / len(v))


@dataclass(frozen=True, kw_only=True)
class Classes(Drawn):
    """Two classes, 0 and 1 by turns, normal around (-0.5, -0.25) and (0.5, 0.25).

    `noise` is the standard deviation within a class; coordinates have two decimals.
    """

    target: str = "class"
    features: tuple[str, ...] = ("x1", "x2")
    keys: ClassVar[tuple[str, ...]] = ("n", "seed", "noise")
    centre: ClassVar[tuple[float, float]] = (0.5, 0.25)

    def draw(self, s: Settings) -> Mapping[str, Floats]:
        noise = Sampler(s.seed).rows(s.n, normal, normal)
        label: Floats = np.arange(s.n, dtype=np.float64) % 2.0
        x1, x2 = (
            rounded((2.0 * label - 1.0) * c + s.noise * z, 2)
            for c, z in zip(self.centre, noise, strict=True)
        )
        return {"x1": x1, "x2": x2, "class": label}

    def mean(self, X: Floats, s: Settings) -> Floats:
        """Return the probability of class 1, 1 / (1 + exp(-2 x.c / noise^2)), to 12 decimals."""
        side = X[:, 0] * self.centre[0] + X[:, 1] * self.centre[1]
        with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
            odds = np.where(side == 0.0, 0.0, 2.0 * side / (s.noise * s.noise))
            return rounded(1.0 / (1.0 + np.exp(-odds)), 12)
