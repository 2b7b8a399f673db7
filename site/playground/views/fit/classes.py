"""A target of 0 and 1: where the linear fit decides, and where its logistic neighbour does."""

from __future__ import annotations

import numpy as np
from bokeh.models.ui import UIElement
from panel.widgets.base import Widget

from linreg.doubled import Doubled
from linreg.logistic import LogisticFit, LogisticStatus
from playground.controls.models import NumberTable, Prose
from playground.engine.closed_form import is_binary
from playground.engine.numbers import typeset, whole
from playground.engine.parts import Part
from playground.engine.scene import Scene, Solved
from playground.session.commands import Commands
from playground.views.common.base import put
from playground.views.common.fit_text import term
from playground.views.common.plane import closed_line
from playground.views.common.surface import HALF, mistakes

TERMS = ["", "boundary", "logistic"]
HEADS = ["", "Linear, ŷ = ½", "Logistic"]


def classes_table(scene: Solved, other: LogisticFit) -> list[list[list[Part]]]:
    """Rows: mistakes of both, and both directions, scaled so that their steepness compares."""
    X, y, w = scene.problem.X, scene.problem.y, closed_line(scene)
    w = np.full(scene.problem.p, np.nan) if w is None else w
    linear = w.high if isinstance(w, Doubled) else w
    rows = [
        [
            [("Misclassified", "")],
            [(f"{whole(mistakes(scene.problem.fitted(w), y, HALF))} of {whole(len(y))}", "closed")],
            [(f"{whole(mistakes(X @ other.coefficients, y, 0.0))} of {whole(len(y))}", "logistic")],
        ]
    ]
    for j, name in list(enumerate(scene.problem.columns))[:6]:
        pair = (float(linear[j]), float(other.coefficients[j]))
        roles = ("closed", "logistic")
        cells = [[(typeset(v, digits=4), r)] for v, r in zip(pair, roles, strict=True)]
        rows.append([[("Intercept" if name == "1" else term(name), "")], *cells])
    return rows


def classes_in_short(scene: Scene) -> list[Part]:
    """Of a 0/1 target: whether the classes are separable, and how many are misclassified."""
    w, solved = closed_line(scene), scene.solved
    if solved is None or w is None or (other := solved.fit.logistic) is None:
        return []
    y = solved.problem.y
    wrong = whole(mistakes(solved.problem.fitted(w), y, HALF))
    said = f"The linear fit misclassifies {wrong} of {whole(len(y))} points (threshold ½). "
    if other.status is LogisticStatus.SEPARATED:
        return [("The classes are separable. ", ""), (said, "")]
    return [(f"{_inseparable(scene)} ", ""), (said, "")]


def _inseparable(scene: Scene) -> str:
    if scene.straight:
        return "No straight boundary separates the classes."
    return "No boundary of this form separates the classes."


def classes_words(scene: Scene, other: LogisticFit) -> list[Part]:
    """What both say, and what neither can."""
    told = [
        ("Linear boundary", "closed"),
        (": where ŷ = ½. ", ""),
        ("Logistic boundary", "logistic"),
        (
            ": where both classes are equally likely. Points far inside their own class pull the "
            "linear boundary but hardly affect the logistic one. ",
            "",
        ),
    ]
    if scene.data.weights is not None:
        told.append(("The logistic regression ignores the weights. ", "strong"))
    if scene.state.loss != "squared":
        told.append(("The logistic regression has a loss of its own. ", "strong"))
    if other.status is LogisticStatus.SEPARATED:
        return [*told, (other.status.value, "wrong")]
    return [*told, (_inseparable(scene), "")]


class Classes:
    """Owns the table and the words."""

    title = "Two classes"

    def __init__(self, _commands: Commands) -> None:
        self.table = NumberTable(caption="Linear and logistic boundary", columns=HEADS, terms=TERMS)
        self.words = Prose()

    def parts(self) -> list[Widget | UIElement]:
        return [self.words, self.table]

    @staticmethod
    def visible(scene: Scene) -> bool:
        return scene.solved is not None and is_binary(scene.data.y)

    def update(self, scene: Solved) -> None:
        if (other := scene.fit.logistic) is not None:
            put(self.words, parts=classes_words(scene, other))
            put(self.table, rows=classes_table(scene, other))
