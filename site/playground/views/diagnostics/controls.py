"""The strip of the tab Diagnostics: the fit without the selected points, and the trends."""

from __future__ import annotations

from panel.widgets.base import Widget

from playground.controls.widgets import Action, Toggle
from playground.engine.numbers import whole
from playground.engine.scene import Scene
from playground.session.commands import Commands
from playground.views.common.base import on_each_click, put


class Controls:
    """Owns these controls. The lasso, which stands beside them, is the plot's own."""

    def __init__(self, commands: Commands) -> None:
        self.without = Action(
            label="Fit without the selected",
            icon="delete",
            help="Excludes the selected points from the fit. To restore them, press “Fit with "
            "all”.",
        )
        self.all = Action(label="Fit with all", icon="add")
        self.trend = Toggle(label="Trend", value=True)
        on_each_click(self.without, commands.fit_without_selected)
        on_each_click(self.all, commands.fit_with_all)
        self.trend.on_edit(lambda edit: commands.choose(trend=bool(edit.new)))

    @property
    def parts(self) -> list[Widget]:
        return [self.without, self.all, self.trend]

    def show(self, scene: Scene) -> None:
        interaction = scene.interaction
        several = len(interaction.group) or int(interaction.selected is not None)
        put(self.without, disabled=not 0 < several < scene.data.count)
        left = interaction.choices.left_out
        put(self.all, disabled=left is None, help=_left_in_words(len(left.rows) if left else 0))
        put(self.trend, value=interaction.choices.trend)


def _left_in_words(count: int) -> str:
    if not count:
        return "No point is excluded."
    return f"Restores {'1 point' if count == 1 else f'{whole(count)} points'}."
