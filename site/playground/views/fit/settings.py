"""How the model is made: intercept, scaling, products of features, and the penalty."""

from __future__ import annotations

from bokeh.models.ui import UIElement
from panel.widgets.base import Widget

from playground.controls.models import Prose
from playground.controls.widgets import Choice, Dial, Toggle
from playground.engine.numbers import given, typeset
from playground.engine.parts import Part
from playground.engine.scene import Scene
from playground.session.commands import Commands
from playground.session.names import INTERCEPTS, PENALTIES
from playground.views.common.base import put

INTERCEPT_NOTES = {
    "absorbed": "A column of ones in X; its coefficient is the intercept.",
    "separate": "The intercept is a separate parameter, b. The fit is the same.",
    "none": "The fit goes through the origin.",
}

# What is minimised with a penalty, at its strength, and that strength as scikit-learn has it.
MINIMISED = {
    "ridge": "With λ = {} the fit minimises the mean squared error plus λ times the sum of "
    "the squared coefficients.",
    "lasso": "With λ = {} the fit minimises the mean squared error plus λ times the sum of "
    "the absolute values of the coefficients.",
    "elastic": "With λ = {} the fit minimises the mean squared error plus λ times a mix of the "
    "ridge and lasso penalties.",
}
SCALED = {
    "ridge": "In scikit-learn's scaling α = Nλ = {}.",
    "lasso": "In scikit-learn's scaling α = λ/2 = {}.",
}


def penalty_note(scene: Scene) -> list[Part]:
    """What the penalty adds, and its strength in scikit-learn's scaling."""
    state, N = scene.state, scene.data.N
    if state.penalty == "none" or (solved := scene.solved) is None:
        return []
    alpha = {"ridge": N * state.strength, "lasso": state.strength / 2}.get(state.penalty, 0.0)
    said = [MINIMISED[state.penalty].format(given(state.strength))]
    if solved.problem.ones:
        said.append("The intercept is not penalised.")
    if state.penalty in SCALED:
        said.append(SCALED[state.penalty].format(typeset(alpha, digits=4)))
    return [(" ".join(said), "muted"), *_zeros(solved)]


def _zeros(scene: Scene) -> list[Part]:
    """How many coefficients a lasso has left out."""
    if scene.state.penalty not in ("lasso", "elastic") or (solved := scene.solved) is None:
        return []
    count = int((solved.fit.minimum == 0).sum())
    if count == 1:
        return [(f" 1 of {solved.problem.p} coefficients is exactly 0.", "closed")]
    return [(f" {count} of {solved.problem.p} coefficients are exactly 0.", "closed")]


class Settings:
    """Owns these controls."""

    title = "Model"

    def __init__(self, commands: Commands) -> None:
        self.intercept = Choice(label="Intercept", options=list(INTERCEPTS.items()))
        self.intercept_note = Prose()
        self.standardise = Toggle(label="Standardise")
        self.interactions = Toggle(label="Interactions")
        self.penalty = Choice(label="Penalty", options=list(PENALTIES.items()))
        self.strength = Dial(
            label="Penalty strength",
            term="ridge",
            scale="log",
            start=1e-6,
            end=1e3,
            low=0.0,
            high=1e300,
        )
        self.mix = Dial(
            label="Mix",
            term="elastic",
            start=0.0,
            end=1.0,
            step=0.05,
            low=0.0,
            high=1.0,
            help="0: ridge, 1: lasso.",
        )
        self.note = Prose()
        for key in ("intercept", "penalty"):
            self._bind(commands, key, getattr(self, key), str)
        for key in ("standardise", "interactions"):
            self._bind(commands, key, getattr(self, key), int)
        for key in ("strength", "mix"):
            self._bind(commands, key, getattr(self, key), float)

    def _bind(
        self, commands: Commands, key: str, control: Choice | Dial | Toggle, kind: type
    ) -> None:
        gesture = f"dial {key}" if kind is float else None
        control.on_edit(lambda e: commands.change({key: kind(e.new)}, gesture))

    @property
    def strip(self) -> list[Widget | UIElement]:
        """What stands above the plot."""
        return [self.penalty, self.strength]

    def parts(self) -> list[Widget | UIElement]:
        return [
            self.intercept,
            self.intercept_note,
            self.standardise,
            self.interactions,
            self.mix,
            self.note,
        ]

    def update(self, scene: Scene) -> None:
        state = scene.state
        self.intercept.value, self.penalty.value = state.intercept, state.penalty
        put(self.intercept_note, parts=[(INTERCEPT_NOTES[state.intercept], "muted")])
        self.standardise.value = bool(state.standardise)
        put(self.interactions, value=bool(state.interactions), visible=len(scene.data.features) > 1)
        put(self.strength, value=state.strength, visible=state.penalty != "none")
        if state.penalty != "none":
            put(self.strength, term=state.penalty)
        put(self.mix, value=state.mix, visible=state.penalty == "elastic")
        put(self.note, parts=penalty_note(scene))
