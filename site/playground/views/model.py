"""The model: as a formula that can be typed, and how each column is transformed."""

from __future__ import annotations

from collections.abc import Mapping

from playground.controls.widgets import Choice, FormulaLine, Transforms
from playground.engine.numbers import shortened
from playground.engine.recipe import of_state, shown_text
from playground.engine.scene import Scene
from playground.session.commands import Commands
from playground.session.names import TRANSFORMS
from playground.views.common.base import Slots, put

# A list of more columns than this is no list to choose from.
MOST_LISTED = 30
# What a select shows for a column that the formula has in another way.
WRITTEN = ("written", "see formula")
CURVES = {"median": "Median", "mean": "Mean"}


class ModelView:
    """Owns the line with the formula, the transformations, and how the curve is drawn back."""

    def __init__(self, commands: Commands) -> None:
        self._commands = commands
        self._text = ""
        self.line = FormulaLine(label="Formula")
        self.curve = Choice(
            label="Curve",
            options=list(CURVES.items()),
            value="median",
            look="segments",
            visible=False,
            help="Median: the fit, transformed back. Mean: the smearing estimate.",
        )
        self.transforms = Transforms(label="Transformations", options=list(TRANSFORMS.items()))
        self.slots: Slots = {
            "formula": self.line,
            "curve": self.curve,
            "transforms": self.transforms,
        }
        self.line.on_edit(lambda edit: self._write(edit.new))
        self.curve.on_edit(lambda edit: commands.choose(mean=edit.new == "mean"))
        self.transforms.on_edit(lambda edit: self._transform(edit.old, edit.new))

    def _write(self, text: str) -> None:
        """Fit what was typed, or say what is wrong with it and where."""
        if text.strip() in ("", self._text):
            self._reset()
            return
        error = self._commands.write_formula(text)
        if error is None:
            # The same model may be written in another way.
            self._reset()
        else:
            put(self.line, value=text.strip(), error=error.sentence, position=error.position)

    def _reset(self) -> None:
        put(self.line, value=self._text, shown=self._text, error="", position=0)

    def _transform(self, old: list[list[str]], new: list[list[str]]) -> None:
        before = {name: change for name, _, change in old}
        for name, _, change in new:
            if before.get(name) != change and change in TRANSFORMS:
                self._commands.transform(name, change)

    def show(self, scene: Scene, before: Scene | None) -> None:
        text = shown_text(scene.state.values(), scene.data)
        if text != self._text or before is None:
            self._text = text
            self._reset()
        solved = scene.solved
        transformed = solved is not None and solved.problem.transformed
        chosen = "mean" if scene.interaction.choices.mean else "median"
        put(self.curve, visible=transformed, value=chosen)
        put(self.line, help="" if text else "This model has too many terms to write here.")
        self._show_transforms(scene)

    def _show_transforms(self, scene: Scene) -> None:
        data = scene.data
        names = [name for name in data.features if data.is_number(name)][:MOST_LISTED]
        recipe = of_state(scene.state.values(), data)
        changes: Mapping[str, str] = {} if recipe is None else recipe.changes
        usual = WRITTEN[0] if recipe is None else "none"
        rows = [[name, shortened(name), changes.get(name, usual)] for name in (*names, data.target)]
        more = [WRITTEN] if recipe is None else []
        put(self.transforms, options=[*TRANSFORMS.items(), *more], value=rows)
