"""Several features: what one column adds to all the others."""

from __future__ import annotations

import numpy as np
from bokeh.models import ColumnDataSource, Line, Scatter
from bokeh.models.ui import UIElement
from panel.widgets.base import Widget

from playground.controls.models import Prose
from playground.controls.theme import Look, make_figure, palette
from playground.controls.widgets import Choice
from playground.engine.axes import nice_extent
from playground.engine.memo import Memo
from playground.engine.numbers import shortened, typeset
from playground.engine.parts import Part, filled
from playground.engine.scene import Scene, Solved
from playground.session.commands import Commands
from playground.views.common.base import assign, put
from playground.views.common.fit_text import term
from playground.views.common.frame import Series, framed
from playground.views.common.model_curve import other_fits
from playground.views.common.picking import RING, Picking
from playground.views.fit.added import AddedVariable, added_variable

NOTHING = {"x": np.zeros(0), "y": np.zeros(0)}


def added_words(scene: Solved, name: str, found: AddedVariable) -> list[Part]:
    """What the slope of the plot is."""
    if np.isnan(found.slope):
        return [
            (f"{name} is linearly dependent on the other columns, so it adds nothing.", "wrong")
        ]
    said = (
        "The slope is the coefficient of {name}: {slope}."
        if scene.problem.plain
        else "The slope is the coefficient of {name} as scaled: {slope}."
    )
    return filled(
        "{target} and {name} after removing what the other columns explain{weighted}. " + said,
        weighted=", times the square root of the weight" if scene.data.weighted_by else "",
        target=shortened(scene.response),
        name=name,
        slope=(typeset(found.slope, digits=5), "closed ?added"),
    )


class Added:
    """Owns the choice of the column and the figure."""

    title = "Added-variable plot"

    def __init__(self, commands: Commands) -> None:
        self.column = Choice(label="Column")
        self.column.on_edit(lambda edit: commands.choose(added=edit.new))
        self.words = Prose()
        self._found = Memo[AddedVariable]()
        colours = palette(dark=False)
        self.figure = make_figure("added", ground=False)
        self.figure.update(sizing_mode="stretch_width", height=250)
        self.points, self.line = (ColumnDataSource(dict(NOTHING)) for _ in range(2))
        dots: Look = {"fill_color": colours["data"], "line_color": colours["background"]}
        self.figure.add_glyph(
            self.line, Line(x="x", y="y", line_color=colours["closed"], line_width=2.5)
        )
        plain = Scatter(x="x", y="y", size=7, **dots)
        ring = Scatter(x="x", y="y", **RING, **{**dots, "line_color": colours["own"]})
        points = self.figure.add_glyph(
            self.points, plain, selection_glyph=ring, nonselection_glyph=plain
        )
        self.picking = Picking(self.figure, self.points, self.title, commands)
        self.framed = framed(self.figure, self.title, [Series("points", [points])], self.words)

    def parts(self) -> list[Widget | UIElement]:
        return [self.column, self.framed]

    @staticmethod
    def visible(scene: Scene) -> bool:
        solved = scene.solved
        return len(scene.data.features) > 1 and solved is not None and not other_fits(solved)

    def update(self, scene: Solved) -> None:
        names = scene.problem.columns[1 if scene.problem.ones else 0 :]
        added = scene.interaction.choices.added
        name = added if added in names else names[0]
        put(self.column, options=[(n, shortened(term(n))) for n in names], value=name)
        j = scene.problem.columns.index(name)
        found = self._found(lambda: added_variable(*scene.problem.scaled, j), scene.problem, j)
        put(self.words, parts=added_words(scene, shortened(term(name)), found))
        self._show_plot(scene, name, found)

    def _show_plot(self, scene: Solved, name: str, found: AddedVariable) -> None:
        drawn = scene.data.drawn
        assign(self.points, {"x": found.x[drawn], "y": found.y[drawn]})
        self.picking.show(scene.data.rows[drawn], scene)
        x, y = nice_extent(found.x), nice_extent(found.y)
        ends = x.beyond(0)
        flat = NOTHING if np.isnan(found.slope) else {"x": ends, "y": found.slope * ends}
        assign(self.line, flat)
        self.figure.x_range.update(start=x.start, end=x.end)
        self.figure.y_range.update(start=y.start, end=y.end)
        self.figure.xaxis.axis_label = f"{shortened(term(name))} given the others"
        self.figure.yaxis.axis_label = f"{shortened(scene.response)} given the others"
