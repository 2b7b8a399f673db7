"""The plot in 3-D in the app: when it is there, what is selected in it, and the choice of two."""

from __future__ import annotations

import pytest


def space(hand):
    return hand.app.slots["space"]


def test_it_has_the_main_place_with_two_features_only(hand) -> None:
    assert not space(hand).visible
    hand.app.set_state({"data": "collinear"})
    assert space(hand).visible
    assert (space(hand).label, hand.tool.description) == ("Data and fit", "Contours")
    hand.app.set_state({"data": "linear"})
    assert not space(hand).visible
    assert hand.tool.description is None


@pytest.mark.parametrize("view", ["descent", "closed-form", "diagnostics"])
def test_elsewhere_the_main_plot_keeps_its_name(hand, view: str) -> None:
    hand.app.set_state({"data": "collinear", "view": view})
    assert hand.tool.description is None
    assert hand.app.slots["plot_menu"].visible


def test_a_point_selected_there_is_selected_in_both(hand) -> None:
    hand.app.set_state({"data": "collinear"})
    hand.point("select", 7, tool=space(hand))
    assert (space(hand).selected, hand.tool.selected) == (7, 7)
    hand.point("select", 3)
    assert (space(hand).selected, hand.tool.selected) == (3, 3)
    hand.point("clear-selection", tool=space(hand))
    assert (space(hand).selected, hand.tool.selected) == (None, None)


def test_a_group_of_the_lasso_is_marked_there_too(hand) -> None:
    hand.app.set_state({"data": "collinear"})
    hand.point("select-group", indices=[1, 4, 6])
    assert space(hand).several == [1, 4, 6]


def test_of_more_features_two_are_chosen(hand) -> None:
    hand.app.set_state({"data": "longley"})
    first, second = (hand.app.slots[f"space_{name}"] for name in ("first", "second"))
    assert first.visible
    assert (first.value, second.value) == tuple(space(hand).names[:2])
    hand.edit(second, "year" if "year" in dict(second.options) else second.options[-1][0])
    assert space(hand).names[1] == second.value
    # The other one's feature: both change places.
    before = (first.value, second.value)
    hand.edit(first, before[1])
    assert (first.value, second.value) == before[::-1]


def test_residuals_and_truth_follow_the_switches(hand) -> None:
    hand.app.set_state({"data": "collinear"})
    assert space(hand).pins
    hand.set("show_residuals", False)
    assert not space(hand).pins
    assert hand.app.slots["show_truth"].label == "True plane"
    hand.set("show_truth", True)
    assert space(hand).surfaces.data["role"] == ["truth", "closed"]


def test_new_samples_grow_in_the_plot_and_stay_until_other_data_come(hand) -> None:
    hand.app.set_state({"data": "collinear", "view": "collinearity"})
    hand.app._commands.new_samples()
    hand.run_to_the_end()
    assert len(space(hand).refits.data["z"]) == 20
    hand.app.set_state({"penalty": "ridge"})
    assert len(space(hand).refits.data["z"]) == 20
    hand.app.set_state({"data": "longley"})
    assert len(space(hand).refits.data["z"]) == 0


def test_while_its_tab_is_closed_it_costs_nothing(hand) -> None:
    hand.app.set_state({"data": "collinear", "view": "descent"})
    before = dict(space(hand).source.data)
    hand.app.set_state({"noise": 2.0})
    assert all(space(hand).source.data[name] is column for name, column in before.items())


def test_many_points_send_a_bounded_table(hand) -> None:
    hand.app.set_state({"data": "collinear", "n": 100_000})
    source = space(hand).source.data
    assert sum(column.nbytes for column in source.values()) < 64_000
    assert "are drawn" in space(hand).note


def test_the_contours_have_the_true_plane_too(hand) -> None:
    hand.app.set_state({"data": "collinear", "epsilon": 1.0})
    plot = hand.app.slots["plot"]

    def dashed() -> int:
        renderers = [r for r in plot.renderers if getattr(r.glyph, "line_dash", None) == [7, 5]]
        return max(len(r.data_source.data.get("x0", [])) for r in renderers)

    assert dashed() == 0
    hand.set("show_truth", True)
    assert dashed() > 0
    hand.app.set_state({"view": "collinearity"})
    assert dashed() == 0


def test_a_blended_pair_of_ones_own_is_drawn_blended(hand) -> None:
    hand.app.set_state({"data": "longley", "view": "collinearity", "epsilon": 0.5})
    names = space(hand).names
    before = space(hand).source.data["y"]
    hand.app._commands.choose(blend=True)
    x, y = (space(hand).source.data[name] for name in ("x", "y"))
    assert space(hand).names[:2] == [f"{name}, standardised" for name in names[:2]]
    assert abs(x.std() - 1) < 1e-9
    assert abs(abs(x @ y) / len(x) - 1) < 1e-9
    assert abs((y - x * (x @ y) / len(x)).std() - 0.5) < 1e-9
    pins = space(hand).source.data["z"] - space(hand).source.data["fitted"]
    assert abs(pins - space(hand).source.data["residual"]).max() < 1e-6
    hand.app.set_state({"view": "fit"})
    assert (space(hand).source.data["y"] == before).all()


def test_an_exact_copy_has_no_new_samples_until_ridge(hand) -> None:
    hand.app.set_state({"data": "collinear", "view": "collinearity", "epsilon": 0.0})
    (view,) = [v for v in hand.app._views if getattr(v, "name", "") == "collinearity"]
    assert view.samples.disabled
    hand.app.set_state({"penalty": "ridge"})
    assert not view.samples.disabled
