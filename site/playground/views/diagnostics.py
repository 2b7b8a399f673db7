"""The tab Diagnostics: whether the fit can be believed, and which points it hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from bokeh.model import Model
from panel.widgets.base import Widget

from playground.models import Group
from playground.scene import Scene
from playground.views.base import Desk
from playground.views.diagnostics_figures import ALONE, AMONG, PlotFigure
from playground.views.diagnostics_heat import HeatFigure, heat, heat_in_words, pairs_table
from playground.views.diagnostics_numbers import Diagnosis
from playground.views.diagnostics_plots import PLOTS, thinned
from playground.views.diagnostics_tables import (
    MEANINGS,
    belsley_in_words,
    belsley_table,
    coefficients_table,
    errors_table,
    fit_in_words,
    fit_table,
    points_table,
    selected_in_words,
    tests_table,
)
from playground.views.lazy import LazyView
from playground.widgets import Choice, NumberTable, Prose

ALL = "all"
NOTHING = "There are no points, so there is nothing to diagnose."
PENALISED = (
    "This is plain least squares: errors and tests of a penalised fit have no such meaning, so the "
    "penalty is left out here."
)


class DiagnosticsView(LazyView):
    """Owns the plots, tables and words of the tab Diagnostics."""

    name: ClassVar[str] = "diagnostics"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._scene: Scene | None = None
        self._shown: tuple[int | None, str] = (None, "")
        self._found: tuple[object, Diagnosis] | None = None
        # A figure is made when it is first chosen.
        self._figures: dict[str, PlotFigure] = {}

    def build(self) -> Sequence[Widget | Model]:
        options = [*((kind, plot[0]) for kind, plot in PLOTS.items()), (ALL, "All six")]
        self.choice = Choice(label="Diagnostic plot", options=options, value="residuals")
        self.choice.param.watch(lambda _: self._choose(), "value")
        self.note, self.words, self.selected = Prose(), Prose(), Prose()
        self.plots = Group(look="grid")
        self.twin = NumberTable()
        self._make_tables()
        self.heat = HeatFigure()
        self.heat_words, self.pairs = Prose(), NumberTable(columns=["Pair", "Correlation"])
        self.heat_group = self.group(
            "Correlation",
            self.heat_words,
            self.heat.figure,
            self.group("The closest pairs in numbers", self.pairs, look="fold"),
        )
        self.body = self.group("", *self._parts())
        return [self.note, self.body]

    def _make_tables(self) -> None:
        self.coefficients = NumberTable(caption="Estimates and their errors")
        self.tests = NumberTable(caption="Is each coefficient different from 0?")
        self.fit = NumberTable(caption="The fit as a whole")
        self.fit_words = Prose()
        self.errors = NumberTable(caption="Mean squared error")
        self.belsley = NumberTable(caption="Shares of each variance, by condition index")
        self.belsley_words = Prose()

    def _parts(self) -> list[Widget | Model]:
        return [
            self.choice,
            self.plots,
            self.words,
            self.selected,
            self.group("The most influential points in numbers", self.twin, look="fold"),
            self.group("Coefficients", self.coefficients, self.tests),
            self.group("Goodness of fit", self.fit, self.fit_words),
            self.group("On points not seen", self.errors),
            self.group("Near dependencies (Belsley)", self.belsley_words, self.belsley),
            self.heat_group,
            self.group("What these numbers mean", Prose(parts=MEANINGS), look="fold"),
        ]

    def _choose(self) -> None:
        """Show another plot, by way of the desk, so that a new figure is painted as all are."""
        self.desk.change({})

    def update(self, scene: Scene) -> None:
        before, self._scene = self._scene, scene
        self.body.visible = scene.fit is not None
        penalised = getattr(scene.state, "penalty", "none") != "none"
        said = NOTHING if scene.fit is None else PENALISED if penalised else ""
        self.note.param.update(parts=[(said, "muted")], visible=bool(said))
        if scene.fit is None:
            return
        found = self._diagnosis(scene)
        same = before is not None and before.fit is scene.fit
        shown = (scene.hand.selected, self.choice.value)
        if not same or shown != self._shown:
            self._shown = shown
            self._show_plots(scene, found)
        if not same:
            self._show_tables(scene, found)

    def _diagnosis(self, scene: Scene) -> Diagnosis:
        """The diagnosis of a scene, kept while its fit stays."""
        if self._found is None or self._found[0] is not scene.fit:
            self._found = (scene.fit, Diagnosis.of(scene))
        return self._found[1]

    def _figure(self, kind: str) -> PlotFigure:
        if kind not in self._figures:
            name, _, bars = PLOTS[kind]
            self._figures[kind] = PlotFigure(kind, name, bars, self.desk.select)
        return self._figures[kind]

    def _show_plots(self, scene: Scene, found: Diagnosis) -> None:
        chosen = self.choice.value
        kinds = list(PLOTS) if chosen == ALL else [chosen]
        plots = {kind: PLOTS[kind][1](found, scene) for kind in kinds}
        for kind, plot in plots.items():
            rows = scene.data.rows[plot.row]
            height = ALONE if len(kinds) == 1 else AMONG
            self._figure(kind).show(plot, rows, scene.hand.selected, height)
        elements = [self._figure(kind).figure for kind in kinds]
        if list(self.plots.elements) != elements:
            self.plots.elements = elements
        first = plots[kinds[0]]
        said = first.words if len(kinds) == 1 else self._all_words(plots)
        self.words.parts = [*said, *thinned(found, scene)]
        self.selected.parts = selected_in_words(found, scene)
        columns, rows = points_table(found, first, scene)
        self.twin.param.update(columns=columns, rows=rows)

    def _all_words(self, plots: dict[str, object]) -> list[tuple[str, str]]:
        """Every plot's sentence, each on a line of its own after its name."""
        said = []
        for kind, plot in plots.items():
            said += [(f"{PLOTS[kind][0]}. ", "muted"), *plot.words, ("\n", "")]
        return said[:-1]

    def _show_tables(self, scene: Scene, found: Diagnosis) -> None:
        for table, (columns, rows) in (
            (self.coefficients, coefficients_table(found, scene)),
            (self.tests, tests_table(found)),
            (self.belsley, belsley_table(found)),
        ):
            table.param.update(columns=columns, rows=rows)
        self.fit.rows = fit_table(found, scene)
        self.fit_words.parts = fit_in_words(found)
        self.errors.rows = errors_table(found, scene)
        self.belsley_words.parts = belsley_in_words(found)
        self._show_heat(scene, found)

    def _show_heat(self, scene: Scene, found: Diagnosis) -> None:
        map_ = heat(found, scene)
        self.heat_group.visible = map_ is not None
        if map_ is not None:
            self.heat.show(map_)
            self.heat_words.parts = heat_in_words(map_)
            self.pairs.rows = pairs_table(map_)
