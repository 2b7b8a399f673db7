"""A control reports what a person did, and nothing that Python did."""

from __future__ import annotations

from typing import Any

import pytest
from bokeh.document import Document
from playground.controls.widgets import Action, Choice, Dial, Edit


class Page:
    """A document with one control, and the patches that the page sends for it."""

    def __init__(self, widget: Any) -> None:
        self.document = Document()
        self.model = widget.get_root(self.document)
        self.document.add_root(self.model)

    def send(self, attribute: str, value: object) -> None:
        change = {"kind": "ModelChanged", "model": self.model.ref, "attr": attribute, "new": value}
        self.document.apply_json_patch({"events": [change]}, setter="page")


def heard(widget: Any, name: str = "value") -> list[Edit]:
    edits: list[Edit] = []
    widget.on_edit(edits.append, name)
    return edits


def test_what_a_person_changes_is_reported_once() -> None:
    choice = Choice(options=[("a", "A"), ("b", "B")], value="a")
    edits, page = heard(choice), Page(choice)
    page.send("value", "b")
    assert edits == [Edit("a", "b")]
    assert choice.value == "b"


def test_what_python_changes_is_not_reported() -> None:
    choice = Choice(options=[("a", "A"), ("b", "B")], value="a")
    edits, page = heard(choice), Page(choice)
    choice.value = "b"
    assert page.model.value == "b"
    assert edits == []


def test_an_answer_to_a_person_is_no_edit() -> None:
    dial = Dial(value=1.0)
    page = Page(dial)
    edits = heard(dial)
    dial.on_edit(lambda edit: setattr(dial, "value", 3.0))
    page.send("value", 2.0)
    assert edits == [Edit(1.0, 2.0)]
    assert page.model.value == 3.0


def test_clicks_that_come_at_once_are_one_edit() -> None:
    button = Action()
    edits, page = heard(button, "clicks"), Page(button)
    page.send("clicks", 3)
    assert edits == [Edit(0, 3)]


@pytest.mark.parametrize("wild", [float("nan"), float("inf")])
def test_a_dial_reports_no_number_that_is_none(wild: float) -> None:
    dial = Dial(value=1.0, low=0.0, high=2.0)
    edits, page = heard(dial), Page(dial)
    page.send("value", wild)
    assert edits == []
    assert page.model.value == 1.0
