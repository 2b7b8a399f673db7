"""The slider of descent's iterations, on every tab that shows how far it has come."""

from __future__ import annotations

from playground.controls.widgets import Dial
from playground.engine.descent import MOST_STEPS
from playground.engine.scene import Scene
from playground.session.commands import Commands
from playground.views.common.base import put

# The slider reaches at least so far.
LEAST_REACH = 20


def reach(scene: Scene) -> int:
    """How far there is anything to scrub to."""
    if (solved := scene.solved) is None:
        return LEAST_REACH
    return max(LEAST_REACH, solved.path.last_useful, solved.taken)


def iteration_dial(commands: Commands, label: str) -> Dial:
    """Make the slider."""
    dial = Dial(
        label=label,
        step=1,
        low=0,
        high=MOST_STEPS,
        integer=True,
        help="Move backward or forward along the path.",
    )
    dial.on_edit(lambda edit: commands.descent.go_to(int(edit.new)))
    return dial


def show_iteration(dial: Dial, scene: Scene) -> None:
    """Bring it to a scene."""
    put(dial, end=float(reach(scene)), value=scene.taken, disabled=scene.solved is None)
