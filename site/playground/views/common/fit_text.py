"""The fit and descent as text: terms, points, losses, and how far above the minimum."""

from __future__ import annotations

import re

from playground.engine.losses import Excess, Unit
from playground.engine.numbers import mean_square, percent, typeset, whole
from playground.engine.scene import Scene, Solved

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
NO_BREAK = "\u00a0"
# How minima are found, by the glossary's entry.
WAYS = {
    "closed": "closed form",
    "coordinate": "coordinate descent",
    "reweighted": "reweighted least squares",
    "vertex": "least absolute deviations",
}


def term(name: str) -> str:
    """A term as it is written by hand: x^2 is x², x*z is x z."""
    power = r"\^(\d+)(?=$|\*)"
    raised = re.sub(power, lambda found: found[1].translate(SUPERSCRIPTS), name)
    return raised.replace("*", NO_BREAK)


def way_name(scene: Solved) -> str:
    """How the minimum is found, within a sentence."""
    return WAYS[way_term(scene)]


def way_term(scene: Solved) -> str:
    """The glossary's entry of it."""
    if scene.problem.robust:
        return "vertex" if scene.state.loss == "absolute" else "reweighted"
    return "closed" if scene.problem.quadratic else "coordinate"


def point(scene: Scene, row: int) -> str:
    """A fitted row as the page names it."""
    return f"Point {whole(int(scene.data.rows[row]) + 1)}"


def closed_loss(scene: Solved) -> str:
    """The loss of the closed form: one number also where many coefficients reach it."""
    fit = scene.fit
    if not fit.unique:
        return mean_square(fit.best_loss, fit.loss_error, exact=fit.passes)
    return mean_square(fit.loss, fit.closed_error, exact=fit.passes)


def descent_loss(scene: Solved) -> str:
    return typeset(scene.step.loss, scene.fit.loss_error)


def above_best(scene: Solved) -> str:
    """How far the present loss is above the minimum, in words."""
    excess = Excess.of(scene.fit, scene.step.loss)
    match excess.unit:
        case Unit.ABOVE_ZERO:
            return f"{typeset(excess.value, scene.fit.loss_error, 3)} above zero"
        case Unit.SHARE:
            return f"{percent(excess.value)} above the minimum"
        case Unit.TIMES:
            return f"{typeset(excess.value, digits=2)} times the minimum"
    return excess.text(nothing="equal to the minimum", beyond="not finite")
