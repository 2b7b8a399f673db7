"""The sentence of the tab Descent: how far it has come, and when it is near the minimum."""

from __future__ import annotations

from linreg.objective import RobustError
from playground.engine.numbers import given, typeset, whole
from playground.engine.parts import Part, filled
from playground.engine.scene import Scene
from playground.session.notices import divergence
from playground.views.common.fit_text import above_best, descent_loss

AT_START = "At the start the loss is {loss}, {above}. "
AFTER_ONE = "After 1 step the loss is {loss}, {above}. "
NEAR = (
    "At the fixed learning rate {rate}, steps on the absolute loss do not shrink: descent ends "
    "near the minimum, at most {excess} above it. "
)
AFTER = "After {steps} steps the loss is {loss}, {above}. "


def told(scene: Scene, goal: int | None) -> list[Part]:
    """The loss after the steps taken; nothing where a divergence is the point.

    goal: the first iteration whose loss is within 1% of the minimum, if one is known.
    """
    solved = scene.solved
    if solved is None or divergence(solved):
        return []
    steps = solved.taken
    near: list[Part] = []
    if solved.path.swings and solved.state.update == "plain":
        objective = solved.problem.objective
        assert isinstance(objective, RobustError)
        near = filled(
            NEAR,
            rate=given(solved.state.lr),
            excess=typeset(objective.excess(solved.state.lr), digits=2),
        )
    said = {0: AT_START, 1: AFTER_ONE}.get(steps, AFTER)
    if goal is not None and steps < goal:
        said += "It comes within 1% of the minimum at iteration {goal}. "
    return (
        filled(
            said,
            steps=whole(steps),
            loss=(descent_loss(solved), "descent ?loss"),
            above=above_best(solved),
            goal=whole(goal or 0),
        )
        + near
    )
