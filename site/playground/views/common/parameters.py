"""Which parameters a picture of the loss shows, and what they are called on its axes."""

from __future__ import annotations

from playground.engine.numbers import shortened
from playground.engine.scene import Scene
from playground.views.common.fit_text import term
from playground.views.common.valley import Pair


def parameter_name(scene: Scene, j: int) -> str:
    """What coefficient j is called on an axis."""
    column = scene.columns[j]
    if column == "1":
        return "intercept"
    name = "slope" if len(scene.columns) == 2 and scene.data.simple else shortened(term(column), 20)
    solved = scene.solved
    return name if solved is None or solved.problem.plain else f"{name} (scaled)"


def coefficient_in_words(scene: Scene, j: int) -> str:
    """What coefficient j is called within a sentence."""
    name = parameter_name(scene, j)
    own = scene.columns[j] == "1" or (len(scene.columns) == 2 and scene.data.simple)
    return f"the {name}" if own else f"the coefficient of {name}"


def chosen_pair(scene: Scene) -> Pair:
    """The parameters that are shown: those chosen for these columns, if any were."""
    chosen = scene.interaction.choices.valley_pair
    return chosen[1] if chosen and chosen[0] == scene.columns else first_pair(scene)


def first_pair(scene: Scene) -> Pair:
    """The parameters that are shown until others are chosen."""
    p = len(scene.columns)
    return (0, 1) if p == 2 else (p - 2, p - 1)
