"""The loss by iteration under the hand, its marks, and the scales of the loss surface."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playground.controls.models import EqualScales, ScrubTool
from playground.views.common.loss_curve import loss_plot


@pytest.fixture
def tab(hand):
    hand.app.set_state({"view": "descent", "lr": 0.01})
    return hand


def tool(hand, name: str, kind: type) -> Any:
    figure = hand.app.document.get_model_by_name(name)
    (found,) = (tool for tool in figure.tools if isinstance(tool, kind))
    return found


def ends(hand) -> tuple[float, ...]:
    figure = hand.app.slots["loss_plot"]
    return tuple(getattr(r, e) for r in (figure.x_range, figure.y_range) for e in ("start", "end"))


def test_the_axes_stay_under_the_hand(tab) -> None:
    tab.app.set_state({"steps": 90})
    scrub, before = tool(tab, "loss_plot", ScrubTool), ends(tab)
    for iteration in (30, 0, 60):
        tab.edit(scrub, iteration)
        assert tab.state["steps"] == iteration
        assert ends(tab) == before
    # After a reset it is another descent.
    tab.click("reset")
    assert ends(tab) != before
    assert scrub.value == 0


def test_another_path_has_axes_of_its_own(tab) -> None:
    tab.app.set_state({"steps": 900})
    assert ends(tab)[1] >= 900
    tab.app.set_state({"steps": 3, "lr": 0.02})
    assert ends(tab)[1] < 100


def test_a_mark_says_from_where_on_the_loss_is_within_a_percent(tab) -> None:
    tab.app.set_state({"lr": 0.1})
    loss = next(v for v in tab.app._views if getattr(v, "name", "") == "descent").loss
    at = loss.goal_at
    assert at is not None
    best = tab.results["loss"]["refined"]
    for steps, near in ((at - 1, False), (at, True)):
        tab.app.set_state({"steps": steps})
        assert (tab.results["loss"]["descent"] <= 1.01 * best) == near
        assert (f"at iteration {at}" in tab.text("summary")) != near
    assert loss.goal.location == at
    tab.app.set_state({"lr": 1.0})
    assert loss.goal_at is None
    assert not loss.goal.visible


@pytest.mark.parametrize(("state", "equal"), [({}, True), ({"data": "pontius"}, False)])
def test_unequal_scales_are_said(tab, state, equal: bool) -> None:
    tab.app.set_state(state)
    assert tool(tab, "valley", EqualScales).equal == equal
    valley = next(v for v in tab.app._views if getattr(v, "name", "") == "descent").valley
    said = "".join(text for text, _ in valley.summary.parts)
    assert ("different scales" in said) == (not equal)
    assert ("λmax/λmin" in said) == equal


@pytest.mark.parametrize("update", ["plain", "momentum"])
def test_what_is_to_come_is_the_loss_of_whole_iterations(tab, update: str) -> None:
    tab.app.set_state({"update": update, "momentum": 1.0, "lr": 0.1, "steps": 30})
    plot = loss_plot(tab.app._session.scene)
    times, heights = plot.ahead["x"], plot.ahead["y"]
    assert times[0] == 30
    assert (times == np.rint(times)).all()
    for k in (1, 2, 5):
        tab.app.set_state({"steps": int(times[k])})
        reached = tab.results["loss"]["descent"]
        assert heights[k] == pytest.approx(np.log10(reached) if plot.log else reached, rel=1e-6)
