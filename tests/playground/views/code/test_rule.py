"""The section for a rule of one's own in the tab Code."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from bokeh.models import Range1d
from playground.engine.own_rule import encoded, race

from tests.playground.engine.racing import CODES, said


class Tab:
    """The open tab, and the page's half of it."""

    def __init__(self, app: Any) -> None:
        self.app = app
        app.set_state({"view": "code"})

    def model(self, label: str) -> Any:
        models = self.app.slots["view_code"].references()
        (found,) = (m for m in models if getattr(m, "label", getattr(m, "caption", "")) == label)
        return found

    def set(self, model: Any, attribute: str, value: Any) -> None:
        event = {"kind": "ModelChanged", "model": model.ref, "attr": attribute, "new": value}
        self.app.document.apply_json_patch({"events": [event]}, setter="page")

    def run(self, source: str | None = None) -> None:
        rule = self.model("Your update rule")
        if source is not None:
            self.set(rule, "text", source)
        self.set(rule, "runs", rule.runs + 1)
        outcome = json.loads(race(rule.text, rule.job, lambda: None))
        told = {name: outcome[name] for name in ("iterates", "count")}
        failed = outcome["error"] is not None
        self.set(rule, "outcome", json.dumps({**told, "run": rule.runs, "failed": failed}))

    @property
    def race_is_shown(self) -> bool:
        groups = self.app.slots["view_code"].references()
        (frame,) = (
            m
            for m in groups
            if m.__class__.__name__ == "Group" and m.title == "Loss under each rule"
        )
        return bool(frame.visible)

    @property
    def text(self) -> str:
        models = self.app.slots["view_code"].references()
        proses = [m.parts for m in models if m.__class__.__name__ == "Prose"]
        return "\n".join(said(parts) for parts in proses)


@pytest.fixture
def tab(app: Any) -> Tab:
    return Tab(app)


def test_a_run_ends_in_words_numbers_and_plots(tab: Tab) -> None:
    tab.set(tab.model("Start from"), "value", "newton")
    assert "One step is enough" in tab.text
    tab.run()
    assert "within 1% of the minimum loss after 1 step." in tab.text
    rows = tab.model("Comparison of the two rules").rows
    assert [row[0][0][0] for row in rows] == ["Built-in", "Yours"]
    assert tab.race_is_shown


def test_what_one_has_written_stays_when_starters_are_looked_at(tab: Tab) -> None:
    rule, starter = tab.model("Your update rule"), tab.model("Start from")
    tab.set(rule, "text", "mine")
    assert starter.value == "own"
    tab.set(starter, "value", "adam")
    assert rule.text == CODES["adam"]
    tab.set(starter, "value", "own")
    assert rule.text == "mine"


def test_code_by_link_is_shown_with_a_warning_and_not_run(tab: Tab) -> None:
    tab.app.set_state({"code": "print('hello')"})
    rule = tab.model("Your update rule")
    assert (rule.text, rule.job, rule.runs) == ("print('hello')", "", 0)
    assert "came with the link" in tab.text
    tab.set(rule, "text", "print('mine')")
    assert "came with the link" in tab.text, "a change does not make it known"
    tab.set(tab.model("Start from"), "value", "adam")
    assert "came with the link" not in tab.text


def test_the_code_is_in_the_state_unless_it_is_the_first_starter(tab: Tab) -> None:
    assert tab.app.get_state()["code"] is None
    tab.set(tab.model("Start from"), "value", "adam")
    assert tab.app.get_state()["code"] == CODES["adam"]
    tab.set(tab.model("Your update rule"), "text", "mine")
    assert tab.app.get_state()["code"] == "mine"
    tab.set(tab.model("Start from"), "value", "plain")
    assert tab.app.get_state()["code"] is None


def test_a_starter_by_link_is_known(tab: Tab) -> None:
    tab.app.set_state({"code": CODES["newton"]})
    assert tab.model("Start from").value == "newton"
    assert "came with the link" not in tab.text


def test_other_data_make_the_race_outdated(tab: Tab) -> None:
    tab.run()
    tab.app.set_state({"seed": 2})
    assert "Run your rule again" in tab.text
    assert not tab.race_is_shown
    tab.run()
    assert "Run your rule again" not in tab.text


def test_a_mistake_leaves_no_race_of_before(tab: Tab) -> None:
    tab.run()
    tab.run("def step(w, g, s):\n    return foo")
    assert not tab.race_is_shown


def test_without_points_the_page_says_what_to_do(tab: Tab, own: Any) -> None:
    tab.app.set_state(own(x=[], y=[]))
    rule = tab.model("Your update rule")
    tab.set(rule, "runs", 1)
    assert "no points" in json.loads(rule.job)["refused"]


def outcome_of(tab: Tab, iterates: Any, **words: Any) -> None:
    """As if this had come back from the run that was asked for last."""
    told = {"run": tab.model("Your update rule").runs, "failed": False, "count": len(iterates)}
    text = json.dumps({**told, "iterates": encoded(np.array(iterates)), **words})
    tab.set(tab.model("Your update rule"), "outcome", text)


def begin(tab: Tab) -> None:
    rule = tab.model("Your update rule")
    tab.set(rule, "runs", rule.runs + 1)


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf, 1e308, -1e160, 5e-324])
@pytest.mark.parametrize("after", [[], [[1.0, 1.0]]])
def test_whatever_floats_come_back_the_race_is_told(
    tab: Tab, odd: float, after: list[list[float]]
) -> None:
    begin(tab)
    outcome_of(tab, [[0.0, 0.0], [odd, 1.0], *after])
    assert [row[1][0][0] for row in tab.model("Comparison of the two rules").rows][1] == str(
        1 + len(after)
    )
    assert tab.race_is_shown
    ranges = [m for m in tab.app.document.models if isinstance(m, Range1d)]
    assert all(np.isfinite([place.start, place.end]).all() for place in ranges)


def test_a_race_on_what_is_no_more_is_not_told_of_what_is(tab: Tab) -> None:
    begin(tab)
    tab.app.set_state({"seed": 2})
    outcome_of(tab, [[0.0, 0.0], [1.0, 1.0]])
    assert "Run your rule again" in tab.text
    assert not tab.race_is_shown


def test_what_another_run_brought_is_nobodys(tab: Tab) -> None:
    begin(tab)
    outcome_of(tab, [[0.0, 0.0], [1.0, 1.0]], run=7)
    assert tab.model("Comparison of the two rules").rows == []


def test_steps_are_those_that_were_asked_for(tab: Tab) -> None:
    begin(tab)
    tab.set(tab.model("Number of steps"), "value", 5.0)
    outcome_of(tab, np.zeros((101, 2)))
    assert tab.race_is_shown
