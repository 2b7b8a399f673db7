"""What a view is, and how it patches a data source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Protocol, runtime_checkable

import numpy as np
from bokeh.model import Model
from bokeh.models import ColumnDataSource
from panel.widgets.base import Widget

from playground.controls.models import Group
from playground.controls.widgets import Action, Download
from playground.engine.axes import Extent
from playground.engine.parts import Part
from playground.engine.scene import Scene
from playground.session.commands import Commands

Columns = Mapping[str, Any]
Slots = Mapping[str, Widget | Model]


class View(Protocol):
    """Owns the models of one region; `slots` says where on the page each is drawn."""

    @property
    def slots(self) -> Slots: ...

    def show(self, scene: Scene, before: Scene | None) -> None:
        """Patch the models from the scene before (None at first) to this one."""


@runtime_checkable
class Telling(Protocol):
    """The view of a tab, which says in a sentence what is seen there.

    name: the value of the key `view` under which it is open.
    """

    name: ClassVar[str]

    def told(self, scene: Scene) -> list[Part]:
        """Return the point of what is shown of this scene; nothing to leave it to the fit's."""


def on_click(button: Action | Download, act: Callable[[int], object]) -> None:
    """Call `act(count)` for so many clicks that came at once."""
    button.on_edit(lambda edit: act(edit.new - edit.old), "clicks")


def on_each_click(button: Action, act: Callable[[], object]) -> None:
    """Call `act()` once for each click."""

    def act_often(count: int) -> None:
        for _ in range(count):
            act()

    on_click(button, act_often)


def on_open(fold: Group, commands: Commands) -> None:
    """Tell the commands when a person opens or closes a fold."""
    fold.on_change("open", lambda attr, old, new: commands.fold(fold.title, new))


def put(target: Any, **values: Any) -> None:
    """Set what differs on a widget or model: setting costs time even where nothing changes."""
    for name, value in values.items():
        if getattr(target, name) != value:
            setattr(target, name, value)


def window(plot: Any) -> tuple[Extent, Extent]:
    """What a figure shows now, across and up. Bokeh's stub knows no ends of its ranges."""
    across, up = (Extent(*sorted((r.start, r.end))) for r in (plot.x_range, plot.y_range))
    return across, up


def assign(source: ColumnDataSource, columns: Columns, always: bool = False) -> None:
    """Give a source these columns at once, unless (not `always`) it has them already."""
    if always or any(differ(source.data[name], values) for name, values in columns.items()):
        source.data = dict(columns)


def differ(old: Any, new: Any) -> bool:
    """Whether a column of a source changes: numbers, or one array of numbers for each line."""
    if isinstance(new, np.ndarray):
        return not np.array_equal(old, new, equal_nan=True)
    if len(new) and isinstance(new[0], np.ndarray):
        return len(old) != len(new) or any(map(differ, old, new))
    return bool(old != new)


def extend(source: ColumnDataSource, columns: Mapping[str, np.ndarray]) -> None:
    """Bring a source to these columns; where they only go on, send what is new."""
    count = len(next(iter(source.data.values())))
    goes_on = count > 0 and not any(
        differ(source.data[name], values[:count]) for name, values in columns.items()
    )
    if not goes_on:
        assign(source, columns)
    elif any(len(values) > count for values in columns.values()):
        source.stream({name: values[count:] for name, values in columns.items()})
