"""Four ways to descend from one start with one learning rate, side by side.

Plain, momentum and Nesterov are linear in each eigenmode of the Hessian, so that whole stretches of
them come at once; mini-batches are walked one by one. Each gives the iterates of the class of
`linreg` that it stands for (`GradientDescent`, `HeavyBall`, `Nesterov`, `MiniBatch`), which the
tests hold it to.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

import linreg
from linreg.descent import DescentStatus, Step
from linreg.sampler import Sampler
from playground.engine.descent import WORK, Path
from playground.engine.losses import first_at_goal, losses

Array = NDArray[np.float64]

RULES = {
    "plain": "Plain",
    "momentum": "Momentum",
    "nesterov": "Nesterov",
    "minibatch": "Mini-batch",
}
# Racers are followed for so many steps; mini-batches, which must be walked, for fewer.
FARTHEST = 10_000
WALKED = 300
# So many steps are taken at once.
BLOCK = 256


class Racer:
    """One way down; `iterates(t)` for all iterations up to t."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.fit = path.fit

    def iterates(self, last: int) -> Array:
        """Iterates (k, p), k <= last + 1, from the start on; fewer where it is not followed."""
        raise NotImplementedError

    def needed(self, farthest: int) -> int | None:
        """The first iteration whose loss is at the goal; None where it is beyond `farthest`."""
        last = BLOCK
        while True:
            iterates = self.iterates(min(last, farthest))
            first = first_at_goal(self.fit, losses(self.fit, iterates))
            if first is not None:
                return first
            if len(iterates) <= last or last >= farthest:
                return None
            last *= 4


class ModalRacer(Racer):
    """A rule that maps (z, v), the place and last move along each mode, linearly."""

    def __init__(self, path: Path, momentum: float, nesterov: bool) -> None:
        super().__init__(path)
        self._keep, self._nesterov = momentum, nesterov
        values, vectors = self.fit.spectrum.eigenvalues, self.fit.spectrum.eigenvectors
        self._vectors = vectors
        begun = vectors.T @ (path.start - self.fit.minimum)
        self._state = np.stack([begun, np.zeros_like(begun)], axis=-1)
        self._matrix = self._one_step(path.learning_rate * values)
        self._modes = begun[np.newaxis]

    def _one_step(self, pull: Array) -> Array:
        """(p, 2, 2): one step of each mode, with pull = rate * eigenvalue (p,)."""
        kept = self._keep * (1 - pull if self._nesterov else np.ones_like(pull))
        return np.stack([np.stack([1 - pull, kept], -1), np.stack([-pull, kept], -1)], axis=-2)

    @cached_property
    def _powers(self) -> Array:
        """(BLOCK, p, 2, 2): the first BLOCK powers of the matrices, from the first."""
        powers = self._matrix[np.newaxis]
        with np.errstate(all="ignore"):
            while len(powers) < BLOCK:
                powers = np.concatenate([powers, powers @ powers[-1]])
        return powers

    def iterates(self, last: int) -> Array:
        while len(self._modes) <= min(last, FARTHEST):
            with np.errstate(all="ignore"):
                block = np.einsum("tpij,pj->tpi", self._powers, self._state)
            self._state = block[-1]
            self._modes = np.concatenate([self._modes, block[:, :, 0]])
        with np.errstate(all="ignore"):
            moved: Array = self.fit.minimum + self._modes[: last + 1] @ self._vectors.T
        return moved


class WalkedRacer(Racer):
    """Mini-batches, step by step; the same seed draws the same batches."""

    def __init__(self, path: Path, batch: int, seed: int) -> None:
        super().__init__(path)
        objective = self.fit.objective
        self._most = min(WALKED, WORK // objective.X.size)
        rule = linreg.MiniBatch(
            objective,
            path.learning_rate,
            path.start,
            batch=min(batch, objective.N),
            rng=Sampler(seed),
        )
        self._walk: Iterator[Step] = iter(rule)
        self._steps: list[Step] = []

    def iterates(self, last: int) -> Array:
        steps = self._steps
        while len(steps) <= min(last, self._most):
            if steps and steps[-1].status is DescentStatus.DIVERGED:
                break
            steps.append(next(self._walk))
        return np.array([step.w for step in steps[: last + 1]])

    def needed(self, farthest: int) -> int | None:
        return super().needed(min(farthest, self._most))


class Race:
    """All four from the start of a path, with its learning rate."""

    def __init__(self, path: Path, momentum: float, batch: int, seed: int) -> None:
        self.path, self.momentum, self.batch = path, momentum, batch
        self.racers: dict[str, Racer] = {
            "plain": ModalRacer(path, 0.0, nesterov=False),
            "momentum": ModalRacer(path, momentum, nesterov=False),
            "nesterov": ModalRacer(path, momentum, nesterov=True),
            "minibatch": WalkedRacer(path, batch, seed),
        }
        self._needed: dict[str, int | None] = {}

    def needed(self, rule: str) -> int | None:
        """The iterations that a rule needs to the goal; None where they are too many."""
        if rule not in self._needed:
            self._needed[rule] = self.racers[rule].needed(FARTHEST)
        return self._needed[rule]
