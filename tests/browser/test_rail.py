"""The header at every width, the data panel that folds, and the two skip links."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from page_objects import Playground
from playwright.sync_api import expect

Opener = Callable[..., Playground]
OWN = {
    "columns": [{"name": "x", "values": ["1", "2", "3"]}, {"name": "y", "values": ["1", "3", "2"]}]
}


@pytest.mark.parametrize("width", [960, 1099, 1100])
def test_brand_and_tabs_stay_on_screen(open_playground: Opener, width: int) -> None:
    playground = open_playground(viewport={"width": width, "height": 600})
    page = playground.page
    playground.open_tab("Descent")
    page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
    parts = [page.get_by_role("heading", name="linreg"), page.get_by_role("tab", name="Lessons")]
    parts += [playground.button(name) for name in ("Undo", "Redo", "Share", "Present", "Data")]
    for part in parts:
        expect(part).to_be_in_viewport(ratio=1)


def test_the_panel_folds_to_a_bar_and_is_remembered(playground: Playground) -> None:
    plot = playground.plot.area
    before = plot.bounding_box()
    fold = playground.button("Data panel")
    expect(fold).to_have_attribute("aria-expanded", "true")
    fold.click()
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(playground.field("Noise")).to_be_hidden()
    playground.settle()
    after = plot.bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] > before["width"] + 80
    playground.page.reload()
    playground.wait_ready()
    expect(playground.field("Noise")).to_be_hidden()
    assert plot.bounding_box() == after
    fold.click()
    expect(playground.field("Noise")).to_be_visible()


def test_sliders_of_own_points_are_behind_a_fold(playground: Playground) -> None:
    simulate = playground.page.get_by_text("Simulate new data", exact=True)
    expect(simulate).to_be_hidden()
    playground.set_state(points=OWN)
    expect(playground.field("Noise")).to_be_hidden()
    playground.open_simulation()
    expect(playground.field("Noise")).to_be_visible()
    expect(playground.page.get_by_text("replaces your points")).to_be_visible()
    playground.set_state(data="linear")
    expect(simulate).to_be_hidden()
    expect(playground.field("Noise")).to_be_visible()


def test_a_drag_folds_them_when_the_hand_lets_go(playground: Playground) -> None:
    x, y = (float(values[20]) for values in playground.plot.drawn)
    playground.plot.drag((x, y), (x, y + 2))
    playground.wait_state(lambda state: state["data"] == "own")
    expect(playground.field("Noise")).to_be_visible()
    playground.plot.drop()
    expect(playground.field("Noise")).to_be_hidden()


def test_skip_links_lead_to_the_plot_and_the_tabs(playground: Playground) -> None:
    keyboard = playground.page.keyboard
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(playground.plot.area).to_be_focused()
    playground.page.locator("a.skip").first.focus()
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(playground.page.get_by_role("tab", name="Fit")).to_be_focused()
    keyboard.press("ArrowRight")
    assert playground.state()["view"] == "descent"
