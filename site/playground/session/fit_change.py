"""What a change of the points does to the fit, in words."""

from __future__ import annotations

from playground.engine.numbers import mean_square, typeset
from playground.engine.scene import Scene, Solved


def fit_change(before: Scene, after: Scene) -> str:
    """The slope of a line then and now, elsewhere the loss, in a sentence; nothing where there is
    none."""
    then, now = before.solved, after.solved
    if then is None or now is None or not (then.fit.unique and now.fit.unique):
        return ""
    if all(scene.data.simple and scene.straight and scene.problem.p == 2 for scene in (then, now)):
        return f" The slope is {_slope(now)} instead of {_slope(then)}."
    return f" The loss is {_loss(now)} instead of {_loss(then)}."


def _slope(scene: Solved) -> str:
    return typeset(float(scene.fit.supported()[-1]), float(scene.fit.shown_error[-1]), 4)


def _loss(scene: Solved) -> str:
    fit = scene.fit
    return mean_square(fit.loss, fit.closed_error, 4, exact=fit.passes)
