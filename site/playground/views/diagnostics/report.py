"""What stands below the diagnostic plots: tables of the fit, of dependencies, of correlations."""

from __future__ import annotations

from collections.abc import Iterator

from linreg.diagnostics import COVARIANCES
from playground.controls.models import Group, NumberTable, Prose
from playground.controls.widgets import Choice
from playground.engine.scene import Scene
from playground.views.common.base import put
from playground.views.common.confidence_level import level_dial, show_level
from playground.views.common.lazy import LazyView
from playground.views.diagnostics.heat import HeatFigure, heat, pairs_table
from playground.views.diagnostics.numbers import Diagnosis
from playground.views.diagnostics.residual_tests import (
    TEST_HEADS,
    TEST_TERMS,
    covariance_in_words,
    residual_tests_in_words,
    residual_tests_table,
)
from playground.views.diagnostics.tables import (
    MOST_INDICES,
    belsley_in_words,
    belsley_table,
    coefficients_table,
    coefficients_terms,
    errors_table,
    fit_in_words,
    fit_table,
    intervals_caption,
    intervals_table,
)

KINDS = [(kind, "Classical" if kind == "classical" else kind) for kind in COVARIANCES]


class Report:
    """Owns the tables of the tab Diagnostics; `fill` brings them to a diagnosis in parts."""

    def __init__(self, view: LazyView) -> None:
        self._view = view
        self.level = level_dial(view.commands)
        self.covariance = Choice(label="Standard errors", options=KINDS, value=KINDS[0][0])
        self.covariance.on_edit(lambda edit: view.commands.choose(covariance=str(edit.new)))
        self.covariance_words = Prose(visible=False)
        self.coefficients = NumberTable(
            caption="Coefficient estimates", terms=["", "estimate", "std_error", "t"]
        )
        self.intervals = NumberTable(
            caption=intervals_caption(KINDS[0][0], 0.95),
            terms=["", "interval", "interval", "p_value"],
        )
        self.fit = NumberTable(caption="Whole model")
        self.tests = NumberTable(
            caption="Tests of the residuals", columns=TEST_HEADS, terms=TEST_TERMS
        )
        self.errors = NumberTable(caption="Mean squared error")
        self.belsley = NumberTable(
            caption="VIF and variance-decomposition proportions",
            terms=["condition_index", "vif", *["share"] * MOST_INDICES],
        )
        self.fit_words, self.test_words, self.belsley_words = Prose(), Prose(), Prose()
        self.pairs = NumberTable(columns=["Pair", "Correlation"], terms=["", "correlation"])
        self.heat: HeatFigure | None = None
        self.heat_group = Group(title="Correlation", visible=False)
        self.parts: list[Group] = [
            view.group(
                "Coefficients",
                self.covariance,
                self.level,
                self.covariance_words,
                self.coefficients,
                self.intervals,
            ),
            view.group("Goodness of fit", self.fit, self.fit_words, self.tests, self.test_words),
            view.group("Out-of-sample error", self.errors),
            view.group("Collinearity (Belsley)", self.belsley_words, self.belsley),
            self.heat_group,
        ]

    def fill(self, found: Diagnosis, scene: Scene) -> Iterator[None]:
        """Show a diagnosis, resting after each part."""
        self.judge(found, scene)
        yield
        self.fit.rows = fit_table(found, scene)
        self.fit_words.parts = fit_in_words(found)
        yield
        put(self.tests, rows=residual_tests_table(found))
        put(self.test_words, parts=residual_tests_in_words(found))
        yield
        self.errors.rows = errors_table(found, scene)
        yield
        columns, rows = belsley_table(found)
        put(self.belsley, columns=columns, rows=rows)
        self.belsley_words.parts = belsley_in_words(found)
        yield
        self._show_heat(found, scene)

    def judge(self, found: Diagnosis, scene: Scene) -> None:
        """Show the coefficients at the level and with the standard errors that are chosen."""
        kind, level = scene.interaction.choices.covariance, scene.state.level
        show_level(self.level, scene, visible=True)
        put(self.covariance, value=kind)
        said = covariance_in_words(found, kind)
        put(self.covariance_words, parts=said, visible=bool(said))
        columns, rows = coefficients_table(found, kind)
        put(self.coefficients, columns=columns, terms=coefficients_terms(kind), rows=rows)
        columns, rows = intervals_table(found, kind, level)
        put(self.intervals, caption=intervals_caption(kind, level), columns=columns, rows=rows)

    def _show_heat(self, found: Diagnosis, scene: Scene) -> None:
        map_ = heat(found, scene)
        if map_ is not None:
            drawn = self._heat()
            drawn.show(map_)
            self.pairs.rows = pairs_table(map_)
        self.heat_group.visible = map_ is not None

    def _heat(self) -> HeatFigure:
        """The heat map, made when it is first needed."""
        if self.heat is None:
            self.heat = HeatFigure()
            pairs = self._view.group("Most correlated pairs", self.pairs, look="fold")
            parts = (self.heat.framed, pairs)
            self.heat_group.elements = [self._view.model(part) for part in parts]
        return self.heat
