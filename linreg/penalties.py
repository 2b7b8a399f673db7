"""Penalties: what is added to the mean squared error, as the posts' loop asks of it.

w is (p,); a penalty has a value, a gradient and a proximal step. `strength` multiplies the
penalty beside the *mean* squared error: against scikit-learn's alpha, ridge strength = alpha / N
and lasso strength = 2 * alpha. Columns in `free` (the ones column, as a rule) are not penalised.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from linreg import _settings
from linreg._checks import Array, coefficients


class Penalty(Protocol):
    """What an objective and a descent need of a penalty."""

    def value(self, w: Array) -> float:
        """Return the penalty at w (p,)."""
        ...

    def gradient(self, w: Array) -> Array:
        """Return the gradient at w, or where there is none the subgradient nearest zero, (p,)."""
        ...

    def curvature(self, p: int) -> Array:
        """Return the diagonal of the Hessian of the smooth part, (p,)."""
        ...

    def prox(self, w: Array, step: float) -> Array:
        """Return argmin_v penalty(v) + ||v - w||^2 / (2 step), (p,)."""
        ...


@dataclass(frozen=True)
class ElasticNet:
    """strength * (mix * ||w||_1 + (1 - mix) * ||w||^2), without the columns in `free`."""

    strength: float
    mix: float = 0.5
    free: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        advice = "expected 0 (all ridge) to 1 (all lasso)"
        checked = {
            "strength": _settings.non_negative(self.strength, "strength"),
            "mix": _settings.number(self.mix, "mix", advice, lambda v: 0 <= v <= 1),
            "free": _settings.indices(self.free, "free"),
        }
        for name, value in checked.items():
            object.__setattr__(self, name, value)

    def value(self, w: Array) -> float:
        """Return strength * (mix * sum |w_j| + (1 - mix) * sum w_j^2)."""
        w = coefficients(w)
        v = w * self.mask(len(w))
        l1 = self.mix * float(np.abs(v).sum()) if self.mix else 0.0
        return self.strength * (l1 + (1 - self.mix) * float(v @ v))

    def gradient(self, w: Array) -> Array:
        """Return strength * (mix * sign(w) + 2 (1 - mix) w), with sign(0) = 0."""
        w = coefficients(w)
        v = w * self.mask(len(w))
        slope: Array = self.strength * (self.mix * np.sign(v) + 2 * (1 - self.mix) * v)
        return slope

    def curvature(self, p: int) -> Array:
        """Return 2 * strength * (1 - mix) for each penalised column, (p,)."""
        return 2 * self.strength * (1 - self.mix) * self.mask(p)

    def prox(self, w: Array, step: float) -> Array:
        """Shrink towards zero by step * strength * mix, then divide by 1 + the ridge part."""
        w = coefficients(w)
        pull = _settings.non_negative(step, "step") * self.strength * self.mask(len(w))
        soft = np.sign(w) * np.maximum(np.abs(w) - self.mix * pull, 0.0)
        shrunk: Array = soft / (1 + 2 * (1 - self.mix) * pull)
        return shrunk

    def mask(self, p: int) -> Array:
        """Return 1.0 for penalised columns and 0.0 for free ones, (p,)."""
        mask = np.ones(p)
        mask[list(_settings.indices(self.free, "free", p))] = 0.0
        return mask


class Ridge(ElasticNet):
    """strength * ||w||^2: solves (X'X + N * strength * I) w = X'y."""

    def __init__(self, strength: float, free: tuple[int, ...] = ()) -> None:
        super().__init__(strength, 0.0, free)


class Lasso(ElasticNet):
    """strength * ||w||_1: some coefficients become exactly zero."""

    def __init__(self, strength: float, free: tuple[int, ...] = ()) -> None:
        super().__init__(strength, 1.0, free)
