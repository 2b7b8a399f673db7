"""The last-digit jitter as a section of the tab Collinearity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bokeh.models.ui import UIElement
from numpy.typing import NDArray
from panel.widgets.base import Widget

from linreg import datasets
from playground.controls.models import NumberTable, Prose
from playground.controls.widgets import Action, Choice
from playground.engine.scene import Scene
from playground.session.commands import Commands
from playground.views.collinearity.jitter import HEADS, MOST_ROWS, rows, shaken, verdict
from playground.views.common.base import on_click, put

JOB = "jitter"
LONGLEY, PRESENT = "longley", "present"
ABOUT = (
    "A value recorded as 83.0 may be anything from 82.95 to 83.05. Perturb every value by up to "
    "half a unit in its last digit and refit: digits that change are not determined by the data."
)


class JitterPart:
    """Owns the choice of data to shake, the button and the table."""

    def __init__(self, commands: Commands) -> None:
        self._jobs = jobs = commands.jobs
        self._scene: Scene | None = None
        self.which = Choice(
            label="Data to perturb",
            value=LONGLEY,
            look="segments",
            options=[(LONGLEY, "Longley (NIST)"), (PRESENT, "Current data")],
        )
        self.run = Action(label="Perturb the last digits")
        self.table = NumberTable(
            visible=False,
            columns=HEADS,
            terms=["", "", "jitter", "kept"],
            caption="Digits determined by the data, and digits that QR gets right",
        )
        self.said = Prose()
        on_click(self.run, lambda _: jobs.begin(JOB, self._work()))
        self.which.on_edit(lambda edit: commands.choose(shaken=edit.new))

    @property
    def parts(self) -> list[Widget | UIElement]:
        return [Prose(parts=[(ABOUT, "muted")]), self.which, self.run, self.table, self.said]

    def look_at(self, scene: Scene) -> None:
        """Take the data that are there; what was found of other ones is no longer shown."""
        which, before = scene.interaction.choices.shaken, self._scene
        self._scene = scene
        put(self.which, value=which)
        if before is None:
            return
        other = which != before.interaction.choices.shaken
        if other or (which == PRESENT and scene.data is not before.data):
            self._forget()

    def _forget(self) -> None:
        self._jobs.end(JOB)
        self.table.visible = False
        self.said.parts = []

    def _work(self) -> Iterator[None]:
        self.said.parts = [("Refitting.", "muted")]
        yield
        if (scene := self._scene) is None:
            return
        texts, target, state = _chosen(scene)
        if not texts or not target:
            self.said.parts = [("No numeric data to perturb.", "")]
            return
        categories = _categories(scene, len(target)) if state.get("formula") else {}
        try:
            found = shaken(texts, target, state, scene.state.seed, categories)
        except ValueError:
            self.said.parts = [("A perturbed value is outside the domain of the formula.", "wrong")]
            return
        put(self.table, rows=rows(found), visible=True)
        self.said.parts = verdict(found)


def _chosen(scene: Scene) -> tuple[dict[str, list[str]], list[str], Mapping[str, Any]]:
    """Features and target as typed, and the state of their model."""
    if scene.interaction.choices.shaken == LONGLEY:
        chosen = datasets.get("longley")
        table = chosen.table()
        texts = {name: list(table.text(name)) for name in chosen.features}
        return texts, list(table.text(chosen.target)), {}
    data = scene.data
    if not data.N:
        return {}, [], {}
    features, target = data.typed()
    numbers = {n: t[:MOST_ROWS] for n, t in features.items() if data.is_number(n)}
    return numbers, target[:MOST_ROWS], scene.state.values()


def _categories(scene: Scene, count: int) -> dict[str, NDArray[Any]]:
    """The features of the first rows that are no numbers."""
    values = scene.data.values.items()
    return {name: v[:count] for name, v in values if not scene.data.is_number(name)}
