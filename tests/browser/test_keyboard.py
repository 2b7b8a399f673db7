"""The page without a pointer: everything is reached, seen, and done by keys."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from page_objects import Playground
from playwright.sync_api import expect

COLUMNS = [
    {"name": "x", "values": ["-2", "-1", "0", "1", "2"]},
    {"name": "y", "values": ["1", "-1", "2", "-2", "0.5"]},
]

# What is in focus: its name, and whether its focus is seen by an outline of its own or, where a
# control is drawn by what lies beside or around it, by theirs.
FOCUSED = """() => {
  let element = document.activeElement;
  while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  if (element === document.body) return null;
  const near = [element, element.nextElementSibling, element.parentElement]
    .filter((e) => e instanceof Element);
  const outlined = (e) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(e);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  };
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return {
    name: element.ariaLabel ?? element.labels?.[0]?.textContent ?? element.textContent.trim(),
    seen: near.some(outlined),
    inside: left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight,
  };
}"""


@pytest.fixture
def own(playground: Playground) -> Playground:
    playground.set_state(points={"columns": COLUMNS})
    return playground


def press(playground: Playground, *keys: str) -> None:
    for key in keys:
        playground.page.keyboard.press(key)


def focused(playground: Playground) -> dict[str, Any] | None:
    found: dict[str, Any] | None = playground.page.evaluate(FOCUSED)
    return found


def tab_round(playground: Playground, key: str = "Tab") -> list[str]:
    """The names that Tab stops at from one end of the page to the other; each is seen."""
    names = []
    for _ in range(150):
        press(playground, key)
        stop = focused(playground)
        if stop is None:
            return names
        assert stop["seen"], f"the focus on {stop['name']} cannot be seen"
        assert stop["inside"], f"{stop['name']} is in focus outside the window"
        names.append(stop["name"])
    raise AssertionError(f"Tab does not come to an end: {names}")


GENERATORS = ["Number of points", "True slope", "True intercept", "Noise", "Seed"]
TRANSFORMS = ["Transform x", "Transform y"]
DIALS = [name for dial in GENERATORS for name in (dial, f"{dial}, slider")]


def test_tab_reaches_everything_in_the_order_of_the_page(playground: Playground) -> None:
    head = ["Select points", "Reset view", "Download picture", "Plot: more"]
    plot = [*head, "Data and fit", "Add point", "Clear points"]
    strip = ["Residuals", "Squares", "Bands", "True line", "Your line"]
    strip += ["Polynomial degree", "Polynomial degree, slider", "Loss", "Penalty"]
    # Of the tabs one is a stop, and of a text's terms.
    start = ["Skip to the plot", "Skip to the tabs", "Data", "Fit", "Share", "Present", "Colours"]
    start += strip
    start += ["Formula", "closed form", *plot, "Sampling"]
    stops = tab_round(playground)
    assert stops[: len(start)] == start
    expect_in_order(stops, [*plot, "Data panel", "Upload data", *TRANSFORMS, *DIALS, "Licences"])
    press(playground, *["Shift+Tab"] * len(stops))
    assert (focused(playground) or {})["name"] == stops[0]
    playground.open_tab("Descent")
    playground.press("Step")
    playground.enter("Noise", 1)
    expect(playground.button("Undo")).to_be_enabled()
    playground.page.locator("a.skip").first.focus()
    descent = ["Descent", "Undo", "Step", "Run", "Learning rate", "Learning rate, slider"]
    rest = tab_round(playground)
    expect_in_order(rest, [*descent, "Reset descent", *plot])
    # The panel that is not open is left out.
    assert "Residuals" not in rest


def expect_in_order(stops: list[str], names: list[str]) -> None:
    """All names are stops that follow each other so, whatever comes between."""
    rest = iter(stops)
    missing = [name for name in names if name not in rest]
    assert not missing, (missing, stops)


def test_points_are_chosen_moved_added_and_deleted_by_keys(own: Playground) -> None:
    own.plot.area.focus()
    press(own, "ArrowRight")
    expect(own.summary).to_contain_text("Point 1: x = -2, y = 1".replace("-", "\N{MINUS SIGN}"))
    press(own, "Tab", "]", "[")
    expect(own.summary).to_contain_text("Point 2")
    x, y = own.points()
    before = own.state()
    press(own, "ArrowUp")
    up = own.points()
    assert up[1][1] > y[1]
    np.testing.assert_array_equal(up[0], x)
    step = up[1][1] - y[1]
    press(own, "Shift+ArrowRight")
    right = own.points()
    assert right[0][1] > x[1]
    press(own, "Shift+ArrowDown")
    np.testing.assert_allclose(own.points()[1][1], up[1][1] - 10 * step, rtol=1e-9)
    X = np.column_stack([np.ones(5), own.points()[0]])
    w = np.linalg.lstsq(X, own.points()[1], rcond=None)[0]
    np.testing.assert_allclose(own.results["coefficients"]["qr"], w, rtol=1e-12)
    press(own, "Control+z", "Control+z", "Control+z")
    assert own.state()["points"] == before["points"]
    press(own, "Control+Shift+z")
    np.testing.assert_array_equal(own.points(), up)
    press(own, "ArrowRight", "Delete")
    assert own.results["n"] == 4
    press(own, "Escape", "Enter")
    assert own.results["n"] == 5
    expect(own.summary).to_contain_text("Point 5 added")
    press(own, "ArrowLeft", "Delete")
    assert own.results["n"] == 4


def test_a_held_arrow_is_one_step_of_undo(own: Playground) -> None:
    before = own.state()
    own.plot.area.focus()
    press(own, "ArrowRight")
    for _ in range(6):
        own.page.keyboard.down("ArrowUp")
    own.page.keyboard.up("ArrowUp")
    assert own.points()[1][0] > 1
    press(own, "Control+z")
    assert own.state()["points"] == before["points"]


def test_tab_leaves_the_plot(own: Playground) -> None:
    own.plot.area.focus()
    press(own, "ArrowRight", "Escape", "Tab")
    stop = focused(own)
    assert stop is not None
    assert stop["name"] == "Add point"
    # From the last point on, Tab goes out as well.
    press(own, "Shift+Tab", "ArrowLeft", "Tab")
    expect(own.button("Add point")).to_be_focused()


def test_zoom_by_keys(own: Playground) -> None:
    home = own.plot.ranges
    own.plot.area.focus()
    press(own, "+", "+")
    near = own.plot.ranges
    assert home[0] < near[0] < near[1] < home[1]
    press(own, "-", "-", "-")
    far = own.plot.ranges
    assert far[0] < home[0] < home[1] < far[1]
    own.button("Reset view").focus()
    press(own, "Enter")
    own.state()
    assert own.plot.ranges == home


def test_tabs_theme_and_toggles_by_keys(playground: Playground) -> None:
    tab = playground.page.get_by_role("tab", name="Fit")
    tab.focus()
    press(playground, "ArrowRight")
    descent = playground.page.get_by_role("tab", name="Descent")
    expect(descent).to_be_focused()
    expect(playground.page.get_by_role("tabpanel", name="Descent")).to_be_visible()
    expect(playground.page.get_by_role("tabpanel", name="Fit")).to_be_hidden()
    assert playground.state()["view"] == "descent"
    press(playground, "Home")
    assert playground.state()["view"] == "fit"
    press(playground, "End")
    expect(playground.page.get_by_role("tab").last).to_be_focused()
    press(playground, "ArrowRight")
    expect(tab).to_be_focused()
    playground.toggle("Residuals").focus()
    press(playground, "Space")
    assert playground.state()["show"] == []
    playground.page.get_by_label("Colours", exact=True).focus()
    press(playground, "Enter")
    playground.radio("Auto").focus()
    press(playground, "ArrowRight", "ArrowRight")
    assert playground.state()["theme"] == "dark"
    expect(playground.page.locator("html")).to_have_attribute("data-theme", "dark")
    playground.page.get_by_role("combobox", name="Data").focus()
    press(playground, "End")
    assert playground.state()["data"] == "own"


def test_descent_by_keys(playground: Playground) -> None:
    playground.page.get_by_role("tab", name="Fit").focus()
    # Share, Present and Colours are between.
    press(playground, "ArrowRight", *["Tab"] * 4)
    assert (focused(playground) or {})["name"] == "Step"
    press(playground, "Enter", "Space")
    assert playground.results["iterations"] == 2
    press(playground, "Tab", "Enter")
    expect(playground.button("Pause")).to_be_focused()
    press(playground, "Enter")
    expect(playground.button("Run")).to_be_focused()
    rate = playground.state()["lr"]
    press(playground, "Tab", "ArrowUp")
    assert playground.state()["lr"] > rate
    press(playground, "Tab")
    rates = [playground.state()["lr"]]
    for _ in range(6):
        press(playground, "ArrowLeft")
        rates.append(playground.state()["lr"])
    assert all(after < before for before, after in itertools.pairwise(rates))


def test_typing_keeps_its_own_keys(own: Playground) -> None:
    """Delete and Control+Z in a field of text belong to the text."""
    own.plot.click(0.0, 2.0)
    own.open_simulation()
    own.field("Noise").click()
    press(own, "End", "Backspace", "Delete", "Control+z")
    assert own.results["n"] == 5
    assert own.state()["data"] == "own"
    press(own, "Escape")
    expect(own.field("Noise")).to_have_value("0.5")


def test_the_skip_link_and_a_button_that_goes_dark(own: Playground) -> None:
    press(own, "Tab", "Enter")
    assert (focused(own) or {})["name"] == "Data and fit"
    press(own, "ArrowRight")
    expect(own.button("Delete point")).to_be_enabled()
    own.button("Delete point").focus()
    press(own, "Enter")
    assert own.results["n"] == 4
    # The button is disabled now; Tab goes on from where it stood.
    press(own, "Tab")
    assert (focused(own) or {})["name"] == "Clear points"
