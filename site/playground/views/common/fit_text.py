"""Numbers of the fit and of descent as text: terms, losses, and how far above the best."""

from __future__ import annotations

import re

import numpy as np

from playground.engine.numbers import percent, typeset
from playground.engine.scene import Solved

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
NO_BREAK = "\u00a0"


def term(name: str) -> str:
    """A term as it is written by hand: x^2 is x², x*z is x z."""
    power = r"\^(\d+)(?=$|\*)"
    raised = re.sub(power, lambda found: found[1].translate(SUPERSCRIPTS), name)
    return raised.replace("*", NO_BREAK)


def descent_error(scene: Solved, j: int) -> float:
    """Rounding in an iterate: at the end as in the closed form, on the way as its size."""
    error = float(scene.fit.error[j])
    return error if scene.fit.unique else 0.0


def closed_loss(scene: Solved) -> str:
    return typeset(scene.fit.loss, scene.fit.closed_error)


def descent_loss(scene: Solved) -> str:
    return typeset(scene.step.loss, scene.fit.loss_error)


def above_best(scene: Solved) -> str:
    """How far the present loss is above the best possible one, in words."""
    best, excess = scene.fit.best_loss, scene.step.loss - scene.fit.best_loss
    if not np.isfinite(excess):
        return "beyond all bounds"
    if excess <= scene.fit.loss_error:
        return "the best possible"
    if best <= scene.fit.loss_error:
        return f"{typeset(excess, scene.fit.loss_error, 3)} above zero"
    if excess < 10 * best:
        return f"{percent(excess / best)} above the best"
    return f"{typeset(scene.step.loss / best, digits=2)} times the best"
