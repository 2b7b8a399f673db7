"""The dials that generate data, and the state behind them: set, refused, told about."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from page_objects import Playground
from playwright.sync_api import expect

from linreg import datasets

WORDS = ("n", "seed", "noise", "slope", "intercept_true")


def expect_generated(playground: Playground) -> dict[str, Any]:
    """The plot shows, and the results fit, the very points that native Python draws."""
    state = playground.state()
    assert state["data"] == "linear"
    table = datasets.load("linear", **{word: state[word] for word in WORDS})
    x, y = table.array(["x", "y"]).T
    drawn = playground.plot.drawn
    np.testing.assert_array_equal(drawn[0], x)
    np.testing.assert_array_equal(drawn[1], y)
    w = np.linalg.lstsq(np.column_stack([np.ones_like(x), x]), y, rcond=None)[0]
    np.testing.assert_allclose(state["results"]["coefficients"]["qr"], w, rtol=1e-12)
    assert state["results"]["n"] == len(x)
    return state


@pytest.mark.parametrize(
    ("name", "word", "typed", "nudged"),
    [
        ("Number of points", "n", 12, 13),
        ("True slope", "slope", -3.5, -3.45),
        ("True intercept", "intercept_true", 4, 4.05),
        ("Noise", "noise", 0, 0.05),
        ("Seed", "seed", 77, 78),
    ],
)
def test_a_dial_is_typed_and_nudged(
    playground: Playground, name: str, word: str, typed: float, nudged: float
) -> None:
    playground.enter(name, typed)
    assert expect_generated(playground)[word] == typed
    playground.slider(name).focus()
    playground.page.keyboard.press("ArrowRight")
    assert expect_generated(playground)[word] == nudged
    expect(playground.field(name)).to_have_value(str(nudged))
    playground.field(name).press("ArrowDown")
    assert expect_generated(playground)[word] == typed
    expect(playground.field(name)).to_have_value(str(typed))


def test_a_value_out_of_reach_is_brought_back(playground: Playground) -> None:
    for name, typed, taken in [
        ("Number of points", "1", 2),
        ("Noise", "-1", 0),
        ("Seed", "3.4", 3),
        ("True slope", "1e3", 1000),
    ]:
        playground.enter(name, typed)
        expect(playground.field(name)).to_have_value(str(taken))
    state = expect_generated(playground)
    assert [state[word] for word in WORDS] == [2, 3, 0, 1000, 1]
    playground.field("True slope").fill("")
    playground.field("True slope").press("Enter")
    expect(playground.field("True slope")).to_have_value("1000")


def test_generating_leaves_own_points_to_undo(playground: Playground) -> None:
    playground.plot.click(*playground.plot.empty_place())
    own = playground.state()
    assert own["data"] == "own"
    expect(playground.page.get_by_role("combobox", name="Data")).to_have_value("own")
    playground.open_simulation()
    playground.enter("Seed", 5)
    expect_generated(playground)
    expect(playground.page.get_by_role("combobox", name="Data")).to_have_value("linear")
    playground.press("Undo")
    assert playground.state() == own
    assert len(playground.plot.drawn[0]) == 41
    playground.choose("Data", "linear")
    expect_generated(playground)


def test_state_set_from_outside(playground: Playground) -> None:
    """setState resolves when all is drawn; what it cannot use it refuses, and changes nothing."""
    heard = playground.record("state")
    after = playground.set_state(n=25, seed=3, noise=0.25, view="descent", show=["truth"])
    assert after == playground.state() == expect_generated(playground)
    assert {"n", "seed", "noise", "view", "show"} <= {key for keys in heard() for key in keys}
    expect(playground.field("Number of points")).to_have_value("25")
    expect(playground.page.get_by_role("tab", name="Descent")).to_have_attribute(
        "aria-selected", "true"
    )
    events = len(heard())
    for key, value in REFUSED:
        error = playground.rejection(**{"noise": 2, key: value})
        assert error is not None, f"{key}={value!r} was accepted"
        assert error["key"] == key
        assert len(error["message"].split()) > 5
        assert error["name"] == "StateError"
    assert playground.state() == after
    assert len(heard()) == events


REFUSED: list[tuple[str, Any]] = [
    ("n", 1),
    ("n", 1_000_001),
    ("n", 2.5),
    ("n", "many"),
    ("n", None),
    ("seed", -1),
    ("noise", -0.5),
    ("noise", "NaN"),
    ("slope", [1]),
    ("lr", 0),
    ("steps", -1),
    ("data", "nothing"),
    ("view", "no-such-view"),
    ("show", ["residuals", "nothing"]),
    ("theme", "blue"),
    ("points", {"columns": [{"name": "x", "values": ["1"]}]}),
    ("points", {"columns": [{"name": "x", "values": [1]}, {"name": "y", "values": [1, 2]}]}),
    ("points", 7),
    ("start", [1, 2, 3]),
    ("target", "no such column"),
    ("features", ["no such column"]),
    ("colour", "red"),
    ("results", {}),
]


def test_points_set_from_outside(playground: Playground) -> None:
    """Numbers become their shortest decimals; texts stay as typed."""
    columns = [
        {"name": "size", "values": [0.1, 2, "3.00"]},
        {"name": "price", "values": ["1e1", -4, 0.30000000000000004]},
    ]
    state = playground.set_state(points={"columns": columns})
    assert state["data"] == "own"
    kept = [column["values"] for column in state["points"]["columns"]]
    assert kept == [["0.1", "2", "3.00"], ["1e1", "-4", "0.30000000000000004"]]
    assert state["results"]["columns"] == ["1", "size"]
    X = np.column_stack([np.ones(3), [0.1, 2.0, 3.0]])
    w = np.linalg.lstsq(X, np.array([10, -4, 0.30000000000000004]), rcond=None)[0]
    np.testing.assert_allclose(state["results"]["coefficients"]["qr"], w, rtol=1e-12)
    expect(playground.page.locator('[data-slot="equation"]')).to_contain_text("price =")


def test_events_can_be_heard_and_left(playground: Playground) -> None:
    statuses, messages = playground.record("status"), playground.record("message")
    counted = playground.page.evaluate("""async () => {
      let count = 0;
      const off = playground.on("state", () => { count += 1; });
      await playground.setState({ seed: 2 });
      const first = count;
      off();
      await playground.setState({ seed: 3 });
      return [first, count - first];
    }""")
    assert counted == [1, 0]
    playground.upload("empty.csv", b"")
    playground.wait_state(lambda state: bool(state["results"]["messages"]))
    (message,) = messages()
    assert message["level"] == "error"
    assert message in playground.results["messages"]
    assert statuses() == []
