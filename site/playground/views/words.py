"""The state of things in words: both equations, and the sentence of the live region."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from linreg import DescentStatus
from linreg.doubled import Doubled
from playground.controls.models import Prose
from playground.engine.numbers import MINUS, counted_steps, shortened, typeset, whole
from playground.engine.parts import Part, filled
from playground.engine.scene import Scene, Solved
from playground.session.commands import Commands
from playground.session.names import FIT_NAMES, LOSS_NAMES, PENALTIES
from playground.session.notices import divergence, undetermined
from playground.views.common import plane
from playground.views.common.base import Slots, put
from playground.views.common.fit_text import (
    above_best,
    closed_loss,
    descent_loss,
    term,
    way_name,
    way_term,
)
from playground.views.common.model_curve import numbers, predict
from playground.views.common.samples import sampling_words
from playground.views.fit.classes import classes_in_short
from playground.views.fit.influence import influence_words
from playground.views.fit.misfit import own_in_words

HINT = "{} the plot to add a point; drag a point to move it. The fit updates as you go."
SQUARES_ONLY = "This tab shows least squares. The {} applies in Fit, Descent and Code. "
WITHOUT_WEIGHTS = "This tab ignores the weights. "
REFERENCE = "thin: squared loss"
# What the open tab has to say of a scene, by its name.
Tellers = Mapping[str, Callable[[Scene], list[Part]]]
# An equation names so many features, then breaks off.
MOST_TERMS = 4


def equation(scene: Scene, w: np.ndarray, errors: list[float], digits: int = 4) -> str:
    """target = b + m feature + ..., with as many digits as there is room for.

    w (p,): in the user's units, of the terms `scene.columns`.
    """
    names = scene.columns
    triples = list(zip(names, map(float, w), errors, strict=True))[: MOST_TERMS + 1]
    terms = [_term(triple, digits, first=k == 0) for k, triple in enumerate(triples)]
    more = len(names) - len(terms)
    rest = f" + {more} more term{'s' if more > 1 else ''}" if more > 0 else ""
    return f"{shortened(scene.response, 16)} = {''.join(terms)}{rest}"


def _term(triple: tuple[str, float, float], digits: int, first: bool) -> str:
    """One coefficient and what it multiplies, with the sign that joins it to the one before."""
    name, value, error = triple
    factor = "" if name == "1" else f" {shortened(term(name), 16)}"
    if first:
        return f"{typeset(value, error, digits)}{factor}"
    sign = MINUS if value < 0 else "+"
    return f" {sign} {typeset(abs(value), error, digits)}{factor}"


def equations(scene: Scene) -> list[Part]:
    """Both fitted equations, in the colours of their lines."""
    if (solved := scene.solved) is None:
        return [(f"No points yet. {_pointing(scene)} the plot to add some.", "muted")]
    return [*_closed_equation(solved), *_descent_equation(solved)]


def _closed_equation(scene: Solved) -> list[Part]:
    fit, kind = scene.fit, _closed_kind(scene)
    if not fit.unique:
        return [("no unique solution", "wrong"), (f"   {kind}\n", "muted")]
    text = equation(scene, fit.supported(), list(map(float, fit.shown_error)))
    place = _out_of_frame(scene, fit.whole())
    return [
        (text, "closed"),
        ("   ", ""),
        (kind, f"muted ?{way_term(scene)}"),
        (place, "muted"),
        ("\n", ""),
        *_reference_equation(scene),
    ]


def _descends(scene: Scene) -> bool:
    """Whether descent has an equation to show."""
    return scene.state.steps > 0 or scene.state.view == "descent"


def _has_reference(scene: Solved) -> bool:
    """Whether least squares is shown beside a robust fit."""
    return scene.problem.robust and scene.fit.squared is not None


def _reference_equation(scene: Solved) -> list[Part]:
    """Least squares beside a robust fit: its line is the thin one."""
    w = scene.fit.squared
    if not _has_reference(scene) or _descends(scene) or w is None:
        return []
    user = scene.user(w)
    errors = scene.fit.error.tolist()
    line = " (grey line)" if scene.data.simple else ""
    return [
        (equation(scene, user, errors), "muted"),
        ("   ", ""),
        (f"{LOSS_NAMES['squared']}{line}", "muted ?loss"),
        ("\n", ""),
    ]


def _closed_kind(scene: Solved) -> str:
    """How the minimum was found that the equation is of."""
    special = "truncated SVD" if scene.fit.truncated else ""
    if scene.problem.penalty:
        special = f"{_penalty(scene)} penalty"
    format_ = scene.fit.format if scene.fit.few_bits else ""
    way = way_name(scene)
    if scene.problem.robust:
        way = LOSS_NAMES[scene.problem.loss]
        # With an equation of descent there is no room for that of the reference.
        drawn = scene.data.simple and _has_reference(scene)
        special = REFERENCE if drawn and _descends(scene) else ""
    return ", ".join([way, *filter(None, (special, format_))])


def _penalty(scene: Scene) -> str:
    """The penalty of a fit, within a sentence."""
    return PENALTIES[scene.state.penalty].lower()


def _fit_name(scene: Solved) -> str:
    """What the closed form is, at the beginning of a sentence."""
    kind = "truncated SVD fit" if scene.fit.truncated else FIT_NAMES[scene.problem.loss]
    if scene.problem.penalty:
        kind = f"{_penalty(scene)} fit"
    if scene.problem.weights is not None:
        kind = f"weighted {kind}"
    format_ = f" in {scene.fit.format}" if scene.fit.few_bits else ""
    of = f" of {shortened(scene.response, 16)}" if scene.problem.transformed else ""
    return f"{kind[:1].upper()}{kind[1:]}{of}{format_}"


def _drawn_back(scene: Scene) -> list[Part]:
    """What the curve of a transformed target is."""
    if (solved := scene.solved) is None or not solved.problem.transformed:
        return []
    target = shortened(scene.data.target, 16)
    if scene.interaction.choices.mean:
        return filled(
            "The fit is shown as the mean of {target}, by the {smearing}. ",
            target=target,
            smearing=("smearing estimate", "?smearing"),
        )
    return filled(
        "The fit is shown as the {median} of {target}, not its mean. ",
        target=target,
        median=("median", "?median"),
    )


def _descent_equation(scene: Solved) -> list[Part]:
    if not _descends(scene):
        return []
    if scene.step.status is DescentStatus.DIVERGED:
        return [("diverged", "wrong"), (f"   descent, {steps_in_words(scene)}\n", "muted")]
    errors = scene.step_error.tolist()
    text = equation(scene, scene.user(scene.step.w), errors)
    after, place = f"descent, {steps_in_words(scene)}", _out_of_frame(scene, scene.step.w)
    return [
        (text, "descent"),
        ("   ", ""),
        (after, "muted ?descent"),
        (place, "muted"),
        ("\n", ""),
    ]


def _out_of_frame(scene: Solved, w: np.ndarray | Doubled) -> str:
    """Where the line of w (p,) runs, if it runs past the plot that Reset view shows."""
    if not scene.data.simple or not len(numbers(scene)):
        return ""
    shown = plane.frame(scene)
    rows = np.linspace(shown.x.start, shown.x.end, 21)[:, np.newaxis]
    line = predict(scene, w, rows)
    if (line < shown.y.start).all():
        return ", below the frame"
    return ", above the frame" if (line > shown.y.end).all() else ""


def steps_in_words(scene: Scene) -> str:
    return counted_steps(scene.taken)


def _pointing(scene: Scene) -> str:
    """What a hand does here: a finger taps."""
    return "Tap" if scene.interaction.coarse else "Click"


def _untouched(scene: Scene) -> bool:
    """Whether a hint at what to do may still be of use."""
    state, data = scene.state, scene.data
    unused = state.steps == 0 and state.sampling == "none"
    fresh = state.view == "fit" and unused and not scene.interaction.can_undo
    return fresh and data.truth is not None and data.editable


def sentence(scene: Scene, told: Tellers = MappingProxyType({})) -> list[Part]:
    """What was just done, and the point of what is seen. While descent runs it does not change."""
    if scene.interaction.running:
        return [("Gradient descent is running.", "")]
    hint = HINT.format(_pointing(scene)) if _untouched(scene) else ""
    said = scene.interaction.announcement or hint
    begun = [(f"{said} ", "")] if said else []
    if "loss" in scene.set_aside:
        begun.append((SQUARES_ONLY.format(LOSS_NAMES[scene.loss]), "strong"))
    if "weights" in scene.set_aside:
        begun.append((WITHOUT_WEIGHTS, "strong"))
    view = scene.state.view
    point = told[view](scene) if view in told else []
    # Elsewhere a point is not what is looked at.
    effect = influence_words(scene) if view in ("fit", "diagnostics") else []
    return [*begun, *effect, *(point or _general(scene)), *_sample_sentence(scene)]


def _general(scene: Scene) -> list[Part]:
    """Both fits and their losses: the point of a tab that has none of its own."""
    fit = [*_fit_sentence(scene), *_drawn_back(scene)]
    if scene.state.view == "fit":
        fit += classes_in_short(scene)
        fit += own_in_words(solved) if (solved := scene.solved) else []
        fit += sampling_words(scene)
    return [*fit, *_descent_sentence(scene)]


def _fit_sentence(scene: Scene) -> list[Part]:
    if (solved := scene.solved) is None:
        return [("No data. Click the plot or open a file.", "")]
    data, fit = solved.data, solved.fit
    if not fit.unique:
        return [(f"{undetermined(solved)} ", "wrong")]
    points = f"{whole(data.N)} points"
    if fit.passes and fit.loss <= fit.closed_error:
        return [(f"The fit passes through all {points}. ", "")]
    loss = (closed_loss(solved), "closed ?loss")
    return filled(
        "{fit} to {points}. Loss: {loss}. ", fit=_fit_name(solved), points=points, loss=loss
    )


def _descent_sentence(scene: Scene) -> list[Part]:
    if (solved := scene.solved) is None:
        return []
    if solved.step.status is DescentStatus.DIVERGED:
        return [(f"{divergence(solved)} ", "wrong")]
    warning = divergence(solved)
    warned = [(f"{warning} ", "wrong")] if warning else []
    if solved.state.steps == 0:
        return warned
    said = filled(
        "Gradient descent, {steps}: loss {loss}, {above}. ",
        steps=steps_in_words(solved),
        loss=(descent_loss(solved), "descent ?loss"),
        above=above_best(solved),
    )
    return [*said, *warned]


def _sample_sentence(scene: Scene) -> list[Part]:
    data = scene.data
    if len(data.drawn) == data.N:
        return []
    drawn = f"{whole(len(data.drawn))} of {whole(data.N)} points"
    return [(f"The plot shows {drawn}, and shading where they are dense. All are fitted.", "")]


class WordsView:
    """Owns the equations, the live sentence and the notices."""

    def __init__(self, commands: Commands, told: Tellers) -> None:
        self._told = told
        self._scene: Scene | None = None
        commands.on_told(self._tell)
        self.equation = Prose()
        self.summary = Prose(live=True)
        self.slots: Slots = {"equation": self.equation, "summary": self.summary}

    def show(self, scene: Scene, before: Scene | None) -> None:
        if not scene.interaction.skip_text:
            put(self.equation, parts=equations(scene))
        self._scene = scene
        self._tell()

    def _tell(self) -> None:
        if self._scene is not None:
            put(self.summary, parts=sentence(self._scene, self._told))
