"""Where descent arrives: the loss surface about the minimum, as near as descent has come to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import hypot

import numpy as np
from numpy.typing import NDArray

from linreg import DescentStatus
from playground.controls.models import Prose
from playground.engine.axes import Extent
from playground.engine.closed_form import EPS
from playground.engine.numbers import counted_steps, typeset
from playground.engine.parts import Part, filled
from playground.engine.scene import Solved
from playground.engine.trail.thin import Walk
from playground.engine.trail.travel import Times
from playground.engine.trail.window import FAR, Shown, Window
from playground.views.common import valley
from playground.views.common.base import put
from playground.views.common.frame import framed, show_drawn
from playground.views.common.loss_surface import NO_SURFACE, LossSurface
from playground.views.common.parameters import chosen_pair, parameter_name

Array = NDArray[np.float64]

# The window is one of these times a power of ten, and so stays while descent comes nearer.
STEPS = (1.0, 5.0)
# It reaches so far beyond where descent is, and shows no less than so many roundings of a float.
AIR, ROUNDINGS = 1.2, 16
# Coefficients whose rings differ by more than this in length have no scale in common.
ALIKE = 10.0


@dataclass(frozen=True, eq=False)
class Arrival:
    """What is shown, about the minimum: places less those of the minimum.

    times (k,) and places (k, 2): of descent. since: the first place from which on all are within
    reach of a line. closed (2,): the closed form by the chosen solver. equal: whether both axes
    have one scale.
    """

    pair: valley.Pair
    bowl: valley.Bowl
    shown: Shown
    equal: bool
    times: Times
    places: Array
    since: int
    closed: Array

    @property
    def away(self) -> float:
        """How far descent is from the minimum, in these two coefficients."""
        return hypot(*self.places[-1].tolist())


def arrival(scene: Solved, walk: Walk) -> Arrival | None:
    """Look at the minimum from where descent is; None where there is nothing to draw."""
    if len(scene.columns) < 2 or scene.step.status is DescentStatus.DIVERGED:
        return None
    pair, minimum = chosen_pair(scene), scene.fit.minimum
    bowl = valley.bowl(scene, pair, minimum)
    if bowl is None:
        return None
    chosen = list(pair)
    now = scene.step.w[chosen] - minimum[chosen]
    reach = bowl.reach(1.0)
    equal = bool(reach.max() <= ALIKE * reach.min())
    half = window_half(now, minimum[chosen], equal)
    if half is None:
        return None
    shown = (Extent(-half[0], half[0]), Extent(-half[1], half[1]))
    window = Window(np.eye(len(minimum))[chosen], minimum, shown)
    times, iterates = walk.drawn(scene.path, window, scene.taken)
    far = np.flatnonzero(window.away(iterates) > FAR / 2)
    return Arrival(
        pair,
        replace(bowl, centre=np.zeros(2)),
        shown,
        equal,
        times,
        (iterates - minimum)[:, chosen],
        int(far[-1]) + 1 if len(far) else 0,
        scene.fit.shown.coefficients[chosen] - minimum[chosen],
    )


def window_half(now: Array, minimum: Array, equal: bool) -> tuple[float, float] | None:
    """Half the window (2,) that holds where descent is, `now` (2,) away from the minimum (2,)."""
    least = ROUNDINGS * EPS * np.maximum(np.abs(minimum), 1e-280)
    away = np.maximum(AIR * np.abs(now), least)
    if equal:
        away[:] = away.max()
    if not (away < 1e280).all():
        return None
    x, y = (_round_up(float(part)) for part in away)
    return x, y


def _round_up(size: float) -> float:
    power = 10.0 ** np.floor(np.log10(size))
    return float(next(step * power for step in (*STEPS, 10.0) if step * power >= size))


def in_words(scene: Solved, found: Arrival) -> list[Part]:
    """How near descent has come, and how much of the surface is seen."""
    steps = scene.taken
    size = typeset(found.shown[0].end, digits=1)
    seen: Part = (
        f" Each axis extends at least {size} units to either side of the minimum.",
        "muted",
    )
    minimum = scene.fit.minimum[list(found.pair)]
    least = 4 * EPS * float(np.abs(minimum).max(initial=0.0))
    if not found.equal:
        seen = (" The axes have different scales.", "strong")
    if not steps:
        return [("Descent has not begun.", ""), seen]
    after = counted_steps(steps)
    if found.away <= least:
        said = filled(
            "{arrived} after {steps} it is within rounding.",
            arrived=("Descent has arrived:", "descent"),
            steps=after,
        )
        return [*said, seen]
    away = (typeset(found.away, least, 2), "descent")
    return [*filled("After {steps} descent is {away} away.", steps=after, away=away), seen]


class ArrivalFigure:
    """Owns the loss surface about the minimum."""

    def __init__(self) -> None:
        self.surface, self._walk = LossSurface("arrival"), Walk()
        self._columns: tuple[str, ...] | None = None
        self.words = Prose()
        series = self.surface.series()
        self.framed = framed(self.surface.figure, "Loss surface", series, self.words, look="small")

    def show(self, scene: Solved) -> None:
        """Draw it for a scene."""
        found = arrival(scene, self._walk)
        show_drawn(self.framed, found is not None)
        if found is None:
            diverged = scene.step.status is DescentStatus.DIVERGED
            said = "Descent has diverged." if diverged else NO_SURFACE
            put(self.words, parts=[(said, "muted")])
            return
        glides, self._columns = self._columns == scene.columns, scene.columns
        self.surface.show(found.bowl, found.shown, found.equal, glides)
        self.surface.show_path(found.times, found.places, found.shown, found.since)
        self.surface.mark("closed", found.closed[np.newaxis])
        figure = self.surface.figure
        for axis, j in zip((figure.xaxis[0], figure.yaxis[0]), found.pair, strict=True):
            put(axis, axis_label=f"{parameter_name(scene, j)} − best")
        put(self.words, parts=in_words(scene, found))
