"""Presenting: stage, strip and sentence, large enough for a room, and keys that step."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from page_objects import Playground
from playwright.sync_api import expect

Opener = Callable[..., Playground]

# The size of every text that is seen, with the text itself; of figures, as it is drawn.
SIZES = """() => {
  const found = [];
  const visit = (root) => {
    for (const node of root.childNodes) {
      if (node.nodeType === Node.TEXT_NODE && node.data.trim() !== "") {
        const element = node.parentElement ?? node.getRootNode().host;
        const { width } = element.getBoundingClientRect();
        const seen = element.checkVisibility({ visibilityProperty: true }) && width > 1;
        const { clipPath, fontSize } = getComputedStyle(element);
        const word = !element.matches("style, script, sup, sub, option, :is(sup, sub) *");
        if (seen && word && clipPath === "none") found.push([parseFloat(fontSize), node.data]);
      }
      if (node.shadowRoot) visit(node.shadowRoot);
      if (node.nodeType === Node.ELEMENT_NODE) visit(node);
    }
  };
  visit(document.body);
  for (const { model, el, ...view } of Bokeh.index.query(({ model }) => model.type === "Figure")) {
    if (el.getClientRects().length === 0) continue;
    for (const axis of [...model.below, ...model.left]) {
      const drawn = Bokeh.index.find_one(axis).visuals.major_label_text.values();
      found.push([parseFloat(drawn.font_size), `${model.name}: ${axis.type}`]);
    }
  }
  return found;
}"""
# The width of the closed form's line and the size of a point, as they are drawn.
DRAWN = """() => {
  const widths = [];
  const { set_value } = Bokeh.require("core/visuals/line").LineScalar.prototype;
  const model = Bokeh.documents.at(-1).get_model_by_name("plot");
  const view = Bokeh.index.find_one(model);
  const pen = document.createElement("canvas").getContext("2d");
  for (const renderer of view.computed_renderer_views) {
    const line = renderer.glyph?.visuals?.line;
    if (line?.set_value !== set_value) continue;
    line.set_value(pen);
    widths.push(pen.lineWidth);
  }
  return Math.max(...widths);
}"""
TABS = ("fit", "descent", "closed-form", "collinearity", "diagnostics")


def presenting(playground: Playground) -> bool:
    return bool(playground.page.evaluate("() => 'present' in document.documentElement.dataset"))


def test_text_is_large_enough_for_a_room(open_playground: Opener) -> None:
    playground = open_playground(link="present=1", viewport={"width": 1920, "height": 1080})
    small = []
    for view in TABS:
        playground.set_state(view=view)
        playground.settle()
        small += [
            f"{view}: {text!r} is {size}"
            for size, text in playground.page.evaluate(SIZES)
            if size < 24
        ]
    assert not small, "\n".join(small)


@pytest.mark.parametrize("window", [(1920, 1080), (1024, 768)])
def test_stage_strip_and_sentence_share_the_window(
    open_playground: Opener, window: tuple[int, int]
) -> None:
    width, height = window
    playground = open_playground(link="present=1", viewport={"width": width, "height": height})
    page = playground.page
    for view in TABS:
        playground.set_state(view=view)
        playground.settle()
        wide, tall = page.evaluate(
            "() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        )
        assert wide <= width, view
        assert tall <= height + 1, (view, tall)
        expect(playground.plot.slot.locator("> *")).to_be_in_viewport(ratio=1)
        box = playground.plot.area.bounding_box()
        assert box is not None
        assert box["height"] > 0.25 * height, (view, box)
        expect(playground.summary).to_be_in_viewport(ratio=1)
        expect(playground.field("Number of points")).to_be_hidden()
        expect(page.get_by_role("tablist")).to_be_hidden()
        expect(playground.button("End presenting")).to_be_in_viewport(ratio=1)
        way_out = playground.button("End presenting").bounding_box()
        strip = page.get_by_role("toolbar").locator("visible=true").first.bounding_box()
        assert way_out is not None
        assert strip is not None
        assert way_out["y"] + way_out["height"] <= strip["y"] + strip["height"], view


def test_lines_and_points_are_thicker(playground: Playground) -> None:
    before = playground.page.evaluate(DRAWN)
    playground.set_state(present=1)
    playground.settle()
    assert playground.page.evaluate(DRAWN) > 1.2 * before
    playground.set_state(present=0)
    playground.settle()
    assert playground.page.evaluate(DRAWN) == before


def test_it_is_in_the_link_and_escape_ends_it(open_playground: Opener) -> None:
    playground = open_playground()
    playground.press("Present")
    playground.wait_state(lambda state: state["present"] == 1)
    link = playground.page.evaluate("() => playground.getLink()")
    assert link.endswith("present=1")
    playground.page.keyboard.press("Escape")
    playground.wait_state(lambda state: state["present"] == 0)
    assert not presenting(playground)
    expect(playground.button("Present")).to_be_visible()
    # What is not to be undone is no step of undo.
    expect(playground.button("Undo")).to_be_disabled()
    again = open_playground(link=link.partition("#")[2])
    assert presenting(again)
    assert again.state()["present"] == 1


def test_arrows_step_and_the_focused_element_wins(open_playground: Opener) -> None:
    playground = open_playground(link="present=1&view=descent")
    keyboard = playground.page.keyboard
    for key, steps in (("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1)):
        keyboard.press(key)
        playground.wait_state(lambda state, steps=steps: state["steps"] == steps)
    rate = playground.state()["lr"]
    for control in (playground.slider("Learning rate"), playground.field("Learning rate")):
        control.focus()
        keyboard.press("ArrowRight")
    assert playground.state()["steps"] == 1
    assert playground.state()["lr"] > rate
    playground.plot.area.focus()
    keyboard.press("ArrowRight")
    expect(playground.summary).to_contain_text(re.compile(r"Point \d+:"))
    assert playground.state()["steps"] == 1
    playground.button("Step").focus()
    keyboard.press("ArrowRight")
    playground.wait_state(lambda state: state["steps"] == 2)


def test_arrows_mean_nothing_while_nobody_presents(playground: Playground) -> None:
    playground.page.keyboard.press("ArrowRight")
    assert playground.state()["steps"] == 0


def test_digits_s_and_r_where_no_field_has_the_focus(playground: Playground) -> None:
    keyboard = playground.page.keyboard
    for digit, view in enumerate(playground.views, start=1):
        keyboard.press(str(digit))
        playground.wait_state(lambda state, view=view: state["view"] == view)
    keyboard.press("2")
    keyboard.press("s")
    playground.wait_state(lambda state: state["steps"] == 1)
    keyboard.press("r")
    expect(playground.button("Pause")).to_be_visible()
    keyboard.press("r")
    expect(playground.button("Run")).to_be_visible()
    steps = playground.state()["steps"]
    rate = playground.field("Learning rate")
    rate.focus()
    keyboard.type("1sr")
    keyboard.press("Escape")
    playground.page.get_by_role("combobox", name="Data").focus()
    keyboard.press("s")
    state = playground.state()
    assert (state["steps"], state["view"]) == (steps, "descent")
    playground.press("Share")
    keyboard.press("1")
    assert playground.state()["view"] == "descent"
