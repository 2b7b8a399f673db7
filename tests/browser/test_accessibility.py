"""What assistive technology gets: no finding of axe, and names, roles and regions as promised."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from page_objects import Playground
from playwright.sync_api import expect

Opener = Callable[..., Playground]

DESKTOP = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Another theme has other colours, and nothing else that is other.
COLOURS = ["color-contrast", "link-in-text-block"]
RULES = {
    "light": {"type": "tag", "values": TAGS},
    "dark": {"type": "rule", "values": COLOURS},
}

SEVERAL = [
    {"name": "a", "values": ["1", "2", "3", "4", "5"]},
    {"name": "b", "values": ["2", "1", "4", "3", "6"]},
    {"name": "y", "values": ["1", "3", "2", "5", "4"]},
]


def expect_no_finding(playground: Playground, where: str, theme: str = "light") -> None:
    """Moderate and minor findings count as well; axe has no others."""
    options = {"runOnly": RULES[theme], "resultTypes": ["violations"]}
    response = Axe().run(playground.page, options=options).response
    found = [
        f"{where}: {v['id']} ({v['impact']}): {v['help']}: {node['target']} {node['html'][:120]}"
        for v in response["violations"]
        for node in v["nodes"]
    ]
    assert not found, "\n".join(found)


def settled(playground: Playground) -> None:
    """Until no colour is on its way to another."""
    playground.page.wait_for_function(
        """() => document.getAnimations().every(({ playState, effect }) =>
          playState === "finished" || effect.getComputedTiming().endTime === Infinity)"""
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing(open_playground: Opener, device: dict[str, Any], theme: str) -> None:
    playground = open_playground(**device)
    playground.set_state(theme=theme)
    expect(playground.page.locator("html")).to_have_attribute("data-theme", theme)
    settled(playground)
    for tab in playground.tabs:
        playground.open_tab(tab)
        playground.state()
        settled(playground)
        expect_no_finding(playground, f"{tab}, first visit", theme)
    playground.set_state(lr=1, steps=30, view="descent")
    playground.upload("bad.csv", b"x,y\n1,2\n1,z\n")
    expect(playground.notice("Row 3, column y")).to_be_visible()
    settled(playground)
    expect_no_finding(playground, "Descent, diverged, with a message", theme)
    playground.set_state(points={"columns": SEVERAL}, view="fit", lr=0.01)
    playground.set_state(show=["truth", "residuals"])
    settled(playground)
    expect_no_finding(playground, "Fit, several features", theme)
    playground.press("Clear points")
    playground.state()
    settled(playground)
    expect_no_finding(playground, "Fit, no points", theme)


def test_names_and_roles_are_those_of_the_contract(playground: Playground) -> None:
    page = playground.page
    assert playground.tabs[:2] == ["Fit", "Descent"]
    buttons = ["Reset view", "Undo", "Redo", "Add point", "Delete point", "Clear points"]
    for name in buttons:
        expect(playground.button(name)).to_be_visible()
    for name in ("Noise", "Number of points", "Seed"):
        expect(playground.field(name)).to_be_visible()
        expect(playground.slider(name)).to_be_visible()
    upload = page.get_by_label("Upload data", exact=True)
    expect(upload).to_have_attribute("type", "file")
    expect(playground.summary).to_be_visible()
    # The panels of other tabs are not there for anyone who cannot see.
    expect(page.get_by_role("tabpanel")).to_have_count(1)
    playground.open_tab("Descent")
    for name in ("Step", "Run", "Reset descent"):
        expect(playground.button(name)).to_be_visible()
    expect(playground.field("Learning rate")).to_be_visible()
    expect(page.get_by_role("tabpanel", name="Descent")).to_be_visible()
    expect(page.get_by_role("img", name="Loss by iteration")).to_be_visible()
    expect(page.get_by_role("application", name="Data and fit")).to_be_visible()


def test_the_summary_says_what_was_done(playground: Playground) -> None:
    """One live region, quiet while things move."""
    summary = playground.summary
    expect(summary).to_contain_text("Click the plot to add a point; drag a point to move it")
    playground.plot.click(*playground.plot.empty_place())
    expect(summary).to_contain_text("Point 41 added at x =")
    playground.press("Undo")
    expect(summary).to_contain_text("40 points")
    playground.press("Clear points")
    expect(summary).to_contain_text("All points cleared.")
    playground.press("Undo")
    playground.open_tab("Descent")
    playground.enter("Learning rate", 0.003)
    playground.press("Run")
    expect(summary).to_have_text("Gradient descent is running.")
    playground.press("Pause")
    expect(summary).to_contain_text("the loss is ")
    expect(summary).not_to_have_attribute("aria-busy", "true")


@pytest.mark.parametrize("width", [720, 360])
def test_text_may_grow_to_twice_its_size(open_playground: Opener, width: int) -> None:
    """At half the width in CSS pixels, as a zoom of 200 % makes it, nothing is lost sideways."""
    playground = open_playground(viewport={"width": width, "height": 450}, device_scale_factor=2)
    page = playground.page
    for tab in playground.tabs:
        playground.open_tab(tab)
        playground.state()
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    page.add_style_tag(
        content="* { letter-spacing: 0.12em !important; line-height: 1.5 !important }"
    )
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_less_motion_ends_a_run_at_once(open_playground: Opener) -> None:
    playground = open_playground(reduced_motion="reduce")
    playground.open_tab("Descent")
    playground.press("Run")
    # The very answer to the click is the end of the run: no frame of one is drawn.
    loss = playground.results["loss"]
    assert loss["descent"] == pytest.approx(loss["refined"], rel=1e-9)
    expect(playground.summary).to_contain_text("equal to the minimum")
    assert playground.page.evaluate("() => document.getAnimations().length") == 0
