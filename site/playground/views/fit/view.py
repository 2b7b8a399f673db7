"""The tab Fit: what is drawn, and both solutions side by side in numbers."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from linreg.solvers import METHODS
from playground.controls.models import NumberTable
from playground.controls.widgets import Toggle
from playground.engine.closed import FEW_BITS, digits_held
from playground.engine.numbers import shortened, typeset, whole
from playground.engine.parts import Part
from playground.engine.scene import Scene, Solved
from playground.session.commands import Commands
from playground.views.common.base import Slots, put
from playground.views.common.confidence_level import has_intervals
from playground.views.common.digits import marked
from playground.views.common.fit_text import closed_loss, descent_loss, term, way_name
from playground.views.common.model_curve import has_squares, numbers
from playground.views.common.plane import is_surface

# More coefficients than this fill the page; the rest are named.
MOST_ROWS = 30
# So many digits name each number of the formats with fewer bits than float64.
SHORT = {name: ceil(digits_held(name)) + 1 for name in FEW_BITS}
TERMS = {
    "Closed form": "closed",
    "Coordinate": "coordinate",
    "Reweighted": "reweighted",
    "Least absolute": "vertex",
    "Descent": "descent",
    "True": "truth",
}
# What can be drawn beside points and lines: the value of `show`, and the switch's name.
SWITCHES = {
    "residuals": "Residuals",
    "squares": "Squares",
    "bands": "Bands",
    "truth": "True line",
    "own-line": "Your line",
}


def solutions_table(scene: Scene) -> tuple[list[str], list[list[list[Part]]]]:
    """Column heads and rows: coefficients and loss of the closed form, and of descent once it has
    taken steps."""
    steps = scene.taken
    solved = scene.solved
    label = solved.fit.label if solved else METHODS[scene.state.method].label
    name = way_name(solved) if solved else "closed form"
    way = f"{name[:1].upper()}{name[1:]}"
    way = f"{way} ({label})" if not solved or solved.problem.quadratic else way
    heads = ["", way, *([f"Descent, {whole(steps)} steps"] if steps else [])]
    if solved is None:
        return heads, []
    truth = true_coefficients(solved)
    rows = [
        [
            _label(solved, j),
            _closed(solved, j),
            *([_descent(solved, j)] if steps else []),
            *([[(typeset(truth[j]), "truth")]] if truth else []),
        ]
        for j in range(min(len(solved.columns), MOST_ROWS))
    ]
    loss: list[list[Part]] = [
        [("Loss", "?loss")],
        [(closed_loss(solved), "closed")],
        *([[(descent_loss(solved), "descent")]] if steps else []),
        *([[]] if truth else []),
    ]
    return heads + (["True"] if truth else []), [*rows, loss]


def terms_of(heads: list[str]) -> list[str]:
    """What explains each column of the table."""
    return [next((term for name, term in TERMS.items() if h.startswith(name)), "") for h in heads]


def true_coefficients(scene: Solved) -> tuple[float, ...] | None:
    """Those of the generator on request, where the fit has the same terms."""
    truth = scene.data.truth if "truth" in scene.state.show else None
    if truth is None or len(truth) != len(scene.columns) or not scene.problem.ones:
        return None
    if not scene.straight:
        return None
    return truth


def _label(scene: Scene, j: int) -> list[Part]:
    name = scene.columns[j]
    if name == "1":
        return [("Intercept", "")]
    straight = scene.data.simple and scene.straight
    return [("Slope" if straight else shortened(term(name)), "")]


def _closed(scene: Solved, j: int) -> list[Part]:
    fit = scene.fit
    if not fit.unique:
        return [("not unique", "wrong")]
    if fit.few_bits and not fit.truncated:
        right = Fraction(float(scene.user(fit.reference.coefficients)[j]))
        scale = float(scene.problem.coefficient_scale[j])
        return marked(float(fit.coefficients()[j]), right, "closed", scale, SHORT[fit.format])
    return [(typeset(float(fit.supported()[j]), float(fit.shown_error[j])), "closed")]


def _descent(scene: Solved, j: int) -> list[Part]:
    w = scene.user(scene.step.w)
    return [(typeset(float(w[j]), float(scene.step_error[j])), "descent")]


class FitView:
    """Owns the panel of the tab Fit."""

    def __init__(self, commands: Commands) -> None:
        self._commands = commands
        self.switches = {word: Toggle(label=name) for word, name in SWITCHES.items()}
        self.table = NumberTable(caption="Coefficients and loss")
        slots = {f"show_{word.replace('-', '_')}": s for word, s in self.switches.items()}
        self.slots: Slots = {**slots, "fit_table": self.table}
        for word, switch in self.switches.items():
            switch.on_edit(lambda edit, word=word: self._choose(word, edit.new))

    def _choose(self, word: str, on: bool) -> None:
        others = [old for old in self._commands.shown if old != word]
        self._commands.change({"show": [*others, word] if on else others})

    def show(self, scene: Scene, before: Scene | None) -> None:
        plane = is_surface(scene)
        able = {"truth": scene.data.mean is not None and (plane or scene.data.simple)}
        able["bands"] = scene.data.simple or (plane and has_intervals(scene))
        able["squares"] = has_squares(scene)
        able["own-line"] = has_squares(scene)
        able["residuals"] = scene.data.simple or len(numbers(scene)) > 1
        for word, switch in self.switches.items():
            put(
                switch,
                value=word in scene.state.show,
                disabled=not able.get(word, scene.data.simple),
            )
        curved = scene.data.truth is None
        straight = "True plane" if plane else "True line"
        name = "True mean" if curved and able["truth"] else straight
        self.switches["truth"].label = name
        # What nobody sees is drawn when the tab is opened; on a first visit it must stand ready.
        if scene.interaction.skip_text:
            return
        if before is None or scene.state.view == "fit":
            columns, rows = solutions_table(scene)
            put(self.table, columns=columns, terms=terms_of(columns), rows=rows)
