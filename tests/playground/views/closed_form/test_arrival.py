"""Where descent arrives: the loss surface about the minimum, and the sentence of the tab."""

from __future__ import annotations

import numpy as np
import pytest
from playground.engine.trail.thin import Walk
from playground.views.closed_form import race as racing
from playground.views.closed_form import race_words
from playground.views.closed_form.arrival import arrival, window_half
from playground.views.closed_form.view import ClosedFormView


@pytest.fixture
def view(app) -> ClosedFormView:
    app.set_state({"view": "closed-form"})
    (found,) = (view for view in app._views if isinstance(view, ClosedFormView))
    return found


def text(parts) -> str:
    return "".join(part for part, _ in parts)


@pytest.mark.parametrize("steps", [0, 1, 25, 100])
def test_the_path_is_that_of_descent_less_the_minimum(scene, steps: int) -> None:
    made = scene(steps=steps)
    found = arrival(made, Walk())
    assert found.times.tolist() == list(range(steps + 1))
    iterates = made.path.coefficients(found.times.tolist())
    np.testing.assert_array_equal(found.places, iterates - made.fit.minimum)
    half = found.shown[0].end
    assert found.equal
    assert found.shown[0] == found.shown[1]
    # Where descent is lies within the window, and not lost in its middle.
    assert 0.1 * half < np.abs(found.places[-1]).max() < half


def test_the_window_stays_while_it_serves_and_ends_at_the_last_digit() -> None:
    minimum = np.array([1.0, 2.0])
    halves = {window_half(np.array([d, d / 3]), minimum, True) for d in np.geomspace(0.9, 4.1, 20)}
    assert halves == {(5.0, 5.0)} or halves == {(1.0, 1.0), (5.0, 5.0)}
    (x, y) = window_half(np.zeros(2), minimum, True)
    assert x == y == pytest.approx(1e-14)
    assert window_half(np.array([1e300, 0.0]), minimum, True) is None
    assert window_half(np.array([30.0, 0.2]), minimum, False) == (50.0, 0.5)


@pytest.mark.parametrize(
    "keys",
    [
        {"data": "noint1", "intercept": "none"},
        {"penalty": "lasso"},
        {"lr": 3.0, "steps": 500},
    ],
)
def test_where_there_is_no_surface_there_is_none(scene, keys) -> None:
    assert arrival(scene(**keys), Walk()) is None


def test_the_bar_of_descent_grows_with_its_steps(app, hand, view) -> None:
    found = []
    for steps in (0, 25, 100, 300):
        hand.edit(view.steps, steps)
        hand.run_to_the_end()
        assert hand.state["steps"] == steps
        found.append(float(view.race.plot.sources["descent"].data["float64"][0]))
    assert found == sorted(found)
    assert found[0] < 1
    assert found[-1] == 15


def test_the_sentence_counts_digits_that_are_right(app, hand, view) -> None:
    hand.edit(view.steps, 25)
    hand.run_to_the_end()
    digits = hand.results["digits"]
    least = {name: int(min(found["vs_float64"])) for name, found in digits.items()}
    said = hand.text("summary")
    assert said == (
        f"Every solver except descent has {least['qr']} correct digits. "
        f"Descent has {least['descent']} correct digits after 25 steps. "
    )


def test_solvers_that_differ_are_named(scene) -> None:
    made = scene(data="filip", degree=10)
    said = text(race_words.in_short(racing.race(made, racing.Truth.of(made))))
    assert said == "Refined has 15 correct digits, Inverse no correct digit. "
    assert "Press Race" in text(race_words.in_short(racing.race(made)))
