"""What the memory image leans on in Pyodide is as it was when it was looked at."""

import pytest
from bundle import upstream


@pytest.fixture(scope="module")
def shipped():
    module, loader = upstream.shipped()
    return module, loader


def test_nothing_that_the_image_leans_on_has_changed(shipped):
    assert upstream.changes(*shipped) == []


def test_a_change_is_named_with_its_new_text(shipped):
    module, loader = shipped
    changed = module.replace("refcount:Infinity,name", "refcount:1,name")
    (said,) = upstream.changes(changed, loader)
    assert said.startswith("var newDSO= has changed")
    assert "refcount:1,name" in said


def test_what_is_gone_is_named(shipped):
    module, loader = shipped
    (said,) = upstream.changes(module, loader.replace('"prepareSnapshot"', '"other"'))
    assert said.startswith("prepareSnapshot is gone")
