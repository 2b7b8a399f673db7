"""What we lean on in Pyodide and BokehJS is as it was when it was looked at."""

import pytest
from bundle import upstream


@pytest.fixture(scope="module")
def shipped():
    return upstream.shipped()


def test_nothing_that_we_lean_on_has_changed(shipped):
    assert upstream.changes(*shipped) == []


def test_a_change_is_named_with_its_new_text(shipped):
    module, loader, bokeh = shipped
    changed = module.replace("refcount:Infinity,name", "refcount:1,name")
    (said,) = upstream.changes(changed, loader, bokeh)
    assert said.startswith("var newDSO= has changed")
    assert "refcount:1,name" in said


def test_what_is_gone_is_named(shipped):
    module, loader, bokeh = shipped
    (said,) = upstream.changes(module, loader.replace('"prepareSnapshot"', '"other"'), bokeh)
    assert said.startswith("prepareSnapshot is gone")


def test_a_method_of_bokehjs_that_has_another_name_is_noticed(shipped):
    module, loader, bokeh = shipped
    said = upstream.changes(module, loader, bokeh.replace("schedule_paint", "plan_paint"))
    assert any(text.startswith("models/plots/plot_canvas has changed") for text in said)
    assert all("painting.js" in text or "canvas.js" in text or "hover.js" in text for text in said)
