"""What a loss is worth: how far it lies above the least one, and whether it is at the goal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

from playground.engine.fit import Fit
from playground.engine.numbers import percent, typeset

Array = NDArray[np.float64]

# The goal: a loss no more than this many times the least one.
GOAL = 1.01
# From so many times the least loss on, multiples are easier to read than percent.
MANY_TIMES = 10


class Unit(Enum):
    """What an excess is counted in."""

    BEYOND_BOUNDS = auto()
    NOTHING = auto()
    ABOVE_ZERO = auto()
    SHARE = auto()
    TIMES = auto()


@dataclass(frozen=True)
class Excess:
    """How far a loss lies above the least one.

    value: of ABOVE_ZERO the excess itself, of SHARE the excess over the least loss, of TIMES the
    loss over the least one; else not to be read.
    """

    unit: Unit
    value: float = 0.0

    @classmethod
    def of(cls, fit: Fit, loss: float) -> Excess:
        """The excess of a loss of the fit's objective."""
        best, error = fit.best_loss, fit.loss_error
        above = loss - best
        if not np.isfinite(above):
            return cls(Unit.BEYOND_BOUNDS)
        if above <= error:
            return cls(Unit.NOTHING)
        if best <= error:
            return cls(Unit.ABOVE_ZERO, above)
        if loss < MANY_TIMES * best:
            return cls(Unit.SHARE, above / best)
        return cls(Unit.TIMES, loss / best)

    def text(self, nothing: str, beyond: str) -> str:
        """The excess in a table; nothing, beyond: the words where there is no number."""
        if self.unit is Unit.SHARE:
            return percent(self.value)
        if self.unit is Unit.TIMES:
            return f"{typeset(self.value, digits=2)} times"
        if self.unit is Unit.ABOVE_ZERO:
            return typeset(self.value, digits=3)
        return nothing if self.unit is Unit.NOTHING else beyond


def losses(fit: Fit, iterates: Array) -> Array:
    """The loss (k,) of iterates (k, p): the least loss and each mode's share above it."""
    with np.errstate(all="ignore"):
        if fit.problem.robust:
            return np.array([fit.objective.value(w) for w in iterates])
        modes = (iterates - fit.minimum) @ fit.spectrum.eigenvectors
        above: Array = fit.best_loss + modes**2 @ fit.spectrum.eigenvalues / 2
    return above


def first_at_goal(fit: Fit, loss: Array) -> int | None:
    """The first of some losses (k,) that is at the goal; None where none is."""
    goal = max(GOAL * fit.best_loss, fit.best_loss + fit.loss_error)
    there = np.flatnonzero(loss <= goal)
    return int(there[0]) if len(there) else None
