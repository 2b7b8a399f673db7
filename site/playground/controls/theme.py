"""Colours by role, and figures that use nothing else.

A figure is built in light colours and recoloured by `Paint`, which finds every colour in
the document once. Light and dark are a bijection, so that the page can recolour the
document's text before Python is there: `pairs`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from bokeh.document import Document
from bokeh.model import Model
from bokeh.models import NoOverlap, Range1d
from bokeh.plotting import figure

from playground.controls.models import GroundTool, NumberFormatter, NumberTicker

# What a glyph is to look like: its properties by name.
Look = dict[str, Any]


class Role(NamedTuple):
    """What a colour stands for, in both themes, and the style that says it without colour."""

    light: str
    dark: str
    style: str = ""


ROLES: Mapping[str, Role] = {
    "data": Role("#3b4252", "#d8dee9", "filled circles"),
    "closed": Role("#0072b2", "#56b4e9", "solid line, squares"),
    "descent": Role("#d55e00", "#ff8c42", "thick line, trail fading backwards"),
    "truth": Role("#009e73", "#35d0a0", "dashed line"),
    "own": Role("#aa4499", "#e377c2", "dotted line, handles"),
    "logistic": Role("#8a6100", "#e6b94a", "dash-dotted line"),
    "wrong": Role("#c1121f", "#ff6b6b", "struck or underlined"),
    "plus": Role("#3f4db8", "#8f9bff", "the deeper the greater; the sign is written"),
    "minus": Role("#8c510a", "#d8a65d", "the deeper the greater; the sign is written"),
    "momentum": Role("#6a4c93", "#b9a0f0", "dashed line, triangles"),
    "nesterov": Role("#117a8b", "#5fd0e0", "dash-dotted line, diamonds"),
    "minibatch": Role("#6b7a00", "#c3d350", "dotted line, crosses"),
    "background": Role("#ffffff", "#14171c"),
    "text": Role("#1c2128", "#eceff4"),
    "muted": Role("#5b6472", "#a3adba"),
    "axis": Role("#9aa3af", "#6b7480"),
    "grid": Role("#e9ecf0", "#262c35"),
}
# For those who ask for more contrast: the same hues at 7:1 and more (AAA), and what is merely quiet
# becomes plain.
STRONGER: Mapping[str, Role] = {
    "data": Role("#000000", "#ffffff"),
    "closed": Role("#005382", "#66bcf0"),
    "descent": Role("#833a00", "#ff9d5c"),
    "truth": Role("#005c43", "#35d0a0"),
    "own": Role("#7e3372", "#ee9fd5"),
    "logistic": Role("#6b4b00", "#e6b94a"),
    "wrong": Role("#a00f1a", "#ff8f8f"),
    "plus": Role("#3946a7", "#a3adff"),
    "minus": Role("#744308", "#d8a65d"),
    "momentum": Role("#5e4382", "#c3adf5"),
    "nesterov": Role("#0c5864", "#5fd0e0"),
    "minibatch": Role("#495400", "#c3d350"),
    "background": Role("#ffffff", "#000000"),
    "text": Role("#000000", "#ffffff"),
    "muted": Role("#262b33", "#e4e8ee"),
    "axis": Role("#3d444d", "#c4ccd6"),
    "grid": Role("#c4ccd6", "#3d444d"),
}
# Residuals take the colour of their line, at this opacity.
RESIDUAL_ALPHA = 0.35
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"


def pairs() -> list[tuple[str, str]]:
    """(light, dark) of every colour that the document holds: a bijection, lower case."""
    return [(role.light, role.dark) for role in ROLES.values()]


def recolourings() -> dict[str, list[tuple[str, str]]]:
    """Theme, as html[data-theme] names it -> (light, its own) of every colour of the document."""
    themes = {"dark": (True, False), "contrast": (False, True), "contrast-dark": (True, True)}
    return {
        theme: [(role.light, palette(*asked)[name]) for name, role in ROLES.items()]
        for theme, asked in themes.items()
    }


def palette(dark: bool, contrast: bool = False) -> dict[str, str]:
    """Role -> colour as it is to be drawn now."""
    roles = {**ROLES, **STRONGER} if contrast else ROLES
    return {name: role.dark if dark else role.light for name, role in roles.items()}


def shades(colour: str, count: int, most: float = 0.6) -> list[str]:
    """From clear to so much of a colour, for a picture whose levels are counts."""
    alphas = (round(255 * most * k / (count - 1)) for k in range(count))
    return [f"{colour}{alpha:02x}" for alpha in alphas]


@dataclass(frozen=True)
class Spot:
    """One property of one model that holds a colour or its shades, and the role it plays."""

    model: Model
    attribute: str
    role: str

    def paint(self, colour: str) -> None:
        value = getattr(self.model, self.attribute)
        wanted = colour if isinstance(value, str) else shades(colour, len(value))
        if value != wanted:
            setattr(self.model, self.attribute, wanted)


def _colour_of(value: Any) -> str | None:
    """The colour that a property holds: as it is, or as the first of its shades."""
    if isinstance(value, list) and value and isinstance(value[0], str):
        return value[0][:7]
    return value if isinstance(value, str) else None


class Paint:
    """Recolours a document that was built in light colours."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._now: dict[str, str] = palette(dark=False)
        self._seen: set[Model] = set()
        self._spots: list[Spot] = []
        self._admit()

    def _admit(self) -> None:
        """Take in the models that are new, of views made late; they too were built in light."""
        roles = {role.light: name for name, role in ROLES.items()}
        new = set(self._document.models) - self._seen
        spots = [
            Spot(model, attribute, roles[colour])
            for model in sorted(new, key=lambda model: model.id)
            for attribute in model.properties_with_values(include_defaults=False)
            if (colour := _colour_of(getattr(model, attribute))) in roles
        ]
        for spot in spots:
            spot.paint(self._now[spot.role])
        self._seen |= new
        self._spots += spots

    def apply(self, dark: bool, contrast: bool) -> None:
        """Draw in these colours; touches only what is drawn in another one."""
        self._admit()
        wanted = palette(dark, contrast)
        changed = {role for role, colour in wanted.items() if colour != self._now[role]}
        for spot in self._spots:
            if spot.role in changed:
                spot.paint(wanted[spot.role])
        self._now = wanted


def tick_about(axis: Any, count: int) -> None:
    """How many ticks an axis is to have, more or less."""
    axis.ticker.desired_num_ticks = count


def tick_at(axis: Any, places: Iterable[float], names: Mapping[float, str] | None = None) -> None:
    """Where an axis is to have ticks, and what stands there if not the number."""
    axis.ticker.ticks = list(places)
    if names is not None:
        axis.major_label_overrides = names


def set_log(axis: Any, on: bool) -> None:
    """Whether an axis holds log10 of what its ticks say."""
    for part in (axis.ticker, axis.formatter):
        if part.log != on:
            part.log = on


def make_figure(slot: str, ground: bool = True, **options: Any) -> figure:
    """An empty figure in our style: quiet axes, hairline grid, no toolbar, its slot's size.

    ground: whether a hand pans and zooms it; not where a tool of its own does.
    """
    light = palette(dark=False)
    plot = figure(
        name=slot,
        tools="",
        toolbar_location=None,
        sizing_mode="stretch_both",
        min_border=8,
        output_backend="canvas",
        x_range=Range1d(start=0, end=1),
        y_range=Range1d(start=0, end=1),
        # The page shows through: Bokeh's own white would be left out of the document, and so stay
        # white in the dark.
        background_fill_color=None,
        border_fill_color=None,
        outline_line_color=None,
        **options,
    )
    if ground:
        plot.add_tools(GroundTool())
    for axis in plot.axis:
        axis.update(
            ticker=NumberTicker(desired_num_ticks=6),
            formatter=NumberFormatter(),
            major_label_policy=NoOverlap(min_distance=8),
            axis_line_color=light["axis"],
            major_tick_line_color=light["axis"],
            minor_tick_line_color=None,
            major_label_text_color=light["muted"],
            axis_label_text_color=light["text"],
            major_label_text_font=FONT,
            axis_label_text_font=FONT,
            major_label_text_font_size="13px",
            axis_label_text_font_size="14px",
            axis_label_text_font_style="normal",
            major_tick_in=0,
            axis_label_standoff=8,
        )
    for grid in plot.grid:
        grid.grid_line_color = light["grid"]
    return plot
