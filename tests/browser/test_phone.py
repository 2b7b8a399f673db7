"""A phone: tabs, one figure, thumbnails, sentence and the tab's main control on one screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from page_objects import Playground
from playwright.sync_api import Locator, expect

Opener = Callable[..., Playground]
SIZES = {"390x844": (390, 844), "360x740": (360, 740)}
# The figures beside the data, by tab, and what stands at the thumb.
OTHERS = {
    "Descent": ["Loss surface", "Loss by iteration"],
    "Closed form": ["Correct digits"],
    "Collinearity": ["Coefficients", "Coefficient size", "Correct digits", "Iterations needed"],
    "Diagnostics": [
        "Residuals vs fitted", "Normal Q-Q", "Scale-location", "Residuals vs leverage",
    ],
}  # fmt: skip
# Whether anything but the ground is drawn in a thumbnail.
DRAWN = """(button) => {
  const canvas = button.querySelector("canvas");
  // Of a copy: a canvas that is read often leaves the graphics card, and the console says so.
  const { width, height } = canvas;
  const copy = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  copy.drawImage(canvas, 0, 0);
  const { data } = copy.getImageData(0, 0, width, height);
  let sum = 0;
  for (let i = 0; i < data.length; i += 4) sum += data[i] * (i % 977) + data[i + 3];
  return sum;
}"""
SMALL = """() => {
  const found = [];
  const visit = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) visit(element.shadowRoot);
      if (!element.matches("button, select, summary, [role=tab]")) continue;
      if (!element.checkVisibility({ visibilityProperty: true })) continue;
      const { width, height } = element.getBoundingClientRect();
      const name = element.ariaLabel ?? element.textContent.trim();
      if (width > 2 && Math.min(width, height) < 43.5) found.push(`${name}: ${width} x ${height}`);
    }
  };
  for (const part of document.querySelectorAll("header, .strip, #stage, .thumbnails")) visit(part);
  return found;
}"""


@pytest.fixture(params=SIZES)
def phone(request: pytest.FixtureRequest, open_playground: Opener) -> Playground:
    width, height = SIZES[request.param]
    size = {"width": width, "height": height}
    return open_playground(viewport=size, has_touch=True, is_mobile=True)


def at_thumb(playground: Playground, tab: str) -> list[Locator]:
    page = playground.page
    return {
        "Fit": [playground.button("Add point"), playground.button("Clear points")],
        "Descent": [
            playground.button("Step"), playground.button("Run"), playground.slider("Learning rate"),
        ],
        "Closed form": [page.get_by_role("combobox", name="Solver").first],
        "Collinearity": [playground.slider("Column distance ε").filter(visible=True)],
        "Diagnostics": [playground.button("Show Normal Q-Q")],
    }[tab]  # fmt: skip


def figure(playground: Playground, name: str) -> Locator:
    page = playground.page
    drawn = page.get_by_role("application", name=name, exact=True)
    return drawn.or_(page.get_by_role("img", name=name, exact=True)).filter(visible=True)


def test_cause_and_effect_are_on_one_screen(phone: Playground) -> None:
    page = phone.page
    height = page.viewport_size["height"] if page.viewport_size else 0
    for tab in ("Fit", *OTHERS):
        phone.open_tab(tab)
        page.evaluate("() => scrollTo(0, 0)")
        box = figure(phone, "Data and fit").bounding_box()
        assert box is not None
        assert box["width"] >= 340, (tab, box)
        assert box["height"] >= 280, (tab, box)
        lowest = box["y"] + box["height"]
        for control in at_thumb(phone, tab):
            place = control.bounding_box()
            assert place is not None
            assert lowest <= place["y"], (tab, place)
            assert place["y"] + place["height"] <= height, (tab, place)
        for name in OTHERS.get(tab, []):
            expect(phone.button(f"Show {name}")).to_be_in_viewport(ratio=1)
        expect(page.get_by_role("tab", name=tab, exact=True)).to_be_in_viewport(ratio=1)
        assert not page.evaluate(SMALL), (tab, page.evaluate(SMALL))
        # Further down the tabs and the control stay.
        page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
        expect(page.get_by_role("tab", name=tab, exact=True)).to_be_in_viewport(ratio=1)
        for control in at_thumb(phone, tab):
            expect(control).to_be_in_viewport(ratio=0.9)


def test_thumbnails_swap_with_the_figure_that_is_shown(phone: Playground) -> None:
    for tab, others in OTHERS.items():
        phone.open_tab(tab)
        place = figure(phone, "Data and fit").bounding_box()
        assert place is not None
        for name in others:
            phone.button(f"Show {name}").tap()
            expect(figure(phone, name)).to_have_count(1)
            box = figure(phone, name).bounding_box()
            assert box is not None
            assert box["width"] > 320, (name, box)
            assert box["height"] >= 280, (name, box)
            expect(figure(phone, "Data and fit")).to_have_count(0)
            # Nobody hears its name twice.
            expect(phone.page.get_by_role("button", name=f"Show {name}")).to_have_count(0)
            phone.button("Show Data and fit").tap()
            assert figure(phone, "Data and fit").bounding_box() == place
    # Each tab remembers; another one begins with the data.
    phone.button("Show Normal Q-Q").tap()
    phone.open_tab("Fit")
    expect(figure(phone, "Data and fit")).to_have_count(1)
    phone.open_tab("Diagnostics")
    expect(figure(phone, "Normal Q-Q")).to_have_count(1)


def test_thumbnails_are_live(phone: Playground) -> None:
    phone.open_tab("Descent")
    button = phone.button("Show Loss by iteration")
    before: Any = button.evaluate(DRAWN)
    assert before > 0
    for _ in range(3):
        phone.press("Step")
    phone.wait_state(lambda state: state["steps"] == 3)
    button.element_handle()
    phone.page.wait_for_function(f"([b, before]) => ({DRAWN})(b) !== before", arg=[
        button.element_handle(), before,
    ])  # fmt: skip


# The diameters of the points that are drawn, in pixels.
DOTS = """() => Bokeh.documents.at(-1).get_model_by_name("plot").renderers
  .filter(({ glyph }) => glyph.size?.field === "size")
  .flatMap(({ data_source }) => Array.from(data_source.get_column("size")))"""


def test_dots_leave_residuals_in_sight(phone: Playground) -> None:
    sizes = phone.page.evaluate(DOTS)
    assert len(sizes) >= 40
    assert max(sizes) <= 8


def test_it_says_tap(phone: Playground) -> None:
    expect(phone.summary).to_contain_text("Tap the plot to add a point")
