"""Names that stand beside lines within a figure."""

from __future__ import annotations

from typing import Any

from bokeh.models.annotations import Label

from playground.controls.theme import FONT, palette


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
