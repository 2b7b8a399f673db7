"""The internals of others that we use are as they were when they were looked at."""

from dataclasses import replace

import pytest
from bundle import upstream


@pytest.fixture(scope="module")
def shipped():
    return upstream.shipped()


def test_nothing_that_we_lean_on_has_changed(shipped):
    assert upstream.changes(shipped) == []


def test_a_change_is_named_with_its_new_text(shipped):
    module = shipped.module.replace("refcount:Infinity,name", "refcount:1,name")
    (said,) = upstream.changes(replace(shipped, module=module))
    assert said.startswith("var newDSO= has changed")
    assert "refcount:1,name" in said


def test_what_is_gone_is_named(shipped):
    loader = shipped.loader.replace('"prepareSnapshot"', '"other"')
    (said,) = upstream.changes(replace(shipped, loader=loader))
    assert said.startswith("prepareSnapshot is gone")


def test_a_method_of_bokehjs_that_has_another_name_is_noticed(shipped):
    bokeh = shipped.bokeh.replace("schedule_paint", "plan_paint")
    said = upstream.changes(replace(shipped, bokeh=bokeh))
    assert any(text.startswith("models/plots/plot_canvas has changed") for text in said)
    assert all(
        "scheduling.js" in text or "canvas.js" in text or "hover.js" in text for text in said
    )


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        (
            "bokeh/document/models.py",
            "_new_models",
            "_fresh",
            "DocumentModelManager._new_models is",
        ),
        ("panel/widgets/base.py", "_rename", "_renamed", "Widget._rename is gone"),
        ("panel/reactive.py", "in self._busy__ignore", "in []", "Syncable._process_events has"),
    ],
)
def test_a_private_member_of_python_that_changes_is_named(shipped, path, old, new, said):
    python = shipped.python | {path: shipped.python[path].replace(old, new)}
    texts = upstream.changes(replace(shipped, python=python))
    assert any(text.startswith(f"{path} {said}") for text in texts)


def test_comments_are_no_change(shipped):
    path = "panel/reactive.py"
    python = shipped.python | {path: shipped.python[path].replace("\n", "  # a comment\n", 1)}
    assert upstream.changes(replace(shipped, python=python)) == []
