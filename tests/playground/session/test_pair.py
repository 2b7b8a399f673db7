"""The collinear pair: what brings it, and the way back to the data that it takes the place of."""

from __future__ import annotations

from typing import Any

import pytest
from playground.session.commands import DATA_KEYS

from linreg import links


def open_tab(hand: Any, name: str = "collinearity") -> None:
    hand.set("view", name)


def data_of(state: dict[str, Any]) -> dict[str, Any]:
    return {key: state[key] for key in DATA_KEYS}


def part(app: Any, label: str) -> Any:
    """The control of that name on the strip."""
    (found,) = [
        model
        for model in app.slots["strip_collinearity"].references()
        if getattr(model, "label", None) == label
    ]
    return found


def press(hand: Any, label: str) -> None:
    button = part(hand.app, label)
    hand.edit(button, button.clicks + 1, "clicks")


def test_a_first_click_on_the_tab_brings_the_pair(hand) -> None:
    open_tab(hand)
    assert (hand.state["data"], hand.state["epsilon"]) == ("collinear", 1.0)
    assert hand.state["view"] == "collinearity"


def test_all_other_keys_stay(hand) -> None:
    hand.set("degree", 3)
    before = hand.state
    open_tab(hand)
    changed = {key for key in before if key != "results" and hand.state[key] != before[key]}
    assert changed == {"data", "epsilon", "view"}
    assert hand.state["degree"] == 3


def test_the_pair_is_one_step_of_undo(hand) -> None:
    before = data_of(hand.state)
    open_tab(hand)
    hand.click("undo")
    assert data_of(hand.state) == before
    assert hand.app.slots["undo"].disabled


@pytest.mark.parametrize("words", [{"n": 30}, {"seed": 2}, {"noise": 0.25}, {"data": "sine"}])
def test_data_that_a_person_has_touched_stay(hand, words: dict[str, Any]) -> None:
    hand.app.set_state(words)
    before = data_of(hand.state)
    open_tab(hand)
    assert data_of(hand.state) == before
    assert hand.state["view"] == "collinearity"


def test_a_moved_point_stays(hand) -> None:
    hand.drag(0, (0.0, 3.0))
    open_tab(hand)
    assert hand.state["data"] == "own"


@pytest.mark.parametrize("state", [{"view": "descent"}, {"lr": 0.2}])
def test_under_a_link_the_tab_changes_no_data(hand, state: dict[str, Any]) -> None:
    hand.app.links.open(links.encode(state), record=False)
    assert hand.app._commands._session.interaction.linked
    open_tab(hand)
    assert hand.state["data"] == "linear"


def test_a_bare_address_is_no_link(hand) -> None:
    hand.app.links.open("", record=False)
    assert not hand.app._commands._session.interaction.linked
    open_tab(hand)
    assert hand.state["data"] == "collinear"


def test_no_other_tab_and_no_call_brings_it(hand) -> None:
    for name in ("descent", "closed-form", "diagnostics"):
        open_tab(hand, name)
        assert hand.state["data"] == "linear"
    hand.app.set_state({"view": "collinearity"})
    assert hand.state["data"] == "linear"
    assert hand.state["epsilon"] == 0.1


def test_back_to_my_data_restores_what_was_there(hand) -> None:
    hand.drag(0, (0.0, 3.0))
    before = data_of(hand.state)
    open_tab(hand)
    assert part(hand.app, "Show the collinear pair").visible
    assert not part(hand.app, "Back to my data").visible
    press(hand, "Show the collinear pair")
    assert (hand.state["data"], hand.state["epsilon"]) == ("collinear", 1.0)
    assert part(hand.app, "Back to my data").visible
    press(hand, "Back to my data")
    assert data_of(hand.state) == before
    assert not part(hand.app, "Back to my data").visible


def test_what_the_data_bring_comes_back_too(hand) -> None:
    hand.set("degree", 3)
    open_tab(hand)
    press(hand, "Back to my data")
    assert (hand.state["data"], hand.state["degree"]) == ("linear", 3)
    hand.app.set_state({"data": "filip"})
    press(hand, "Show the collinear pair")
    assert hand.state["degree"] == 1
    press(hand, "Back to my data")
    assert (hand.state["data"], hand.state["degree"]) == ("filip", 10)


def test_there_is_no_way_back_to_data_that_were_left_for_others(hand) -> None:
    open_tab(hand)
    hand.set("dataset", "sine")
    hand.set("dataset", "collinear")
    assert not part(hand.app, "Back to my data").visible
