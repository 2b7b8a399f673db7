"""Points held out of the fit: the error on them, and the degree that serves them best."""

from __future__ import annotations

import numpy as np
from bokeh.models import ColumnDataSource, FixedTicker, Line, Scatter
from bokeh.models.ui import UIElement
from panel.widgets.base import Widget

from playground.controls.models import NumberTable, Prose
from playground.controls.theme import Look, make_figure, palette, set_log, tick_at
from playground.controls.widgets import Dial
from playground.engine.axes import Extent
from playground.engine.memo import Memo
from playground.engine.numbers import typeset, whole
from playground.engine.parts import Part, filled
from playground.engine.scene import Scene, Solved
from playground.session.commands import Commands
from playground.views.common.base import assign, put
from playground.views.common.frame import Field, Series, X, framed
from playground.views.common.model_curve import numbers
from playground.views.fit.split import (
    DegreeErrors,
    Errors,
    degree_errors,
    held_out,
    split_errors,
)

NOTHING = {"x": np.zeros(0), "y": np.zeros(0)}
HELD = "The fit above uses every point. Here a random subset is held out. "
JUDGED = "Both errors are mean squared errors, also where the fit minimises another loss. "
# Errors below this share of the largest are drawn at it: they are rounding.
LEAST = 1e-12


def errors_table(errors: Errors | None) -> list[list[list[Part]]]:
    """Rows: the points, and their mean squared error."""
    if errors is None:
        return []
    lines = (
        ("Fitted", errors.train_count, errors.train, "closed", "seen"),
        ("Held out", errors.test_count, errors.test, "truth", "held_out"),
    )
    return [
        [[(name, f"?{key}")], [(whole(count), "")], [(typeset(error, digits=4), role)]]
        for name, count, error, role, key in lines
    ]


def degree_words(found: DegreeErrors | None, degree: int) -> list[Part]:
    """Which degree predicts the held-out points best."""
    if found is None:
        return []
    said = (
        "The test error is lowest at degree {best}, the current one. "
        if found.best == degree
        else "The test error is lowest at degree {best}; the current degree is {degree}. "
    )
    return filled(
        said + "The training error never rises as the degree grows.",
        best=(whole(found.best), "truth"),
        degree=whole(degree),
    )


def log_axis(found: DegreeErrors) -> tuple[np.ndarray, np.ndarray, Extent]:
    """log10 of both errors, and the axis that holds them."""
    both = np.concatenate([found.train, found.test])
    largest = float(both.max(initial=0.0)) or 1.0
    logs = np.log10(np.maximum(both, LEAST * largest))
    extent = Extent(float(logs.min()) - 0.15, float(logs.max()) + 0.15)
    return logs[: len(found.train)], logs[len(found.train) :], extent


class HeldOut:
    """Owns the dial, the table and the figure of errors by degree."""

    title = "Held-out points"

    def __init__(self, commands: Commands) -> None:
        self.share = Dial(
            label="Held out",
            term="held_out",
            start=5,
            end=60,
            step=5,
            low=0,
            high=90,
            unit="%",
        )
        self.share.on_edit(lambda edit: commands.choose(held_out=edit.new))
        self.table = NumberTable(caption="Mean squared error", columns=["", "points", "error"])
        self.note = Prose()
        self.words = Prose()
        self._errors, self._degrees = Memo[Errors | None](), Memo[DegreeErrors | None]()
        self._make_plot()

    def _make_plot(self) -> None:
        colours = palette(dark=False)
        self.figure = make_figure("degree_errors")
        self.figure.update(sizing_mode="stretch_width", height=230)
        self.figure.xaxis.update(axis_label="degree", ticker=FixedTicker())
        self.figure.yaxis.axis_label = "mean squared error"
        set_log(self.figure.yaxis[0], True)
        self.train, self.test, self.now = (
            ColumnDataSource({**NOTHING, "error": np.zeros(0)}) for _ in range(3)
        )
        shown = []
        for name, source, role, dash in (
            ("fitted", self.train, "closed", "solid"),
            ("held out", self.test, "truth", [7, 5]),
        ):
            look: Look = {"line_color": colours[role], "line_width": 2.5, "line_dash": dash}
            line = self.figure.add_glyph(source, Line(x="x", y="y", **look))
            fill: Look = {"fill_color": colours[role], "line_color": colours["background"]}
            self.figure.add_glyph(source, Scatter(x="x", y="y", size=7, **fill))
            shown.append(Series(name, [line], (X, Field("error", "error")), hover="above"))
        self.framed = framed(self.figure, "Training and test error by degree", shown, self.words)
        ring: Look = {"fill_color": None, "line_color": colours["data"], "line_width": 2}
        self.figure.add_glyph(self.now, Scatter(x="x", y="y", size=14, **ring))

    def parts(self) -> list[Widget | UIElement]:
        return [
            self.note,
            self.share,
            self.table,
            self.framed,
        ]

    @staticmethod
    def visible(scene: Scene) -> bool:
        return scene.solved is not None and scene.data.N > 2

    def update(self, scene: Solved) -> None:
        percent, seed = scene.interaction.choices.held_out, scene.state.seed
        put(self.share, value=percent)
        share = percent / 100
        out = held_out(scene.data.N, share, seed)
        errors = self._errors(lambda: split_errors(scene.problem, out), scene.problem, share, seed)
        put(self.table, rows=errors_table(errors))
        # Of degrees, least squares alone are compared.
        simple = scene.data.simple and scene.state.formula is None and not scene.problem.robust
        put(self.note, parts=[(HELD + (JUDGED if scene.problem.robust else ""), "muted")])
        data = scene.data
        found = self._degrees(
            lambda: degree_errors(numbers(scene)[0], data.y, out, data.weights) if simple else None,
            scene.data,
            simple,
            share,
            seed,
        )
        put(self.words, parts=degree_words(found, scene.state.degree))
        self.framed.visible = found is not None
        if found is not None:
            self._show_plot(found, scene.state.degree)

    def _show_plot(self, found: DegreeErrors, degree: int) -> None:
        train, test, extent = log_axis(found)
        assign(self.train, {"x": found.degrees, "y": train, "error": found.train})
        assign(self.test, {"x": found.degrees, "y": test, "error": found.test})
        here = found.degrees == degree
        assign(
            self.now,
            {"x": found.degrees[here], "y": test[here], "error": found.test[here]},
        )
        self.figure.x_range.update(start=0.5, end=float(found.degrees[-1]) + 0.5)
        self.figure.y_range.update(start=extent.start, end=extent.end)
        tick_at(self.figure.xaxis, found.degrees.tolist())
