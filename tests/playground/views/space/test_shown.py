"""The plot in 3-D: its surfaces are the fit, its pins the residuals, whatever the features are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from playground.engine.axes import Extent
from playground.engine.refits import SAMPLES
from playground.views.space import shown


def corners(box: shown.Box) -> np.ndarray:
    """The corners of the floor, in the order in which heights are sent."""
    x, y = (box.x.start, box.x.end), (box.y.start, box.y.end)
    return np.array([(a, b) for b in y for a in x])


@pytest.mark.parametrize("words", [{}, {"penalty": "ridge"}, {"standardise": 1}, {"epsilon": 1e-9}])
def test_the_plane_is_the_fit_and_a_pin_ends_on_it(scene, words) -> None:
    solved = scene(data="collinear", **words).solved
    pair = shown.pair_of(solved)
    found = shown.points(solved, pair)
    box = shown.box_of(found)
    drawn = shown.surfaces(solved, pair, box)
    assert drawn["role"] == ["closed"]
    b, b1, b2 = solved.fit.coefficients()
    wanted = b + corners(box) @ [b1, b2]
    size = abs(b1) * box.x.span + abs(b2) * box.y.span
    np.testing.assert_allclose(drawn["z"][0], wanted, atol=1e-9 * size)
    fitted = solved.problem.fitted(solved.fit.whole())
    np.testing.assert_allclose(found["fitted"], fitted, rtol=1e-12)
    np.testing.assert_array_equal(found["z"], solved.data.y)
    np.testing.assert_allclose(found["residual"], solved.data.y - fitted, atol=1e-12)
    assert set(found["fill"][found["residual"] > 0]) == {1.0}
    assert set(found["fill"][found["residual"] < 0]) == {0.0}


def test_with_more_features_the_others_are_held_and_pins_stay_residuals(scene) -> None:
    solved = scene(data="longley").solved
    chosen = replace(solved.interaction.choices, pair=("gnp", "armed_forces"))
    solved = replace(solved, interaction=replace(solved.interaction, choices=chosen))
    pair = shown.pair_of(solved)
    assert pair == ("gnp", "armed_forces")
    found = shown.points(solved, pair)
    box = shown.box_of(found)
    w = dict(zip(solved.columns, solved.fit.coefficients(), strict=True))
    means = {name: values.mean() for name, values in solved.data.values.items()}
    others = sum(w[name] * means[name] for name in means if name not in pair)
    wanted = w["1"] + others + corners(box) @ [w["gnp"], w["armed_forces"]]
    np.testing.assert_allclose(shown.surfaces(solved, pair, box)["z"][0], wanted, rtol=1e-8)
    residuals = solved.data.y - solved.problem.fitted(solved.fit.whole())
    np.testing.assert_allclose(found["z"] - found["fitted"], residuals, rtol=1e-6)
    assert "held at the mean" in shown.note(solved, pair)


def test_a_category_is_held_at_its_most_frequent_value(scene, own) -> None:
    rng = np.random.default_rng(3)
    a, b = rng.standard_normal((2, 12)).round(3)
    kind = ["red"] * 7 + ["blue"] * 5
    y = (a - b + np.array([k == "blue" for k in kind]) * 5).round(3)
    words = own(a=[*map(str, a)], b=[*map(str, b)], kind=kind, y=[*map(str, y)])
    solved = scene(**words, features=["a", "b", "kind"]).solved
    pair = shown.pair_of(solved)
    assert shown.held(solved, pair) == {"kind": "red"}
    found = shown.points(solved, pair)
    np.testing.assert_allclose(found["fitted"], a - b, atol=2e-3)
    assert "mean or mode" in shown.note(solved, pair)


def test_a_curved_surface_is_the_fit_at_every_node(scene) -> None:
    solved = scene(data="collinear", degree=2, interactions=1, epsilon=0.5).solved
    pair = shown.pair_of(solved)
    box = shown.box_of(shown.points(solved, pair))
    (z,) = shown.surfaces(solved, pair, box)["z"]
    side = shown.CURVED + 1
    assert z.shape == (side * side,)
    x, y = np.linspace(*box.ends()[:2], side), np.linspace(*box.ends()[2:4], side)
    at = {"x1": np.array([x[3]]), "x2": np.array([y[7]])}
    assert z[7 * side + 3] == pytest.approx(solved.problem.predict(solved.fit.whole(), at)[0])


def test_the_truth_and_a_descent_under_way_are_surfaces_too(scene) -> None:
    solved = scene(data="collinear", show=["truth"], steps=5).solved
    pair = shown.pair_of(solved)
    box = shown.box_of(shown.points(solved, pair))
    drawn = shown.surfaces(solved, pair, box)
    assert drawn["role"] == ["truth", "descent", "closed"]
    np.testing.assert_allclose(drawn["z"][0], 1 + corners(box) @ [2, 2], rtol=1e-12)


def test_bands_hold_the_plane_and_open_across_a_fence(scene) -> None:
    def width(epsilon: float) -> float:
        solved = scene(data="collinear", show=["bands"], epsilon=epsilon).solved
        pair = shown.pair_of(solved)
        drawn = shown.surfaces(solved, pair, shown.box_of(shown.points(solved, pair)))
        assert drawn["role"] == ["band", "band", "closed"]
        low, high, plane = (np.asarray(z) for z in drawn["z"])
        side = shown.CURVED + 1
        corners = [0, side - 1, side * (side - 1), side * side - 1]
        assert (low[corners] < plane).all()
        assert (plane < high[corners]).all()
        return float((high - low).max())

    assert width(0.01) > 20 * width(1.0)


def test_refits_are_planes_that_ridge_holds(scene) -> None:
    def spread(**words) -> float:
        solved = scene(data="collinear", epsilon=0.01, view="collinearity", **words).solved
        solved = replace(solved, interaction=replace(solved.interaction, samples=SAMPLES, batch=1))
        pair = shown.pair_of(solved)
        box = shown.box_of(shown.points(solved, pair))
        drawn = shown.refits(solved, pair, box)["z"]
        assert len(drawn) == SAMPLES
        return float(np.std(drawn, axis=0).max())

    assert spread(penalty="ridge") < 0.1 * spread()


def test_many_points_are_a_bounded_sample_that_is_told(scene) -> None:
    solved = scene(data="collinear", n=100_000).solved
    pair = shown.pair_of(solved)
    found = shown.points(solved, pair)
    assert all(len(column) <= 1000 for column in found.values())
    assert "of 100,000 points are drawn" in shown.note(solved, pair)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_points_are_drawn_with_or_without_a_plane(scene, own, count: int) -> None:
    values = [str(k) for k in range(count)]
    here = scene(**own(a=values, b=values, y=values), features=["a", "b"], target="y")
    pair = shown.pair_of(here)
    assert pair == ("a", "b")
    found = shown.points(here, pair)
    assert {len(column) for column in found.values()} == {count}
    assert np.isfinite(shown.box_of(found).ends()).all()
    assert shown.words(here, pair, found)


def test_of_many_features_the_nearest_two_are_shown_first(scene) -> None:
    solved = scene(data="longley").solved
    pair = shown.pair_of(solved)
    X = np.column_stack([solved.data.values[name] for name in pair])
    r = np.corrcoef(X.T)[0, 1]
    all_r = np.corrcoef(np.column_stack([*solved.data.values.values()]).T)
    assert abs(r) == pytest.approx(np.abs(np.triu(all_r, 1)).max())


def test_a_frame_stays_while_what_it_holds_fills_it() -> None:
    unit = Extent(0.0, 1.0)
    box = shown.Box(unit, unit, unit)
    smaller = shown.Box(Extent(0.1, 0.8), Extent(0.0, 0.3), Extent(0.0, 1.5))
    assert shown.steady(None, smaller) == smaller
    assert shown.steady(box, smaller) == shown.Box(unit, Extent(0.0, 0.3), Extent(0.0, 1.5))
