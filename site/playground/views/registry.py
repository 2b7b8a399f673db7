"""All views, in the order in which their models are made. A new region is a new entry."""

from __future__ import annotations

from collections.abc import Callable

from playground.session.commands import Commands
from playground.views.closed_form.view import ClosedFormView
from playground.views.code.view import CodeView
from playground.views.collinearity.view import CollinearityView
from playground.views.common.base import Telling, View
from playground.views.data import DataView
from playground.views.descent.view import DescentView
from playground.views.diagnostics.view import DiagnosticsView
from playground.views.fit.panel import FitPanel
from playground.views.fit.view import FitView
from playground.views.glossary import GlossaryView
from playground.views.loss import LossView
from playground.views.model import ModelView
from playground.views.plot.view import PlotView
from playground.views.space.view import SpaceView
from playground.views.table import TableView
from playground.views.topbar import TopBarView
from playground.views.welcome import WelcomeView
from playground.views.words import WordsView

VIEWS: tuple[Callable[[Commands], View], ...] = (
    GlossaryView,
    TopBarView,
    DataView,
    ModelView,
    PlotView,
    SpaceView,
    FitView,
    LossView,
    DescentView,
    WelcomeView,
    TableView,
    FitPanel,
    ClosedFormView,
    CollinearityView,
    DiagnosticsView,
    CodeView,
)


def make_views(commands: Commands) -> list[View]:
    """Make all of them, and last the sentence, which says what the open tab has to tell."""
    views = [make(commands) for make in VIEWS]
    told = {view.name: view.told for view in views if isinstance(view, Telling)}
    return [*views, WordsView(commands, told)]
