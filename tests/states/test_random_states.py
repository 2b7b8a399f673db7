"""Every combination of legal settings gives results or a notice, in every view."""

from __future__ import annotations

import os
import time
from random import Random
from typing import Any

import pytest
from random_states import draw
from talk import Talk

from linreg.links import encode

# A few thousand states take an hour; the ordinary suite draws some hundred.
LONG = bool(os.environ.get("LINREG_LONG"))
BATCHES = 100 if LONG else 8
STATES = 40 if LONG else 25
VIEWS = ("fit", "descent", "closed-form", "collinearity", "diagnostics", "code")
# Seconds of the processor for one state with one view; the page allows more.
MOST_SECONDS = 30.0
LEVELS = {"info", "warning", "error"}


@pytest.mark.parametrize("batch", range(BATCHES))
def test_random_states_have_results_or_a_notice(batch: int) -> None:
    talk = Talk()
    for seed in range(batch * STATES, (batch + 1) * STATES):
        random = Random(seed)
        state = draw(random)
        begun = time.process_time()
        try:
            told = _open(talk, state, by_link=seed % 2 == 1)
            _check(talk, state, told)
            talk.ask("setState", {"view": random.choice(VIEWS)})
            talk.let_run()
        except Exception as error:
            raise AssertionError(f"seed {seed}: {state}") from error
        assert time.process_time() - begun < MOST_SECONDS, (seed, state)


def _open(talk: Talk, state: dict[str, Any], by_link: bool) -> bool:
    """Open a state by a link or by `setState`; return whether something was said against it."""
    if by_link:
        talk.ask("link", {"fragment": encode(state), "record": True})
        return any(m["level"] == "warning" for m in talk.answer.get("messages", []))
    answer = talk.send("setState", state)
    if "error" in answer:
        assert answer["error"]["name"] == "StateError", answer["error"]["traceback"]
        assert answer["error"]["message"].endswith("."), answer["error"]["message"]
    return "error" in answer


def _check(talk: Talk, state: dict[str, Any], told: bool) -> None:
    found = talk.ask("getState")
    results = found["results"]
    for message in results["messages"]:
        assert message["level"] in LEVELS
        # An error is a mistake of somebody; only a learning rate over its limit is one here.
        assert message["level"] != "error" or (message["key"] == "lr" and results["diverged"])
    assert results["p"] == len(results["columns"])
    assert all(len(values) == results["p"] for values in results["coefficients"].values())
    if not told:
        follows = FOLLOWING if state.get("formula") is None else (*FOLLOWING, *SAID_BY_A_FORMULA)
        wanted = {key: value for key, value in state.items() if key not in follows}
        assert {key: _plain(found[key]) for key in wanted} == {
            key: _plain(value) for key, value in wanted.items()
        }


# What may follow from other settings, or holds only with the numbers that it tells of.
FOLLOWING = (
    "data", "points", "outliers", "expect", "core", "features", "target", "weights", "start",
)  # fmt: skip
# With a formula these say of it what they can.
SAID_BY_A_FORMULA = ("formula", "degree", "interactions", "intercept")


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


HOPELESS = (
    {"penalty": "ridge", "strength": 1e308},
    {"penalty": "lasso", "strength": 1e308},
    {"penalty": "elastic", "strength": 1e308, "mix": 0.25},
)


@pytest.mark.parametrize("state", HOPELESS, ids=lambda state: state["penalty"])
def test_a_penalty_beyond_the_floats_is_told(state: dict[str, Any]) -> None:
    talk = Talk()
    error = talk.send("setState", state)["error"]
    assert (error["name"], error["key"]) == ("StateError", "strength")
    assert error["message"].startswith("strength = 1.00 × 10³⁰⁸ is too large for 40 points.")
    talk.ask("link", {"fragment": encode(state), "record": True})
    assert [m["key"] for m in talk.answer["messages"]] == ["strength"]
    assert talk.ask("getState")["penalty"] == state["penalty"]
    # As large as is allowed, each penalised coefficient is zero, and the intercept the mean.
    found = talk.ask("setState", {**state, "strength": 1e298})["results"]
    intercept, slope = found["coefficients"]["refined"]
    mean = sum(map(float, _ys(talk))) / 40
    assert slope == pytest.approx(0.0, abs=1e-250)
    assert intercept == pytest.approx(mean, rel=1e-12)


def _ys(talk: Talk) -> tuple[str, ...]:
    return talk.app._session.scene.data.table.text("y")


def test_huge_columns_say_that_descent_cannot_start() -> None:
    values = [f"{k}e160" for k in range(1, 9)]
    columns = [{"name": "x", "values": values}, {"name": "y", "values": values}]
    talk = Talk()
    found = talk.ask("setState", {"data": "own", "points": {"columns": columns}, "lr": 1e-300})
    told = [m for m in found["results"]["messages"] if m["key"] == "lr"]
    assert len(told) == 1
    assert told[0]["level"] == "warning"
    assert told[0]["text"].startswith("Gradient descent cannot start: the loss or its gradient")


def test_numbers_beyond_what_can_be_computed_with_are_named() -> None:
    columns = [{"name": "x", "values": ["1", "2", "3"]}, {"name": "far", "values": ["1e308"] * 3}]
    talk = Talk()
    error = talk.send("setState", {"data": "own", "points": {"columns": columns}})["error"]
    assert error["name"] == "StateError"
    assert error["message"] == (
        "Column far has the value 1.00 × 10³⁰⁸. The largest number that can be used is 1 × 10³⁰⁵. "
        "Rescale the column."
    )
