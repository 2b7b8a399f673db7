"""The tab Diagnostics: whether the fit can be believed, and which points it hangs on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from playground.controls.models import NumberTable, Prose
from playground.controls.widgets import Download
from playground.engine.numbers import shortened, whole
from playground.engine.parts import Part
from playground.engine.scene import Scene, Solved
from playground.session.commands import Commands
from playground.session.jobs import rest
from playground.views.common.base import on_click, on_open, put
from playground.views.common.lazy import LazyView, Places
from playground.views.common.model_curve import other_fits
from playground.views.diagnostics.controls import Controls
from playground.views.diagnostics.figures import PlotFigure
from playground.views.diagnostics.influence import stands_out
from playground.views.diagnostics.numbers import Diagnosis
from playground.views.diagnostics.plot import Plot, thinned
from playground.views.diagnostics.plots import PLOTS
from playground.views.diagnostics.points import (
    PANEL,
    PANEL_TERMS,
    as_csv,
    panel_row,
    points_table,
    points_terms,
    selected_in_words,
)
from playground.views.diagnostics.report import Report

# The plots of the stage; the others are made once their fold is opened.
STAGE = ("residuals", "normal", "scale", "leverage")
FOLDED = tuple(kind for kind in PLOTS if kind not in STAGE)
MORE = "Influence of each point"
JOB = "diagnostics"
NOTHING = "No data. Click the plot or open a file."
OTHER_FIT = (
    "Diagnostics are for ordinary least squares{}: standard errors and tests do not apply to {}."
)
WEIGHTED = (
    "The fit is weighted by {}. Standardised residuals, the Q–Q plot and tests use residuals times "
    "the square roots of the weights; Residuals vs fitted shows them as they are."
)
# With more points than this a dial would wait for the plots; they come once it rests so long.
AT_ONCE = 5000


def _scope(scene: Solved) -> str:
    """Return which fit the diagnostics are of, where another one is shown."""
    ignored = " and ignore the penalty" if scene.problem.penalty is not None else ""
    others = other_fits(scene)
    said = [OTHER_FIT.format(ignored, others)] if others else []
    if scene.data.weights is not None:
        said.append(WEIGHTED.format(shortened(scene.data.weighted_by or "", 16)))
    return " ".join(said)


class DiagnosticsView(LazyView):
    """Owns the plots of the tab Diagnostics; the tables below them are a `Report`."""

    name: ClassVar[str] = "diagnostics"
    fills: ClassVar[tuple[str, ...]] = ("view", "stage", "strip", "under")

    def __init__(self, commands: Commands) -> None:
        super().__init__(commands)
        self._scene: Scene | None = None
        self._found: Diagnosis | None = None
        # What the plots show, so that they are drawn again only for something else.
        self._drawn: tuple[object, ...] = ()
        self._first: Plot | None = None
        # A figure is made when it is first chosen.
        self._figures: dict[str, PlotFigure] = {}

    def build(self) -> Places:
        self.note, self.words, self.selected = Prose(), Prose(), Prose()
        self.more = self.group(MORE, look="fold")
        on_open(self.more, self.commands)
        self.twin = NumberTable()
        self.csv = Download(
            label="Download diagnostics", filename="diagnostics.csv", mime="text/csv"
        )
        on_click(self.csv, lambda _: self._fill_csv())
        self.report = Report(self)
        self.body = self.group(
            "",
            self.words,
            self.selected,
            self.more,
            self.group("Most influential points", self.twin, self.csv, look="fold"),
            *self.report.parts,
        )
        self.panel = NumberTable(columns=[*PANEL], terms=PANEL_TERMS)
        self.controls = Controls(self.commands)
        return Places(
            [self.note, self.body],
            [self._figure(kind).framed for kind in STAGE],
            self.controls.parts,
            [self.panel],
        )

    def told(self, scene: Scene) -> list[Part]:
        """Which point the fit hangs on."""
        found, solved = self._found, scene.solved
        if found is None or solved is None or found.fit.problem.X is not solved.problem.X:
            return []
        return stands_out(found, scene)

    def _fill_csv(self) -> None:
        if self._found is not None and self._scene is not None:
            self.csv.content = as_csv(self._found, self._scene)

    def update(self, scene: Scene) -> None:
        first, self._scene = self._scene is None, scene
        self.controls.show(scene)
        solved = scene.solved
        for part in (self.body, *(self._figure(kind).framed for kind in STAGE)):
            put(part, visible=solved is not None)
        self._note(NOTHING if solved is None else _scope(solved))
        if solved is None:
            self.commands.jobs.end(JOB)
            self._found = None
        elif self._found is None or self._found.fit.problem.X is not solved.problem.X:
            self._found = Diagnosis(solved.fit)
            self.csv.content = ""
            self._begin(scene, self._found, first)
        elif JOB not in self.commands.jobs or scene.data.N <= AT_ONCE:
            self._show_plots(scene, self._found)
            self.report.judge(self._found, scene)
        put(self.panel, rows=[panel_row(self._found, scene)])

    def _begin(self, scene: Scene, found: Diagnosis, first: bool) -> None:
        """Show a new diagnosis: the plots at once if they are quick, the tables part by part."""
        later = scene.data.N > AT_ONCE and not first
        if later:
            self._note(f"Computing the diagnostics of {whole(found.N)} points.")
        else:
            self._show_plots(scene, found)
        work = self._work(scene, found, later)
        if first:
            list(work)  # A view is not opened half empty.
        else:
            self.commands.jobs.begin(JOB, work)

    def _work(self, scene: Scene, found: Diagnosis, later: bool) -> Iterator[object]:
        made = self._made()
        if later:
            yield from rest()
            self._show_plots(self._scene or scene, found)
            self._note("")
            self.commands.told()
            yield None
        self._show_twin(self._scene or scene, found)
        yield None
        yield from self.report.fill(found, scene)
        # The level may have been changed since this work began.
        self.report.judge(found, self._scene or scene)
        if self._made() != made:
            self.commands.models_made()

    def _made(self) -> tuple[int, bool]:
        """Which figures have been made so far."""
        return len(self._figures), self.report.heat is not None

    def _note(self, said: str) -> None:
        put(self.note, parts=[(said, "muted")], visible=bool(said))

    def _figure(self, kind: str) -> PlotFigure:
        if kind not in self._figures:
            name, _, bars = PLOTS[kind]
            look = "small" if kind in STAGE else "figure"
            self._figures[kind] = PlotFigure(kind, name, bars, look, self.commands)
        return self._figures[kind]

    def _show_plots(self, scene: Scene, found: Diagnosis) -> None:
        """Draw the plots, unless they are drawn already."""
        interaction = scene.interaction
        choices = interaction.choices
        unfolded = MORE in choices.open_folds
        wanted = (
            found,
            interaction.selected,
            interaction.group,
            unfolded,
            choices.trend,
            scene.state.level,
        )
        if wanted == self._drawn:
            return
        self._drawn = wanted
        plots = {kind: PLOTS[kind][1](found, scene) for kind in (PLOTS if unfolded else STAGE)}
        for kind, plot in plots.items():
            self._figure(kind).show(plot, scene)
        if unfolded and not self.more.elements:
            self.more.elements = [self._figure(kind).framed for kind in FOLDED]
        self._show_words(scene, found, plots)
        if JOB not in self.commands.jobs:
            self._show_twin(scene, found)

    def _show_words(self, scene: Scene, found: Diagnosis, plots: dict[str, Plot]) -> None:
        self._first = next(iter(plots.values()))
        said = thinned(found, scene)
        put(self.words, parts=said, visible=bool(said))
        self.selected.parts = selected_in_words(found, scene)

    def _show_twin(self, scene: Scene, found: Diagnosis) -> None:
        if self._first is not None:
            columns, rows = points_table(found, self._first, scene)
            put(self.twin, columns=columns, terms=points_terms(columns), rows=rows)
