"""The path of descent: where it is after any number of steps, and its loss curve.

The first steps are taken one by one, as the classes of `linreg` take them; how many depends
on the size of the data alone, so that a state always gives the same path. Later iterates of a
linear rule come from the eigenmodes of the Hessian, which give each of them at once; the others,
mini-batches and penalties with corners, are followed step by step, as far as MOST_FOLLOWED.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from linreg.descent import DescentStatus, Step, descent_status
from linreg.objective import Absolute
from playground.engine.closed_form import EPS
from playground.engine.fit import Fit
from playground.engine.modes import ModalDescent
from playground.engine.rounding.iterates import Rounding
from playground.engine.rules import PLAIN, Rule
from playground.engine.trail.thin import all_moments, followed_horizon
from playground.engine.trail.travel import Times, moments
from playground.engine.trail.window import Window

Array = NDArray[np.float64]

DIVERGED = DescentStatus.DIVERGED
# Steps taken one by one: so many, or fewer where a step over all N * p numbers is costly.
WALKED = 100
WORK = 200_000
# How far steps are followed that can only be taken one by one, and what they may cost.
MOST_FOLLOWED = 5_000
FOLLOWED_WORK = 10_000_000
# What the contract lets `steps` be.
MOST_STEPS = 10**6


@dataclass(frozen=True)
class Curve:
    """The loss (k,) at some iterations (k,), ascending."""

    iteration: Array
    loss: Array


class Path:
    """The descent on one fit with one learning rate from one start (p,), all in X as used."""

    def __init__(self, fit: Fit, learning_rate: float, start: Array, rule: Rule = PLAIN) -> None:
        # A start beyond the floats, once in X as used, is none.
        start = start if np.isfinite(start).all() else np.zeros_like(start)
        self.fit, self.learning_rate, self.start, self.rule = fit, learning_rate, start, rule
        objective = fit.objective
        self.linear = rule.linear(fit.problem)
        with np.errstate(all="ignore"):
            self._yardstick = objective.value(np.zeros(objective.p)) + objective.value(start)
        self._walk: Iterator[Step] = iter(rule.descent(fit.problem, learning_rate, start))
        self._steps: list[Step] = []
        self._largest: list[Array] = []
        size = objective.X.size
        followed = max(WALKED, min(MOST_FOLLOWED, FOLLOWED_WORK // size))
        self._walked = min(WALKED, WORK // size) if self.linear else followed

    def at(self, iteration: int) -> Step:
        """The iterate after so many steps; once diverged, the one at which that was noticed."""
        if iteration <= self._walked or not self.linear:
            return self._walk_to(min(iteration, self._walked))
        last = self._walk_to(self._walked)
        if last.status is DIVERGED:
            return last
        t = min(iteration, self.last_useful) if self.learning_rate >= self.limit else iteration
        return self._step(t)

    def error(self, step: Step) -> Array:
        """A bound (p,) on what rounding does to an iterate that `at` gave."""
        rounding, origin = self._rounding, self._walk_to(min(step.iteration, self._walked))
        largest = self._largest[origin.iteration]
        modes = rounding.walked(origin.iteration, largest)
        if step.iteration > origin.iteration:
            modes = rounding.glided(modes, origin, step, np.maximum(largest, np.abs(step.w)))
        return rounding.whole(modes, step.w)

    @cached_property
    def _rounding(self) -> Rounding:
        roots = self._glide(self._walk_to(0)).roots()
        return Rounding(self.fit, self.rule, self.learning_rate, roots)

    def curve(self, times: Array) -> Curve:
        """The loss at these iterations, ascending, up to the one that is seen to have diverged."""
        near = [self._walk_to(int(t)) for t in times if t <= self._walked]
        loss = [step.loss for step in near if step.status is not DIVERGED]
        sound = len(loss)
        if sound < len(near):
            loss.append(near[sound].loss)
        elif self.linear and sound < len(times):
            far = self._far_loss(times[sound:])
            sound += int((far * EPS**0.5 <= self._yardstick).sum())
            loss.extend(far[: sound + 1 - len(near)])
        # Where that one is not among the times, or its loss is beyond the floats, the curve ends.
        if len(loss) > sound and (times[sound] != self.last_useful or not np.isfinite(loss[-1])):
            loss.pop()
        return Curve(times[: len(loss)], np.array(loss))

    def ahead(self, step: Step, times: Array) -> Curve:
        """The loss that is to come after `step`, at these iterations.

        Predicted from the eigenmodes where the rule is linear, else walked there and back.
        """
        if not self.linear:
            return self.curve(np.unique(np.rint(times[times <= self._walked])))
        return Curve(times, self._glide(step).loss(times - step.iteration))

    def coefficients(self, times: list[int]) -> Array:
        """The iterates (k, p) at these iterations."""
        return np.array([self.at(t).w for t in times]).reshape(len(times), len(self.start))

    def iterates(self, times: Times) -> Array:
        """The same, ascending, as they are drawn: without a judgement of each."""
        near = times if not self.linear else times[times <= self._walked]
        walked = self.coefficients(near.tolist())
        if len(near) == len(times):
            return walked
        return np.concatenate([walked, self._far.iterates(times[len(near) :] - self._walked)])

    def horizon(self, last: int) -> int:
        """Up to when iterates are looked at together."""
        return 1 << last.bit_length() if self.linear else followed_horizon(last)

    def moments(self, window: Window, last: int, sight: float) -> Times:
        """Times up to `last` with all iterates that can be told apart in a window."""
        if not self.linear or last <= self._walked:
            return all_moments(last)
        travel = self._far.travel(window.measure / window.half[:, np.newaxis])
        later = moments(
            travel,
            lambda times: window.away(self._far.iterates(times)),
            last - self._walked,
            sight,
        )
        return np.concatenate([np.arange(self._walked), self._walked + later])

    @property
    def limit(self) -> float:
        """The learning rate from which on it does not converge; infinite where it swings about the
        minimum at any rate, and is not driven from it."""
        return np.inf if self.swings else self.rule.limit(self.fit.spectrum)

    @property
    def swings(self) -> bool:
        """Whether steps do not shrink towards the minimum: subgradients of the absolute loss."""
        return isinstance(self.fit.objective.loss, Absolute)

    @property
    def cut_short(self) -> int | None:
        """After so many steps it is followed no further; None where there is no such end."""
        return None if self.linear else self._walked

    @property
    def smooth(self) -> bool:
        """Whether the loss is a sum of powers of positive numbers, which does not swing."""
        return self.linear and not self.rule.kept

    @property
    def last_useful(self) -> int:
        """After so many steps no digit changes any more, or the descent has diverged."""
        return self._last_useful if self.linear else self._last_followed()

    @cached_property
    def _last_useful(self) -> int:
        if self.learning_rate >= self.limit:
            return self._first_diverged()
        return self._first_settled()

    def _last_followed(self) -> int:
        """The step that is known to be the last one; until that is known, the farthest."""
        steps = self._steps
        if steps and steps[-1].status is DIVERGED:
            return steps[-1].iteration
        if len(steps) > 1 and np.array_equal(steps[-1].w, steps[-2].w):
            return steps[-1].iteration
        return self._walked

    def _walk_to(self, iteration: int) -> Step:
        steps = self._steps
        while len(steps) <= iteration and (not steps or steps[-1].status is not DIVERGED):
            steps.append(next(self._walk))
            before = self._largest[-1] if self._largest else 0.0
            self._largest.append(np.maximum(np.abs(steps[-1].w), before))
        return steps[min(iteration, len(steps) - 1)]

    def _glide(self, step: Step) -> ModalDescent:
        """What follows one of the steps."""
        last = np.zeros_like(step.w)
        if self.rule.kept and step.iteration:
            last = step.w - self.at(step.iteration - 1).w
        return ModalDescent(self.fit, self.rule, self.learning_rate, step, last)

    @cached_property
    def _far(self) -> ModalDescent:
        """What follows the walk."""
        return self._glide(self._walk_to(self._walked))

    def _far_loss(self, times: Array) -> Array:
        """The loss (k,) at times after the walk."""
        return self._far.loss(times - self._walked)

    def _step(self, t: int) -> Step:
        """The iterate after so many steps, beyond the walk."""
        w = self._far.iterates(np.array([float(t - self._walked)]))[0]
        with np.errstate(all="ignore"):
            loss, gradient = self.fit.objective.value_and_gradient(w)
            move = self.learning_rate * gradient
            return Step(t, w, loss, gradient, descent_status(loss, move, w, self._yardstick))

    def _first_diverged(self) -> int:
        """The first diverged iteration: the loss of a diverging descent ends by growing only."""
        for step in (self._walk_to(t) for t in range(self._walked + 1)):
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
        minimum, begin = self.fit.minimum, self._glide(self._walk_to(0))
        floor = EPS * float(np.linalg.norm(minimum) + np.linalg.norm(self.start))
        distance, factors = begin.distance(np.zeros(1))[0], begin.radius()
        # A mode with factor one is flat: it never moves, and changes no loss.
        moving = (distance > floor) & (factors < 1) & (floor > 0)
        with np.errstate(divide="ignore"):
            waits = np.log(floor / distance[moving]) / np.log(factors[moving])
        t: int = min(math.ceil(waits.max(initial=0.0)), MOST_STEPS)
        # With momentum a mode may gather way before it comes to rest.
        while self.rule.kept and t < MOST_STEPS:
            if not (begin.distance(np.array([t, t + 1.0]))[:, moving] > floor).any():
                break
            t = min(t + t // 8 + 1, MOST_STEPS)
        return t
