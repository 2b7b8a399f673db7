"""A view that is made when its tab is first opened, and costs nothing while it is closed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from bokeh.models.ui import UIElement
from panel.widgets.base import Widget

from playground.controls.models import Group
from playground.engine.scene import Scene
from playground.session.commands import Commands
from playground.views.common.base import Slots


class LazyView:
    """Owns one group, in the slot `view_<name>`; subclasses fill it."""

    # The value of the key `view` under which it is open.
    name: ClassVar[str]

    def __init__(self, commands: Commands) -> None:
        self.commands = commands
        self._group = Group()
        self._filled = False
        self.slots: Slots = {f"view_{self.name.replace('-', '_')}": self._group}

    def build(self) -> Sequence[Widget | UIElement]:
        """The parts of the view, in order; called once."""
        raise NotImplementedError

    def update(self, scene: Scene) -> None:
        """Bring the parts to this scene; called only while the view is open."""
        raise NotImplementedError

    def model(self, part: Widget | UIElement) -> UIElement:
        """The model of a part, for the elements of a group."""
        self.commands.progress()
        root = part if isinstance(part, UIElement) else part.get_root(self._group.document)
        assert isinstance(root, UIElement)
        return root

    def group(self, title: str, *parts: Widget | UIElement, look: str = "flow") -> Group:
        """A group within the view; look: flow, row, grid or fold."""
        return Group(title=title, look=look, elements=[self.model(part) for part in parts])

    def show(self, scene: Scene, before: Scene | None) -> None:
        if scene.state.view != self.name:
            return
        if not self._filled:
            parts = self.build()
            # Filled in before it is shown, so that the page never draws an empty view.
            self._filled = True
            self.commands.progress()
            self.update(scene)
            self.commands.progress()
            self._group.elements = [self.model(part) for part in parts]
        else:
            self.update(scene)
