"""Gradient descent under the hand: step, run, pause, reset, and rates that are too large."""

from __future__ import annotations

from typing import Any

import numpy as np
from page_objects import Playground, Plot, read_number
from playwright.sync_api import expect

from linreg import datasets

COLUMNS = [
    {"name": "x", "values": ["-1.5", "-0.5", "0.25", "1", "2.75"]},
    {"name": "y", "values": ["2", "-1", "0.5", "3", "1.75"]},
]


def matrix(state: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """X with its column of ones, and y, of the data in a state."""
    if state["points"] is None:
        words = ("n", "seed", "noise", "slope", "intercept_true")
        table = datasets.load("linear", **{word: state[word] for word in words})
        x, y = table.array(["x", "y"]).T
    else:
        x, y = (np.array(column["values"], float) for column in state["points"]["columns"])
    return np.column_stack([np.ones_like(x), x]), y


def descend(X: np.ndarray, y: np.ndarray, rate: float, steps: int) -> np.ndarray:
    """The update as the posts write it, from zeros."""
    w = np.zeros(X.shape[1])
    for _ in range(steps):
        error = y - X @ w
        gradient = -(2 / len(y)) * X.T @ error
        w = w - rate * gradient
    return w


def expect_descent(state: dict[str, Any], steps: int) -> None:
    X, y = matrix(state)
    w = descend(X, y, state["lr"], steps)
    results = state["results"]
    assert results["iterations"] == state["steps"] == steps
    np.testing.assert_allclose(results["coefficients"]["descent"], w, rtol=1e-12)
    np.testing.assert_allclose(results["loss"]["descent"], np.mean((y - X @ w) ** 2), rtol=1e-12)
    gradient = (2 / len(y)) * X.T @ (X @ w - y)
    # A gradient near the minimum is a difference of nearly equal numbers.
    room = 1e-14 * np.linalg.norm((2 / len(y)) * X.T @ y)
    np.testing.assert_allclose(
        results["gradient_norm"], np.linalg.norm(gradient), rtol=1e-12, atol=room
    )
    limit = 2 / np.linalg.eigvalsh(2 / len(y) * X.T @ X).max()
    np.testing.assert_allclose(results["learning_rate_limit"], limit, rtol=1e-12)


def test_steps_are_those_of_the_posts(descent: Playground) -> None:
    expect_descent(descent.state(), 0)
    for k in (1, 2, 3):
        descent.press("Step")
        expect_descent(descent.state(), k)
    expect(descent.summary).to_contain_text("After 3 steps")
    descent.enter("Learning rate", 0.02)
    expect_descent(descent.state(), 3)
    for steps in (60, 137, 1000):
        expect_descent(descent.set_state(steps=steps), steps)
    descent.set_state(points={"columns": COLUMNS}, lr=0.05, steps=20)
    expect_descent(descent.state(), 20)
    descent.press("Reset descent")
    state = descent.state()
    expect_descent(state, 0)
    assert state["results"]["coefficients"]["descent"] == [0, 0]
    expect(descent.button("Reset descent")).to_be_disabled()


def test_a_start_of_ones_own(descent: Playground) -> None:
    state = descent.set_state(points={"columns": COLUMNS}, start=[4, -2], lr=0.05, steps=7)
    X, y = matrix(state)
    w = np.array([4.0, -2.0])
    for _ in range(7):
        w = w - 0.05 * (2 / len(y)) * X.T @ (X @ w - y)
    np.testing.assert_allclose(state["results"]["coefficients"]["descent"], w, rtol=1e-12)


def test_quick_steps_all_count(descent: Playground) -> None:
    step = descent.button("Step")
    box = step.bounding_box()
    assert box is not None
    for _ in range(12):
        descent.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect_descent(descent.state(), 12)
    step.focus()
    for _ in range(5):
        descent.page.keyboard.press("Enter")
    expect_descent(descent.state(), 17)


def test_run_pauses_goes_on_and_ends_by_itself(descent: Playground) -> None:
    descent.enter("Learning rate", 0.003)
    descent.press("Run")
    expect(descent.button("Pause")).to_be_visible()
    descent.wait_state(lambda state: state["steps"] > 10)
    descent.press("Pause")
    expect(descent.button("Run")).to_be_visible()
    paused = descent.state()
    expect_descent(paused, paused["steps"])
    assert descent.state()["steps"] == paused["steps"]
    descent.enter("Learning rate", 0.1)
    descent.press("Run")
    expect(descent.summary).to_contain_text("equal to the minimum")
    expect(descent.button("Run")).to_be_visible()
    ended = descent.state()
    assert ended["steps"] > paused["steps"]
    results = ended["results"]
    np.testing.assert_allclose(
        results["coefficients"]["descent"], results["coefficients"]["qr"], rtol=1e-12
    )


def test_a_rate_beyond_the_limit_is_said_shown_and_left(descent: Playground) -> None:
    limit = descent.results["learning_rate_limit"]
    rail = descent.page.locator('[data-slot="lr"]')
    expect(rail).to_contain_text("limit")
    descent.enter("Learning rate", round(1.5 * limit, 3))
    expect(descent.summary).to_contain_text("will not converge")
    descent.press("Run")
    expect(descent.summary).to_contain_text("diverged after")
    results = descent.results
    assert results["diverged"] is True
    (message,) = results["messages"]
    assert (message["level"], message["key"]) == ("error", "lr")
    assert "Lower the learning rate" in message["text"]
    expect(descent.button("Step")).to_be_disabled()
    # One click leads out of it; so does a lower rate.
    descent.press("Reset descent")
    assert descent.results["diverged"] is False
    descent.enter("Learning rate", round(0.5 * limit, 3))
    assert descent.results["messages"] == []
    descent.press("Step")
    expect_descent(descent.state(), 1)


def test_lowering_the_rate_mends_a_diverged_descent(descent: Playground) -> None:
    heard = descent.record("message")
    state = descent.set_state(lr=1, steps=40)
    results = state["results"]
    assert results["diverged"] is True
    (message,) = heard()
    assert message in results["messages"]
    # The numbers are those of the step at which it was noticed.
    X, y = matrix(state)
    w = descend(X, y, 1, results["iterations"])
    np.testing.assert_allclose(results["coefficients"]["descent"], w, rtol=1e-12)
    descent.enter("Learning rate", 0.1)
    state = descent.state()
    assert state["results"]["diverged"] is False
    expect_descent(state, 40)


def test_the_default_rate_suits_the_data(descent: Playground) -> None:
    """Where 0.1 would diverge it is half of the limit, to one significant digit."""
    wide = [{"name": "x", "values": ["0", "10", "20", "30"]}, COLUMNS[1] | {"values": list("1234")}]
    state = descent.set_state(points={"columns": wide})
    limit = state["results"]["learning_rate_limit"]
    assert limit < 0.1
    assert state["lr"] == float(f"{limit / 2:.0e}")
    expect(descent.field("Learning rate")).to_have_value(f"{state['lr']:.3g}")


def test_the_numbers_on_the_page_are_the_results(descent: Playground) -> None:
    """Each number in the tables is its result, right to the last digit that is shown."""
    descent.set_state(steps=6)
    results = descent.results
    rows = {row[0]: row[1:] for row in descent.table("descent_table") if row}
    expected = {
        "Iteration": results["iterations"],
        "Loss": results["loss"]["descent"],
        "Gradient norm": results["gradient_norm"],
        "Learning rate limit": results["learning_rate_limit"],
    }
    for name, value in expected.items():
        expect_digits(rows[name][0], value)
    descent.open_tab("Fit")
    descent.page.wait_for_function(
        """(text) => document.querySelector("[data-slot=fit_table] *")
          .shadowRoot.textContent.includes(text)""",
        arg="6 steps",
    )
    rows = {row[0]: row[1:] for row in descent.table("fit_table")}
    for j, name in enumerate(("Intercept", "Slope")):
        for k, method in enumerate(("qr", "descent")):
            expect_digits(rows[name][k], results["coefficients"][method][j])
    for k, method in enumerate(("qr", "descent")):
        expect_digits(rows["Loss"][k], results["loss"][method])


def expect_digits(text: str, value: float) -> None:
    shown, half_unit = read_number(text)
    assert abs(shown - value) <= half_unit * (1 + 1e-9), f"{text} is shown for {value}"


def test_residuals_and_the_true_line_can_be_shown(playground: Playground) -> None:
    residuals, truth = playground.toggle("Residuals"), playground.toggle("True line")
    expect(residuals).to_be_checked()
    expect(truth).not_to_be_checked()
    assert drawn(playground, "Segment")
    residuals.uncheck(force=True)
    truth.check(force=True)
    state = playground.wait_state(lambda state: state["show"] == ["truth"])
    assert not drawn(playground, "Segment")
    rows = {row[0]: row[-1] for row in playground.table("fit_table")}
    expect_digits(rows["Intercept"], state["intercept_true"])
    expect_digits(rows["Slope"], state["slope"])
    assert state["results"] == playground.results
    residuals.check(force=True)
    assert set(playground.state()["show"]) == {"residuals", "truth"}
    assert drawn(playground, "Segment")
    # Own points have no true line to show.
    playground.plot.click(*playground.plot.empty_place())
    playground.state()
    expect(truth).to_be_disabled()


def drawn(playground: Playground, glyph: str) -> bool:
    """Whether the main plot shows any glyph of a kind."""
    shown: bool = playground.page.evaluate(
        """(kind) => Bokeh.documents.at(-1).get_model_by_name("plot").renderers.some(
          ({ glyph, visible, data_source: source }) =>
            visible && source.length > 0 && glyph.type.endsWith(kind))""",
        glyph,
    )
    return shown


def test_a_drag_on_the_loss_goes_along_the_path(descent: Playground) -> None:
    descent.set_state(lr=0.01, steps=90)
    loss = descent.page.get_by_role("img", name="Loss by iteration")
    plot = Plot(descent.page, "loss_plot")
    left, right, low, high = plot.ranges
    middle = (low + high) / 2
    plot.drag((80, middle), (30, middle))
    descent.wait_state(lambda state: state["steps"] == 30)
    # The axis stays under the hand, so that the way back is the same.
    assert plot.ranges == (left, right, low, high)
    plot.drag((30, middle), (60, middle))
    plot.drop()
    state = descent.wait_state(lambda state: state["steps"] == 60)
    expect_descent(state, 60)
    expect(loss).to_be_focused()
    descent.page.keyboard.press("ArrowRight")
    descent.wait_state(lambda state: state["steps"] == 61)
    descent.page.keyboard.press("Shift+ArrowLeft")
    descent.wait_state(lambda state: state["steps"] == 51)
    descent.page.keyboard.press("Home")
    descent.wait_state(lambda state: state["steps"] == 0)
