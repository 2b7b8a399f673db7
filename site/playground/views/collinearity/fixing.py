"""The fixes as a section of the tab Collinearity: what each does, and a click that does it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from playground.controls.models import Formula, NumberTable, Prose
from playground.controls.widgets import Action
from playground.engine.formulas import bracket, number, op, row, sym, transposed, vec
from playground.engine.numbers import given, whole
from playground.engine.parts import Part
from playground.engine.scene import StateValues
from playground.session.commands import Commands
from playground.session.names import PENALTIES, REMEDIES
from playground.views.collinearity.case import Case
from playground.views.collinearity.figures import RidgeFigure
from playground.views.collinearity.fixes import Fixes
from playground.views.collinearity.tables import (
    fix_heads,
    fix_rows,
    fix_terms,
    scaling_in_words,
    shown_columns,
)
from playground.views.common.base import on_click, put
from playground.views.common.lazy import LazyView
from playground.views.common.solver_names import FULL_NAMES

HELP = {
    "ridge": "Adds a ridge penalty, with the strength that gives the lowest leave-one-out error.",
    "svd": "Drops the direction that the data barely determine.",
    "scale": "Gives every feature mean 0 and standard deviation 1: the same fit, in other units.",
    "drop": "Fits without the second column of the pair.",
}
KEYS_OF = {
    "ridge": ("penalty",),
    "svd": ("method", "rcond"),
    "scale": ("standardise",),
    "drop": ("features",),
}
# What every fix may have changed, as it was.
PLAIN: Mapping[str, Any] = {
    "penalty": "none",
    "method": "refined",
    "rcond": "auto",
    "standardise": 0,
    "features": None,
}
# How each of these keys is said, with its value.
CHANGED: Mapping[str, str] = {
    "penalty": "{} penalty",
    "method": "solver {}",
    "rcond": "rank tolerance {}",
    "standardise": "standardised columns",
    "features": "features {}",
}
PATH = (
    "Ridge shrinks the coefficients: too small a λ leaves the noise amplified, and too large a λ "
    "biases them towards zero. The mark shows the lowest leave-one-out error. Solid: coefficient "
    "of the first column of the pair. Dashed: of the second. Horizontal lines: the true values."
)
MEANING = (
    "The standard error is the largest of all coefficients. The bias is the largest distance of a "
    "coefficient's mean estimate from its true value. The iterations are those of gradient descent."
)


RELATION = (
    "scikit-learn adds the ridge penalty to the sum of squared errors, this page to their mean: "
    "α = Nλ."
)
_GRAM = row(transposed(sym("X")), sym("X"), op("+"), sym("α"), sym("I"))
SYSTEM = row(bracket(_GRAM), vec("w"), op("="), transposed(sym("X")), vec("y"))


class FixesPart:
    """Buttons, the numbers before and after, and the ridge path.

    dropped: the features with a column dropped by the button, and those before; None while there
    are none.
    """

    def __init__(self, view: LazyView, commands: Commands) -> None:
        self._commands = commands
        self._fixes: Fixes | None = None
        self._state: StateValues | None = None
        self.dropped: tuple[Any, Any] | None = None
        self.buttons = {
            name: Action(label=REMEDIES[name], help=help_, pressed=False)
            for name, help_ in HELP.items()
        }
        self.undo = Action(label="Back to least squares", kind="quiet", icon="reset")
        self.table = NumberTable(caption="Before, and after each remedy")
        self.plot = RidgeFigure()
        self.system, self.relation = Formula(tree=SYSTEM), Formula(note=RELATION)
        self.scaling = Prose()
        self.said = Prose()
        for name, button in self.buttons.items():
            on_click(button, partial(self._apply, name))
        on_click(self.undo, lambda _: commands.change(PLAIN))
        self.group = view.group(
            "Remedies",
            self.said,
            self.undo,
            self.table,
            Prose(parts=[(MEANING, "muted")]),
            self.scaling,
            self.plot.framed,
            Prose(parts=[(PATH, "muted")]),
            self.system,
            self.relation,
        )

    def begin(self, case: Case | None, state: StateValues) -> None:
        """What the buttons act on, and which of them are on; the numbers come with `show`."""
        self._state = state
        if case is None or self._fixes is None or self._fixes.case is not case:
            self._fixes = None if case is None else Fixes(case)
        for name, button in self.buttons.items():
            put(button, pressed=self._is_on(name), disabled=not self._is_possible(name))
        changed = {key: value for key, value in PLAIN.items() if state.values()[key] != value}
        put(self.undo, disabled=not changed)
        put(self.said, parts=said({key: state.values()[key] for key in changed}))

    def show(self) -> None:
        """The table and the path."""
        if (fixes := self._fixes) is None:
            return
        case, found = fixes.case, fixes.all
        put(
            self.table, columns=fix_heads(found), terms=fix_terms(found), rows=fix_rows(case, found)
        )
        self.plot.show(fixes.path, fixes.best, shown_columns(case), case.truth)
        self.relation.tree = relation(fixes)
        self.scaling.parts = scaling_in_words(found)

    def _is_possible(self, name: str) -> bool:
        if self._fixes is None:
            return self._is_on(name)
        if name != "drop":
            return True
        # The columns of a formula are not features.
        bare = self._state is None or self._state.formula is None
        return bare and self._fixes.case.pair is not None

    def _is_on(self, name: str) -> bool:
        """Whether the state has this fix, with whatever strength."""
        if (state := self._state) is None:
            return False
        if name == "drop":
            return self.dropped is not None and state.features == self.dropped[0]
        return bool(
            {"ridge": state.penalty == "ridge", "svd": state.method == "svd"}.get(
                name, state.standardise == 1
            )
        )

    def _apply(self, name: str, _count: int) -> None:
        """Make the fix in the state, or take it back where it is made already."""
        if self._state is None:
            return
        if self._is_on(name):
            back = {key: PLAIN[key] for key in KEYS_OF[name]}
            before = {"features": self.dropped[1]} if name == "drop" and self.dropped else {}
            self._commands.change({**back, **before})
        elif self._fixes is not None:
            changes = self._fixes.made(name).changes
            if name == "drop":
                self.dropped = (changes["features"], self._state.features)
            self._commands.change(changes)


def relation(fixes: Fixes) -> list[Any]:
    """Both scalings of the penalty, with the numbers of the best one."""
    strength, alpha = number(fixes.strength, digits=2), number(fixes.alpha, digits=3)
    count = ["mn", whole(fixes.case.problem.N)]
    return row(
        sym("α"), op("="), sym("N"), sym("λ"), op("="), count, op("·"), strength, op("="), alpha
    )


def in_words(changes: Mapping[str, Any]) -> str:
    """What is changed of the model, as a person reads it."""
    return ", ".join(CHANGED[key].format(_value(key, value)) for key, value in changes.items())


def _value(key: str, value: Any) -> str:
    if key == "penalty":
        return PENALTIES[value].lower()
    if key == "method":
        return FULL_NAMES[value]
    if isinstance(value, tuple):
        return ", ".join(value)
    return given(float(value)) if isinstance(value, float) else str(value)


def said(changed: Mapping[str, Any]) -> list[Part]:
    if not changed:
        return [("A remedy changes the model in all tabs.", "muted")]
    return [
        (f"The model was changed ({in_words(changed)}). ", "strong"),
        ("The table applies each remedy to the original model.", "muted"),
    ]
