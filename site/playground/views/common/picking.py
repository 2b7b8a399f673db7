"""Points of the data in a plot of a view's own: chosen there, they are chosen everywhere."""

from __future__ import annotations

import numpy as np
from bokeh.models import ColumnDataSource
from bokeh.plotting import figure
from numpy.typing import NDArray

from playground.controls.models import PointGesture, PointTool
from playground.engine.scene import Scene
from playground.session.commands import Commands

# Diameter of the ring round a point that is selected, and its width.
RING = {"size": 13, "line_width": 3}


class Picking:
    """Owns the hand of a figure whose source has points at x and y."""

    def __init__(
        self, plot: figure, source: ColumnDataSource, name: str, commands: Commands
    ) -> None:
        self._source, self._commands = source, commands
        # The rows of the data that are drawn, in the order of the source.
        self._rows: NDArray[np.intp] = np.zeros(0, dtype=np.intp)
        self.tool = PointTool(source=source, editable=False, description=name)
        self.tool.on_event(PointGesture, self._on_gesture)
        plot.add_tools(self.tool)

    def _on_gesture(self, event: PointGesture) -> None:
        # An answer to an earlier plot may have taken a point away.
        asked = [event.index] if event.kind == "select" else event.indices
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
        found = (
            np.flatnonzero(rows == interaction.selected) if interaction.selected is not None else []
        )
        index = int(found[0]) if len(found) else None
        # Of a sample no one but the drawn points could be meant.
        self.tool.update(selected=index, several=group, lassoed=not scene.data.sampled)
        self._source.selected.indices = group if index is None else [index]
