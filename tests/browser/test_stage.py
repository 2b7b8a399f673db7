"""The stage: what each tab is about is in the window at once, the control with its picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from page_objects import Playground
from playwright.sync_api import Locator, expect

Opener = Callable[..., Playground]
Box = dict[str, float]

# The figures beside the data, by tab: the main ones first.
MAIN = {
    "Fit": ["Data and fit"],
    "Descent": ["Data and fit", "Loss surface"],
    "Closed form": ["Data and fit", "Correct digits"],
    "Collinearity": ["Data and fit", "Coefficients"],
    "Diagnostics": ["Data and fit"],
}
SMALL = {
    "Fit": ["Sum of squares", "Residuals"],
    "Closed form": ["Loss surface"],
    "Descent": ["Loss by iteration"],
    "Collinearity": ["Coefficient size", "Correct digits", "Iterations needed"],
    "Diagnostics": [
        "Residuals vs fitted", "Normal Q-Q", "Scale-location", "Residuals vs leverage",
    ],
}  # fmt: skip
STRIPS = ("Fit", "Descent", "Closed form", "Collinearity", "Diagnostics")
# (window, tabs, the least of main figures, the least of small ones)
DESKS = {
    "1440x900": (tuple(MAIN), (480, 320), (200, 140)),
    "1024x768": (("Descent", "Collinearity"), (380, 260), (160, 110)),
}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def figure(playground: Playground, name: str) -> Locator:
    """The figure of that name that is seen: what is drawn, whichever way it can be operated."""
    page = playground.page
    drawn = page.get_by_role("application", name=name, exact=True)
    return drawn.or_(page.get_by_role("img", name=name, exact=True)).filter(visible=True)


def box(part: Locator) -> Box:
    expect(part).to_have_count(1)
    found = part.bounding_box()
    assert found is not None
    return dict(found)


def outside(found: Box, width: int, height: int) -> bool:
    right, bottom = found["x"] + found["width"], found["y"] + found["height"]
    return min(found["x"], found["y"]) < 0 or right > width or bottom > height


@pytest.mark.parametrize("window", DESKS)
def test_control_and_pictures_are_in_the_window_at_once(
    open_playground: Opener, window: str
) -> None:
    width, height = map(int, window.split("x"))
    tabs, main, small = DESKS[window]
    playground = open_playground(viewport={"width": width, "height": height})
    faults: list[str] = []
    for tab in tabs:
        playground.open_tab(tab)
        assert playground.page.evaluate("() => scrollY") == 0
        named = dict.fromkeys(MAIN[tab], main) | dict.fromkeys(SMALL.get(tab, []), small)
        for name, least in named.items():
            found = box(figure(playground, name))
            if outside(found, width, height):
                faults.append(f"{tab}, {name} is out of the window: {found}")
            if found["width"] < least[0] or found["height"] < least[1]:
                faults.append(f"{tab}, {name} is too small: {found}")
        if tab in STRIPS:
            strip = playground.page.get_by_role("toolbar", name=tab, exact=True)
            if outside(box(strip), width, height):
                faults.append(f"{tab}, the strip is out of the window: {box(strip)}")
        if outside(box(playground.summary), width, height):
            faults.append(f"{tab}, the sentence is out of the window: {box(playground.summary)}")
    assert not faults, "\n".join(faults)


# What a figure draws, as text.
DRAWN = """(name) => JSON.stringify(Bokeh.documents.at(-1).get_model_by_name(name).renderers
  .map(({ data_source: source }) => [...(source.data.total ?? source.data.y)]))"""


def test_the_figures_of_fit_follow_a_point_while_it_is_dragged(open_playground: Opener) -> None:
    playground = open_playground(link="show=residuals,own-line&line=1,1.5")
    page, names = playground.page, ("sum_of_squares", "residual_strip")
    before = {name: page.evaluate(DRAWN, name) for name in names}
    x, y = playground.plot.drawn
    start = playground.plot.screen(float(x[0]), float(y[0]))
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0], start[1] - 120, steps=4)
    for name in names:
        changed = f"([name, before]) => ({DRAWN})(name) !== before"
        page.wait_for_function(changed, arg=[name, before[name]])
    page.mouse.up()


def test_points_are_left_out_by_the_strip_and_come_back(open_playground: Opener) -> None:
    playground = open_playground()
    playground.open_tab("Diagnostics")
    strip = playground.page.get_by_role("toolbar", name="Diagnostics", exact=True)
    expect(strip.get_by_role("button", name="Select points")).to_be_visible()
    x, y = playground.plot.drawn
    playground.plot.click(float(x[3]), float(y[3]))
    playground.press("Fit without the selected")
    playground.wait_state(lambda state: state["results"]["n"] == 39)
    expect(playground.summary).to_contain_text("Fitted without 1 point. The slope is")
    playground.press("Fit with all")
    playground.wait_state(lambda state: state["results"]["n"] == 40)
    playground.press("Undo")
    playground.wait_state(lambda state: state["results"]["n"] == 39)
    playground.press("Undo")
    state = playground.wait_state(lambda state: state["results"]["n"] == 40)
    assert state["data"] == "linear"


def test_on_a_phone_the_data_and_the_tabs_are_in_sight(open_playground: Opener) -> None:
    playground = open_playground(**PHONE)
    for tab in MAIN:
        playground.open_tab(tab)
        playground.page.evaluate("() => scrollTo(0, 0)")
        plot = box(figure(playground, "Data and fit"))
        assert plot["width"] >= 340, (tab, plot)
        assert plot["height"] >= 280, (tab, plot)
        assert not outside(plot, 390, 844), (tab, plot)
        row = box(playground.page.get_by_role("tablist"))
        assert row["y"] >= 0
        assert row["y"] + row["height"] < plot["y"]
        # The row scrolls sideways, with the open one in sight.
        expect(playground.page.get_by_role("tab", name=tab, exact=True)).to_be_in_viewport()


@pytest.mark.parametrize("size", [PHONE, {"viewport": {"width": 1024, "height": 768}}])
def test_one_click_and_one_slider_show_the_explosion(
    open_playground: Opener, size: dict[str, Any]
) -> None:
    playground = open_playground(**size)
    playground.open_tab("Collinearity")
    state = playground.state()
    assert (state["data"], state["epsilon"]) == ("collinear", 1)
    slider = playground.slider("Column distance ε").filter(visible=True)
    playground.page.evaluate("() => scrollTo(0, 0)")
    expect(slider).to_be_in_viewport(ratio=1)
    slider.focus()
    playground.page.keyboard.press("End")
    playground.wait_state(lambda state: state["epsilon"] == 0)
    playground.press("Back to my data")
    playground.wait_state(lambda state: state["data"] == "linear")


def test_a_drawer_holds_the_data_on_a_laptop(open_playground: Opener) -> None:
    playground = open_playground(viewport={"width": 1024, "height": 768})
    expect(playground.field("Noise")).to_be_hidden()
    opener = playground.button("Data")
    playground.press("Data")
    expect(opener).to_have_attribute("aria-expanded", "true")
    expect(playground.field("Noise")).to_be_visible()
    playground.page.keyboard.press("Escape")
    expect(playground.field("Noise")).to_be_hidden()
    expect(opener).to_be_focused()


@pytest.mark.parametrize("size", DESKS)
def test_nothing_moves_under_the_hand(open_playground: Opener, size: str) -> None:
    width, height = map(int, size.split("x"))
    playground = open_playground(viewport={"width": width, "height": height})
    shown = (
        playground.plot.area,
        figure(playground, "Sum of squares"),
        figure(playground, "Residuals"),
    )
    before = [box(part) for part in shown]
    for change in (
        {"degree": 8},
        {"penalty": "ridge", "strength": 0.1},
        {"penalty": "elastic"},
        {"show": ["residuals", "own-line"]},
    ):
        playground.set_state(**change)
        playground.settle()
        assert [box(part) for part in shown] == before, change


def test_the_menu_of_colours_closes_as_menus_do(playground: Playground) -> None:
    playground.open_colours()
    playground.page.keyboard.press("Escape")
    expect(playground.radio("Auto")).to_be_hidden()
    expect(playground.page.get_by_label("Colours", exact=True)).to_be_focused()
    playground.open_colours()
    playground.page.mouse.click(720, 880)
    expect(playground.radio("Auto")).to_be_hidden()
