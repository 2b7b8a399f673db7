"""Four ways to descend from one start with one learning rate, side by side.

Each is a path of its own, so that it takes the steps of the class of `linreg` that it stands for
(`GradientDescent`, `HeavyBall`, `Nesterov`, `MiniBatch`), which the tests hold it to.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from linreg.links import KEYS
from playground.engine.descent import WORK, Path
from playground.engine.losses import first_at_goal
from playground.engine.rules import Rule

Array = NDArray[np.float64]

# Racers are followed for so many steps; those that must be walked, for fewer.
FARTHEST = 10_000
WALKED = 300
# So many steps are looked at first for the goal.
FIRST = 256


class Racer:
    """One path, as far as it is followed in a race."""

    def __init__(self, path: Path) -> None:
        self.path = path
        size = path.fit.problem.X.size
        self._most = FARTHEST if path.linear else min(WALKED, WORK // size)

    def last(self, steps: int) -> int:
        """The last iteration up to `steps` that it is followed to; where it diverges, that one."""
        return self.path.at(min(steps, self._most)).iteration

    @cached_property
    def needed(self) -> int | None:
        """The first iteration whose loss is at the goal; None where that is too far."""
        last = FIRST
        while True:
            loss = self.path.curve(np.arange(min(last, self._most) + 1.0)).loss
            first = first_at_goal(self.path.fit, loss)
            if first is not None or len(loss) <= last:
                return first
            last *= 4


class Race:
    """All four from the start of a path, with its learning rate."""

    def __init__(self, path: Path, momentum: float, batch: int, seed: int) -> None:
        self.racers = {
            rule: Racer(
                Path(path.fit, path.learning_rate, path.start, Rule(rule, momentum, batch, seed))
            )
            for rule in KEYS["update"].kind.choices
        }
