"""What hands do with the models of controls, as events that Python hears."""

from __future__ import annotations

import typing
from collections.abc import Callable

from bokeh.events import ModelEvent
from bokeh.model import Model

from playground.controls.models import DataGrid, HandleTool, PointTool, Space

Event = typing.TypeVar("Event", bound=ModelEvent)


def listen(model: Model, kind: type[Event], callback: Callable[[Event], None]) -> None:
    """`Model.on_event`, for a callback that takes events of one kind only."""
    model.on_event(kind, callback)  # type: ignore[arg-type]  # the stub wants one for all kinds


class HandleGesture(ModelEvent):
    """A handle is on its way to (x, y); `done` where it is let go, which ends one change."""

    event_name = "handle_gesture"

    def __init__(
        self, model: HandleTool, index: int, x: float, y: float, done: bool = False
    ) -> None:
        super().__init__(model)
        self.index, self.x, self.y, self.done = index, x, y, done


class PointGesture(ModelEvent):
    """What a hand did to the points.

    kind: "add" | "select" | "select-group" | "move" | "release" | "delete" | "clear-selection".
    index: row in the source (None for add, clear-selection, and to delete all that is selected);
    indices: those of a group; x, y: data coordinates.
    A drag is any number of "move" and one "release", which ends one undoable change.
    """

    event_name = "point_gesture"

    def __init__(
        self,
        model: PointTool | Space,
        kind: str,
        index: int | None = None,
        x: float | None = None,
        y: float | None = None,
        indices: list[int] | None = None,
    ) -> None:
        super().__init__(model)
        self.kind, self.index, self.x, self.y = kind, index, x, y
        self.indices = indices or []


class GridEdit(ModelEvent):
    """What was done in a table. kind: "cell" (text into row and column), "paste" (text, tabs and
    lines, from there on), "select" (row), "page" (the first row to show)."""

    event_name = "grid_edit"

    def __init__(
        self,
        model: DataGrid,
        kind: str,
        row: int | None = None,
        column: str | None = None,
        text: str = "",
    ) -> None:
        super().__init__(model)
        self.kind, self.row, self.column, self.text = kind, row, column, text
