"""How descent moves: the keys `update`, `momentum`, `batch`, as classes of `linreg`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

import linreg
from linreg.sampler import Sampler
from linreg.spectrum import Spectrum
from playground.engine.problem import Problem

Array = NDArray[np.float64]
# The nearest to one that the classes of linreg take; it runs as one does, up to rounding.
MOST_MOMENTUM = float(np.nextafter(1.0, 0.0))


@dataclass(frozen=True)
class Rule:
    """update: as the key says; seed: of the mini-batches."""

    update: str = "plain"
    momentum: float = 0.9
    batch: int = 8
    seed: int = 1

    @property
    def kept(self) -> float:
        """The share of the last move that is kept."""
        with_momentum = self.update in ("momentum", "nesterov")
        return min(self.momentum, MOST_MOMENTUM) if with_momentum else 0.0

    @property
    def endless(self) -> bool:
        """Whether it never comes to rest, whatever the learning rate.

        With momentum mu the roots of a mode's recurrence z^2 - (1 + mu - rate lam) z + mu have the
        product mu: at 1 they cannot both lie within the unit circle. Nesterov's have the product
        mu (1 - rate lam), which momentum 1 leaves below 1.
        """
        return self.update == "momentum" and self.momentum >= 1

    def linear(self, problem: Problem) -> bool:
        """Whether each step is the same linear map, so that many of them come at once."""
        return problem.quadratic and self.update != "minibatch"

    def descent(self, problem: Problem, rate: float, start: Array) -> linreg.GradientDescent:
        """The descent of linreg that takes the steps.

        A penalty with corners is met by its proximal step, which reaches exact zeros, where
        plain; the others go along its subgradient, as all do with the absolute loss.
        """
        objective = problem.objective
        if self.update == "momentum":
            return linreg.HeavyBall(objective, rate, start, momentum=self.kept)
        if self.update == "nesterov":
            return linreg.Nesterov(objective, rate, start, momentum=self.kept)
        if self.update == "minibatch":
            batch = min(self.batch, problem.N)
            return linreg.MiniBatch(objective, rate, start, batch=batch, rng=Sampler(self.seed))
        cornered = problem.penalty is not None and not problem.quadratic
        plain = linreg.Proximal if cornered else linreg.GradientDescent
        return plain(objective, rate, start)

    def limit(self, spectrum: Spectrum) -> float:
        """The learning rate from which on it does not converge: that of all points at once.

        0 where none converges.
        The steepest mode's recurrence has a root of modulus 1 there: at 2 (1 + momentum) / lam
        for momentum, at 2 (1 + momentum) / ((1 + 2 momentum) lam) for Nesterov's.
        """
        if self.endless:
            return 0.0
        longer = 1 + self.kept
        shorter = 1 + 2 * self.kept if self.update == "nesterov" else 1.0
        return spectrum.learning_rate_limit * longer / shorter


PLAIN = Rule()
