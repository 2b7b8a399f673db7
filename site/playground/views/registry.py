"""All views, in the order in which their models are made. A new region is a new entry."""

from __future__ import annotations

from collections.abc import Callable

from playground.glossary import GlossaryView
from playground.views.base import Desk, View
from playground.views.closed_form import ClosedFormView
from playground.views.code import CodeView
from playground.views.collinearity import CollinearityView
from playground.views.data import DataView
from playground.views.descent import DescentView
from playground.views.diagnostics import DiagnosticsView
from playground.views.fit import FitView
from playground.views.fit_panel import FitPanel
from playground.views.plot import PlotView
from playground.views.table import TableView
from playground.views.topbar import TopBarView
from playground.views.words import WordsView

VIEWS: tuple[Callable[[Desk], View], ...] = (
    GlossaryView,
    TopBarView,
    DataView,
    PlotView,
    FitView,
    DescentView,
    WordsView,
    TableView,
    FitPanel,
    ClosedFormView,
    CollinearityView,
    DiagnosticsView,
    CodeView,
)
