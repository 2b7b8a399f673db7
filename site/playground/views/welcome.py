"""What a first visit offers after the first drag; the page says when it is shown."""

from __future__ import annotations

from playground.controls.widgets import Action
from playground.engine.scene import Scene
from playground.session.commands import Commands
from playground.views.common.base import Slots, on_click


class WelcomeView:
    """Owns the three chips; the page opens the file picker of the last one."""

    def __init__(self, commands: Commands) -> None:
        self._commands = commands
        self.descent = Action(label="Let gradient descent find it")
        self.pair = Action(label="See it break: collinearity")
        self.upload = Action(label="Use your own data")
        self.slots: Slots = {
            "welcome_descent": self.descent,
            "welcome_pair": self.pair,
            "welcome_upload": self.upload,
        }
        on_click(self.descent, lambda _: self._run_descent())
        on_click(self.pair, lambda _: commands.show_pair(view="collinearity"))

    def _run_descent(self) -> None:
        self._commands.change({"view": "descent"})
        if not self._commands.descent.running:
            self._commands.descent.run_or_pause()

    def show(self, scene: Scene, before: Scene | None) -> None:
        """The same for every scene."""
