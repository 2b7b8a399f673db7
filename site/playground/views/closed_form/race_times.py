"""How long each solver takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

import linreg
from playground.engine.closed import solved
from playground.engine.numbers import typeset
from playground.engine.scene import Solved
from playground.views.closed_form.race import names

# A batch of runs must last so long for the browser's clock to see it; so many batches are timed.
BATCH, BATCHES, LONGEST = 0.002, 5, 0.05
# So many steps of descent are timed; more are reckoned from them.
MOST_TIMED = 1_000


def timers(scene: Solved) -> dict[str, tuple[Callable[[], Any], float]]:
    """What is timed for each method, and by what the time is to be multiplied."""
    problem, state, rcond = scene.problem, scene.state, scene.fit.rcond
    found: dict[str, tuple[Callable[[], Any], float]] = {
        method: (partial(solved, problem, method, rcond), 1.0)
        for method in names(problem.quadratic, judge=True)
    }
    if scene.taken:
        steps = min(scene.taken, MOST_TIMED)
        descent = linreg.GradientDescent(problem.objective, state.lr)
        found["descent"] = (partial(descent.run, steps), scene.taken / steps)
    return found


def seconds(run: Callable[[], Any], clock: Callable[[], float] = time.perf_counter) -> float:
    """The time of one run: the median over batches long enough for a coarse clock."""
    count = 1
    while (first := _batch(run, count, clock)) < BATCH and count < 1024:
        count *= 2
    batches = [first] if first > LONGEST else [_batch(run, count, clock) for _ in range(BATCHES)]
    return median(batches) / count


def time_text(duration: float, reckoned: bool) -> str:
    """A duration in the unit that suits it."""
    unit, factor = ("s", 1.0) if duration >= 1 else ("ms", 1e3) if duration >= 1e-3 else ("µs", 1e6)
    return f"{'≈ ' if reckoned else ''}{typeset(duration * factor, digits=2)} {unit}"


def _batch(run: Callable[[], Any], count: int, clock: Callable[[], float]) -> float:
    begun = clock()
    for _ in range(count):
        run()
    return clock() - begun
