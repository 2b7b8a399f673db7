"""Single points in the diagnostics: the table twin of a plot, the selected one, all as CSV."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from linreg.tables import csv_line
from playground.engine.numbers import typed, whole
from playground.engine.parts import Part, filled
from playground.engine.scene import Scene
from playground.views.common.confidence_bands import level_text
from playground.views.common.fit_text import point
from playground.views.diagnostics.numbers import Array, Diagnosis, quantile
from playground.views.diagnostics.plot import Plot, chosen_rows
from playground.views.diagnostics.tables import Rows, number

# So many of the most influential points are in the table.
MOST_POINTS = 20


# What explains an axis of a plot.
TERMS = {
    "observed − fitted": "residual",
    "normal quantile": "normal_quantile",
    "studentised residual": "studentised",
    "√|studentised residual|": "studentised",
    "leverage": "leverage",
    "Cook's distance": "cook",
    "DFFITS": "dffits",
    "Largest DFBETAS": "dfbetas",
    "point": "",
}


def points_terms(heads: Sequence[str]) -> list[str]:
    """What explains each column of the table: the point, then axes; the one by itself is fitted."""
    return ["", *(TERMS.get(head, "fitted") for head in heads[1:])]


def points_table(found: Diagnosis, plot: Plot, scene: Scene) -> tuple[list[str], Rows]:
    """The table twin of a plot: its most influential points, the selected first."""
    heads = ["Point", plot.x_name, plot.y_name, "Cook's distance", "Largest DFBETAS"]
    place = {int(row): k for k, row in enumerate(plot.row)}
    chosen = chosen_rows(scene)
    order = [*chosen, *(row for row in found.leading if row not in chosen)]
    order = [int(row) for row in order[:MOST_POINTS] if row in place]
    rows = [
        [
            [(point(scene, row).split(" ")[1], "own" if row in chosen else "")],
            [(number(float(plot.x[place[row]])), "")],
            [(number(float(plot.y[place[row]])), "")],
            [(number(float(found.cooks_distance[row]), 3), "")],
            [(number(moved, 3), "")],
        ]
        for row, moved in zip(order, _largest(found, order), strict=True)
    ]
    # A plot against the number of the point has that already, or the distance.
    kept = [
        0,
        *([1] if plot.x_name != "point" else []),
        2,
        *([3] if plot.y_name != heads[3] else []),
        4,
    ]
    return [heads[k] for k in kept], [[cells[k] for k in kept] for cells in rows]


def _largest(found: Diagnosis, rows: Sequence[int]) -> list[float]:
    """The largest DFBETAS of each row over the coefficients, with its sign."""
    values = found.dfbetas(np.array(rows, dtype=np.intp))
    size = np.nan_to_num(np.abs(values), nan=-1.0)
    largest: list[float] = np.take_along_axis(values, size.argmax(axis=1)[:, None], 1)[
        :, 0
    ].tolist()
    return largest


def selected_in_words(found: Diagnosis, scene: Scene) -> list[Part]:
    """The selected point: its values and what it does to the fit."""
    if scene.interaction.group:
        return _group_in_words(found, scene)
    row = scene.interaction.selected
    if row is None:
        hint = "Select a point in any plot. It is marked in all plots."
        return [(hint, "muted")]
    values = ", ".join(
        f"{name} = {typed(scene.data.table.text(name)[row]) or 'missing'}"
        for name in (*scene.data.features[:4], scene.data.target)
    )
    name = (f"Point {whole(row + 1)}", "own")
    place = np.flatnonzero(scene.data.rows == row)
    if not len(place):
        return [name, (f": {values}. It has a missing value and is excluded.", "")]
    return [name, (f": {values}. ", ""), *_effect(found, int(place[0]))]


def _group_in_words(found: Diagnosis, scene: Scene) -> list[Part]:
    """Several selected points: how the fit misses them together."""
    name = (f"{whole(len(scene.interaction.group))} points", "own")
    rows = chosen_rows(scene)
    if not len(rows):
        return [name, (" are selected. They have missing values and are excluded.", "")]
    residual = found.residual[rows]
    mean, low, high = (number(float(f(residual)), 3) for f in (np.mean, np.min, np.max))
    return filled(
        "{name} are selected: marked in all plots, and first in the table. Their residuals are "
        "{mean} on average, between {low} and {high}. Their leverages add up to {share}.",
        name=name,
        mean=mean,
        low=low,
        high=high,
        share=number(float(found.influence.leverage[rows].sum()), 3),
    )


# What the panel beside the data says of the selected point.
PANEL = ("Selected point", "Fitted", "Residual", "Leverage", "Cook's distance")
PANEL_TERMS = ["", "fitted", "residual", "leverage", "cook"]


def panel_row(found: Diagnosis | None, scene: Scene) -> list[list[Part]]:
    """The selected point in one row: of several the means, and what their leverages add up to."""
    rows, interaction = chosen_rows(scene), scene.interaction
    row = interaction.selected
    name = f"{whole(len(interaction.group))} points" if row is None else whole(row + 1)
    nobody = row is None and not interaction.group
    head: list[Part] = [("none", "muted")] if nobody else [(name, "own")]
    if found is None or not len(rows):
        return [head, *([("–", "muted")] for _ in PANEL[1:])]
    told, one = found.influence, len(rows) == 1
    distance = found.cooks_distance[rows]
    values = (
        ("" if one else "mean ", np.mean(found.fitted[rows])),
        ("" if one else "mean ", np.mean(found.residual[rows])),
        ("" if one else "sum ", np.sum(told.leverage[rows])),
        ("" if one else "max. ", np.max(distance)),
    )
    return [head, *([(f"{kind}{number(float(value))}", "")] for kind, value in values)]


def _effect(found: Diagnosis, k: int) -> list[Part]:
    told = found.influence
    said = [
        ("Fitted", "?fitted"),
        (f" {number(found.fitted[k])}, ", ""),
        ("residual", "?residual"),
        (f" {number(found.residual[k], 3)}", ""),
    ]
    if not found.telling:
        return [*said, (".", "")]
    leverage = [(", ", ""), ("leverage", "?leverage"), (f" {number(told.leverage[k], 3)}", "")]
    if np.isnan(found.cooks_distance[k]):
        return [*said, *leverage, (": the fit must pass through it.", "")]
    return [
        *said,
        (", ", ""), ("studentised", "?studentised"), (f" {number(found.studentised[k], 3)}", ""),
        *leverage,
        (", ", ""), ("Cook's distance", "?cook"), (f" {number(found.cooks_distance[k], 3)}, ", ""),
        ("DFFITS", "?dffits"), (f" {number(found.dffits[k], 3)}. ", ""),
        ("Predicted from all other points: "
         f"{number(found.y[k] + found.left_out[k])}.", ""),
    ]  # fmt: skip


def as_csv(found: Diagnosis, scene: Scene) -> str:
    """All that is measured of each fitted point, every digit, as CSV."""
    told = found.influence
    columns = {
        "point": scene.data.rows + 1,
        "fitted": found.fitted,
        "residual": found.residual,
        "studentised": found.studentised,
        "leverage": told.leverage,
        "cooks_distance": found.cooks_distance,
        "dffits": found.dffits,
        **_changes(found),
        **_intervals(found, scene.state.level),
    }
    # What is not a number is an empty cell.
    rows = (
        ["" if value != value else repr(value) for value in row]
        for row in zip(*(values.tolist() for values in columns.values()), strict=True)
    )
    return "".join(map(csv_line, [list(columns), *rows]))


def _changes(found: Diagnosis) -> dict[str, Array]:
    """DFBETAS of each coefficient."""
    values = found.dfbetas(np.arange(found.N))
    names = ["intercept" if name == "1" else name for name in found.names]
    return {f"dfbetas {name}": column for name, column in zip(names, values.T, strict=True)}


def _intervals(found: Diagnosis, level: float) -> dict[str, Array]:
    """Ends of the intervals of the mean and of a new observation at each point."""
    # Of the mean and of an observation of weight 1, whatever the row's own weight.
    h = found.influence.leverage / found.roots**2
    reach = quantile(found.spare, level) * found.deviation
    ends = {}
    for name, half in (
        ("confidence interval", reach * np.sqrt(h)),
        ("prediction interval", reach * np.sqrt(1 + h)),
    ):
        ends[f"{level_text(level)} {name} from"] = found.fitted - half
        ends[f"{level_text(level)} {name} to"] = found.fitted + half
    return ends
