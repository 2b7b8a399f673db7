"""Drawn data sets of one feature: a line, and the ways in which it can go wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from linreg._keys import StateError
from linreg.datasets._base import Drawn, Floats, Settings, decimals_for, rounded
from linreg.sampler import Sampler, normal, uniform

__all__ = ["Heteroscedastic", "Leverage", "Line", "Outliers", "Polynomial", "Sine", "Step"]


@dataclass(frozen=True, kw_only=True)
class Line(Drawn):
    """y = intercept_true + slope x + noise z, x uniform from -3 to 3 with two decimals.

    Every point takes the next words of the stream, so that more points leave the
    earlier ones where they are.
    """

    is_plane: ClassVar[bool] = True
    low: ClassVar[float] = -3.0
    high: ClassVar[float] = 3.0

    def draw(self, s: Settings) -> Mapping[str, Floats]:
        u, z, spare = Sampler(s.seed).rows(s.n, uniform, normal, uniform)
        x = self.place(rounded(self.low + (self.high - self.low) * u, 2), s)
        y = self.mean(x[:, None], s) + self.error(x, z, spare, s)
        return {"x": x, "y": rounded(y, decimals_for(s.noise, y))}

    def place(self, x: Floats, s: Settings) -> Floats:
        """Return where the points stand: (n,)."""
        return x

    def mean(self, X: Floats, s: Settings) -> Floats:
        return s.intercept_true + s.slope * self.shape(X[:, 0])

    def shape(self, x: Floats) -> Floats:
        """Return the mean of a curve with slope 1 and intercept 0: (M,)."""
        return x

    def error(self, x: Floats, z: Floats, spare: Floats, s: Settings) -> Floats:
        """Return what is added to the mean, from standard normal z and uniform spare: (n,)."""
        return s.noise * z


@dataclass(frozen=True, kw_only=True)
class Outliers(Line):
    """A line on which some points are raised by 8 to 12 times the noise or half the slope."""

    keys: ClassVar[tuple[str, ...]] = (*Line.keys, "outliers")

    def settings(self, state: Mapping[str, object]) -> Settings:
        s = super().settings(state)
        if s.outliers > s.n and "outliers" in state:
            sentence = f"outliers = {s.outliers} is out of range. Use a whole number from 0 to"
            raise StateError("outliers", f"{sentence} {s.n}, the number of points.")
        return replace(s, outliers=min(s.outliers, s.n))

    def error(self, x: Floats, z: Floats, spare: Floats, s: Settings) -> Floats:
        scale = max(s.noise, abs(s.slope) / 2) or 1.0
        # The points with the largest spare numbers, so that one more leaves the others.
        raised = np.argsort(-spare, kind="stable")[: s.outliers]
        lift = np.zeros_like(z)
        lift[raised] = scale * (8.0 + 4.0 * np.abs(2.0 * spare[raised] - 1.0))
        return s.noise * z + lift


@dataclass(frozen=True, kw_only=True)
class Leverage(Line):
    """A line whose first point stands alone at x = 9, down at the intercept."""

    far: ClassVar[float] = 9.0

    def place(self, x: Floats, s: Settings) -> Floats:
        return np.concatenate([[self.far], x[1:]])

    def error(self, x: Floats, z: Floats, spare: Floats, s: Settings) -> Floats:
        error = s.noise * z
        error[0] -= s.slope * self.far
        return error


@dataclass(frozen=True, kw_only=True)
class Heteroscedastic(Line):
    """A line whose noise grows with x: noise (x + 3.3) / 3 is its standard deviation."""

    def error(self, x: Floats, z: Floats, spare: Floats, s: Settings) -> Floats:
        return s.noise * (x + 3.3) / 3.0 * z


@dataclass(frozen=True, kw_only=True)
class Sine(Line):
    """The mean is intercept_true + slope sin x: no line."""

    is_plane: ClassVar[bool] = False

    def shape(self, x: Floats) -> Floats:
        # To 12 decimals: the last digits of a sine differ between platforms.
        return rounded(np.sin(x), 12)


@dataclass(frozen=True, kw_only=True)
class Step(Line):
    """The mean steps from intercept_true up by slope at x = 0."""

    is_plane: ClassVar[bool] = False

    def shape(self, x: Floats) -> Floats:
        return np.where(x >= 0.0, 1.0, 0.0)


@dataclass(frozen=True, kw_only=True)
class Polynomial(Line):
    """A cubic on a narrow range far from 0, where powers of x are nearly dependent.

    The mean is intercept_true + slope (4 t^3 - 3 t), t = x - 2, x from 1 to 3.
    """

    is_plane: ClassVar[bool] = False
    low: ClassVar[float] = 1.0
    high: ClassVar[float] = 3.0

    def shape(self, x: Floats) -> Floats:
        t = x - 2.0
        return (4.0 * t * t - 3.0) * t
