"""How the model is made: intercept, scaling, products of features, and the penalty."""

from __future__ import annotations

from bokeh.models.ui import UIElement
from panel.widgets.base import Widget

from playground.controls.models import Prose
from playground.controls.widgets import Choice, Dial, Toggle
from playground.engine.numbers import given, shortened, typeset, whole
from playground.engine.parts import Part, filled
from playground.engine.scene import Scene
from playground.session.commands import Commands
from playground.session.names import INTERCEPTS, LOSS_NAMES, PENALTIES
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
    state = scene.state
    solved = scene.solved
    if state.penalty == "none" or solved is None or solved.problem.robust:
        return []
    N = solved.problem.count
    alpha = {"ridge": N * state.strength, "lasso": state.strength / 2}.get(state.penalty, 0.0)
    said = [MINIMISED[state.penalty].format(given(state.strength))]
    if solved.problem.ones:
        said.append("The intercept is not penalised.")
    if state.penalty in SCALED:
        said.append(SCALED[state.penalty].format(typeset(alpha, digits=4)))
    return [(" ".join(said), "muted"), *_zeros(solved)]


NO_PENALTY = "Penalties apply to the squared loss only, so this fit has none."
ROBUST = {
    "huber": "The {loss} is r² for residuals up to δ = {delta} robust standard deviations "
    "({threshold} in the units of {target}), and linear beyond. So an outlier pulls no harder "
    "however far it lies. ",
    "absolute": "The {loss} is |r|: every point pulls equally hard, however far it lies. The "
    "fit passes through as many points as it has coefficients. ",
}
LEVERAGE = (
    "This does not bound leverage: a point far out in x still moves the fit. Points that count "
    "less are faded. "
)


def loss_note(scene: Scene) -> list[Part]:
    """What a robust loss is, and what it does not do."""
    solved, state = scene.solved, scene.state
    if solved is None or not solved.problem.robust:
        return []
    found = solved.problem.robust_solution
    said = filled(
        ROBUST[state.loss] + LEVERAGE,
        loss=LOSS_NAMES[state.loss],
        delta=given(state.delta),
        threshold=typeset(state.delta * found.scale, digits=4),
        target=shortened(scene.data.target, 16),
    )
    return [*said, (f"{found.message} ", "muted"), (NO_PENALTY, "muted")]


def weights_note(scene: Scene) -> list[Part]:
    """What is minimised with sample weights."""
    name = scene.data.weighted_by
    if name is None or scene.solved is None:
        return []
    mean = (
        "squared error Σ aᵢrᵢ² / Σ aᵢ"
        if scene.state.loss == "squared"
        else "loss Σ aᵢ loss(rᵢ) / Σ aᵢ"
    )
    gone = scene.data.weightless
    rows = "1 row has" if gone == 1 else f"{whole(gone)} rows have"
    left = f" {rows} weight 0 and {'is' if gone == 1 else 'are'} left out." if gone else ""
    return [
        (f"Column {shortened(name, 16)} is ", ""),
        ("the weight a", "?weighted"),
        (
            " of each point. The fit minimises the "
            f"weighted mean {mean}. The area of a point is proportional to its weight.{left}",
            "",
        ),
    ]


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
        self.loss_note, self.weights_note = Prose(), Prose()
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
            self.loss_note,
            self.weights_note,
        ]

    def update(self, scene: Scene) -> None:
        state = scene.state
        self.intercept.value, self.penalty.value = state.intercept, state.penalty
        put(self.intercept_note, parts=[(INTERCEPT_NOTES[state.intercept], "muted")])
        self.standardise.value = bool(state.standardise)
        put(self.interactions, value=bool(state.interactions), visible=len(scene.data.features) > 1)
        robust = state.loss != "squared"
        put(self.penalty, visible=not robust)
        shown = state.penalty != "none" and not robust
        put(self.strength, value=state.strength, visible=shown)
        if state.penalty != "none":
            put(self.strength, term=state.penalty)
        put(self.mix, value=state.mix, visible=state.penalty == "elastic" and not robust)
        put(self.note, parts=penalty_note(scene))
        for prose, parts in ((self.loss_note, loss_note), (self.weights_note, weights_note)):
            told = parts(scene)
            put(prose, parts=told, visible=bool(told))
