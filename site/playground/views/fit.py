"""The tab Fit: what is drawn, and both solutions side by side in numbers."""

from __future__ import annotations

from playground.numbers import shortened, typeset, whole
from playground.scene import Scene
from playground.views.base import Desk, Part
from playground.widgets import NumberTable, Toggle

# More coefficients than this fill the page; the rest are named.
MOST_ROWS = 30


def solutions_table(scene: Scene) -> tuple[list[str], list[list[list[Part]]]]:
    """Column heads and rows: coefficients and loss of closed form and descent."""
    steps = whole(scene.state.steps)
    heads = ["", "Closed form (QR)", f"Descent, {steps} steps"]
    if scene.fit is None:
        return heads, []
    truth = scene.data.truth if "truth" in scene.state.show else None
    rows = [
        [_label(scene, j), _closed(scene, j), _descent(scene, j)]
        + ([[(typeset(truth[j]), "truth")]] if truth else [])
        for j in range(min(len(scene.data.columns), MOST_ROWS))
    ]
    loss = [[("Loss", "")], [(closed_loss(scene), "closed")], [(descent_loss(scene), "descent")]]
    return heads + (["True"] if truth else []), [*rows, loss + ([[]] if truth else [])]


def _label(scene: Scene, j: int) -> list[Part]:
    if j == 0:
        return [("Intercept", "")]
    return [("Slope" if scene.data.simple else shortened(scene.data.columns[j]), "")]


def _closed(scene: Scene, j: int) -> list[Part]:
    fit = scene.fit
    if not fit.unique:
        return [("not unique", "wrong")]
    return [(typeset(float(fit.qr.coefficients[j]), float(fit.error[j])), "closed")]


def _descent(scene: Scene, j: int) -> list[Part]:
    return [(typeset(float(scene.step.w[j]), descent_error(scene, j)), "descent")]


def descent_error(scene: Scene, j: int) -> float:
    """Rounding in an iterate: at the end as in the closed form, on the way as its size."""
    error = float(scene.fit.error[j])
    return error if scene.fit.unique else 0.0


def closed_loss(scene: Scene) -> str:
    return typeset(scene.fit.loss, scene.fit.loss_error)


def descent_loss(scene: Scene) -> str:
    return typeset(scene.step.loss, scene.fit.loss_error)


class FitView:
    """Owns the panel of the tab Fit."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.residuals = Toggle(label="Residuals")
        self.truth = Toggle(label="True line")
        self.table = NumberTable(caption="Coefficients and loss")
        self.slots = {
            "show_residuals": self.residuals,
            "show_truth": self.truth,
            "fit_table": self.table,
        }
        self.residuals.param.watch(lambda event: self._choose("residuals", event.new), "value")
        self.truth.param.watch(lambda event: self._choose("truth", event.new), "value")

    def _choose(self, word: str, on: bool) -> None:
        others = [old for old in self._desk.shown if old != word]
        self._desk.change({"show": [*others, word] if on else others})

    def show(self, scene: Scene, before: Scene | None) -> None:
        self.residuals.value = "residuals" in scene.state.show
        self.truth.param.update(
            value="truth" in scene.state.show, disabled=scene.data.truth is None
        )
        # What nobody sees is drawn when the tab is opened; on a first visit it must stand ready.
        if before is None or scene.state.view == "fit":
            columns, rows = solutions_table(scene)
            self.table.param.update(columns=columns, rows=rows)
