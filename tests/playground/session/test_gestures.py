"""What a hand does on the plot, sent as the page sends it."""

import numpy as np
import pytest


def points(hand) -> np.ndarray:
    columns = hand.state["points"]["columns"]
    return np.array([list(map(float, column["values"])) for column in columns]).T


def test_a_tap_on_empty_ground_adds_a_point_of_ones_own(hand) -> None:
    hand.add(1.23456, 3.0)
    assert hand.state["data"] == "own"
    assert points(hand)[-1].tolist() == [1.235, 3.0]
    assert hand.results["n"] == 41
    assert hand.source.data["x"][-1] == 1.235
    assert hand.tool.selected == 40
    assert hand.text("summary").startswith("Point 41 added at x = 1.235, y = 3.")


def test_the_fit_is_that_of_the_points(hand) -> None:
    hand.add(2.5, -4.0)
    x, y = points(hand).T
    wanted = np.linalg.lstsq(np.column_stack([np.ones(len(x)), x]), y, rcond=None)[0]
    np.testing.assert_allclose(hand.results["coefficients"]["qr"], wanted, rtol=1e-12)


def test_three_points_on_cleared_ground(hand) -> None:
    hand.click("clear")
    for x, y in ((0.0, 1.0), (1.0, 3.0), (2.0, 5.0)):
        hand.add(x, y)
    np.testing.assert_allclose(hand.results["coefficients"]["qr"], [1, 2], rtol=1e-12)
    assert hand.results["n"] == 3


def test_points_added_by_a_button_do_not_lie_on_top_of_each_other(hand) -> None:
    hand.click("clear")
    for _ in range(3):
        hand.click("add")
    hand.click("add", times=2)
    assert len({tuple(place) for place in points(hand)}) == 5
    assert np.ptp(points(hand), axis=0).max() > 0.1


def test_a_drag_refits_on_the_way_and_is_one_step_of_undo(hand) -> None:
    before = hand.results["coefficients"]["qr"]
    seen = []
    for k in range(5):
        hand.point("move", 3, 0.5, float(k))
        seen.append(tuple(hand.results["coefficients"]["qr"]))
    hand.point("release", 3, 0.5, 4.0)
    assert len(set(seen)) == 5
    assert hand.source.data["y"][3] == 4.0
    hand.click("undo")
    assert hand.results["coefficients"]["qr"] == before
    assert hand.state["data"] == "linear"
    hand.click("redo")
    assert tuple(hand.results["coefficients"]["qr"]) == seen[-1]


def test_a_drag_sends_only_what_changed(hand) -> None:
    hand.point("select", 3)
    for k in range(2):
        hand.point("move", 3, 0.5, 0.1 + k)
    sent = hand.patched()
    # The lines, the residuals in the plot, sums and residuals beside it, and what is read;
    # not the points, which the page moves.
    assert sent.total() <= 9
    assert sent["ColumnDataSource.data"] == 5
    assert not any("descent" in key or "loss" in key for key in sent)


def test_two_drags_are_two_steps(hand) -> None:
    hand.drag(3, (0.5, 1.0))
    hand.drag(3, (0.5, 2.0))
    hand.click("undo")
    assert points(hand)[3].tolist() == [0.5, 1.0]


def test_select_delete_and_clear(hand) -> None:
    hand.point("select", 2)
    assert hand.app.slots["points"].caption == "Point 3"
    assert hand.source.selected.indices == [2]
    hand.click("delete")
    assert hand.results["n"] == 39
    assert hand.app.slots["delete"].disabled
    hand.point("delete", 0)
    assert hand.results["n"] == 38
    hand.point("select", 1)
    hand.point("clear-selection")
    assert hand.tool.selected is None
    hand.click("clear")
    assert hand.results["n"] == 0
    assert hand.results["coefficients"]["qr"] == ["NaN", "NaN"]
    for _ in range(3):
        hand.click("undo")
    assert hand.state["data"] == "linear"


def test_a_gesture_on_a_point_that_has_gone_does_nothing(hand) -> None:
    hand.point("move", 99, 1.0, 1.0)
    hand.point("delete", 99)
    assert hand.state["data"] == "linear"
    assert hand.app.slots["undo"].disabled


def test_a_place_that_is_no_place_is_refused(hand) -> None:
    hand.add(float("nan"), 1.0)
    assert hand.state["data"] == "linear"
    assert hand.app.slots["notices"].items[-1]["level"] == "error"


def test_add_point_without_a_place_is_in_the_middle(hand) -> None:
    hand.click("add")
    across, up = hand.app.slots["plot"].x_range, hand.app.slots["plot"].y_range
    middle = [(across.start + across.end) / 2, (up.start + up.end) / 2]
    np.testing.assert_allclose(points(hand)[-1], middle, atol=0.02)


def test_the_view_stays_while_points_move_and_comes_back_on_reset(hand) -> None:
    plot = hand.app.slots["plot"]
    before = (plot.y_range.start, plot.y_range.end)
    plot.y_range.update(start=-1.0, end=20.0)
    hand.drag(3, (0.5, 19.0))
    assert (plot.y_range.start, plot.y_range.end) == (-1.0, 20.0)
    hand.click("undo")
    hand.click("reset_view")
    assert (plot.y_range.start, plot.y_range.end) == before


def test_a_point_moved_out_of_sight_is_brought_into_it(hand) -> None:
    hand.drag(3, (50.0, 1.0))
    across = hand.app.slots["plot"].x_range
    assert across.start < 50.0 < across.end


def test_the_frame_grows_when_a_point_is_let_go_at_its_edge(hand) -> None:
    figure = hand.app.slots["plot"]
    top = figure.y_range.end
    hand.point("move", 3, 0.5, top)
    assert figure.y_range.end == top
    hand.point("release", 3, 0.5, top)
    assert figure.y_range.end > top


def test_points_of_a_link_are_other_data_than_as_many_simulated_ones(app, hand) -> None:
    hand.point("select", 3)
    figure = hand.app.slots["plot"]
    x = np.arange(40.0)
    columns = [{"name": n, "values": [str(v) for v in c]} for n, c in (("x", x), ("y", x % 7))]
    app.set_state({"data": "own", "points": {"columns": columns}})
    assert figure.x_range.end >= 39
    assert hand.tool.selected is None
    app.set_state({"data": "linear"})
    hand.point("select", 3)
    app.set_state({"data": "leverage"})
    assert hand.tool.selected is None


@pytest.mark.parametrize("several", [1, 3])
def test_clicks_that_come_at_once_all_count(hand, several: int) -> None:
    for k in range(3):
        hand.add(float(k), 1.0)
    hand.click("undo", several)
    assert hand.results["n"] == 43 - several


def test_a_dial_makes_the_generated_set_again_and_undo_brings_the_points_back(hand) -> None:
    hand.add(1.0, 1.0)
    hand.set("n", 60)
    assert hand.state["data"] == "linear"
    assert hand.results["n"] == 60
    hand.click("undo")
    assert hand.state["data"] == "own"
    assert hand.results["n"] == 41


def test_the_sweep_of_a_dial_is_one_step_of_undo(hand) -> None:
    for slope in (2.5, 3.0, 3.5):
        hand.set("slope", slope)
    hand.rest()
    hand.set("slope", -1.0)
    hand.click("undo")
    assert hand.state["slope"] == 3.5
    hand.click("undo")
    assert hand.state["slope"] == 2.0
    assert hand.app.slots["slope"].value == 2.0
