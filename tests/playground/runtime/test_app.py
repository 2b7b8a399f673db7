"""What the page asks of the app: getState, setState, restore, and the news it sends."""

import json

import numpy as np
import pytest

from linreg.links import TABLE, StateError

RESULTS = [
    "n", "p", "columns", "coefficients", "loss", "gradient_norm", "iterations", "diverged",
    "learning_rate_limit", "learning_rate_best", "condition_number", "condition_number_scaled",
    "rank", "singular_values", "vif", "digits", "r_squared", "standard_errors", "messages",
]  # fmt: skip

THREE = {"columns": [{"name": "x", "values": [1, 2, 3]}, {"name": "y", "values": [1, 2, 4]}]}


def test_the_state_holds_every_word_and_the_results(app) -> None:
    state = app.get_state()
    assert list(state) == [*(key.name for key in TABLE), "results"]
    assert list(state["results"]) == RESULTS
    json.dumps(state, allow_nan=False)


def test_results_are_those_of_numpy(app, own) -> None:
    rng = np.random.default_rng(5)
    X, y = rng.normal(size=(50, 3)), rng.normal(size=50)
    columns = {f"x{j}": X[:, j].tolist() for j in range(3)}
    app.set_state({**own(**columns, y=y.tolist()), "lr": 0.1, "steps": 7})
    results = app.get_state()["results"]
    A = np.column_stack([np.ones(50), X])
    w = np.linalg.lstsq(A, y, rcond=None)[0]
    assert results["columns"] == ["1", "x0", "x1", "x2"]
    np.testing.assert_allclose(results["coefficients"]["qr"], w, rtol=1e-12)
    assert results["loss"]["qr"] == pytest.approx(np.mean((A @ w - y) ** 2), rel=1e-12)
    v = np.zeros(4)
    for _ in range(7):
        v -= 0.1 * 2 / 50 * A.T @ (A @ v - y)
    np.testing.assert_allclose(results["coefficients"]["descent"], v, rtol=1e-12)
    limit = 2 / np.linalg.eigvalsh(2 / 50 * A.T @ A).max()
    assert results["learning_rate_limit"] == pytest.approx(limit, rel=1e-12)


def test_points_without_a_word_for_the_data_are_own_data(app, own) -> None:
    points = own(x=[0, 1, 2], y=["1.50", 3, 5])
    del points["data"]
    app.set_state(points)
    state = app.get_state()
    assert state["data"] == "own"
    assert state["points"]["columns"][1] == {"name": "y", "values": ["1.50", "3", "5"]}


def test_own_data_without_points_are_the_points_that_are_there(app) -> None:
    app.set_state({"data": "own"})
    state = app.get_state()
    assert len(state["points"]["columns"][0]["values"]) == 40
    app.set_state({"data": "linear"})
    assert app.get_state()["points"] is None


@pytest.mark.parametrize(
    ("partial", "key"),
    [
        ({"n": 1}, "n"),
        ({"lr": 0}, "lr"),
        ({"steps": 2_000_000}, "steps"),
        ({"theme": "pink"}, "theme"),
        ({"speed": 3}, "speed"),
        ({"slope": 5, "noise": float("nan")}, "noise"),
        ({"slope": 1e308, "intercept_true": 1e308}, "data"),
        ({"data": "own", "target": "z"}, "target"),
        ({"data": "own", "features": ["y"], "target": "y"}, "features"),
        ({"points": {"columns": [{"name": "x", "values": [1, 2]}]}}, "points"),
    ],
)
def test_a_bad_value_names_its_word_and_changes_nothing(app, partial: dict, key: str) -> None:
    before = app.get_state()
    with pytest.raises(StateError) as error:
        app.set_state(partial)
    assert error.value.key == key
    assert app.get_state() == before


def test_a_bad_cell_is_named_by_row_and_column(app, own) -> None:
    points = own(x=[1, 2, 3], y=["1", "2", "x3"])
    with pytest.raises(StateError, match="Row 3, column y: 'x3' is not a number"):
        app.set_state(points)


def test_rows_with_a_missing_value_are_left_out(app, own) -> None:
    app.set_state(own(x=[1, 2, None, 4], y=[1, 2, 3, "NA"]))
    assert app.get_state()["results"]["n"] == 2


def test_restore_brings_everything_back_and_leaves_nothing_to_undo(app, hand) -> None:
    hand.add(1.0, 2.0)
    hand.click("step", 4)
    hand.set("view", "descent")
    saved = json.loads(json.dumps(app.get_state()))
    app.set_state({"data": "linear", "steps": 0, "theme": "dark"})
    hand.click("undo")
    entries = hand.app.slots["undo"].disabled
    app.restore(saved)
    assert app.get_state() == saved
    assert hand.app.slots["undo"].disabled == entries


def test_one_change_is_one_step_of_undo(app, hand) -> None:
    app.set_state({"slope": -1, "noise": 0, "n": 10})
    hand.click("undo")
    state = app.get_state()
    assert (state["slope"], state["noise"], state["n"]) == (2.0, 0.5, 40)


def test_what_is_open_is_not_undone(app, hand) -> None:
    app.set_state({"view": "descent", "show": ["truth"], "theme": "dark"})
    assert hand.app.slots["undo"].disabled


def test_callbacks_hear_the_keys_that_changed(app) -> None:
    heard: list[list[str]] = []
    app.on_state(heard.append)
    app.set_state({"slope": 3, "view": "descent", "n": 40})
    assert heard == [["slope", "view"]]
    app.set_state({"slope": 3})
    assert len(heard) == 1


def test_controls_follow_the_state(app, hand) -> None:
    app.set_state({"slope": 3.25, "lr": 0.02, "view": "descent", "show": ["truth"], "n": 99})
    values = {slot: app.slots[slot].value for slot in ("slope", "lr", "view", "n")}
    assert values == {"slope": 3.25, "lr": 0.02, "view": "descent", "n": 99}
    assert (app.slots["show_residuals"].value, app.slots["show_truth"].value) == (False, True)


def test_a_dial_out_of_bounds_is_put_right(app, hand) -> None:
    hand.set("n", 1)
    assert (app.get_state()["n"], app.slots["n"].value) == (2, 2)
    hand.set("n", 1)
    assert app.slots["n"].value == 2
    hand.set("n", 12.7)
    assert (app.get_state()["n"], app.slots["n"].value) == (13, 13)
    hand.set("lr", -1.0)
    assert app.get_state()["lr"] > 0


def test_toggles_choose_what_is_drawn(app, hand) -> None:
    hand.set("show_truth", True)
    hand.set("show_residuals", False)
    assert app.get_state()["show"] == ["truth"]
    assert "True" in app.slots["fit_table"].columns


def test_the_learning_rate_defaults_to_what_converges(app, own) -> None:
    wide = own(x=[0, 10, 20, 30], y=[1, 2, 3, 5])
    app.set_state(wide)
    state = app.get_state()
    limit = state["results"]["learning_rate_limit"]
    assert state["lr"] == float(f"{limit / 2:.0e}")
    app.set_state({"data": "linear"})
    assert app.get_state()["lr"] == 0.1


def test_a_chosen_learning_rate_stays(app, own) -> None:
    app.set_state({"lr": 0.7})
    app.set_state({"n": 50})
    assert app.get_state()["lr"] == 0.7
    app.set_state({**own(x=[0, 10], y=[1, 2]), "lr": 0.3})
    assert app.get_state()["lr"] == 0.3


def test_columns_are_chosen_by_hand(app, hand, own) -> None:
    app.set_state(own(a=[1, 2, 3, 5], b=[2, 1, 4, 3], c=[1, 0, 2, 7]))
    assert app.slots["target"].visible
    assert app.slots["features"].value == ["a", "b"]
    hand.set("target", "a")
    assert app.get_state()["results"]["columns"] == ["1", "b", "c"]
    hand.set("features", ["c"])
    assert app.get_state()["results"]["columns"] == ["1", "c"]
    assert hand.tool.editable
    hand.set("features", [])
    assert app.slots["features"].value == ["c"]
    assert app.slots["notices"].items[-1]["key"] == "features"


def test_several_features_are_shown_as_predicted_against_observed(app, hand, own) -> None:
    a, b, c = [1, 2, 3, 5, 2], [2, 1, 4, 3, 9], [0, 1, 1, 0, 3]
    app.set_state(own(a=a, b=b, c=c, d=[1, 0, 2, 7, 4]))
    w = np.array(app.get_state()["results"]["coefficients"]["qr"])
    predicted = np.column_stack([np.ones(5), a, b, c]) @ w
    np.testing.assert_allclose(hand.source.data["x"], predicted)
    assert not hand.tool.editable
    assert "observed" in app.slots["plot"].yaxis.axis_label
    hand.add(1.0, 1.0)
    assert "one feature" in app.slots["notices"].items[-1]["text"]
    assert len(hand.source.data["x"]) == 5


def test_two_features_are_shown_in_their_plane(app, hand, own) -> None:
    app.set_state(own(a=[1, 2, 3, 5], b=[2, 1, 4, 3], c=[1, 0, 2, 7]))
    assert list(hand.source.data["x"]) == [1, 2, 3, 5]
    assert list(hand.source.data["y"]) == [2, 1, 4, 3]
    # Filled points lie above the fit, hollow ones below: both are there.
    assert set(hand.source.data["fill"]) == {0.0, 1.0}
    assert (app.slots["plot"].xaxis.axis_label, app.slots["plot"].yaxis.axis_label) == ("a", "b")
    assert not hand.tool.editable


def test_what_does_not_determine_a_line_is_said(app, hand, own) -> None:
    app.set_state(own(x=[2, 2, 2], y=[1, 2, 3]))
    results = app.get_state()["results"]
    assert results["coefficients"]["qr"] == ["NaN", "NaN"]
    assert "same x" in results["messages"][-1]["text"]
    assert "no unique solution" in hand.text("equation")
    app.set_state(own(x=[2], y=[1]))
    assert "1 point does not determine 2 coefficients" in hand.text("summary")


def test_many_points_are_drawn_as_a_sample_and_all_fitted(app, hand) -> None:
    app.set_state({"n": 100_000})
    assert 800 <= len(hand.source.data["x"]) < 820
    assert app.get_state()["results"]["n"] == 100_000
    assert "of 100,000 points" in hand.text("summary")
    assert not hand.tool.editable
    app.set_state({"n": 40})
    assert hand.tool.editable


@pytest.mark.parametrize("scale", [1e-200, 1e-9, 1e9, 1e150, 1e300])
@pytest.mark.parametrize("height", [1e-250, 1.0, 1e300])
def test_any_magnitude_is_drawn(app, hand, own, scale: float, height: float) -> None:
    x = [scale * k for k in (0, 1, 2, 3)]
    app.set_state(own(x=x, y=[height, 2 * height, 2 * height, 3 * height]))
    app.set_state({"view": "descent", "steps": 100})
    json.dumps(app.get_state(), allow_nan=False)
    plot = app.slots["plot"]
    assert plot.x_range.start < min(x)
    assert plot.x_range.end > max(x)


def test_a_message_begins_once_and_rows_left_out_are_told(hand) -> None:
    told: list[dict[str, str]] = []
    hand.app.on_message(told.append)
    hand.app.set_state({"lr": 0.5, "steps": 20})
    hand.app.set_state({"steps": 30})
    assert [(notice["level"], notice["key"]) for notice in told] == [("error", "lr")]
    hand.app.set_state({"lr": 0.1})
    hand.app.set_state({"lr": 0.5})
    assert len(told) == 2
    columns = [{"name": "x", "values": ["1", "", "3"]}, {"name": "y", "values": ["1", "2", "4"]}]
    hand.app.set_state({"points": {"columns": columns}, "lr": 0.1})
    assert told[-1]["text"].startswith("1 of 3 rows has missing values in x")


def test_a_good_file_takes_back_what_was_said_of_a_bad_one(hand) -> None:
    hand.app.upload("bad.csv", b"x,y\n1,2\n2,oops\n3,5\n")
    hand.app.upload("good.csv", b"x,y\n1,2\n2,3\n3,5\n")
    assert [notice["level"] for notice in hand.results["messages"]] == ["info"]


@pytest.mark.parametrize(
    ("partial", "key", "reason"),
    [
        ({"start": [1, 2, 3]}, "start", "start has 3 numbers, but there are 2 coefficients"),
        ({"data": "linear", "points": THREE}, "points", "points belong to data = own"),
    ],
)
def test_what_does_not_go_together_is_refused(hand, partial: dict, key: str, reason: str) -> None:
    before = hand.state
    with pytest.raises(StateError, match=reason) as caught:
        hand.app.set_state(partial)
    assert caught.value.key == key
    assert hand.state == before


def test_a_diverged_descent_counts_the_steps_that_it_took(hand) -> None:
    hand.app.set_state({"lr": 0.5, "steps": 50})
    assert hand.results["diverged"]
    assert 0 < hand.results["iterations"] < 50
