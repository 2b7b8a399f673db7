"""What each line of the tab Fit misses: its residuals, and the sum of their losses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from linreg import DescentStatus
from linreg.doubled import Doubled, residual
from playground.engine.closed_form import EPS
from playground.engine.losses import MANY_TIMES
from playground.engine.numbers import mean_square, percent, shortened, typeset
from playground.engine.parts import Part, filled
from playground.engine.problem import Problem
from playground.engine.scene import Scene, Solved
from playground.views.common import plane
from playground.views.common.model_curve import numbers
from playground.views.common.own_line import own_line

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Misfit:
    """What one line misses: residual (N,) is y less its fitted value.

    mean: the mean loss, weighted; count: the sum of the weights, by which the sum is divided.
    error: a bound on what rounding does to the sum of the losses.
    """

    role: str
    name: str
    residual: Array
    problem: Problem
    error: float
    diverged: bool = False

    @property
    def fitted(self) -> Array:
        return self.problem.y - self.residual

    @property
    def count(self) -> float:
        return self.problem.count

    @cached_property
    def total(self) -> float:
        """The sum of the losses: of the squared residuals, unless another loss is chosen."""
        with np.errstate(all="ignore"):
            losses = self.problem.objective.loss.value(self.residual)
            weights = self.problem.weights
            return float(losses.sum() if weights is None else losses @ weights)

    @property
    def passes(self) -> bool:
        """Whether what is left is no more than rounding."""
        return bool(self.total <= self.error)


def misfits(scene: Solved) -> list[Misfit]:
    """Return the lines of the tab from the worst informed to the best: own, descent, the fit."""
    return [*_own(scene), *_descent(scene), *_closed(scene)]


def _own(scene: Solved) -> list[Misfit]:
    line = own_line(scene)
    if line is None:
        return []
    x, y = numbers(scene)[0], scene.problem.y
    with np.errstate(all="ignore"):
        left = y - (line[0] + line[1] * x)
        size = abs(line[0]) + np.abs(line[1] * x) + np.abs(y)
        made = Misfit("own", "Your line", left, scene.problem, 0.0)
        off = scene.problem.count * scene.problem.mean((EPS * size) ** 2)
        # No loss is steeper than 2 sqrt(loss), but the absolute one, which is no steeper than 1.
        steep = 2 * np.sqrt(made.total * off)
        if scene.problem.robust:
            steep = max(steep, np.sqrt(made.count * off))
        error = float(steep + off + 4 * EPS * made.total)
    return [replace(made, error=error)]


def _descent(scene: Solved) -> list[Misfit]:
    """Of descent, which before its first step has nothing to show here."""
    if not scene.state.steps:
        return []
    diverged = scene.step.status is DescentStatus.DIVERGED
    error = scene.problem.count * scene.fit.loss_error
    return [_of(scene, "descent", "Descent", scene.step.w, error, diverged)]


def _closed(scene: Solved) -> list[Misfit]:
    w, fit = plane.closed_line(scene), scene.fit
    if w is None:
        return []
    name = "Fit" if scene.problem.penalty is None else "Penalised fit"
    error = fit.closed_error if fit.unique else fit.loss_error
    return [_of(scene, "closed", name, w, scene.problem.count * error)]


def _of(
    scene: Solved, role: str, name: str, w: Array | Doubled, error: float, diverged: bool = False
) -> Misfit:
    with np.errstate(all="ignore"):
        left = residual(scene.problem.full, w, scene.problem.y)
    return Misfit(role, name, left, scene.problem, error, diverged)


def in_words(line: Misfit, best: Misfit | None) -> str:
    """A line's sum of squares, and how many times the fit's it is."""
    if line.diverged or not np.isfinite(line.total):
        return f"{line.name}: diverged" if line.diverged else f"{line.name}: not finite"
    said = f"{line.name}: {mean_square(line.total, line.error, 4, exact=line.passes)}"
    if best is None or line is best or best.passes or not np.isfinite(best.total):
        return said
    ratio = line.total / best.total
    error = (line.error + ratio * best.error) / best.total
    return f"{said}, {typeset(ratio, error, 3)} times the fit"


def own_in_words(scene: Solved) -> list[Part]:
    """Your line's loss beside the fit's: the mean squares of both, as the bars have them.

    Your line need not be among those that the fit chooses from: it does better, for one, where the
    fit goes through the origin or is penalised.
    """
    own, best = next(iter(_own(scene)), None), next(iter(_closed(scene)), None)
    if own is None:
        return []
    N = own.count
    loss = (mean_square(own.total / N, own.error / N, 5, exact=own.passes), "own ?loss")
    if best is None or not np.isfinite(own.total):
        return filled("The loss of your line is {loss}. ", loss=loss)
    if best.passes:
        return filled("The loss of your line is {loss}, while the fit has none. ", loss=loss)
    said, compared = _compared(scene, own, best)
    return filled(said, loss=loss, compared=compared)


def _compared(scene: Solved, own: Misfit, best: Misfit) -> tuple[str, str]:
    """The sentence about your line's loss, and how it compares with the fit's."""
    ratio = own.total / best.total
    error = (own.error + ratio * best.error) / best.total
    times = typeset(ratio, error, 3)
    if scene.problem.penalty is not None:
        N = best.count
        missed = mean_square(best.total / N, best.error / N, 5)
        return (
            "Without the penalty, the loss of your line is {loss}, and that of the fit {compared}. "
        ), missed
    if ratio < 1 - error:
        return "The loss of your line is {loss}, {compared} times that of the fit. ", times
    if ratio <= 1 + error:
        return "The loss of your line is {loss}, equal to the minimum. ", ""
    if ratio < MANY_TIMES:
        return "The loss of your line is {loss}, {compared} above the minimum. ", percent(ratio - 1)
    return "The loss of your line is {loss}, {compared} times the minimum. ", times


def unit(scene: Scene) -> str:
    """The name of the axis: residuals are in the target's units, their squares in its square."""
    target, weighted = shortened(scene.response, 12), scene.data.weights is not None
    name = {"squared": "squares", "huber": "Huber losses", "absolute": "absolute residuals"}
    square = "" if scene.state.loss == "absolute" else "²"
    kind = "weighted sum" if weighted else "sum"
    return f"{kind} of {name[scene.state.loss]} ({target}{square})"
