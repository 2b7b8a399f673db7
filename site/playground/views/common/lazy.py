"""A view that is made when its tab is first opened, and costs nothing while it is closed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from bokeh.models.ui import UIElement
from panel.widgets.base import Widget

from playground.controls.models import Group
from playground.engine.scene import Scene
from playground.session.commands import Commands
from playground.views.common.base import Slots

Parts = Sequence[Widget | UIElement]


class Places(NamedTuple):
    """The parts of a view, in order, by where they stand.

    folds: below the stage. stage: the figures beside the data. strip: the controls above both.
    under: what stands right below the data.
    """

    folds: Parts
    stage: Parts = ()
    strip: Parts = ()
    under: Parts = ()


# Where the places are among the slots of the page.
PLACES = ("view", "stage", "strip", "under")


class LazyView:
    """Owns a group for each of its places, in the slot `<place>_<name>`; subclasses fill them."""

    # The value of the key `view` under which it is open.
    name: ClassVar[str]
    # Which of the places it fills; the page has a slot for each.
    fills: ClassVar[tuple[str, ...]] = ("view", "stage", "strip")

    def __init__(self, commands: Commands) -> None:
        self.commands = commands
        self._owned = (Group(), Group(look="stage"), Group(look="row"), Group())
        self._filled = False
        name = self.name.replace("-", "_")
        self.slots: Slots = {
            f"{place}_{name}": group
            for place, group in zip(PLACES, self._owned, strict=True)
            if place in self.fills
        }

    def build(self) -> Places:
        """Make the parts of the view; called once."""
        raise NotImplementedError

    def update(self, scene: Scene) -> None:
        """Bring the parts to this scene; called only while the view is open."""
        raise NotImplementedError

    def model(self, part: Widget | UIElement) -> UIElement:
        """The model of a part, for the elements of a group."""
        self.commands.progress()
        root = part if isinstance(part, UIElement) else part.get_root(self._owned[0].document)
        assert isinstance(root, UIElement)
        return root

    def group(self, title: str, *parts: Widget | UIElement, look: str = "flow") -> Group:
        """A group within the view; look: flow, row, grid or fold."""
        return Group(title=title, look=look, elements=[self.model(part) for part in parts])

    def show(self, scene: Scene, before: Scene | None) -> None:
        if scene.state.view != self.name:
            return
        if not self._filled:
            made = self.build()
            # Filled in before it is shown, so that the page never draws an empty view.
            self._filled = True
            self.commands.progress()
            self.update(scene)
            self.commands.progress()
            self._put_in_place(made)
        else:
            self.update(scene)

    def _put_in_place(self, made: Places) -> None:
        """Bokeh goes through all models of the page with each change: here once, at the end."""
        document = self._owned[0].document
        assert document is not None
        with document.models.freeze():
            for group, parts in zip(self._owned, made, strict=True):
                if parts:
                    group.elements = [self.model(part) for part in parts]
