"""The tab Code in the app: what it shows and what its buttons give."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playground.export.documents import fit_json, notebook, script
from playground.runtime.app import App


@pytest.fixture
def parts(app: App, hand: Any) -> dict[str, Any]:
    """The models of the open tab, by their labels."""
    app.set_state({"view": "code", "steps": 5})
    return {m.label: m for m in app.slots["view_code"].references() if getattr(m, "label", "")}


def test_nothing_is_made_before_the_tab_is_opened(app: App) -> None:
    assert app.slots["view_code"].elements == []


def test_the_code_follows_the_state(app: App, parts: dict[str, Any]) -> None:
    code, copy = parts["The Python behind this page"], parts["Copy code"]
    assert code.text == copy.text == script(app._session.scene)
    app.set_state({"penalty": "ridge"})
    assert "penalties.Ridge" in code.text
    app.set_state({"view": "fit", "penalty": "none"})
    assert "penalties.Ridge" in code.text, "what nobody sees is not made"


@pytest.mark.parametrize(
    ("label", "make"),
    [("Download code", script), ("As notebook", notebook), ("Fit as JSON", fit_json)],
)
def test_files_are_made_when_asked_for(
    app: App, hand: Any, parts: dict[str, Any], label: str, make: Any
) -> None:
    button = parts[label]
    assert button.content == ""
    click = {"kind": "ModelChanged", "model": button.ref, "attr": "clicks", "new": 1}
    app.document.apply_json_patch({"events": [click]}, setter="page")
    assert button.content == make(app._session.scene)
    app.set_state({"steps": 6})
    assert button.content == ""


def test_the_json_is_the_pages_state(app: App, parts: dict[str, Any]) -> None:
    told, state = json.loads(fit_json(app._session.scene)), app.get_state()
    state["results"].pop("messages")
    told["results"].pop("messages")
    assert told == state
