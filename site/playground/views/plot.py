"""The main plot: points, both lines with their residuals, the truth, and the hand on them.

With one feature it shows target against feature. With several it shows what was observed
against what the line of the open tab predicts; a perfect fit lies on the diagonal.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from bokeh.models import (
    ColumnDataSource,
    Line,
    MultiLine,
    Scatter,
    Segment,
)
from numpy.typing import NDArray

from playground.axes import Extent, nice_extent
from playground.models import PointGesture, PointTool
from playground.numbers import shortened
from playground.scene import Scene
from playground.theme import RESIDUAL_ALPHA, ROLES, make_figure
from playground.views.base import Desk, assign, on_click
from playground.widgets import Action

Array = NDArray[np.float64]

# Lines are drawn so many widths of the plot beyond it, so that panning finds no end.
REACH = 20
# Predicted equals observed.
DIAGONAL = np.array([0.0, 1.0])
# How many earlier lines of the descent fade behind the present one.
TRAIL = 8


@dataclass(frozen=True)
class Frame:
    """The ranges that show all points, and the names of the axes."""

    x: Extent
    y: Extent
    x_name: str
    y_name: str


def frame(scene: Scene) -> Frame:
    """What Reset view shows: the points with some air around them, ends at round numbers."""
    data = scene.data
    x, y = positions(scene)
    if data.simple:
        return Frame(nice_extent(x), nice_extent(y), data.features[0], data.target)
    both = nice_extent(y)
    return Frame(both, both, f"{shortened(data.target)}, predicted", f"{data.target}, observed")


def positions(scene: Scene) -> tuple[Array, Array]:
    """Where the drawn points lie: x (k,) and y (k,)."""
    data = scene.data
    rows = data.drawn
    return (data.X[rows, 1] if data.simple else predicted(scene)), data.y[rows]


def predicted(scene: Scene) -> Array:
    """What the line of the open tab predicts for the drawn points, (k,)."""
    w = shown_line(scene)
    return scene.data.X[scene.data.drawn] @ w if w is not None else np.zeros(0)


def shown_line(scene: Scene) -> Array | None:
    """The coefficients (p,) that the open tab is about, if there are any."""
    if scene.step is not None and scene.state.view == "descent":
        return scene.step.w
    fit = scene.fit
    # Where no line is the best one, none is drawn; what is predicted is unique all the same.
    drawn = fit is not None and (fit.unique or not scene.data.simple)
    return fit.minimum if drawn else None


def shown_role(scene: Scene) -> str:
    """The role of that line."""
    return "descent" if scene.state.view == "descent" else "closed"


def lines(scene: Scene) -> dict[str, Array | None]:
    """Role -> coefficients of each line to draw. Several features: the diagonal alone."""
    state, fit, step = scene.state, scene.fit, scene.step
    if not scene.data.simple:
        return {"truth": None, "closed": None, "descent": None, shown_role(scene): DIAGONAL}
    truth = np.array(scene.data.truth) if scene.data.truth and "truth" in state.show else None
    # Before its first step the descent has nothing to say in the tab of the fit.
    descending = step is not None and (state.view == "descent" or state.steps > 0)
    closed = fit.minimum if fit is not None and fit.unique else None
    return {"truth": truth, "closed": closed, "descent": step.w if descending else None}


def line(w: Array | None, extent: Extent) -> dict[str, Array]:
    """The line b + m x through and far beyond the plot; nothing where it is not finite."""
    ends = extent.beyond(REACH)
    if w is None or not np.isfinite(w).all():
        return {"x": np.zeros(0), "y": np.zeros(0)}
    return {"x": ends, "y": w[0] + w[1] * ends}


def residuals(scene: Scene) -> dict[str, Array]:
    """A segment from each drawn point to the line of the open tab."""
    w = shown_line(scene)
    if w is None or "residuals" not in scene.state.show or not np.isfinite(w).all():
        return {"x": np.zeros(0), "y": np.zeros(0), "fitted": np.zeros(0)}
    x, y = positions(scene)
    return {"x": x, "y": y, "fitted": predicted(scene)}


def trail_times(steps: int) -> list[int]:
    """Earlier iterations worth showing: 1, 2, 4, ... steps back from the present."""
    back = [steps - 2**k for k in range(TRAIL)]
    return sorted(t for t in back if t >= 0)


def trail(scene: Scene, extent: Extent) -> dict[str, list[list[float]]]:
    """Earlier lines of the descent, the older the fainter."""
    if scene.path is None or not scene.data.simple or scene.state.view != "descent":
        return {"xs": [], "ys": [], "alpha": []}
    earlier = scene.path.coefficients(trail_times(min(scene.state.steps, scene.step.iteration)))
    lines = [line(w, extent) for w in earlier]
    return {
        "xs": [one["x"].tolist() for one in lines],
        "ys": [one["y"].tolist() for one in lines],
        "alpha": [0.08 + 0.3 * (k + 1) / len(lines) for k in range(len(lines))],
    }


class PlotView:
    """Owns the plot, its hand, and Reset view."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._scene: Scene | None = None
        self._frame: Frame | None = None
        self.figure = make_figure("plot")
        self._make_lines()
        self._make_points()
        self.reset = Action(label="Reset view", kind="quiet", icon="reset_view")
        on_click(self.reset, lambda _: self._set_ranges(frame(self._scene)))
        self.slots = {"plot": self.figure, "reset_view": self.reset}
        self.tool.on_event(PointGesture, self._on_gesture)

    def _make_lines(self) -> None:
        colours = {name: role.light for name, role in ROLES.items()}
        empty = {"x": [], "y": []}
        self.trail_source = ColumnDataSource({"xs": [], "ys": [], "alpha": []})
        self.residual_source = ColumnDataSource({"x": [], "y": [], "fitted": []})
        self.sources = {role: ColumnDataSource(empty) for role in ("truth", "descent", "closed")}
        styles = {
            "truth": {"line_width": 2, "line_dash": [7, 5]},
            "descent": {"line_width": 4.5, "line_alpha": 0.9},
            "closed": {"line_width": 2.5},
        }
        self.residuals = {
            role: self.figure.add_glyph(
                self.residual_source,
                Segment(
                    x0="x",
                    y0="y",
                    x1="x",
                    y1="fitted",
                    line_color=colours[role],
                    line_alpha=RESIDUAL_ALPHA,
                    line_width=1.5,
                ),
            )
            for role in ("closed", "descent")
        }
        self.figure.add_glyph(
            self.trail_source,
            MultiLine(
                xs="xs",
                ys="ys",
                line_color=colours["descent"],
                line_alpha="alpha",
                line_width=2,
            ),
        )
        self.lines = {
            role: self.figure.add_glyph(
                self.sources[role], Line(x="x", y="y", line_color=colours[role], **style)
            )
            for role, style in styles.items()
        }

    def _make_points(self) -> None:
        colours = {name: role.light for name, role in ROLES.items()}
        self.source = ColumnDataSource({"x": [], "y": []})
        look = {"x": "x", "y": "y", "fill_color": colours["data"], "line_width": 1.5}
        self.dots = Scatter(**look, size=9, line_color=colours["background"])
        self.ring = Scatter(**look, size=15, line_color=colours["text"])
        self.ring.line_width = 3
        self.renderer = self.figure.add_glyph(
            self.source, self.dots, selection_glyph=self.ring, nonselection_glyph=self.dots
        )
        self.tool = PointTool(source=self.source)
        self.figure.add_tools(self.tool)

    def _on_gesture(self, event: PointGesture) -> None:
        desk, row = self._desk, self._row(event.index)
        if event.index is not None and row is None:
            return  # The point has gone since the hand took hold of it.
        acts = {
            "add": lambda: desk.add_point(event.x, event.y),
            "select": lambda: desk.select(row),
            "move": lambda: desk.move_point(row, event.x, event.y),
            "release": lambda: desk.release_point(row, event.x, event.y),
            "delete": lambda: desk.delete_point(row),
            "clear-selection": lambda: desk.select(None),
        }
        acts[event.kind]()

    def _row(self, index: int | None) -> int | None:
        """The row of the points that is drawn at `index`."""
        data = self._scene.data
        if index is None or not 0 <= index < len(data.drawn):
            return None
        return int(data.rows[data.drawn[index]])

    def _index(self, row: int | None) -> int | None:
        """Where a row of the points is drawn, if it is."""
        data = self._scene.data
        found = np.flatnonzero(data.rows[data.drawn] == row) if row is not None else []
        return int(found[0]) if len(found) else None

    def show(self, scene: Scene, before: Scene | None) -> None:
        self._scene = scene
        self._show_frame(scene, before)
        self._show_points(scene, before)
        self._show_lines(scene)
        self._show_hand(scene)

    def _show_frame(self, scene: Scene, before: Scene | None) -> None:
        wanted, last = frame(scene), self._frame
        self.figure.xaxis.axis_label, self.figure.yaxis.axis_label = wanted.x_name, wanted.y_name
        moved = scene.data.truth is not None and wanted != last
        arrived = before is None or scene.hand.arrivals != before.hand.arrivals
        if arrived or moved or self._lost_sight(scene, before):
            self._set_ranges(wanted)

    def _lost_sight(self, scene: Scene, before: Scene | None) -> bool:
        """Whether the point under the hand has been moved out of the plot."""
        index = self._index(scene.hand.selected)
        if index is None or not scene.data.simple or scene.data is before.data:
            return False
        ranges = (self.figure.x_range, self.figure.y_range)
        seen = [Extent(*sorted((r.start, r.end))) for r in ranges]
        return not all(
            extent.holds(values[[index]])
            for extent, values in zip(seen, positions(scene), strict=True)
        )

    def _set_ranges(self, wanted: Frame) -> None:
        self._frame = wanted
        self.figure.x_range.update(start=wanted.x.start, end=wanted.x.end)
        self.figure.y_range.update(start=wanted.y.start, end=wanted.y.end)

    def _show_points(self, scene: Scene, before: Scene | None) -> None:
        """The page moves a dragged point itself; it hears where it lies when it is let go."""
        if scene.hand.dragging:
            return
        let_go = before is not None and before.hand.dragging
        same = before is not None and scene.data is before.data
        if not same or let_go or not scene.data.simple:
            x, y = positions(scene)
            assign(self.source, {"x": x, "y": y}, always=not same or let_go)

    def _show_lines(self, scene: Scene) -> None:
        extent = self._frame.x
        for role, w in lines(scene).items():
            assign(self.sources[role], line(w, extent))
        assign(self.residual_source, residuals(scene))
        assign(self.trail_source, trail(scene, extent))
        for role, renderer in self.residuals.items():
            renderer.visible = role == shown_role(scene)

    def _show_hand(self, scene: Scene) -> None:
        index = self._index(scene.hand.selected)
        self.tool.update(editable=scene.data.editable, selected=index)
        self.source.selected.indices = [] if index is None else [index]
        self.dots.size = 13 if scene.hand.coarse else 9
        self.ring.size = 19 if scene.hand.coarse else 15
