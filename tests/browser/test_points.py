"""Points under the hand: add, select, move and delete them; what each does to the fit at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from page_objects import Playground, Plot
from playwright.sync_api import expect

Opener = Callable[..., Playground]

PLACES = [(-2.0, 3.0), (0.0, -4.0), (2.5, -2.0)]
# Decimal places of a coordinate placed by hand follow the plot: about 1/1000 of its width.
BY_HAND = 0.02


def least_squares(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Intercept and slope by NumPy's own routine."""
    w: np.ndarray = np.linalg.lstsq(np.column_stack([np.ones_like(x), x]), y, rcond=None)[0]
    return w


def expect_fit(state: dict[str, Any]) -> None:
    """The closed form in the results is right for the points in the state, to 12 digits."""
    x, y = (np.array(column["values"], float) for column in state["points"]["columns"])
    w = least_squares(x, y)
    results = state["results"]
    np.testing.assert_allclose(results["coefficients"]["qr"], w, rtol=1e-12, atol=1e-14)
    loss = np.mean((w[0] + w[1] * x - y) ** 2)
    np.testing.assert_allclose(results["loss"]["qr"], loss, rtol=1e-12)
    assert results["n"] == len(x)


@pytest.fixture
def square(playground: Playground) -> Playground:
    """A page with five points of one's own, far enough apart to be hit one by one."""
    columns = [
        {"name": "x", "values": ["-2", "-1", "0", "1", "2"]},
        {"name": "y", "values": ["1", "-1", "2", "-2", "0.5"]},
    ]
    playground.set_state(points={"columns": columns})
    return playground


def selected_text(playground: Playground) -> str:
    return playground.summary.text_content() or ""


def test_the_whole_way_of_a_first_visit(playground: Playground) -> None:
    """Open, add three points, step ten times: the right numbers, and no request left the host."""
    before = playground.plot.drawn
    for place in PLACES:
        playground.plot.click(*place)
    playground.open_tab("Descent")
    for _ in range(10):
        playground.press("Step")
    state = playground.state()
    assert state["data"] == "own"
    assert (state["results"]["n"], state["results"]["iterations"]) == (43, 10)
    x, y = playground.points()
    np.testing.assert_array_equal(x[:40], before[0])
    np.testing.assert_array_equal(y[:40], before[1])
    np.testing.assert_allclose(np.column_stack([x, y])[40:], PLACES, atol=BY_HAND)
    expect_fit(state)
    X = np.column_stack([np.ones_like(x), x])
    w = np.zeros(2)
    for _ in range(10):
        w -= state["lr"] * (-(2 / len(x)) * X.T @ (y - X @ w))
    np.testing.assert_allclose(state["results"]["coefficients"]["descent"], w, rtol=1e-12)


def test_ten_quick_clicks_are_ten_points(playground: Playground) -> None:
    playground.press("Clear points")
    assert playground.results["n"] == 0
    left, right, bottom, top = playground.plot.ranges
    places = [
        (
            left + (right - left) * (0.1 + 0.08 * k),
            bottom + (top - bottom) * (0.3 + 0.4 * (k % 2) + 0.02 * k),
        )
        for k in range(10)
    ]
    for place in [playground.plot.screen(*place) for place in places]:
        playground.page.mouse.click(*place)
    state = playground.state()
    x, y = playground.points()
    np.testing.assert_allclose(x, [x for x, _ in places], atol=0.005 * (right - left))
    np.testing.assert_allclose(y, [y for _, y in places], atol=0.005 * (top - bottom))
    expect_fit(state)
    for _ in range(10):
        playground.press("Undo")
    assert playground.results["n"] == 0


def test_a_drag_refits_before_it_is_let_go_and_is_one_step_of_undo(square: Playground) -> None:
    before = square.state()
    square.plot.drag((1.0, -2.0), (1.5, 1.0))
    during = square.wait_state(
        lambda state: bool(
            np.isclose(float(state["points"]["columns"][1]["values"][3]), 1, atol=0.02)
        )
    )
    expect_fit(during)
    # The table on the page follows the hand as well.
    shown = float(square.table("fit_table")[2][1].replace("\N{MINUS SIGN}", "-"))
    np.testing.assert_allclose(shown, during["results"]["coefficients"]["qr"][1], rtol=1e-4)
    square.plot.drop()
    after = square.state()
    x, y = square.points()
    np.testing.assert_allclose([x[3], y[3]], [1.5, 1.0], atol=BY_HAND)
    expect_fit(after)
    square.press("Undo")
    assert square.state()["points"] == before["points"]
    square.press("Redo")
    assert square.state()["points"] == after["points"]


def test_clicking_a_point_selects_it_and_delete_removes_it(square: Playground) -> None:
    expect(square.button("Delete point")).to_be_disabled()
    square.plot.click(0.0, 2.0)
    expect(square.button("Delete point")).to_be_enabled()
    assert square.results["n"] == 5
    expect(square.summary).to_contain_text("Point 3")
    square.page.keyboard.press("Delete")
    x, _ = square.points()
    np.testing.assert_array_equal(x, [-2, -1, 1, 2])
    expect_fit(square.state())
    square.plot.click(-2.0, 1.0)
    square.press("Delete point")
    x, _ = square.points()
    np.testing.assert_array_equal(x, [-1, 1, 2])
    expect(square.button("Delete point")).to_be_disabled()
    square.press("Undo")
    square.press("Undo")
    x, _ = square.points()
    np.testing.assert_array_equal(x, [-2, -1, 0, 1, 2])


def test_a_click_beside_a_point_after_it_was_selected_adds_one(square: Playground) -> None:
    square.plot.click(0.0, 2.0)
    square.plot.click(0.0, 2.0)
    assert square.results["n"] == 5
    square.plot.click(*square.plot.empty_place())
    assert square.results["n"] == 6


def test_from_no_point_to_a_line(playground: Playground) -> None:
    """Every number of points is a state of its own, with a sentence that says what is missing."""
    playground.press("Clear points")
    expect(playground.summary).to_contain_text("No data.")
    expect(playground.button("Clear points")).to_be_disabled()
    playground.press("Add point")
    assert playground.results["n"] == 1
    expect(playground.summary).to_contain_text("1 point does not determine 2 coefficients")
    left, right, bottom, top = playground.plot.ranges
    playground.plot.click(left + 0.2 * (right - left), bottom + 0.3 * (top - bottom))
    state = playground.state()
    assert state["results"]["n"] == 2
    x, y = playground.points()
    slope = (y[1] - y[0]) / (x[1] - x[0])
    np.testing.assert_allclose(state["results"]["coefficients"]["qr"][1], slope, rtol=1e-12)
    expect(playground.summary).to_contain_text("passes through all 2 points")


def test_add_point_finds_a_free_place_each_time(playground: Playground) -> None:
    playground.press("Clear points")
    for _ in range(4):
        playground.press("Add point")
    x, y = playground.points()
    places = np.array([playground.plot.screen(*place) for place in zip(x, y, strict=True)])
    apart = np.linalg.norm(places[:, None] - places, axis=2)[np.triu_indices(4, 1)]
    assert apart.min() > 20
    expect_fit(playground.state())


def test_undo_and_redo_over_points_and_parameters(playground: Playground) -> None:
    first = playground.state()
    playground.enter("Noise", 1.25)
    second = playground.state()
    playground.plot.click(*playground.plot.empty_place())
    third = playground.state()
    playground.open_simulation()
    playground.enter("Seed", 9)
    fourth = playground.state()
    assert (second["noise"], third["data"], fourth["data"]) == (1.25, "own", "linear")
    for expected in (third, second, first):
        playground.press("Undo")
        assert playground.state() == expected
    expect(playground.button("Undo")).to_be_disabled()
    for expected in (second, third, fourth):
        playground.press("Redo")
        assert playground.state() == expected
    expect(playground.button("Redo")).to_be_disabled()
    playground.press("Undo")
    playground.press("Clear points")
    expect(playground.button("Redo")).to_be_disabled()


def test_the_view_pans_zooms_and_resets(square: Playground) -> None:
    home = square.plot.ranges
    square.page.mouse.move(*square.plot.screen(0.5, 0.5))
    square.page.keyboard.down("Control")
    square.page.mouse.wheel(0, -300)
    square.page.keyboard.up("Control")
    square.page.wait_for_function(RANGE_DIFFERS, arg=["plot", home[0]])
    near = square.plot.ranges
    assert near[0] > home[0]
    assert near[1] < home[1]
    square.plot.drag((0.5, 0.5), (0.0, 0.0))
    square.plot.drop()
    assert square.plot.ranges[0] > near[0]
    assert square.results["n"] == 5
    square.press("Reset view")
    square.page.wait_for_function(RANGE_IS, arg=["plot", home[0]])
    assert square.plot.ranges == home


RANGE_DIFFERS = """([name, start]) =>
  Bokeh.documents.at(-1).get_model_by_name(name).x_range.start !== start"""
RANGE_IS = """([name, start]) =>
  Bokeh.documents.at(-1).get_model_by_name(name).x_range.start === start"""


@pytest.fixture
def phone(open_playground: Opener) -> Playground:
    return open_playground(
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
        device_scale_factor=2,
    )


def swipe(plot: Plot, start: tuple[float, float], by: tuple[float, float]) -> None:
    """A finger put down at screen coordinates, moved, and lifted, as the device reports it."""
    session = plot.page.context.new_cdp_session(plot.page)
    x, y = start
    send = session.send
    send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for k in range(1, 11):
        point = {"x": x + by[0] * k / 10, "y": y + by[1] * k / 10}
        send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    session.detach()


def test_fingers_add_move_and_scroll(phone: Playground) -> None:
    plot, page = phone.plot, phone.page
    phone.set_state(
        points={
            "columns": [
                {"name": "x", "values": ["-2", "0", "2"]},
                {"name": "y", "values": ["1", "-1", "2"]},
            ]
        }
    )
    plot.tap(-1.0, 1.5)
    plot.tap(1.0, 0.0)
    assert phone.results["n"] == 5
    # A finger on a point moves it, and the page stays where it is.
    (x, y), (to_x, to_y) = plot.screen(0.0, -1.0), plot.screen(0.5, -0.5)
    swipe(plot, (x, y), (to_x - x, to_y - y))
    moved = phone.points()
    np.testing.assert_allclose([moved[0][1], moved[1][1]], [0.5, -0.5], atol=0.05)
    assert page.evaluate("() => scrollY") == 0
    expect_fit(phone.state())
    # A finger on empty ground scrolls the page, and adds nothing.
    left, top = plot.screen(-1.5, -0.7)
    swipe(plot, (left, top), (0, -200))
    page.wait_for_function("() => scrollY > 100")
    assert phone.results["n"] == 5
