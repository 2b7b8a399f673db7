"""The confidence level of every interval and band, as a control beside them."""

from __future__ import annotations

from linreg.links import KEYS
from playground.controls.widgets import Dial
from playground.engine.scene import Scene
from playground.session.commands import Commands
from playground.views.common.base import put
from playground.views.common.model_curve import inference_of
from playground.views.common.plane import is_surface

LOW, HIGH = 0.5, 0.999


def level_dial(commands: Commands) -> Dial:
    """Return a control that sets the key `level`."""
    dial = Dial(
        label="Confidence level",
        term="interval",
        value=KEYS["level"].default,
        start=LOW,
        end=HIGH,
        step=0.001,
        low=LOW,
        high=HIGH,
    )
    dial.on_edit(lambda edit: commands.change({"level": float(edit.new)}, "dial level"))
    return dial


def show_level(dial: Dial, scene: Scene, visible: bool) -> None:
    """Bring such a control to a scene."""
    put(dial, value=scene.state.level, visible=visible)


def has_intervals(scene: Scene) -> bool:
    """Whether the fit that is shown has intervals."""
    solved = scene.solved
    return solved is not None and solved.fit.unique and inference_of(solved) is not None


def has_bands(scene: Scene) -> bool:
    """Whether the tab Fit shows a band."""
    shown = "bands" in scene.state.show and (scene.data.simple or is_surface(scene))
    return shown and has_intervals(scene)
