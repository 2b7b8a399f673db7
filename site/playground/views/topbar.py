"""The top bar: which data, undo and redo, colours, and which tab is open."""

from __future__ import annotations

from linreg.datasets import DATASETS
from playground.controls.widgets import Action, Choice
from playground.engine.scene import Scene
from playground.session.commands import Commands
from playground.session.names import TABS
from playground.views.common.base import Slots, on_each_click

OWN = ("own", "Your own points")
DATA_TITLES = (*((name, chosen.title) for name, chosen in DATASETS.items()), OWN)
THEMES = (("auto", "Auto"), ("light", "Light"), ("dark", "Dark"), ("contrast", "Contrast"))


class TopBarView:
    """Owns the data chooser, Undo, Redo, the theme and the tabs."""

    def __init__(self, commands: Commands) -> None:
        self.dataset = Choice(label="Data", options=list(DATA_TITLES))
        self.undo = Action(
            label="Undo", kind="quiet", icon="undo", shortcut="Control+Z", disabled=True
        )
        self.redo = Action(
            label="Redo", kind="quiet", icon="redo", shortcut="Control+Shift+Z", disabled=True
        )
        self.theme = Choice(label="Theme", options=list(THEMES), look="segments")
        self.view = Choice(label="View", options=list(TABS.items()), look="tabs")
        self.slots: Slots = {
            "dataset": self.dataset,
            "undo": self.undo,
            "redo": self.redo,
            "theme": self.theme,
            "view": self.view,
        }
        self.dataset.on_edit(lambda edit: commands.choose_data(edit.new))
        self.theme.on_edit(lambda edit: commands.change({"theme": edit.new}))
        self.view.on_edit(lambda edit: commands.open_tab(edit.new))
        on_each_click(self.undo, commands.undo)
        on_each_click(self.redo, commands.redo)

    def show(self, scene: Scene, before: Scene | None) -> None:
        self.dataset.value = scene.state.data
        self.theme.value = scene.state.theme
        self.view.value = scene.state.view
        self.undo.disabled = not scene.interaction.can_undo
        self.redo.disabled = not scene.interaction.can_redo
