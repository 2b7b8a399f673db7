"""The rest of the tab Fit, made when it is first opened: its sections, each in its own module."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Protocol, TypeVar

from bokeh.models.ui import UIElement
from panel.widgets.base import Widget

from playground.controls.models import Group
from playground.engine.scene import Scene, Solved
from playground.session.commands import Commands
from playground.views.common.base import on_open, put
from playground.views.common.lazy import LazyView, Places
from playground.views.fit.classes import Classes
from playground.views.fit.columns import Added
from playground.views.fit.copies import Copies
from playground.views.fit.figures import Residuals, SumOfSquares
from playground.views.fit.held import HeldOut
from playground.views.fit.misfit import misfits
from playground.views.fit.predict import Predict
from playground.views.fit.readings import Readings
from playground.views.fit.samples import Samples
from playground.views.fit.sampling import JOB as SAMPLES
from playground.views.fit.sampling import SamplingDistribution
from playground.views.fit.settings import Settings

S = TypeVar("S", bound=Scene, contravariant=True)


class Section(Protocol[S]):
    """A part of the tab, which says what it needs of a scene."""

    title: str

    def __init__(self, commands: Commands, /) -> None: ...

    def parts(self) -> Sequence[Widget | UIElement]: ...

    def update(self, scene: S) -> None: ...


class Conditional(Section[Solved], Protocol):
    """A section that is there for some scenes with points only."""

    @staticmethod
    def visible(scene: Scene) -> bool: ...


# Always in sight; those that know best when they have something to say; and those that wait, folded
# away, until they are asked for.
SHOWN: tuple[type[Section[Scene]], ...] = (Readings, Settings)
APT: tuple[type[Conditional], ...] = (Classes, Added, Predict)
FOLDED: tuple[type[Conditional], ...] = (HeldOut, Samples, Copies)
# What is taken away must not be an answer to an earlier question: it never follows later.
AT_ONCE: tuple[type[Conditional], ...] = (Copies,)
JOB = "fit"


class FitPanel(LazyView):
    """Owns the sections; each is made when it first has something to show."""

    name: ClassVar[str] = "fit"

    def __init__(self, commands: Commands) -> None:
        super().__init__(commands)
        self._generation: int | None = None

    def build(self) -> Places:
        self._groups: dict[type, Group] = {kind: Group(title=kind.title) for kind in SHOWN}
        self._groups |= {kind: Group(title=kind.title) for kind in APT}
        self._groups |= {kind: Group(title=kind.title, look="fold") for kind in FOLDED}
        self._sections: dict[type, Any] = {}
        # Its penalty stands in the strip.
        settings = self._sections[Settings] = Settings(self.commands)
        self._fill(Settings)
        self.sums, self.residuals = SumOfSquares(), Residuals(self.commands)
        self.sampling = SamplingDistribution(self.commands)
        self.sampling.row.elements = [self.model(part) for part in self.sampling.controls()]
        for kind in FOLDED:
            on_open(self._groups[kind], self.commands)
        figures = (self.sampling, self.sums, self.residuals)
        return Places(
            list(self._groups.values()), [figure.framed for figure in figures], settings.strip
        )

    def update(self, scene: Scene) -> None:
        self._show_figures(scene)
        for shown in SHOWN:
            self._update(shown, scene)
        for kind in (*APT, *FOLDED):
            put(self._groups[kind], visible=kind.visible(scene))
        if (solved := scene.solved) is None:
            self.commands.jobs.end(JOB)
            return
        due = [kind for kind in (*APT, *FOLDED) if self._wanted(kind, scene)]
        # What is new on the page is there at once; later it follows in the next frames.
        now = [kind for kind in due if kind in AT_ONCE or kind not in self._sections]
        for kind in now:
            self._update(kind, solved)
        self.commands.jobs.begin(JOB, self._rest([kind for kind in due if kind not in now], solved))

    def _show_figures(self, scene: Scene) -> None:
        """What the lines miss, with each move of a point or a handle."""
        generation, lines = scene.interaction.data_generation, []
        if (solved := scene.solved) is not None:
            lines = misfits(solved)
        fresh, self._generation = generation != self._generation, generation
        # Samples take the place of both, so that nothing else moves.
        sampled = bool(lines) and scene.state.sampling != "none"
        put(self.sampling.framed, visible=sampled)
        if sampled:
            self.sampling.show(scene)
        else:
            self.commands.jobs.end(SAMPLES)
        for figure in (self.sums, self.residuals):
            put(figure.framed, visible=bool(lines) and not sampled)
            if lines and not sampled:
                figure.show(lines, scene, fresh)

    def _wanted(self, kind: type[Conditional], scene: Scene) -> bool:
        """What is folded away waits until it is opened, and until the hand rests."""
        group, interaction = self._groups[kind], scene.interaction
        is_open = group.title in interaction.choices.open_folds and not interaction.dragging
        return group.visible and (kind in APT or is_open)

    def _rest(self, kinds: Sequence[type[Conditional]], scene: Solved) -> Iterator[None]:
        for kind in kinds:
            self._update(kind, scene)
            yield

    def _update(self, kind: type[Section[S]], scene: S) -> None:
        made = kind in self._sections
        if not made:
            self._sections[kind] = kind(self.commands)
        section = self._sections[kind]
        section.update(scene)
        if not made:
            # Filled in before it is shown, so that the page never draws it empty.
            self._fill(kind)

    def _fill(self, kind: type) -> None:
        self._groups[kind].elements = [self.model(part) for part in self._sections[kind].parts()]
