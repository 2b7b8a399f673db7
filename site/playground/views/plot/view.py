"""The main plot: points, lines and residuals, and the hand on them. What they are: plane.py."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from bokeh.models import ColumnDataSource, Line, MultiLine, Scatter, Segment

from playground.controls.gestures import PointGesture, listen
from playground.controls.models import PointTool
from playground.controls.theme import RESIDUAL_ALPHA, Look, make_figure, palette, tick_about
from playground.controls.widgets import Action
from playground.engine.axes import Extent
from playground.engine.scene import Scene
from playground.session.commands import Commands
from playground.views.common.base import Slots, assign, on_click, put, window
from playground.views.common.frame import Field, Series, X, figure_menu
from playground.views.common.own_line import OwnLine
from playground.views.common.picking import place_of
from playground.views.common.plane import (
    FEW,
    Frame,
    curves,
    dot_size,
    dot_sizes,
    faded,
    filled,
    frame,
    is_beside,
    is_surface,
    positions,
    residual_role,
    residuals,
    trail,
)
from playground.views.plot.density import Density
from playground.views.plot.ghosts import Ghosts
from playground.views.plot.underlay import Underlay

# What is drawn across the plot, from the lowest to the topmost: its role, and how it looks.
STYLES: Mapping[str, tuple[str, Look]] = {
    "truth": ("truth", {"line_width": 2, "line_dash": [7, 5]}),
    "approximation": ("truth", {"line_width": 1.5, "line_dash": [1, 3]}),
    # Least squares beside a robust fit.
    "reference": ("muted", {"line_width": 1.5}),
    "descent": ("descent", {"line_width": 4.5, "line_alpha": 0.9}),
    "closed": ("closed", {"line_width": 2.5}),
}

# What the plot is called beside the one in 3-D: over two features, or over more.
# A point so near to the edge, in spans of the axis, has been moved as far as a hand can.
EDGE = 0.005
BESIDE = {True: "Contours", False: "Observed and predicted"}


def _residual(colour: str) -> Segment:
    """From the point to its line."""
    look: Look = {"line_color": colour, "line_alpha": RESIDUAL_ALPHA, "line_width": 1.5}
    return Segment(x0="x", y0="y", x1="x", y1="fitted", **look)


def _index(scene: Scene) -> int | None:
    """Where the selected point is drawn, if it is."""
    return place_of(scene.interaction.selected, scene.data.rows[scene.data.drawn])


class PlotView:
    """Owns the plot, its hand, and Reset view."""

    def __init__(self, commands: Commands) -> None:
        self._commands = commands
        self._scene: Scene | None = None
        self._frame: Frame | None = None
        self.figure = make_figure("plot", ground=False)
        tick_about(self.figure.xaxis, 8)
        tick_about(self.figure.yaxis, 10)
        self.density = Density(self.figure)
        self.underlay = Underlay(self.figure)
        self.ghosts = Ghosts(self.figure)
        self._make_lines()
        self._make_points()
        self.own = OwnLine(self.figure, commands)
        self.figure.on_change("inner_width", self._on_resize)
        self.figure.on_change("inner_height", self._on_resize)
        self.reset = Action(label="Reset view", kind="quiet", icon="reset_view")
        on_click(self.reset, self._reset_ranges)
        self.lasso = Action(label="Select points", kind="quiet", icon="lasso", pressed=False)
        self.lasso.on_edit(lambda edit: commands.explain_lasso(edit.new), "pressed")
        self.slots: Slots = {
            "plot": self.figure,
            "lasso": self.lasso,
            "reset_view": self.reset,
            "plot_menu": self.menu,
        }
        listen(self.tool, PointGesture, self._on_gesture)

    def _make_lines(self) -> None:
        colours = palette(dark=False)
        self.trail_source = ColumnDataSource({"xs": [], "ys": [], "alpha": []})
        self.residual_source = ColumnDataSource({"x": [], "y": [], "fitted": []})
        self.residuals = {
            role: self.figure.add_glyph(self.residual_source, _residual(colours[role]))
            for role in ("closed", "descent", "own")
        }
        fading: Look = {"line_color": colours["descent"], "line_alpha": "alpha", "line_width": 2}
        self.figure.add_glyph(self.trail_source, MultiLine(xs="xs", ys="ys", **fading))
        self.sources = {name: ColumnDataSource({"x": [], "y": []}) for name in STYLES}
        for name, (role, style) in STYLES.items():
            look = Line(x="x", y="y", line_color=colours[role], **style)
            self.figure.add_glyph(self.sources[name], look)

    def _make_points(self) -> None:
        colours = palette(dark=False)
        self.source = ColumnDataSource({"x": [], "y": [], "fill": [], "size": []})
        look: Look = {"x": "x", "y": "y", "fill_color": colours["data"], "fill_alpha": "fill"}
        # A rim of the ground keeps points apart; a hollow one is a rim of its own colour.
        self.dots = Scatter(**look, size="size", line_color=colours["background"], line_width=1.5)
        self.rims = Scatter(
            x="x", y="y", size="size", fill_color=None, line_color=colours["data"], line_width=1.5
        )
        self.ring = Scatter(**look, size=15, line_color=colours["own"], line_width=3)
        self.renderer = self.figure.add_glyph(
            self.source, self.dots, selection_glyph=self.ring, nonselection_glyph=self.dots
        )
        self.hollow = self.figure.add_glyph(self.source, self.rims)
        self.tool = PointTool(source=self.source)
        self.figure.add_tools(self.tool)
        shown = [
            Series("Points", [self.renderer]),
            Series(
                "Residuals",
                list(self.residuals.values()),
                (X, Field("y", "observed"), Field("fitted", "fitted")),
                hover="",
            ),
        ]
        self.menu = figure_menu(self.figure, "Plot", shown, look="bar")

    def _on_gesture(self, event: PointGesture) -> None:
        commands, row = self._commands, self._row(event.index)
        if event.index is not None and row is None:
            return  # The point has gone since the hand took hold of it.
        x, y = event.x, event.y
        match event.kind:
            case "add":
                commands.add_point(x, y)
            case "select" | "clear-selection":
                commands.select(row)
            case "select-group":
                commands.select_group(self._rows(event.indices))
            case "move" if row is not None and x is not None and y is not None:
                commands.move_point(row, x, y)
            case "release" if row is not None:
                commands.release_point(row, x, y)
            case "delete":
                commands.delete_point(row)

    def _rows(self, indices: list[int]) -> list[int]:
        rows = (self._row(index) for index in indices)
        return [row for row in rows if row is not None]

    def _row(self, index: int | None) -> int | None:
        """The row of the points that is drawn at `index`."""
        data = self._scene.data if self._scene is not None else None
        if data is None or index is None or not 0 <= index < len(data.drawn):
            return None
        return int(data.rows[data.drawn[index]])

    def show(self, scene: Scene, before: Scene | None) -> None:
        self._scene = scene
        self._show_place(scene)
        shown = self._show_frame(scene, before)
        self._show_points(scene, before)
        self.density.show(scene)
        self._show_lines(scene, shown)
        self._show_hand(scene)

    def _show_place(self, scene: Scene) -> None:
        """What the plot is called, and its buttons, where the one in 3-D has its place."""
        beside = is_beside(scene)
        put(self.tool, description=BESIDE[is_surface(scene)] if beside else None)
        put(self.menu, visible=not beside)
        put(self.lasso, visible=not beside or scene.state.view == "fit")

    def _on_resize(self, attr: str, old: object, new: int) -> None:
        """Squares are square on the screen, whose shape has changed."""
        self.underlay.size[attr] = new
        if self._scene is not None:
            self.underlay.show_squares(self._scene)

    def _show_frame(self, scene: Scene, before: Scene | None) -> Frame:
        """Draw the axes; returns what Reset view shows, as it was last drawn."""
        wanted, last = frame(scene), self._frame
        names = (wanted.x_name, wanted.y_name)
        if last is None or names != (last.x_name, last.y_name):
            self.figure.xaxis.axis_label, self.figure.yaxis.axis_label = names
        moved = scene.data.truth is not None and wanted != last
        arrived = (
            before is None
            or scene.interaction.data_generation != before.interaction.data_generation
        )
        if last is None or arrived or moved or self._lost_sight(scene, before):
            self._set_ranges(wanted)
            return wanted
        return last

    def _lost_sight(self, scene: Scene, before: Scene | None) -> bool:
        """Whether the point under the hand is out of the plot, or let go at its edge."""
        index = _index(scene)
        if before is None or index is None or not scene.data.simple:
            return False
        let_go = before.interaction.dragging and not scene.interaction.dragging
        if scene.data is before.data and not let_go:
            return False
        # A pointer moves it as far as the edge: for more there must be more of the plane.
        times = -EDGE if let_go else 0.0
        return not all(
            Extent(*extent.beyond(times)).holds(values[[index]])
            for extent, values in zip(window(self.figure), positions(scene), strict=True)
        )

    def _reset_ranges(self, _count: int) -> None:
        if self._scene is not None:
            self._set_ranges(frame(self._scene))

    def _set_ranges(self, wanted: Frame) -> None:
        self._frame = wanted
        self.figure.x_range.update(start=wanted.x.start, end=wanted.x.end)
        self.figure.y_range.update(start=wanted.y.start, end=wanted.y.end)

    def _show_points(self, scene: Scene, before: Scene | None) -> None:
        """The page moves a dragged point itself; it hears where it lies when it is let go."""
        fill = filled(scene) * faded(scene)
        if scene.interaction.dragging:
            if not np.array_equal(fill, self.source.data["fill"]):
                self.source.patch({"fill": [(slice(0, len(fill)), fill)]})
            return
        let_go = before is not None and before.interaction.dragging
        same = before is not None and scene.data is before.data
        size = dot_size(len(scene.data.drawn), scene.interaction.coarse)
        x, y = positions(scene)
        columns = {"x": x, "y": y, "fill": fill, "size": dot_sizes(scene, size)}
        assign(self.source, columns, always=not same or let_go)

    def _show_lines(self, scene: Scene, shown: Frame) -> None:
        extent = shown.x
        for name, drawn in curves(scene, extent).items():
            assign(self.sources[name], drawn)
        assign(self.residual_source, residuals(scene))
        assign(self.trail_source, trail(scene, extent))
        for role, renderer in self.residuals.items():
            renderer.visible = role == residual_role(scene)
        self.underlay.show(scene, extent, shown.y)
        self.ghosts.show(scene, extent)
        self.own.show(scene, extent, shown.y)

    def _show_hand(self, scene: Scene) -> None:
        index = _index(scene)
        group = np.flatnonzero(
            np.isin(scene.data.rows[scene.data.drawn], scene.interaction.group)
        ).tolist()
        # Of a sample no one but the drawn points could be meant.
        lassoed = not scene.data.sampled
        self.tool.update(
            editable=scene.data.editable, selected=index, several=group, lassoed=lassoed
        )
        self.source.selected.indices = group if index is None else [index]
        put(self.lasso, disabled=scene.data.sampled)
        size = dot_size(len(scene.data.drawn), scene.interaction.coarse)
        # Among many, rims (which keep points apart) and residuals would be all there is to see.
        thickness = 1.5 if size > FEW else 0.5
        self.dots.line_width = thickness
        self.hollow.visible = is_surface(scene)
        for renderer in self.residuals.values():
            renderer.glyph.line_width = thickness
        self.ring.size = size + 6
