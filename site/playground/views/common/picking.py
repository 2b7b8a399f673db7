"""Points of the data in a plot of a view's own: chosen there, they are chosen everywhere."""

from __future__ import annotations

import numpy as np
from bokeh.models import ColumnDataSource
from bokeh.plotting import figure
from numpy.typing import NDArray

from playground.controls.gestures import PointGesture, listen
from playground.controls.models import PointTool
from playground.controls.theme import Look
from playground.engine.scene import Scene
from playground.session.commands import Commands

# Diameter of the ring round a point that is selected, and its width.
RING: Look = {"size": 13, "line_width": 3}


def place_of(row: int | None, rows: NDArray[np.intp]) -> int | None:
    """Where a row of the data is among the drawn ones, if it is."""
    found = np.flatnonzero(rows == row) if row is not None else np.zeros(0, dtype=np.intp)
    return int(found[0]) if len(found) else None


class Picking:
    """Owns the hand of a figure whose source has points at x and y."""

    def __init__(
        self, plot: figure, source: ColumnDataSource, name: str, commands: Commands
    ) -> None:
        self._source, self._commands = source, commands
        # The rows of the data that are drawn, in the order of the source.
        self._rows: NDArray[np.intp] = np.zeros(0, dtype=np.intp)
        self.tool = PointTool(source=source, editable=False, description=name)
        listen(self.tool, PointGesture, self._on_gesture)
        plot.add_tools(self.tool)

    def _on_gesture(self, event: PointGesture) -> None:
        # An answer to an earlier plot may have taken a point away.
        asked = event.indices if event.index is None else [event.index]
        rows = [int(self._rows[k]) for k in asked if 0 <= k < len(self._rows)]
        if event.kind == "clear-selection":
            self._commands.select(None)
        elif event.kind == "select-group":
            self._commands.select_group(rows)
        elif event.kind == "select" and rows:
            self._commands.select(rows[0])

    def show(self, rows: NDArray[np.intp], scene: Scene) -> None:
        """Mark what is selected; rows: of the data, as they are drawn."""
        interaction, self._rows = scene.interaction, rows
        group = np.flatnonzero(np.isin(rows, interaction.group)).tolist()
        index = place_of(interaction.selected, rows)
        # Of a sample no one but the drawn points could be meant.
        self.tool.update(selected=index, several=group, lassoed=not scene.data.sampled)
        self._source.selected.indices = group if index is None else [index]
