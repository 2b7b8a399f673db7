"""What every figure of every tab comes with, whichever figure it is."""

import pytest
from bokeh.models import ColumnDataSource, FixedTicker, HoverTool
from bokeh.plotting import figure
from playground.controls.models import FigureMenu, GroundTool, Group, PointTool, ScrubTool
from playground.runtime.app import make_app

# Between them every figure of the product is drawn.
SCENES = (
    {"view": "fit"},
    {"view": "descent"},
    {"view": "closed-form"},
    {"view": "collinearity", "data": "collinear"},
    {"view": "diagnostics", "data": "longley"},
    {"view": "code"},
    {"view": "fit"},
)
FIGURES = {
    "plot", "loss_plot", "valley", "modes", "eigenbasis", "digits_plot", "rank_plot",
    "collinearity_digits", "collinearity_steps", "collinearity_valley", "collinearity_ridge",
    "collinearity_size", "diagnostics_residuals", "diagnostics_normal", "diagnostics_scale",
    "diagnostics_leverage", "diagnostics_cook", "diagnostics_dffits", "diagnostics_heat",
    "fan", "degree_errors", "added", "rule_loss", "rule_valley", "sum_of_squares", "residual_strip",
    "arrival", "sampling",
}  # fmt: skip


@pytest.fixture(scope="module")
def app():
    """An app that has drawn every figure."""
    app = make_app()
    for scene in SCENES:
        app.set_state(scene)
        for group in list(app.document.select({"type": Group})):
            if group.look == "fold":
                group.open = True
        while app.animating:
            app.frame(16)
    app.set_state({"data": "linear"})
    while app.animating:
        app.frame(16)
    return app


@pytest.fixture
def drawn(app):
    """Every figure, and the menu of each."""
    figures = {one.name: one for one in app.document.select({"type": figure})}
    menus = {one.figure.name: one for one in app.document.select({"type": FigureMenu})}
    return figures, menus


def test_every_figure_has_all_that_figures_have(drawn) -> None:
    figures, menus = drawn
    # The one in 3-D has no axes of Bokeh's.
    assert set(figures) == FIGURES == set(menus) - {"space"}
    for name, plot in figures.items():
        menu = menus[name]
        assert menu.title, name
        assert menu.tables, name
        for axis in plot.axis:
            # An axis of names says what it is by them.
            named = isinstance(axis.ticker, FixedTicker) or not axis.visible
            assert axis.axis_label or named, (name, axis)
        tools = {type(tool) for tool in plot.tools}
        # Pan and zoom belong to one tool, never to none and never to two.
        assert len(tools & {GroundTool, PointTool, ScrubTool}) == 1, name
        assert HoverTool in tools, name


def test_every_table_shows_columns_that_there_are(drawn) -> None:
    for name, menu in drawn[1].items():
        for caption, source, fields in menu.tables:
            assert isinstance(source, ColumnDataSource)
            assert caption, name
            columns = {column for column, _ in fields}
            assert columns <= set(source.data), (name, caption)


def test_what_is_hovered_is_what_the_table_has(drawn) -> None:
    figures, menus = drawn
    for name, plot in figures.items():
        tables = {source.id: dict(fields) for _, source, fields in menus[name].tables}
        for tool in plot.select({"type": HoverTool}):
            (source,) = {renderer.data_source.id for renderer in tool.renderers}
            shown = {text.strip("@{}") for label, text in tool.tooltips if label}
            assert shown == set(tables[source]), name


def test_figures_within_tabs_have_their_sentence(app) -> None:
    looks = {"figure", "main", "small"}
    framed = [group for group in app.document.select({"type": Group}) if group.look in looks]
    said = [group.title for group in framed if any(hasattr(e, "parts") for e in group.elements)]
    assert {
        "Coefficients",
        "Correct digits",
        "Coefficient size",
        "Training and test error by degree",
    } <= set(said)
