"""What the fit says of one place that is typed in, and how sure it is."""

from __future__ import annotations

import numpy as np
from bokeh.models.ui import UIElement
from numpy.typing import NDArray
from panel.widgets.base import Widget

from linreg.doubled import Doubled
from playground.controls.models import Prose
from playground.controls.widgets import Dial
from playground.engine.axes import Extent, nice_extent, nice_unit
from playground.engine.drawn_back import drawn_back
from playground.engine.memo import Memo
from playground.engine.numbers import bound, round_significant, shortened, typeset
from playground.engine.parts import Part, filled
from playground.engine.problem import predicted
from playground.engine.scene import Scene, Solved
from playground.session.commands import Commands
from playground.views.common.base import put
from playground.views.common.confidence_bands import level_text, predicted_at
from playground.views.common.confidence_level import (
    has_bands,
    has_intervals,
    level_dial,
    show_level,
)
from playground.views.common.model_curve import design_rows, inference_of, numbers, other_fits
from playground.views.common.plane import closed_line

Array = NDArray[np.float64]

# Features with a dial of their own; the others stay at their means.
MOST_DIALS = 4


def prediction(scene: Solved, place: Array) -> list[Part]:
    """The fit at a place (k,) of all features, in words."""
    w = closed_line(scene)
    if w is None or not np.isfinite(w).all():
        return [("No prediction: the coefficients are not unique.", "muted")]
    row = design_rows(scene, place[np.newaxis])
    value = _value(scene, w, predicted(row, w))
    found = inference_of(scene)
    if found is None:
        return [*value, (_why_not(scene), "muted")]
    at = predicted_at(found, row, scene.state.level, scene.problem)
    if not (np.isfinite(at.mean).all() and np.isfinite(at.new).all()):
        return [*value, (f"No interval: {scene.response} has no inverse there.", "muted")]
    intervals = filled(
        "{level} confidence interval for the {middle}: {mean}. "
        "{level} prediction interval{weight}: {new}. ",
        weight="" if scene.problem.weights is None else " (weight 1)",
        level=level_text(scene.state.level),
        middle="median" if scene.problem.transformed else "mean",
        mean=(_range(at.mean), "closed ?interval_mean"),
        new=(_range(at.new), "closed ?interval_new"),
    )
    return [*value, *intervals, *_far_out(scene, place)]


def _value(scene: Solved, w: Array | Doubled, fitted: Array) -> list[Part]:
    """What w (p,) predicts where it predicts fitted (1,) of y: of a transformed target both the
    median and the mean."""
    target, problem = shortened(scene.data.target, 16), scene.problem
    if not np.isfinite(fitted).all():
        return [("No prediction: the formula is not defined there. ", "wrong")]
    if not problem.transformed:
        return filled(
            "Predicted {target} = {value}. ",
            target=target,
            value=(typeset(float(fitted[0]), digits=5), "closed ?fitted"),
        )
    median, mean = (float(drawn_back(problem, w, fitted, how)[0]) for how in (False, True))
    return filled(
        "Predicted {response} = {value}. Median of {target}: {median}. Mean of {target}: {mean}. ",
        response=shortened(scene.response, 16),
        value=(typeset(float(fitted[0]), digits=5), "closed ?fitted"),
        target=target,
        median=(typeset(median, digits=5), "closed ?median"),
        mean=(typeset(mean, digits=5), "closed ?smearing"),
    )


def _why_not(scene: Solved) -> str:
    if others := other_fits(scene):
        return f"No interval: the standard formula does not apply to {others}."
    return "No interval: there are no residual degrees of freedom. Add points."


def _range(interval: Array) -> str:
    low, high = map(float, interval)
    # A hundredth of the width is more than anyone can use; units are easier to read whole.
    error = min((high - low) / 200, 0.9)
    return f"{bound(low, error)} to {bound(high, error)}"


def _far_out(scene: Scene, place: Array) -> list[Part]:
    inside = [v.min() <= value <= v.max() for v, value in zip(numbers(scene), place, strict=True)]
    if all(inside):
        return []
    return [("Extrapolation: no data this far out.", "wrong")]


class Predict:
    """Owns a dial for each of the first features, the level of the intervals, and the sentence."""

    title = "Predict"

    def __init__(self, commands: Commands) -> None:
        self.dials = [Dial(visible=False) for _ in range(MOST_DIALS)]
        self.words = Prose()
        self.level = level_dial(commands)
        self._commands = commands
        self._place: Array = np.zeros(0)
        self._key: tuple[tuple[str, ...], int] = ((), 0)
        self._first = Memo[Array]()
        for k, dial in enumerate(self.dials):
            dial.on_edit(lambda edit, k=k: self._turn(k, edit.new))

    def parts(self) -> list[Widget | UIElement]:
        return [*self.dials, self.words, self.level]

    def _turn(self, k: int, value: float) -> None:
        place = [*self._place.tolist()]
        place[k] = value
        self._commands.choose(place=(self._key, tuple(place)))

    @staticmethod
    def visible(scene: Scene) -> bool:
        """Categories have no dial to turn."""
        return scene.solved is not None and len(numbers(scene)) == len(scene.data.features)

    def update(self, scene: Solved) -> None:
        """Show the prediction: where other data came, at their means."""
        self._key = (scene.data.features, scene.interaction.data_generation)
        first = self._first(lambda: self._begin(scene), *self._key)
        chosen = scene.interaction.choices.place
        self._place = np.array(chosen[1]) if chosen and chosen[0] == self._key else first
        for dial, value in zip(self.dials, self._place.tolist(), strict=False):
            put(dial, value=value)
        put(self.words, parts=prediction(scene, self._place))
        # The bands have the same control beside them.
        show_level(self.level, scene, has_intervals(scene) and not has_bands(scene))

    def _begin(self, scene: Solved) -> Array:
        """Let the dials reach over the range of the data; return their means (k,)."""
        values = numbers(scene)
        extents = [nice_extent(v) for v in values]
        for dial in self.dials[len(values) :]:
            dial.visible = False
        for dial, name, extent in zip(self.dials, scene.data.features, extents, strict=False):
            put(
                dial,
                label=f"Predict at {name}",
                start=extent.start,
                end=extent.end,
                step=nice_unit(extent.span / 200),
                low=-1e300,
                high=1e300,
                visible=True,
            )
        return np.array([_rounded_mean(v, e) for v, e in zip(values, extents, strict=True)])


def _rounded_mean(values: Array, extent: Extent) -> float:
    mean = float(values.mean())
    unit = nice_unit(extent.span / 200)
    return round_significant(round(mean / unit) * unit, 12)
