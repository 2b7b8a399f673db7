"""The chooser of how other samples are drawn, above the small figures of the tab Fit."""

from __future__ import annotations

from playground.controls.widgets import Choice
from playground.engine.scene import Scene
from playground.session.commands import Commands
from playground.session.names import SAMPLINGS
from playground.views.common.base import Slots, put


class SamplingView:
    """Owns the chooser."""

    def __init__(self, commands: Commands) -> None:
        self.kind = Choice(
            label="Sampling",
            options=list(SAMPLINGS.items()),
            value="none",
            help="Draw other samples and see how the coefficient varies.",
        )
        self.kind.on_edit(lambda edit: commands.sampling.choose(edit.new))
        self.slots: Slots = {"sampling": self.kind}

    def show(self, scene: Scene, before: Scene | None) -> None:
        put(self.kind, value=scene.state.sampling)
