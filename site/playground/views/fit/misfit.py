"""What each line of the tab Fit misses: its residuals, and the sum of their squares."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from linreg import DescentStatus
from linreg.doubled import Doubled, residual
from playground.engine.closed_form import EPS
from playground.engine.numbers import mean_square, shortened, typeset
from playground.engine.scene import Solved
from playground.views.common import plane
from playground.views.common.model_curve import numbers
from playground.views.common.own_line import own_line

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Misfit:
    """What one line misses: residual (N,) is y less its fitted value.

    error: a bound on what rounding does to the sum of their squares.
    """

    role: str
    name: str
    residual: Array
    y: Array
    error: float
    diverged: bool = False

    @property
    def fitted(self) -> Array:
        return self.y - self.residual

    @cached_property
    def total(self) -> float:
        """The sum of the squared residuals."""
        with np.errstate(all="ignore"):
            return float(self.residual @ self.residual)

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
        total, off = float(left @ left), float(np.sum((EPS * size) ** 2))
    error = float(2 * np.sqrt(total * off) + off + 4 * EPS * total)
    return [Misfit("own", "Your line", left, y, error)]


def _descent(scene: Solved) -> list[Misfit]:
    """Of descent, which before its first step has nothing to show here."""
    if not scene.state.steps:
        return []
    diverged = scene.step.status is DescentStatus.DIVERGED
    error = scene.problem.N * scene.fit.loss_error
    return [_of(scene, "descent", "Descent", scene.step.w, error, diverged)]


def _closed(scene: Solved) -> list[Misfit]:
    w, fit = plane.closed_line(scene), scene.fit
    if w is None:
        return []
    name = "Fit" if scene.problem.penalty is None else "Penalised fit"
    error = fit.closed_error if fit.unique else fit.loss_error
    return [_of(scene, "closed", name, w, scene.problem.N * error)]


def _of(
    scene: Solved, role: str, name: str, w: Array | Doubled, error: float, diverged: bool = False
) -> Misfit:
    with np.errstate(all="ignore"):
        left = residual(scene.problem.full, w, scene.problem.y)
    return Misfit(role, name, left, scene.problem.y, error, diverged)


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


def unit(target: str) -> str:
    """The name of the axis: residuals are in the target's units, their squares in its square."""
    return f"squared units of {shortened(target, 12)}"
