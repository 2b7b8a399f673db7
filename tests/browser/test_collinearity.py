"""Collinearity under the hand: one click on the tab, one drag of the slider."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from page_objects import Playground
from playwright.sync_api import expect

Opener = Callable[..., Playground]
SIZES: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1440, "height": 900}},
    "laptop": {"viewport": {"width": 1024, "height": 768}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}
# Ranges and inner size of the figure "Coefficients", and where the fit is.
SEEN = """() => {
  const plot = Bokeh.documents.at(-1).get_model_by_name("collinearity_valley");
  const { width, height } = Bokeh.index.find_one(plot).frame.bbox;
  const { x_range: x, y_range: y } = plot;
  const { data_source: fit } = plot.renderers.find(({ glyph }) => glyph.size?.value === 11);
  return { x: [x.start, x.end], y: [y.start, y.end], width, height,
    fit: [fit.get("x")[0], fit.get("y")[0]] };
}"""
# The figure is there, its frame has come to rest, and the fit is in it.
RESTED = """() => {
  const plot = Bokeh.documents.at(-1).get_model_by_name("collinearity_valley");
  if (!plot || !(Bokeh.index.find_one(plot)?.frame?.bbox.width > 1)) return false;
  const { x, y, fit } = (%s)();
  const still = JSON.stringify([x, y]) === window.lastSeen;
  window.lastSeen = JSON.stringify([x, y]);
  return still && fit[0] > x[0] && fit[0] < x[1] && fit[1] > y[0] && fit[1] < y[1];
}"""


def seen(playground: Playground) -> dict[str, Any]:
    playground.page.wait_for_function(RESTED % SEEN, polling=100)
    found: dict[str, Any] = playground.page.evaluate(SEEN)
    return found


def expect_one_scale(found: dict[str, Any]) -> None:
    across = (found["x"][1] - found["x"][0]) / found["width"]
    up = (found["y"][1] - found["y"][0]) / found["height"]
    assert across == pytest.approx(up, rel=0.02)


@pytest.mark.parametrize("size", SIZES)
def test_one_click_and_one_drag_show_the_explosion(open_playground: Opener, size: str) -> None:
    playground = open_playground(**SIZES[size])
    page = playground.page
    playground.open_tab("Collinearity")
    before = seen(playground)
    assert all(abs(b - 2) < 0.5 for b in before["fit"])
    expect_one_scale(before)
    slider = playground.slider("Column distance ε").filter(visible=True)
    expect(slider).to_be_in_viewport(ratio=1)
    box = slider.bounding_box()
    assert box is not None
    height = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 9, height)
    page.mouse.down()
    # The axis runs over 17 powers of ten: this is about a thousandth.
    page.mouse.move(box["x"] + 0.18 * box["width"], height, steps=12)
    page.mouse.up()
    state = playground.wait_state(lambda state: state["epsilon"] < 0.01)
    after = seen(playground)
    w = state["results"]["coefficients"]["refined"]
    assert after["fit"] == pytest.approx(w[1:], rel=1e-6)
    # They are far out of the frame that was there, and the new one says so by its size.
    assert max(map(abs, after["fit"])) > 2 * max(before["x"])
    assert after["x"][1] - after["x"][0] > 9 * (before["x"][1] - before["x"][0])
    expect_one_scale(after)
    expect(slider).to_be_in_viewport(ratio=1)


def test_a_remedy_is_a_switch_in_the_strip(playground: Playground) -> None:
    playground.open_tab("Collinearity")
    playground.enter("Column distance ε", 0.001)
    ridge = playground.button("Ridge")
    expect(ridge).to_have_attribute("aria-pressed", "false")
    ridge.click()
    state = playground.wait_state(lambda state: state["penalty"] == "ridge")
    assert max(map(abs, state["results"]["coefficients"]["refined"][1:])) < 10
    expect(ridge).to_have_attribute("aria-pressed", "true")
    ridge.click()
    playground.wait_state(lambda state: state["penalty"] == "none")
