"""What every figure comes with: what is under the pointer, its numbers as a table, its menu.

A figure says once what it draws, as `Series`; the hover, the table and the file are made of that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bokeh.models import ColumnDataSource, HoverTool
from bokeh.models.annotations import Label
from bokeh.models.renderers import GlyphRenderer
from bokeh.models.ui import UIElement
from bokeh.plotting import figure

from playground.controls.models import FigureMenu, Group
from playground.controls.theme import FONT, palette
from playground.views.common.base import put


@dataclass(frozen=True)
class Field:
    """One column of what is drawn, and what it is called.

    Under the name "x" or "y" it is what stands on that axis, whatever that is called now, and
    where the axis holds log10 of it, the number itself.
    """

    column: str
    name: str


X, Y = Field("x", "x"), Field("y", "y")


@dataclass(frozen=True)
class Series:
    """What some renderers of one source draw.

    hover: "near" the pointer, "above" and below it (for a curve over x), or "" for none.
    """

    name: str
    drawn: Sequence[GlyphRenderer[Any]]
    fields: Sequence[Field] = (X, Y)
    hover: str = "near"
    table: bool = True

    @property
    def source(self) -> ColumnDataSource:
        source = self.drawn[0].data_source
        assert isinstance(source, ColumnDataSource)
        return source


def framed(
    plot: figure, title: str, series: Sequence[Series], *below: UIElement, look: str = "figure"
) -> Group:
    """A figure with its menu, and the sentence that goes with it.

    look: "main" or "small" on the stage, which says how tall it is; "figure" elsewhere.
    """
    menu = figure_menu(plot, title, series)
    return Group(look=look, title=title, elements=[plot, menu, *below])


def figure_menu(
    plot: figure, title: str, series: Sequence[Series], look: str = "corner"
) -> FigureMenu:
    """The menu of a figure, which gets its hovers."""
    plot.add_tools(*(_hover(one) for one in series if one.hover))
    tables = [
        (one.name, one.source, [(field.column, field.name) for field in one.fields])
        for one in series
        if one.table
    ]
    filename = title.lower().replace(" ", "-").replace("'", "")
    return FigureMenu(figure=plot, title=title, filename=filename, look=look, tables=tables)


def _hover(series: Series) -> HoverTool:
    tips = [(field.name, f"@{{{field.column}}}") for field in series.fields]
    curve = series.hover == "above"
    return HoverTool(
        renderers=list(series.drawn),
        tooltips=[("", series.name), *tips] if series.name else tips,
        mode="vline" if curve else "mouse",
        line_policy="nearest",
        point_policy="snap_to_data",
    )


def show_drawn(frame: Group, on: bool) -> None:
    """Show the figure and its menu, or the sentence alone."""
    for part in frame.elements[:2]:
        put(part, visible=on)


def line_name(text: str, role: str, **place: Any) -> Label:
    """A name beside a line, in its colour, and readable where other lines cross it."""
    colours = palette(dark=False)
    return Label(
        text=text,
        text_color=colours[role],
        text_font=FONT,
        text_font_size="12px",
        background_fill_color=colours["background"],
        background_fill_alpha=0.8,
        x_units="data",
        y_units="data",
        **place,
    )
