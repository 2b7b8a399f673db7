"""Your line: where its handles are, and what it is after one is dragged."""

from __future__ import annotations

import numpy as np
from bokeh.models import ColumnDataSource, Line, Scatter
from bokeh.plotting import figure
from numpy.typing import NDArray

from playground.controls.gestures import HandleGesture, listen
from playground.controls.models import HandleTool
from playground.controls.theme import palette
from playground.engine.axes import Extent
from playground.engine.scene import Scene
from playground.session.commands import Commands
from playground.views.common.base import assign

Array = NDArray[np.float64]

# Handles stand at these shares of the plot's width.
PLACES = (0.2, 0.8)
# Handles nearer to each other than this share of it would turn the line by a hair's breadth.
NEAREST = 0.02
NOTHING = {"x": np.zeros(0), "y": np.zeros(0)}


def own_line(scene: Scene) -> tuple[float, float] | None:
    """Intercept and slope of your line if it is shown; flat through the mean at first."""
    if "own-line" not in scene.state.show or not scene.data.simple or not scene.data.N:
        return None
    if scene.solved is not None and scene.solved.problem.transformed:
        # Its residuals would be those of another target.
        return None
    if scene.state.line is not None:
        return scene.state.line
    return _to(float(scene.data.y.mean()), float(np.ptp(scene.data.y))), 0.0


def through(first: tuple[float, float], second: tuple[float, float]) -> tuple[float, float]:
    """Intercept and slope of the line through two points of different x."""
    slope = (second[1] - first[1]) / (second[0] - first[0])
    return first[1] - slope * first[0], slope


def rounded(line: tuple[float, float], x: Extent, y: Extent) -> tuple[float, float]:
    """The line with as many decimals as a hand can mean: a thousandth of the plot's height."""
    slope = _to(line[1], y.span / x.span)
    return _to(line[0], y.span), slope


def _to(value: float, size: float) -> float:
    return round(value, 3 - int(np.floor(np.log10(size)))) if size > 0 else value


class OwnLine:
    """Owns the line, its two handles, and the tool that drags them."""

    def __init__(self, plot: figure, commands: Commands) -> None:
        self._commands = commands
        # Whether the page has moved a handle since it was drawn.
        self._moved = False
        self._x: Extent | None = None
        self._y: Extent | None = None
        self._places: list[float] = []
        colour = palette(dark=False)
        self.line = ColumnDataSource(dict(NOTHING))
        self.handles = ColumnDataSource(dict(NOTHING))
        plot.add_glyph(
            self.line,
            Line(x="x", y="y", line_color=colour["own"], line_width=3, line_dash=[2, 5]),
        )
        plot.add_glyph(
            self.handles,
            Scatter(
                x="x",
                y="y",
                size=15,
                marker="square",
                fill_color=colour["background"],
                line_color=colour["own"],
                line_width=3,
            ),
        )
        self.tool = HandleTool(source=self.handles, enabled=False)
        plot.add_tools(self.tool)
        listen(self.tool, HandleGesture, self._on_gesture)

    def show(self, scene: Scene, x: Extent, y: Extent) -> None:
        """Draw it in a plot whose Reset view shows these."""
        if x != self._x:
            self._places = [x.start + share * x.span for share in PLACES]
        self._x, self._y = x, y
        own = own_line(scene)
        self.tool.enabled = own is not None
        assign(self.line, _ends(own, x) if own else NOTHING)
        # The page moves the handle under the hand itself.
        if not scene.interaction.holding:
            places = np.array(self._places)
            here = {"x": places, "y": own[0] + own[1] * places} if own else NOTHING
            assign(self.handles, here, always=own is not None and self._moved)
            self._moved = False

    def _on_gesture(self, event: HandleGesture) -> None:
        x, y = self.handles.data["x"], self.handles.data["y"]
        if self._x is None or self._y is None or event.index not in (0, 1) or not len(x):
            return
        other = 1 - event.index
        far = (float(x[other]), float(y[other]))
        self._moved = True
        change = {}
        if abs(event.x - far[0]) >= NEAREST * self._x.span:
            self._places[event.index] = float(event.x)
            line = through((float(event.x), float(event.y)), far)
            change = {"line": rounded(line, self._x, self._y)}
        self._commands.move_handle(change, "your line", event.done)


def _ends(own: tuple[float, float], x: Extent) -> dict[str, Array]:
    ends = x.beyond(20)
    return {"x": ends, "y": own[0] + own[1] * ends}
