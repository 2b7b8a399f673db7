"""What stands below the diagnostic plots: tables of the fit, of dependencies, of correlations."""

from __future__ import annotations

from collections.abc import Iterator

from playground.controls.models import Group, NumberTable, Prose
from playground.engine.scene import Scene
from playground.views.common.base import put
from playground.views.common.lazy import LazyView
from playground.views.diagnostics.heat import HeatFigure, heat, pairs_table
from playground.views.diagnostics.numbers import Diagnosis
from playground.views.diagnostics.tables import (
    MOST_INDICES,
    belsley_in_words,
    belsley_table,
    coefficients_table,
    errors_table,
    fit_in_words,
    fit_table,
    intervals_table,
)


class Report:
    """Owns the tables of the tab Diagnostics; `fill` brings them to a diagnosis in parts."""

    def __init__(self, view: LazyView) -> None:
        self._view = view
        self.coefficients = NumberTable(
            caption="Coefficient estimates", terms=["", "estimate", "std_error", "t"]
        )
        self.intervals = NumberTable(
            caption="95% confidence intervals and p-values",
            terms=["", "interval", "interval", "p_value"],
        )
        self.fit = NumberTable(caption="Whole model")
        self.errors = NumberTable(caption="Mean squared error")
        self.belsley = NumberTable(
            caption="VIF and variance-decomposition proportions",
            terms=["condition_index", "vif", *["share"] * MOST_INDICES],
        )
        self.fit_words, self.belsley_words = Prose(), Prose()
        self.pairs = NumberTable(columns=["Pair", "Correlation"], terms=["", "correlation"])
        self.heat: HeatFigure | None = None
        self.heat_group = Group(title="Correlation", visible=False)
        self.parts: list[Group] = [
            view.group("Coefficients", self.coefficients, self.intervals),
            view.group("Goodness of fit", self.fit, self.fit_words),
            view.group("Out-of-sample error", self.errors),
            view.group("Collinearity (Belsley)", self.belsley_words, self.belsley),
            self.heat_group,
        ]

    def fill(self, found: Diagnosis, scene: Scene) -> Iterator[None]:
        """Show a diagnosis, resting after each part."""
        for table, (columns, rows) in (
            (self.coefficients, coefficients_table(found)),
            (self.intervals, intervals_table(found)),
        ):
            put(table, columns=columns, rows=rows)
            yield
        self.fit.rows = fit_table(found, scene)
        self.fit_words.parts = fit_in_words(found)
        yield
        self.errors.rows = errors_table(found, scene)
        yield
        columns, rows = belsley_table(found)
        put(self.belsley, columns=columns, rows=rows)
        self.belsley_words.parts = belsley_in_words(found)
        yield
        self._show_heat(found, scene)

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
