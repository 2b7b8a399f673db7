"""The plane of the two coefficients: its frame, what is left of earlier fits, and its sentence."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playground.views.collinearity.case import generated
from playground.views.collinearity.ladder import GHOSTS, Ghosts, Ladder
from playground.views.collinearity.told import told
from playground.views.collinearity.valley import valley

DRAWN = {"n": 40, "seed": 1, "noise": 0.5, "slope": 2.0, "intercept_true": 1.0}
MIDDLE = np.array([2.0, 2.0])


def hold(ladder: Ladder, half: float, key: str = "pair") -> Any:
    return ladder.hold(key, MIDDLE, MIDDLE - half, MIDDLE + half)


def text(parts: Any) -> str:
    return "".join(part for part, _ in parts)


def turn(hand, widget, value, attribute: str = "value") -> None:
    hand.edit(widget, value, attribute)


@pytest.fixture
def view(hand):
    hand.app.set_state({"data": "collinear", "epsilon": 1.0, "view": "collinearity"})
    return next(v for v in hand.app._views if getattr(v, "name", "") == "collinearity")


def test_the_frame_stays_until_what_is_drawn_no_longer_fits() -> None:
    ladder = Ladder()
    first = hold(ladder, 0.4)
    assert first.ends == (-3.0, 7.0, -3.0, 7.0)
    for half in (0.1, 1.0, 4.7):
        assert hold(ladder, half).ends == first.ends
    out = hold(ladder, 4.9)
    assert out.ends == (-48.0, 52.0, -48.0, 52.0)
    assert (out.before, out.stepped) == (first.ends, True)
    # It stays there too, with the frame that it left drawn inside, until all of it is a speck.
    assert hold(ladder, 4.0).ends == out.ends
    assert hold(ladder, 40.0).before == first.ends
    back = hold(ladder, 1.0)
    assert (back.ends, back.before, back.stepped) == (first.ends, None, True)


def test_other_columns_have_a_frame_of_their_own() -> None:
    ladder = Ladder()
    hold(ladder, 400.0)
    other = hold(ladder, 0.4, "other")
    assert (other.ends, other.stepped) == ((-3.0, 7.0, -3.0, 7.0), False)


def test_coefficients_of_unlike_sizes_have_no_scale_in_common() -> None:
    found = Ladder().hold("pair", np.array([0.001, 1e5]), np.zeros(2), np.array([0.002, 2e5]))
    assert not found.equal
    left, right, bottom, top = found.ends
    assert left <= 0.0 <= 0.002 <= right
    assert bottom <= 0.0 <= 2e5 <= top


def test_the_fits_that_the_slider_has_passed_stay_behind() -> None:
    ghosts = Ghosts()
    for exponent in range(12):
        past = ghosts.note("pair", 10.0**-exponent, np.array([exponent, -exponent]))
    assert [round(b) for _, b, _ in past] == list(range(11))[-GHOSTS:]
    # The way back takes them away again, and other data take all.
    back = ghosts.note("pair", 1e-8, np.array([8.0, -8.0]))
    assert 8 not in [round(b) for _, b, _ in back]
    assert ghosts.note("other", 1e-8, np.zeros(2)) == []


@pytest.mark.parametrize("epsilon", [1.0, 0.01, 1e-3, 1e-8])
def test_what_must_be_seen_holds_both_marks_and_the_ellipses(epsilon: float) -> None:
    found = valley(generated(DRAWN, epsilon), 1)
    assert found is not None
    for values, k in ((np.concatenate(found.xs), 0), (np.concatenate(found.ys), 1)):
        assert found.low[k] <= values.min() + 1e-9 * abs(values.min())
        assert values.max() <= found.high[k] + 1e-9 * abs(values.max())
    assert (found.low <= found.truth).all()
    assert (found.truth <= found.high).all()


def test_the_sentence_says_what_became_of_the_coefficients() -> None:
    assert text(told(generated(DRAWN, 1e-3), None)) == (
        "b₁ = 91.8 and b₂ = −87.9 (true values 2 and 2), but b₁ + b₂ is still 3.94."
    )
    assert "infinitely many" in text(told(generated(DRAWN, 0.0), None))


@pytest.mark.parametrize("epsilon", [0.1, 1e-6, 1e-12])
def test_the_sum_is_right_to_the_last_digit(epsilon: float) -> None:
    case = generated(DRAWN, epsilon)
    exact = float(sum(case.fit.exact[1:3]))
    said = text(told(case, None)).rsplit(" ", 1)[1].rstrip(".")
    assert float(said) == pytest.approx(exact, abs=0.005001)


def test_the_first_picture_is_whole(hand, view) -> None:
    """Axes have their names and the plane its marks before any frame of later work."""
    figure = view.valley.plot
    assert figure.figure.xaxis[0].axis_label == "b₁, coefficient of x1"
    assert figure.figure.yaxis[0].axis_label == "b₂, coefficient of x2"
    assert figure.scales.shown == (-3.0, 7.0, -3.0, 7.0)
    assert figure.scales.equal
    assert list(figure.truth.data["x"]) == [2.0]
    assert len(figure.cloud.data["x"]) > 200


def test_the_slider_leaves_a_trail_and_the_old_frame(hand, view) -> None:
    figure = view.valley.plot
    for epsilon in (0.1, 0.01, 1e-3):
        turn(hand, view.dial, epsilon)
    assert figure.past.data["epsilon"] == [1.0, 0.1, 0.01]
    assert figure.scales.glides
    assert figure.frames.data == {"left": [-48], "right": [52], "bottom": [-48], "top": [52]}
    assert "frame before: −48 to 52" in figure.names.data["text"]
    assert max(figure.best.data["x"]) == pytest.approx(91.8, abs=0.05)


def test_ridge_holds_the_refits_at_once(hand, view) -> None:
    turn(hand, view.dial, 0.01)
    figure = view.valley.plot
    wide = np.ptp(figure.cloud.data["x"])
    ridge = view.fixes.buttons["ridge"]
    turn(hand, ridge, ridge.model().clicks + 1, "clicks")
    assert np.ptp(figure.cloud.data["x"]) < wide / 20
    w = hand.state["results"]["coefficients"]["refined"]
    assert [figure.held.data["x"][0], figure.held.data["y"][0]] == pytest.approx(w[1:])
    assert "ridge" in figure.names.data["text"]
    # Least squares stays where it was, beside it.
    assert figure.best.data["x"][0] == pytest.approx(10.9, abs=0.1)


@pytest.mark.parametrize("own_data", [False, True])
def test_a_dropped_column_stays_in_the_picture(hand, view, own, own_data) -> None:
    if own_data:
        rng = np.random.default_rng(4)
        a, y = rng.normal(size=(2, 20)).round(3)
        columns = {"a": a.tolist(), "b": (a + 0.1 * y).round(3).tolist(), "y": y.tolist()}
        hand.app.set_state(own(**columns))
    hand.run_to_the_end()
    drop = view.fixes.buttons["drop"]
    turn(hand, drop, drop.model().clicks + 1, "clicks")
    assert len(hand.state["features"]) == 1
    assert view.body.visible
    assert drop.pressed
    assert view.valley.plot.held.data["y"][0] == 0.0
    turn(hand, drop, drop.model().clicks + 1, "clicks")
    assert hand.state["results"]["p"] == 3
    assert not drop.pressed


def test_the_readers_own_columns_have_no_slider_but_the_remedies(hand, view, own) -> None:
    rng = np.random.default_rng(4)
    a, b, y = rng.normal(size=(3, 20)).round(3)
    columns = {"a": a, "b": b, "c": (a + 0.1 * b).round(3), "y": y}
    hand.app.set_state(own(**{name: values.tolist() for name, values in columns.items()}))
    assert not view.dial.visible
    assert text(view.near.parts).startswith("Most correlated: a and c. r = 0.99")
    assert all(button.visible for button in view.fixes.buttons.values())
    assert "standard error" in text(view.told(hand.app._session.scene))


def test_remedies_that_are_on_together_are_all_named(hand, view) -> None:
    remedies = {"penalty": "ridge", "strength": 1e-6, "method": "svd", "rcond": 0.06}
    hand.app.set_state({"epsilon": 0.01, **remedies})
    assert "With ridge and truncated SVD: b₁ =" in hand.text("summary")


def test_a_truncated_fit_is_called_one(hand) -> None:
    hand.app.set_state({"data": "longley", "method": "svd", "rcond": 0.06})
    assert hand.text("summary").startswith("Truncated SVD fit to 16 points")
    assert "truncated SVD" in hand.text("equation")
    hand.app.set_state({"rcond": 1e-14})
    assert "runcated" not in hand.text("summary") + hand.text("equation")
