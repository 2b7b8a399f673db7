"""The path of gradient descent: where it is after any number of steps, and its loss curve.

The first steps are taken one by one, as `linreg.GradientDescent` takes them; how many depends
on the size of the data alone, so that a state always gives the same path. Later iterates come
from the eigenmodes of the Hessian, which give each of them at once.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

import linreg
from linreg.descent import DescentStatus, Step, judge
from playground.fit import EPS, Fit

Array = NDArray[np.float64]

DIVERGED = DescentStatus.DIVERGED
# Steps taken one by one: so many, or fewer where a step over all N * p numbers is costly.
WALKED = 100
WORK = 200_000
# What the contract lets `steps` be.
MOST_STEPS = 10**6


@dataclass(frozen=True)
class Curve:
    """The loss (k,) at some iterations (k,), ascending."""

    iteration: Array
    loss: Array


class Path:
    """The descent on one fit with one learning rate from one start (p,)."""

    def __init__(self, fit: Fit, learning_rate: float, start: Array) -> None:
        self.fit, self.learning_rate, self.start = fit, learning_rate, start
        objective = fit.objective
        self._yardstick = objective.value(np.zeros(objective.p)) + objective.value(start)
        self._walk: Iterator[Step] = iter(linreg.GradientDescent(objective, learning_rate, start))
        self._steps: list[Step] = []
        self._walked = min(WALKED, WORK // objective.X.size)

    def at(self, iteration: int) -> Step:
        """The iterate after so many steps; once diverged, the one at which that was noticed."""
        if iteration <= self._walked:
            return self._walk_to(iteration)
        last = self._walk_to(self._walked)
        if last.status is DIVERGED:
            return last
        t = min(iteration, self.last_useful) if self.learning_rate >= self.limit else iteration
        return self._step(t, self._jump(np.array([float(t)]))[0])

    def curve(self, times: Array) -> Curve:
        """The loss at these iterations, ascending, up to where it diverged."""
        near = [self._walk_to(int(t)) for t in times if t <= self._walked]
        loss = [step.loss for step in near if step.status is not DIVERGED]
        if len(loss) == len(near) and len(near) < len(times):
            far = self._far_loss(times[len(near) :])
            loss.extend(far[far * EPS**0.5 <= self._yardstick])
        return Curve(times[: len(loss)], np.array(loss))

    def ahead(self, step: Step, times: Array) -> Curve:
        """The loss that is to come after `step`, at these iterations, without taking them."""
        spectrum, fit = self.fit.spectrum, self.fit
        path = spectrum.path(step.w, fit.minimum, self.learning_rate, times - step.iteration)
        return Curve(times, self._loss(path))

    def coefficients(self, times: list[int]) -> Array:
        """The iterates (k, p) at these iterations."""
        return np.array([self.at(t).w for t in times]).reshape(len(times), len(self.start))

    @property
    def limit(self) -> float:
        return self.fit.spectrum.learning_rate_limit

    @cached_property
    def last_useful(self) -> int:
        """After so many steps no digit changes any more, or the descent has diverged."""
        if self.learning_rate >= self.limit:
            return self._first_diverged()
        return self._first_settled()

    def _walk_to(self, iteration: int) -> Step:
        steps = self._steps
        while len(steps) <= iteration and (not steps or steps[-1].status is not DIVERGED):
            steps.append(next(self._walk))
        return steps[min(iteration, len(steps) - 1)]

    def _jump(self, times: Array) -> Array:
        """The iterates (k, p) at times after the walk, from its end."""
        origin = self._walk_to(self._walked).w
        return self.fit.spectrum.path(
            origin, self.fit.minimum, self.learning_rate, times - self._walked
        )

    def _far_loss(self, times: Array) -> Array:
        """The loss (k,) at times after the walk."""
        return self._loss(self._jump(times))

    def _loss(self, path: Array) -> Array:
        """The loss (k,) of iterates (k, p): the least loss and each mode's share above it."""
        with np.errstate(all="ignore"):
            modes = (path - self.fit.minimum) @ self.fit.spectrum.eigenvectors
            return self.fit.best_loss + modes**2 @ self.fit.spectrum.eigenvalues / 2

    def _step(self, t: int, w: Array) -> Step:
        with np.errstate(all="ignore"):
            loss, gradient = self.fit.objective.value_and_gradient(w)
            return Step(t, w, loss, gradient, judge(loss, gradient, w, self._yardstick))

    def _first_diverged(self) -> int:
        """The first diverged iteration: the loss of a diverging descent ends by growing only."""
        for step in self._steps_of_walk():
            if step.status is DIVERGED:
                return step.iteration
        low, high = self._walked, MOST_STEPS
        while low + 1 < high:
            middle = (low + high) // 2
            loss = self._far_loss(np.array([float(middle)]))[0]
            sound = loss * EPS**0.5 <= self._yardstick
            low, high = (middle, high) if sound else (low, middle)
        return high

    def _first_settled(self) -> int:
        """When every mode's distance has fallen below the last digit of the minimum."""
        spectrum, minimum = self.fit.spectrum, self.fit.minimum
        distance = np.abs(spectrum.eigenvectors.T @ (self.start - minimum))
        factors = np.abs(1 - self.learning_rate * spectrum.eigenvalues)
        floor = EPS * float(np.linalg.norm(minimum) + np.linalg.norm(self.start))
        # A mode with factor one is flat: it never moves, and changes no loss.
        moving = (distance > floor) & (factors < 1) & (floor > 0)
        with np.errstate(divide="ignore"):
            waits = np.log(floor / distance[moving]) / np.log(factors[moving])
        return min(math.ceil(waits.max(initial=0.0)), MOST_STEPS)

    def _steps_of_walk(self) -> Iterator[Step]:
        return (self._walk_to(t) for t in range(self._walked + 1))
