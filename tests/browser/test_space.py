"""The plot in 3-D: its place and its name, turning it, what is selected in it, new samples."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from page_objects import Playground
from playwright.sync_api import expect
from test_accessibility import expect_no_finding, settled

Opener = Callable[..., Playground]

COLLINEAR = "data=collinear&epsilon=1"
DESK = {"viewport": {"width": 1440, "height": 900}}
LAPTOP = {"viewport": {"width": 1024, "height": 768}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def named(playground: Playground, name: str) -> dict[str, float]:
    part = playground.page.get_by_role("application", name=name, exact=True).filter(visible=True)
    expect(part).to_have_count(1)
    found = part.bounding_box()
    assert found is not None
    return dict(found)


def fits(box: dict[str, float], width: int, height: int, least: tuple[int, int]) -> bool:
    inside = box["x"] >= 0 and box["x"] + box["width"] <= width
    inside = inside and box["y"] >= 0 and box["y"] + box["height"] <= height
    return inside and box["width"] >= least[0] and box["height"] >= least[1]


@pytest.mark.parametrize("data", [COLLINEAR, "data=longley"])
def test_on_fit_it_has_the_main_place_and_the_flat_one_stands_beside(
    open_playground: Opener, data: str
) -> None:
    playground = open_playground(link=data, **DESK)
    playground.space.wait("seen.spots.length > 0")
    main = named(playground, "Data and fit")
    beside = named(playground, "Contours" if data == COLLINEAR else "Observed and predicted")
    assert fits(main, 1440, 900, (480, 320)), main
    assert fits(beside, 1440, 900, (200, 140)), beside
    assert beside["x"] >= main["x"] + main["width"]


@pytest.mark.parametrize(("device", "least"), [(DESK, (480, 320)), (LAPTOP, (380, 260))])
def test_on_collinearity_it_is_data_and_fit(
    open_playground: Opener, device: dict[str, Any], least: tuple[int, int]
) -> None:
    playground = open_playground(**device)
    playground.open_tab("Collinearity")
    playground.space.wait("seen.spots.length === 40")
    size = device["viewport"]
    box = named(playground, "Data and fit")
    assert fits(box, size["width"], size["height"], least), box
    expect(playground.plot.area).to_be_hidden()
    expect(playground.button("Reset view")).to_have_count(1)


def test_on_a_phone_it_is_in_sight(open_playground: Opener) -> None:
    playground = open_playground(link=COLLINEAR, **PHONE)
    for tab in ("Fit", "Collinearity"):
        playground.open_tab(tab)
        playground.page.evaluate("() => scrollTo(0, 0)")
        box = named(playground, "Data and fit")
        assert fits(box, 390, 844, (340, 280)), (tab, box)
    # A swipe that begins upwards is the page's.
    assert playground.space.area.evaluate("(node) => getComputedStyle(node).touchAction") == "pan-y"


def test_mouse_and_keys_turn_it_without_python(open_playground: Opener) -> None:
    playground = open_playground(link=COLLINEAR, **DESK)
    space, page = playground.space, playground.page
    space.wait("seen.spots.length === 40")
    heard = playground.record("state")
    before = space.seen
    box = named(playground, "Data and fit")
    x, y = box["x"] + box["width"] - 30, box["y"] + box["height"] - 30
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 80, y + 20, steps=5)
    page.mouse.up()
    turned = space.seen
    assert turned["turn"] > before["turn"] + 20
    assert turned["tilt"] > before["tilt"] + 5
    assert turned["selected"] is None
    expect(space.area).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    keyed = space.seen
    assert keyed["turn"] == pytest.approx(turned["turn"] - 5)
    assert keyed["tilt"] < turned["tilt"]
    assert page.evaluate("() => scrollY") == 0
    assert heard() == []


def test_buttons_look_from_front_side_and_top(open_playground: Opener) -> None:
    playground = open_playground(link=f"{COLLINEAR}&view=collinearity", **DESK)
    space = playground.space
    for name, turn, tilt in (("Front", 0, 0), ("Side", 90, 0), ("Top", 0, 90)):
        playground.press(name)
        space.wait(f"seen.turn === {turn} && seen.tilt === {tilt}")
    playground.press("Reset view")
    space.wait("seen.turn === -28 && seen.tilt === 20")


def test_less_motion_turns_at_once(open_playground: Opener) -> None:
    playground = open_playground(link=COLLINEAR, reduced_motion="reduce", **DESK)
    playground.space.wait("seen.spots.length === 40")
    playground.press("Top")
    assert playground.space.seen["tilt"] == 90


def test_a_selection_is_seen_in_both(open_playground: Opener) -> None:
    playground = open_playground(link=COLLINEAR, **DESK)
    space = playground.space
    space.wait("seen.spots.length === 40")
    # From above no point hides another.
    playground.press("Top")
    space.wait("seen.tilt === 90")
    row, x, y = space.seen["spots"][5]
    playground.page.mouse.click(x, y)
    expect(playground.summary).to_contain_text(f"Point {row + 1}:")
    chosen = """(row) => Bokeh.documents.at(-1).get_model_by_name("plot").toolbar.tools
      .find((tool) => tool.type.endsWith("PointTool")).selected === row"""
    playground.page.wait_for_function(chosen, arg=row)
    xs, ys = playground.plot.drawn
    playground.plot.click(float(xs[9]), float(ys[9]))
    space.wait("seen.selected === 9")


def test_switches_work_in_3d(open_playground: Opener) -> None:
    playground = open_playground(link=COLLINEAR, **DESK)
    playground.toggle("True plane").check(force=True)
    playground.space.wait("seen.surfaces.join() === 'truth,closed'")
    expect(playground.toggle("Residuals")).to_be_enabled()


def test_new_samples_are_drawn_one_by_one_and_end(open_playground: Opener) -> None:
    playground = open_playground(**DESK)
    playground.open_tab("Collinearity")
    space = playground.space
    playground.press("New samples")
    space.wait("seen.refits > 0 && seen.refits < 20")
    space.wait("seen.refits === 20")
    # The slider finds them where they are, and other data begin anew.
    playground.enter("Column distance ε", 0.01)
    space.wait("seen.refits === 20")
    playground.press("Back to my data")
    playground.wait_state(lambda state: state["data"] == "linear")
    playground.set_state(data="collinear")
    space.wait("seen.refits === 0")


def test_less_motion_draws_all_samples_at_once(open_playground: Opener) -> None:
    playground = open_playground(link=f"{COLLINEAR}&view=collinearity", reduced_motion="reduce")
    playground.press("New samples")
    playground.state()
    assert playground.space.seen["refits"] == 20


def test_its_numbers_are_a_table(open_playground: Opener) -> None:
    playground = open_playground(link=COLLINEAR, **DESK)
    page = playground.page
    playground.press("Plot: more")
    playground.button("Show as table").click()
    table = page.get_by_role("region", name="Plot as a table")
    expect(table.get_by_role("columnheader")).to_have_text(["x1", "x2", "y", "fitted", "residual"])
    expect(table.get_by_role("row")).to_have_count(41)


def test_two_of_many_features_are_chosen(open_playground: Opener) -> None:
    playground = open_playground(link="data=longley", **DESK)
    playground.space.wait("seen.spots.length === 16")
    expect(playground.page.get_by_text("held at the mean")).to_be_visible()
    playground.choose("First feature", "gnp")
    playground.choose("Second feature", "armed_forces")
    drawn = 'Bokeh.documents.at(-1).get_model_by_name("space").names.slice(0, 2).join()'
    playground.page.wait_for_function(f"() => {drawn} === 'gnp,armed_forces'")


@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_axe_finds_nothing_in_3d(
    open_playground: Opener, device: dict[str, Any], theme: str
) -> None:
    playground = open_playground(link=f"{COLLINEAR}&theme={theme}", **device)
    for tab in ("Fit", "Collinearity"):
        playground.open_tab(tab)
        playground.state()
        settled(playground)
        expect_no_finding(playground, f"{tab}, two features")
