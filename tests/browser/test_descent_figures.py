"""The figures of descent: current at every pause, and painted only where they are seen."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from page_objects import Playground
from playwright.sync_api import ElementHandle, expect

# At how many pixels a figure is so many of 255 levels from what it is when painted anew; and
# whether there is anything on it.
FAULTY = """async ([name, rounding]) => {
  const view = Bokeh.index.find_one(Bokeh.documents.at(-1).get_model_by_name(name));
  const { canvas } = view.canvas_view.primary;
  const frames = async (count) => {
    for (let i = 0; i < count; i++) await new Promise(requestAnimationFrame);
  };
  const size = [canvas.width, canvas.height];
  const copy = new OffscreenCanvas(...size).getContext("2d", { willReadFrequently: true });
  const pixels = () => {
    copy.clearRect(0, 0, ...size);
    copy.drawImage(canvas, 0, 0);
    return copy.getImageData(0, 0, ...size).data;
  };
  await frames(10);
  const shown = pixels();
  view.request_repaint();
  await frames(3);
  const off = pixels().map((value, i) => Math.abs(value - shown[i]) > rounding);
  const faulty = new Set(Array.from(off.entries()).filter(([, is]) => is).map(([i]) => i >> 2));
  return [faulty.size, shown.some((value) => value > 0)];
}"""
# How often a figure has been painted.
PAINTS = """(name) =>
  Bokeh.index.find_one(Bokeh.documents.at(-1).get_model_by_name(name))._render_count"""
# Where the marker of the present step is.
NOW = """() => Object.fromEntries(["loss_plot", "valley"].map((name) => {
  const { renderers } = Bokeh.documents.at(-1).get_model_by_name(name);
  const sizes = { loss_plot: 9, valley: 11 };
  const { data_source: source } = renderers.find(
    ({ glyph, data_source }) => glyph.size?.value === sizes[name] && data_source.length === 1);
  return [name, [source.get("x")[0], source.get("y")[0]]];
}))"""
# Units a pixel on both axes of the loss surface.
SCALES = """() => {
  const plot = Bokeh.documents.at(-1).get_model_by_name("valley");
  const { x_range: x, y_range: y } = plot;
  const { width, height } = Bokeh.index.find_one(plot).frame.bbox;
  return [(x.end - x.start) / width, (y.end - y.start) / height];
}"""
# Blending in two steps rounds twice, and of hundreds of clear shapes on each other a pixel here and
# there by more; a figure that is not up to date is off at hundreds.
ROUNDING, STRAY = 4, 3
FIGURES = ("plot", "valley", "loss_plot", "eigenbasis", "modes")


def expect_painted(playground: Playground, name: str) -> None:
    """What a figure shows is what it would show if it were painted anew."""
    faulty, anything = playground.page.evaluate(FAULTY, [name, ROUNDING])
    assert anything, f"{name} is empty"
    assert faulty <= STRAY, f"{name} is not what it is when painted anew at {faulty} pixels"


def run_to(playground: Playground, steps: int) -> None:
    playground.press("Run")
    playground.wait_state(lambda state: state["steps"] > steps)


def pause(playground: Playground) -> dict[str, Any]:
    """Pause a run, and wait for what follows it part by part, one a frame."""
    playground.press("Pause")
    for _ in range(6):
        state = playground.state()
        playground.settle()
    return state


def figure(playground: Playground, name: str) -> ElementHandle:
    """Where a figure is drawn."""
    handle = playground.page.evaluate_handle(
        """(name) => Bokeh.index.find_one(Bokeh.documents.at(-1).get_model_by_name(name)).el""",
        name,
    )
    element = handle.as_element()
    assert element is not None
    return element


def test_the_loss_surface_has_one_scale(descent: Playground) -> None:
    expect(descent.page.get_by_role("img", name="Loss surface", exact=True)).to_be_visible()
    descent.settle()
    x, y = descent.page.evaluate(SCALES)
    assert x == pytest.approx(y, rel=0.02)


def test_a_paused_run_shows_the_paused_step_in_every_figure(descent: Playground) -> None:
    descent.set_state(n=200, lr=0.001, show=["residuals", "squares"])
    run_to(descent, 40)
    state = pause(descent)
    for name in FIGURES:
        figure(descent, name).scroll_into_view_if_needed()
        expect_painted(descent, name)
    now = descent.page.evaluate(NOW)
    assert now["loss_plot"][0] == state["steps"]
    np.testing.assert_allclose(now["valley"], state["results"]["coefficients"]["descent"])


def test_a_run_is_drawn_in_the_colours_of_the_day(descent: Playground) -> None:
    """What is kept as a picture while a run lasts is taken again when the theme changes."""
    descent.set_state(lr=0.001)
    run_to(descent, 10)
    descent.set_state(theme="dark")
    descent.wait_state(lambda state: state["steps"] > 60)
    pause(descent)
    expect_painted(descent, "plot")
    expect_painted(descent, "valley")


def test_a_figure_out_of_sight_is_not_painted_and_current_when_it_is_seen(
    descent: Playground,
) -> None:
    descent.set_state(lr=0.001)
    descent.page.evaluate("() => scrollTo(0, 0)")
    run_to(descent, 10)
    before = {name: descent.page.evaluate(PAINTS, name) for name in FIGURES}
    descent.wait_state(lambda state: state["steps"] > 40)
    after = {name: descent.page.evaluate(PAINTS, name) for name in FIGURES}
    painted = {name: after[name] - before[name] for name in FIGURES}
    # Where the machine stalls, a run looks still for a moment, and what is out of sight is painted.
    assert painted["plot"] > 2 * painted["modes"]
    pause(descent)
    figure(descent, "modes").scroll_into_view_if_needed()
    expect_painted(descent, "modes")
    assert descent.page.evaluate(PAINTS, "modes") > after["modes"]


def test_a_figure_out_of_sight_is_painted_when_all_is_still(descent: Playground) -> None:
    """A picture of the whole page, or a quick hand at the scroll bar, finds it as it is."""
    descent.page.evaluate("() => scrollTo(0, 0)")
    run_to(descent, 10)
    before = descent.page.evaluate(PAINTS, "modes")
    pause(descent)
    descent.page.wait_for_function(f"(before) => ({PAINTS})('modes') > before", arg=before)
    expect_painted(descent, "modes")


# What the glyphs of the residuals that are shown were given, and what there is to be given.
RESIDUALS = """() => {
  const model = Bokeh.documents.at(-1).get_model_by_name("plot");
  const view = Bokeh.index.find_one(model);
  const [shown] = model.renderers.filter(
    ({ glyph, visible }) => visible && glyph.y1?.field === "fitted");
  return [view.renderer_views.get(shown).glyph.y1, shown.data_source.get("fitted")]
    .map((values) => Array.from(values));
}"""


def test_what_was_hidden_is_current_when_it_is_shown(descent: Playground) -> None:
    """Residuals to the closed form are hidden while those to descent are drawn, and change."""
    descent.set_state(n=100)
    run_to(descent, 10)
    pause(descent)
    for tab in ("Descent", "Fit"):
        descent.open_tab(tab)
        descent.state()
        drawn, wanted = descent.page.evaluate(RESIDUALS)
        assert len(drawn) == 100
        assert drawn == wanted
