"""The rest of the tab Fit, made when it is first opened: its sections, each in its own module."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from bokeh.model import Model
from panel.widgets.base import Widget

from playground.controls.models import Group
from playground.engine.scene import Scene
from playground.views.common.base import on_open, put
from playground.views.common.lazy import LazyView
from playground.views.fit.classes import Classes
from playground.views.fit.columns import Added
from playground.views.fit.copies import Copies
from playground.views.fit.held import HeldOut
from playground.views.fit.predict import Predict
from playground.views.fit.readings import Readings
from playground.views.fit.samples import Samples
from playground.views.fit.settings import Settings

# Always in sight; those that know best when they have something to say; and those that wait, folded
# away, until they are asked for.
SHOWN = (Readings, Settings)
APT = (Classes, Added, Predict)
FOLDED = (HeldOut, Samples, Copies)
# What is taken away must not be an answer to an earlier question: it never follows later.
AT_ONCE = (Copies,)
JOB = "fit"


class FitPanel(LazyView):
    """Owns the sections; each is made when it first has something to show."""

    name: ClassVar[str] = "fit"

    def build(self) -> Sequence[Widget | Model]:
        self._groups = {kind: Group(title=kind.title) for kind in (*SHOWN, *APT)}
        self._groups |= {kind: Group(title=kind.title, look="fold") for kind in FOLDED}
        self._sections: dict[type, Any] = {}
        for kind in FOLDED:
            on_open(self._groups[kind], self.commands)
        return list(self._groups.values())

    def update(self, scene: Scene) -> None:
        for kind in SHOWN:
            self._update(kind, scene)
        for kind in (*APT, *FOLDED):
            put(self._groups[kind], visible=kind.visible(scene))
        due = [kind for kind in (*APT, *FOLDED) if self._wanted(kind, scene)]
        # What is new on the page is there at once; later it follows in the next frames.
        now = [kind for kind in due if kind in AT_ONCE or kind not in self._sections]
        for kind in now:
            self._update(kind, scene)
        self.commands.jobs.begin(JOB, self._rest([kind for kind in due if kind not in now], scene))

    def _wanted(self, kind: Any, scene: Scene) -> bool:
        """What is folded away waits until it is opened, and until the hand rests."""
        group, interaction = self._groups[kind], scene.interaction
        is_open = group.title in interaction.choices.open_folds and not interaction.dragging
        return group.visible and (kind in APT or is_open)

    def _rest(self, kinds: Sequence[Any], scene: Scene) -> Iterator[None]:
        for kind in kinds:
            self._update(kind, scene)
            yield

    def _update(self, kind: Any, scene: Scene) -> None:
        made = kind in self._sections
        if not made:
            self._sections[kind] = kind(self.commands)
        section = self._sections[kind]
        section.update(scene)
        if not made:
            # Filled in before it is shown, so that the page never draws it empty.
            self._groups[kind].elements = [self.model(part) for part in section.parts()]
