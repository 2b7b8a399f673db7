"""The tab Fit as a person uses it: what is drawn, and what is said of it."""

from __future__ import annotations

import numpy as np
import pytest
from bokeh.models import ColumnDataSource
from playground.controls.models import Group, HandleTool
from playground.views.common import own_line, plane
from playground.views.common.fit_text import term
from playground.views.fit.view import solutions_table
from playground.views.plot import underlay

ALL = ["residuals", "squares", "truth", "bands", "own-line"]


def settle(app) -> None:
    while app.animating:
        app.frame(1000 / 60)


def groups(app) -> dict[str, Group]:
    return {group.title: group for group in app.slots["view_fit"].elements}


def control(app, name: str):
    """The control of that name in the tab Fit."""
    found = [
        element
        for group in [app.slots["strip_fit"], *app.slots["view_fit"].elements]
        for element in group.elements
        if getattr(element, "label", None) == name
    ]
    assert len(found) == 1, name
    return found[0]


def told(app, title: str) -> str:
    settle(app)
    group = groups(app)[title]
    inner = [part for one in group.elements for part in getattr(one, "elements", [])]
    texts = (getattr(element, "parts", []) for element in [*group.elements, *inner])
    return " ".join("".join(text for text, _ in parts) for parts in texts)


def handles(app) -> HandleTool:
    return next(tool for tool in app.slots["plot"].tools if isinstance(tool, HandleTool))


def drag_handle(hand, index: int, x: float, y: float, done: bool = True) -> None:
    entries = {"model": {"id": handles(hand.app).id}, "index": index, "x": x, "y": y, "done": done}
    values = {"type": "map", "entries": [[key, value] for key, value in entries.items()]}
    event = {"type": "event", "name": "handle_gesture", "values": values}
    hand._apply({"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": event})


def test_the_own_line_follows_its_handles_and_is_compared(app, hand, own) -> None:
    x, y = [0, 1, 2, 3], [1, 3, 5, 8]
    app.set_state({**own(x=x, y=y), "show": ["own-line"]})
    drag_handle(hand, 0, 0.0, 1.0)
    drag_handle(hand, 1, 3.0, 7.0)
    assert hand.state["line"] == [1.0, 2.0]
    assert "The loss of your line is 0.25" in hand.text("summary")
    best = hand.results["loss"]["qr"]
    assert f"{100 * (0.25 / best - 1):.3g}% above" in hand.text("summary")


def test_the_loss_is_known_where_the_coefficients_are_not(app, own) -> None:
    app.set_state(own(a=[1, 2, 3, 4], k=[5, 5, 5, 5], y=[2, 4.1, 5.9, 8.3]))
    _, rows = solutions_table(app._session.scene)
    assert rows[-1][1] == [("0.0157500", "closed")]


def test_a_line_out_of_the_frame_is_said_to_be_there(app) -> None:
    app.set_state({"data": "noint1", "intercept": "none", "view": "descent"})
    head, below = "".join(text for text, _ in app.slots["equation"].parts).splitlines()
    assert head.endswith("closed form")
    assert below.endswith("descent, 0 steps, below the frame")
    app.set_state({"view": "descent", "steps": 3})
    assert "frame" not in "".join(text for text, _ in app.slots["equation"].parts)


def test_a_handle_on_its_way_is_left_to_the_page(app, hand) -> None:
    app.set_state({"show": ["own-line"]})
    before = dict(handles(app).source.data)
    drag_handle(hand, 1, 2.0, 5.0, done=False)
    assert np.array_equal(handles(app).source.data["y"], before["y"])
    drag_handle(hand, 1, 2.0, 5.0)
    drawn = handles(app).source.data
    line = hand.state["line"]
    np.testing.assert_allclose(drawn["y"], line[0] + line[1] * drawn["x"])
    assert drawn["x"][1] == 2.0


def test_handles_cannot_stand_on_each_other(app, hand) -> None:
    app.set_state({"show": ["own-line"]})
    other = float(handles(app).source.data["x"][0])
    drag_handle(hand, 1, other, 50.0)
    assert hand.state["line"] is None


def test_the_own_line_by_its_numbers(app, hand) -> None:
    app.set_state({"show": ["own-line"], "line": [1.0, 0.5]})
    slope = control(app, "Your line, slope")
    event = {"kind": "ModelChanged", "model": {"id": slope.id}, "attr": "value", "new": 1.5}
    hand._apply(event)
    assert hand.state["line"] == [1.0, 1.5]


def test_squares_have_the_area_that_is_said(app, hand, own) -> None:
    app.set_state({**own(x=[0, 1, 2], y=[0, 2, 1]), "show": ["squares"]})
    loss = hand.results["loss"]["qr"]
    assert f"Total area of the 3 squares: {3 * loss:.5g}" in told(app, "")
    scene = app._session.scene
    drawn = underlay.squares(scene, underlay.residual_squares.Shape())
    assert ((drawn["top"] - drawn["bottom"]) ** 2).sum() == pytest.approx(3 * loss)


def test_bands_are_those_of_student(app) -> None:
    from scipy import stats  # the test's own referee

    app.set_state({"show": ["bands"], "n": 12})
    scene = app._session.scene
    x, y = scene.data.X[:, 1], scene.data.y
    drawn = underlay.bands(scene, plane.frame(scene).x)
    w = np.linalg.lstsq(scene.data.X, y)[0]
    s = np.sqrt(np.sum((scene.data.X @ w - y) ** 2) / 10)
    lever = 1 / 12 + (drawn["x"] - x.mean()) ** 2 / np.sum((x - x.mean()) ** 2)
    t, centre = stats.t.ppf(0.975, 10), w[0] + w[1] * drawn["x"]
    np.testing.assert_allclose(drawn["low"], centre - t * s * np.sqrt(lever))
    np.testing.assert_allclose(drawn["most"], centre + t * s * np.sqrt(1 + lever))


def test_a_polynomial_is_drawn_as_a_curve_through_its_fit(app) -> None:
    app.set_state({"data": "sine", "degree": 4, "show": ["truth"]})
    scene = app._session.scene
    drawn = plane.curves(scene, plane.frame(scene).x)
    coefficients = app.get_state()["results"]["coefficients"]["refined"]
    expected = np.polynomial.polynomial.polyval(drawn["closed"]["x"], coefficients)
    np.testing.assert_allclose(drawn["closed"]["y"], expected, rtol=1e-9)
    np.testing.assert_allclose(drawn["truth"]["y"], 1 + 2 * np.sin(drawn["truth"]["x"]), atol=1e-11)
    # What a fit without noise finds lies on neither.
    assert len(drawn["approximation"]["x"]) == len(drawn["closed"]["x"])


def test_level_lines_and_boundaries_of_two_classes(app) -> None:
    app.set_state({"data": "classes"})
    plot = app.slots["plot"]
    scene = app._session.scene
    drawn = underlay.linear_boundary(scene, *(plane.frame(scene).x, plane.frame(scene).y))
    w = np.array(app.get_state()["results"]["coefficients"]["refined"])
    np.testing.assert_allclose(w[0] + w[1] * drawn["x0"] + w[2] * drawn["y0"], 0.5, rtol=1e-9)
    assert "No straight boundary separates" in told(app, "Two classes")
    assert plot.xaxis.axis_label == "x1"
    app.set_state({"noise": 0.01})
    assert "The classes are separable" in told(app, "Two classes")


def test_the_live_sentence_says_whether_two_classes_can_be_parted(app, hand) -> None:
    app.set_state({"data": "classes"})
    scene = app._session.scene
    w, y = scene.fit.shown.coefficients, scene.problem.y
    wrong = int(((scene.problem.X @ w > 0.5) != (y == 1)).sum())
    assert wrong > 0
    said = hand.text("summary")
    assert "No straight boundary separates the classes. " in said
    assert f"The linear fit misclassifies {wrong} of {len(y)} points (threshold ½)." in said
    app.set_state({"noise": 0.01})
    assert "The classes are separable." in hand.text("summary")
    app.set_state({"data": "linear"})
    assert "classes" not in hand.text("summary")


def test_a_logistic_curve_stands_beside_the_line_of_one_feature(app, own) -> None:
    app.set_state(own(x=[0, 1, 2, 3, 4, 5], y=[0, 0, 1, 0, 1, 1]))
    settle(app)
    found = groups(app)["Two classes"].visible
    scene = app._session.scene
    plot = next(view for view in app._views if hasattr(view, "underlay"))
    drawn = plot.underlay.logistic.data
    assert found
    assert np.all((drawn["y"] > 0) & (drawn["y"] < 1))
    crossing = np.interp(0.5, drawn["y"], drawn["x"])
    assert crossing == pytest.approx(2.5, abs=1e-3)
    assert scene.data.simple
    app.set_state(own(x=[0, 1, 2, 3], y=[0, 1, 2, 3]))
    assert len(plot.underlay.logistic.data["x"]) == 0


def test_prediction_at_a_place_says_how_sure_it_is(app, hand, own) -> None:
    app.set_state(own(x=[0, 1, 2, 3, 4], y=[1, 3, 5.5, 7, 9]))
    settle(app)
    dial = control(app, "Predict at x")
    hand._apply({"kind": "ModelChanged", "model": {"id": dial.id}, "attr": "value", "new": 9.0})
    w = hand.results["coefficients"]["qr"]
    said = told(app, "Predict")
    assert f"y = {w[0] + 9 * w[1]:.5g}" in said
    assert "Extrapolation: no data this far out." in said
    app.set_state({"penalty": "ridge"})
    assert "No interval" in told(app, "Predict")


def test_the_settings_of_the_model_are_words_of_the_state(app, hand) -> None:
    for name, key, value in (
        ("Intercept", "intercept", "none"),
        ("Penalty", "penalty", "ridge"),
        ("Penalty strength", "strength", 2.0),
        ("Standardise", "standardise", True),
    ):
        model = {"id": control(app, name).id}
        hand._apply({"kind": "ModelChanged", "model": model, "attr": "value", "new": value})
        assert hand.state[key] == value
    assert "α = Nλ = 80" in told(app, "Model")


def test_folded_sections_are_made_when_opened(app) -> None:
    fold = groups(app)["Held-out points"]
    assert fold.elements == []
    fold.open = True
    assert "The test error is lowest at degree" in told(app, "Held-out points")
    fan = groups(app)["Other samples: bias and variance"]
    fan.open = True
    assert "40 refits to new samples" in told(app, "Other samples: bias and variance")
    app.set_state({"data": "sine"})
    assert "squared bias" in told(app, "Other samples: bias and variance")


def test_the_selected_point_says_what_it_does(app, hand, own) -> None:
    app.set_state(own(x=[0, 1, 2, 3, 20], y=[0, 1, 2, 3, 0]))
    hand.point("select", 4)
    said = hand.text("summary")
    assert "has leverage 0.99, far above" in said
    assert "Without this point the slope would be 1.0 instead of −0.06" in said


@pytest.mark.parametrize(
    ("name", "shown"), [("x", "x"), ("x^2", "x²"), ("x^12*z", "x¹²\u00a0z"), ("a^b", "a^b")]
)
def test_terms_are_written_as_by_hand(name: str, shown: str) -> None:
    assert term(name) == shown


@pytest.mark.parametrize(
    "words",
    [
        {"data": "filip"},
        {"data": "noint1"},
        {"data": "longley", "standardise": 1},
        {"data": "collinear", "penalty": "lasso"},
        {"data": "collinear", "epsilon": 0},
        {"data": "stackloss", "interactions": 1, "penalty": "elastic"},
        {"data": "anscombe4", "degree": 3},
        {"data": "own", "points": {"columns": [{"name": n, "values": []} for n in "xy"]}},
        {"data": "own", "points": {"columns": [{"name": n, "values": ["1"]} for n in "xy"]}},
        {"data": "own", "points": {"columns": [{"name": n, "values": ["1", "1"]} for n in "xy"]}},
    ],
)
def test_every_case_is_drawn_with_everything_on(app, words: dict) -> None:
    for title in ("Held-out points", "Other samples: bias and variance"):
        groups(app)[title].open = True
    app.set_state({"show": ALL, **words})
    settle(app)
    for view in ("descent", "fit"):
        app.set_state({"view": view})
        settle(app)
    found = app.get_state()["results"]
    assert len(app.slots["plot"].tools[0].source.data["x"]) == found["n"]
    assert bool(app.slots["fit_table"].rows) == (found["n"] > 0)
    for source in app.document.select({"type": ColumnDataSource}):
        assert len({len(values) for values in source.data.values()}) <= 1


def test_rounded_lines_keep_what_a_hand_can_mean() -> None:
    x, y = plane.Extent(0, 10), plane.Extent(0, 2)
    assert own_line.rounded((1.23456, 0.123456), x, y) == (1.235, 0.1235)


@pytest.mark.parametrize(("precision", "digits"), [("float16", 5), ("float32", 9)])
def test_the_chosen_precision_is_that_of_the_drawn_fit(hand, precision, digits) -> None:
    right = hand.results["coefficients"]["refined"]
    hand.app.set_state({"precision": precision})
    rounded = hand.results["coefficients"]["refined"]
    assert rounded != right
    assert np.asarray(rounded, precision).tolist() == rounded
    np.testing.assert_allclose(rounded, right, rtol=10.0 ** (3 - digits))
    head = hand.app.slots["fit_table"].columns[1]
    assert head == f"Closed form (refined, {precision})"
    for (_, cell, *_), value in zip(hand.app.slots["fit_table"].rows, rounded, strict=False):
        shown = "".join(text for text, _ in cell)
        assert float(shown.replace("−", "-")) == pytest.approx(value, rel=10.0 ** (1 - digits))
        assert cell[0][1] == "closed"
    roles = {role for row in hand.app.slots["fit_table"].rows[:2] for _, role in row[1]}
    assert roles == {"closed", "wrong"}
    (message,) = hand.results["messages"]
    assert message["key"] == "precision"
    assert precision in message["text"]


def test_fractions_and_coordinate_descent_have_no_other_precision(hand) -> None:
    hand.app.set_state({"precision": "float16", "method": "exact"})
    assert "The solvers compute in" in hand.results["messages"][0]["text"]
    assert "float16" not in hand.app.slots["fit_table"].columns[1]
    hand.app.set_state({"penalty": "lasso"})
    assert hand.results["messages"] == []
    assert "float16" not in hand.app.slots["fit_table"].columns[1]


def test_a_whole_part_is_shown_to_its_last_digit_in_few_bits(hand) -> None:
    hand.app.set_state({"data": "longley", "precision": "float16"})
    (_, cell, *_) = hand.app.slots["fit_table"].rows[0]
    value = hand.results["coefficients"]["refined"][0]
    assert "".join(text for text, _ in cell).replace("−", "-") == f"{value:,.0f}"


def test_what_is_copied_is_never_of_earlier_data(app, hand) -> None:
    groups(app)["Copy the numbers"].open = True
    copied = control(app, "Copy equation")
    earlier = copied.text
    hand.drag(0, (0.0, 30.0))
    # No frame has passed.
    assert earlier.startswith("y = ")
    assert copied.text.startswith("y = ")
    assert copied.text != earlier
    coefficients = hand.results["coefficients"]["refined"]
    assert f"{coefficients[0]:.3f}" in copied.text
