"""The sentence of the tab Descent: how far it has come, and when it is near the minimum."""

from __future__ import annotations

from playground.engine.numbers import whole
from playground.engine.parts import Part
from playground.engine.scene import Scene
from playground.session.notices import divergence
from playground.views.common.fit_text import above_best, descent_loss


def told(scene: Scene, goal: int | None) -> list[Part]:
    """The loss after the steps taken; nothing where a divergence is the point.

    goal: the first iteration whose loss is within 1% of the minimum, if one is known.
    """
    solved = scene.solved
    if solved is None or divergence(solved):
        return []
    steps = solved.taken
    begun = f"After {whole(steps)} step{'' if steps == 1 else 's'}" if steps else "At the start"
    ahead = goal is not None and steps < goal
    return [
        (f"{begun} the loss is ", ""),
        (descent_loss(solved), "descent ?loss"),
        (f", {above_best(solved)}", ""),
        (f"; within 1% of the minimum from iteration {whole(goal or 0)}. " if ahead else ". ", ""),
    ]
