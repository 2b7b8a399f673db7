"""The controls of the tab Collinearity, as a person uses them."""

import numpy as np
import pytest
from playground.views.collinearity import case as cases
from playground.views.collinearity.valley import (
    DRAWS,
)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(4)


def text(parts) -> str:
    return "".join(part for part, _ in parts)


@pytest.fixture
def view(hand):
    """The tab, open on the generated pair."""
    hand.app.set_state({"data": "collinear", "view": "collinearity"})
    hand.run_to_the_end()
    return next(v for v in hand.app._views if getattr(v, "name", "") == "collinearity")


def turn(hand, widget, value, attribute: str = "value") -> None:
    model = {"id": widget.model().id}
    hand._apply({"kind": "ModelChanged", "model": model, "attr": attribute, "new": value})


def press(hand, widget) -> None:
    turn(hand, widget, widget.model().clicks + 1, "clicks")


def test_the_dial_moves_the_columns(hand, view) -> None:
    turn(hand, view.dial, 1e-5)
    assert hand.state["epsilon"] == 1e-5
    hand.run_to_the_end()
    assert "κ(X) = 200,000" in text(view.said.parts)
    assert len(view.valley.plot.cloud.data["x"]) == DRAWS
    press(hand, view.copy)
    assert hand.state["epsilon"] == 0
    assert "are identical" in text(view.said.parts)


def test_the_curves_are_computed_once(hand, view) -> None:
    sweep = view._curves
    assert sweep.complete
    turn(hand, view.dial, 1e-3)
    hand.run_to_the_end()
    assert view._curves is sweep
    assert view.solvers.plot.now.location == pytest.approx(-3)
    hand.app.set_state({"seed": 2})
    assert view._curves is not sweep


def test_a_closed_tab_costs_nothing(hand, view) -> None:
    hand.app.set_state({"view": "fit"})
    hand.app.set_state({"epsilon": 1e-4})
    assert "collinearity" not in view.commands.jobs
    assert view._shown.epsilon == 0.1


@pytest.mark.parametrize("name", ["ridge", "svd", "scale", "drop"])
def test_a_fix_is_one_click_there_and_one_back(hand, view, name: str) -> None:
    turn(hand, view.dial, 1e-4)
    hand.run_to_the_end()
    before = {key: hand.state[key] for key in ("penalty", "method", "standardise", "features")}
    press(hand, view.fixes.buttons[name])
    assert {key: hand.state[key] for key in before} != before
    assert [one for one, button in view.fixes.buttons.items() if button.pressed] == [name]
    # The picture tells of both columns still.
    assert view.body.visible
    hand.run_to_the_end()
    press(hand, view.fixes.undo)
    assert {key: hand.state[key] for key in before} == before


def test_own_columns_are_chosen_and_blended(hand, view, own, rng) -> None:
    a, b, c = rng.normal(size=(3, 20)).round(3)
    columns = {"a": a.tolist(), "b": b.tolist(), "c": c.tolist(), "y": (a + b).tolist()}
    hand.app.set_state({**own(**columns), "view": "collinearity"})
    hand.run_to_the_end()
    assert view.dial.disabled
    turn(hand, view.first, "c")
    turn(hand, view.second, "a")
    turn(hand, view.blend, True)
    assert not view.dial.disabled
    turn(hand, view.dial, 1e-3)
    hand.run_to_the_end()
    found = view._shown
    assert [found.problem.columns[j] for j in found.pair] == ["c", "a"]
    assert cases.distance(found, found.pair) == pytest.approx(1e-3, rel=1e-6)
    assert hand.state["data"] == "own"


def test_one_column_says_so_and_offers_the_pair(hand, view) -> None:
    hand.app.set_state({"data": "linear"})
    assert "at least two features" in text(view.said.parts)
    assert not view.body.visible
    # In the sentence below the stage too; what has nothing to act on is not there.
    assert "at least two features" in text(hand.app.slots["summary"].parts)
    assert not view.samples.visible
    assert view.pair.kind == "primary"
    press(hand, view.pair)
    assert hand.state["data"] == "collinear"
    assert view.body.visible


def test_without_points_nothing_breaks(hand, view, own) -> None:
    hand.app.set_state(own(a=[], b=[], y=[]))
    assert not view.body.visible


def test_longley_is_shaken(hand, view) -> None:
    press(hand, view.jitter.run)
    hand.run_to_the_end()
    assert len(view.jitter.table.rows) == 7
    assert "The data are the limit" in text(view.jitter.said.parts)
    turn(hand, view.jitter.which, "present")
    assert not view.jitter.table.visible
    press(hand, view.jitter.run)
    hand.run_to_the_end()
    assert len(view.jitter.table.rows) == 3


def test_the_certificate_runs_in_the_tab(hand, view) -> None:
    press(hand, view.certificate.run)
    frames = hand.run_to_the_end()
    assert frames >= 1
    assert len(view.certificate.found) == 11


def test_the_dial_ends_in_an_exact_copy(hand, view) -> None:
    turn(hand, view.dial, 1e-17)
    assert hand.state["epsilon"] == 0
    turn(hand, view.dial, 7e-17)
    assert hand.state["epsilon"] == 1e-16


def test_the_dial_of_the_data_gives_way_to_this_one(hand, view) -> None:
    assert not hand.app.slots["epsilon"].visible
    hand.app.set_state({"view": "fit"})
    assert hand.app.slots["epsilon"].visible


@pytest.mark.parametrize("scale", [1e-300, 1e-120, 1e120, 1e300])
@pytest.mark.parametrize("blend", [False, True])
def test_magnitudes_beyond_the_lesson_say_so(hand, view, own, rng, scale, blend) -> None:
    a, b, y = rng.normal(size=(3, 12))
    state = own(a=(scale * a).tolist(), b=b.tolist(), y=y.tolist())
    hand.app.set_state({**state, "epsilon": 1e-8})
    turn(hand, view.blend, blend)
    hand.run_to_the_end()
    assert not view.body.visible
    assert "Choose a unit" in text(view.said.parts)


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_few_rows_do_not_determine_the_coefficients(hand, view, own, rng, rows: int) -> None:
    a, b, y = rng.normal(size=(3, rows))
    hand.app.set_state(own(a=a.tolist(), b=b.tolist(), y=y.tolist()))
    hand.run_to_the_end()
    assert ("In float64" in text(view.said.parts)) == (rows < 3)


def test_other_dependencies_are_not_blamed_on_the_pair(hand, view, own, rng) -> None:
    a, b, y = rng.integers(0, 9, (3, 12)).astype(float)
    hand.app.set_state(own(a=a.tolist(), b=b.tolist(), c=(a + b).tolist(), y=y.tolist()))
    hand.run_to_the_end()
    assert text(view.said.parts).startswith("In float64, the columns are linearly dependent")


def test_the_sizes_of_the_coefficients_are_those_of_the_exact_fit(hand, view) -> None:
    sweep, shown = view._curves, view.sizes.plot
    drawn = {key: hand.state[key] for key in ("n", "seed", "noise", "slope", "intercept_true")}
    for k, source in enumerate(shown.sources):
        for exponent in (-1, -8):
            at = list(source.data["x"]).index(exponent)
            best = cases.generated(drawn, 10.0**exponent).fit.reference.coefficients
            assert 10 ** source.data["y"][at] == pytest.approx(abs(best[1 + k]), rel=1e-9)
    assert len(sweep.measured) == len(sweep.digits)


def test_the_sizes_have_a_mark_where_the_slider_is_and_a_sentence(hand, view) -> None:
    shown = view.sizes.plot
    turn(hand, view.dial, 1e-3)
    assert shown.now.location == pytest.approx(-3)
    first, second = (f"{abs(b):.3g}" for b in view._shown.fit.reference.coefficients[1:3])
    said = text(shown.words.parts)
    assert first in said
    assert second in said
    assert said == f"Here |b₁| = {first} (x1) and |b₂| = {second} (x2)."


def test_all_figures_over_the_distance_run_as_the_slider_does(hand, view) -> None:
    assert view.dial.start > view.dial.end
    for part in (view.sizes, view.solvers, view.steps):
        span = part.plot.figure.x_range
        assert span.start > span.end


def test_the_strip_tells_how_alike_the_columns_are(hand, view) -> None:
    turn(hand, view.dial, 1.0)
    assert text(view.near.parts) == "r = 0.7071\nVIF = 2.00"
    turn(hand, view.dial, 1e-6)
    assert text(view.near.parts).startswith("r = 1 − 5.0 × 10⁻¹³\nVIF = 1.00 × 10¹²")
    press(hand, view.copy)
    assert text(view.near.parts) == "r = 1\nVIF = ∞"


def test_without_a_pair_there_are_no_figures(hand, view) -> None:
    hand.app.set_state({"data": "linear"})
    assert not any(figure.visible for figure in view.figures)
    assert not view.near.visible
