"""The chooser of the loss, and the threshold of Huber's: in the strips of Fit and of Descent."""

from __future__ import annotations

from playground.controls.widgets import Choice, Dial
from playground.engine.scene import Scene
from playground.session.commands import Commands
from playground.session.names import LOSSES
from playground.views.common.base import Slots, put

# What the slider of the threshold spans; the field takes what the state takes.
LEAST, MOST = 0.1, 10.0


class LossView:
    """Owns both controls."""

    def __init__(self, commands: Commands) -> None:
        self.loss = Choice(label="Loss", options=list(LOSSES.items()), value="squared")
        self.delta = Dial(
            label="Huber threshold",
            term="delta",
            scale="log",
            start=LEAST,
            end=MOST,
            low=1e-300,
            high=1e300,
            visible=False,
            help="In robust standard deviations: larger residuals count linearly.",
        )
        self.slots: Slots = {"loss": self.loss, "delta": self.delta}
        self.loss.on_edit(lambda edit: commands.change({"loss": edit.new}))
        self.delta.on_edit(lambda edit: commands.change({"delta": edit.new}, "dial delta"))

    def show(self, scene: Scene, before: Scene | None) -> None:
        put(self.loss, value=scene.loss)
        put(self.delta, value=scene.state.delta, visible=scene.loss == "huber")
