"""What a diagnostic plot is, and what all of them share: their rows, extents and excuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from playground.engine.axes import Extent
from playground.engine.numbers import whole
from playground.engine.parts import Part
from playground.engine.scene import Scene
from playground.views.diagnostics.numbers import Diagnosis

Array = NDArray[np.float64]
Curve = tuple[Array, Array]


@dataclass(frozen=True)
class Plot:
    """What a figure shows. x, y: (k,) of the points; row: (k,) of the data that are fitted.

    guides: dashed lines to compare with. marks: (x, y, text) beside them. zero: whether the fit
    itself is drawn, as the line at 0. words: what is seen, in a sentence.
    """

    x: Array
    y: Array
    row: NDArray[np.intp]
    x_extent: Extent
    y_extent: Extent
    x_name: str
    y_name: str
    words: list[Part]
    trend: Mapping[str, Array]
    guides: list[Curve] = field(default_factory=list)
    marks: list[tuple[float, float, str]] = field(default_factory=list)
    zero: bool = False


NO_TREND = {"x": np.zeros(0), "y": np.zeros(0)}


def drawn_rows(found: Diagnosis, scene: Scene) -> NDArray[np.intp]:
    """The fitted rows that are drawn: all, or a sample, the most influential and the selected."""
    sample = scene.data.drawn
    if len(sample) == found.N:
        return sample
    return np.unique(np.concatenate([sample, found.leading, chosen_rows(scene)]))


def unjudged(found: Diagnosis) -> list[Part]:
    """Why there is nothing to judge the fit by."""
    if found.exact and found.spare > 0:
        return [("The fit passes through all points. The residuals are rounding errors.", "")]
    return [
        (
            "There are as many coefficients as points, so the fit cannot be judged. Add points, or "
            "remove columns.",
            "",
        )
    ]


def chosen_rows(scene: Scene) -> NDArray[np.intp]:
    """The fitted rows that are selected: one, several or none."""
    interaction = scene.interaction
    wanted = interaction.group if interaction.selected is None else (interaction.selected,)
    return np.flatnonzero(np.isin(scene.data.rows, wanted))


def thinned(found: Diagnosis, scene: Scene) -> list[Part]:
    """What is said where not all points are drawn."""
    count = len(drawn_rows(found, scene))
    if count == found.N:
        return []
    said = (
        f" {whole(count)} of {whole(found.N)} points are shown: an even sample and the most "
        "influential. The numbers refer to all."
    )
    return [(said, "muted")]
