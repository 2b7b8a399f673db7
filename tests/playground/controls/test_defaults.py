"""Bokeh's defaults, looked up once for each class, are those that Bokeh looks up itself."""

import json
import re

import pytest
from bokeh.core.properties import Override
from bokeh.models import ColumnDataSource, LinearAxis, Scatter
from bokeh.plotting import figure
from bokeh.themes import Theme
from playground.controls import defaults
from playground.runtime.app import App
from playground.runtime.bridge import Bridge, document_json

TABS = ("descent", "closed-form", "collinearity", "diagnostics")


@pytest.fixture(autouse=True)
def remembered():
    yield
    defaults.remember()


def numbered(text):
    """The text with the models numbered by their first place in it."""
    numbers = {}
    return re.sub(r"\bp\d+\b", lambda name: f"p{numbers.setdefault(name[0], len(numbers))}", text)


def written():
    """The document, and what is sent for the opening of every tab."""
    app = App(lambda: 0.0)
    said = []
    # Where time stands, nobody is told that it takes long.
    bridge = Bridge(app, lambda text, _: said.append(text), clock=lambda: 0.0)
    document = document_json(app.document)
    for number, view in enumerate(TABS):
        bridge.receive(number, "setState", json.dumps({"view": view}), None)
    return numbered("\n".join([document, *said]))


def test_the_document_and_every_tab_are_written_alike():
    defaults.remember()
    quick = written()
    defaults.forget()
    assert written() == quick


def test_what_one_model_holds_by_default_is_not_shared():
    defaults.remember()
    one, two = ColumnDataSource(), ColumnDataSource()
    one.data["x"] = [1]
    assert two.data == {}
    assert LinearAxis().ticker is not LinearAxis().ticker
    one_figure, two_figure = figure(), figure()
    assert one_figure.x_range is not two_figure.x_range


def test_a_subclass_with_a_default_of_its_own_has_it():
    class Large(Scatter):
        size = Override(default=20)

    defaults.remember()
    assert Scatter().size == 4
    assert Large().size == 20
    assert Scatter().size == 4


def test_a_theme_wins_and_leaves_no_trace():
    defaults.remember()
    plain = Scatter().size
    themed = Scatter()
    Theme(json={"attrs": {"Scatter": {"size": 11}}}).apply_to_model(themed)
    assert themed.size == 11
    assert Scatter().size == plain
