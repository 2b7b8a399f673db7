"""The first half minute: a line, a drag, three chips; none of it by a link, and never again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from page_objects import Playground
from playwright.sync_api import BrowserContext, Locator, expect

Opener = Callable[..., Playground]
LINE = "Drag a point. The blue line is always the best fit."
CHIPS = ("Let gradient descent find it", "See it break: collinearity", "Use your own data")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# The sum of all shifts that no hand has caused.
SHIFT = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) sum += value;
  }).observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
})"""


def line(playground: Playground) -> Locator:
    return playground.page.get_by_text(LINE)


def drag(playground: Playground) -> None:
    x, y = (float(values[20]) for values in playground.plot.drawn)
    playground.plot.drag((x, y), (x, y + 2))


@pytest.mark.parametrize("device", [{}, PHONE], ids=["desk", "phone"])
def test_a_line_then_three_chips(open_playground: Opener, device: dict[str, object]) -> None:
    playground = open_playground(**device)
    expect(line(playground)).to_be_in_viewport(ratio=1)
    expect(playground.button(CHIPS[0])).to_be_hidden()
    before = playground.plot.area.bounding_box()
    # A drag makes the points one's own, for which the data panel has less to set. On a slow machine
    # the browser counts that as a shift that no hand has caused.
    assert playground.page.evaluate(SHIFT) < 0.02
    drag(playground)
    expect(playground.button(CHIPS[0])).to_be_hidden()
    playground.plot.drop()
    for chip in CHIPS:
        expect(playground.button(chip)).to_be_in_viewport(ratio=1)
    expect(line(playground)).to_be_hidden()
    assert playground.plot.area.bounding_box() == before


def test_descent_finds_it(playground: Playground) -> None:
    drag(playground)
    playground.plot.drop()
    playground.press(CHIPS[0])
    state = playground.wait_state(lambda state: state["steps"] > 50)
    assert state["view"] == "descent"


def test_it_breaks(playground: Playground) -> None:
    drag(playground)
    playground.plot.drop()
    own = playground.state()["points"]
    playground.press(CHIPS[1])
    state = playground.wait_state(lambda state: state["view"] == "collinearity")
    assert (state["data"], state["epsilon"]) == ("collinear", 1)
    playground.press("Back to my data")
    assert playground.wait_state(lambda state: state["data"] == "own")["points"] == own


def test_own_data(playground: Playground) -> None:
    drag(playground)
    playground.plot.drop()
    with playground.page.expect_file_chooser() as chosen:
        playground.press(CHIPS[2])
    file = {"name": "a.csv", "mimeType": "text/csv", "buffer": b"x,y\n1,2\n2,3\n3,5\n"}
    chosen.value.set_files([file])
    playground.wait_state(lambda state: state["results"]["n"] == 3)


def test_dismissed_is_remembered(playground: Playground) -> None:
    drag(playground)
    playground.plot.drop()
    playground.press("Dismiss")
    expect(playground.button(CHIPS[0])).to_be_hidden()
    context: BrowserContext = playground.page.context
    again = Playground(context.new_page())
    again.page.goto(playground.page.url.partition("#")[0])
    again.wait_ready()
    expect(line(again)).to_be_hidden()


@pytest.mark.parametrize("link", ["data=sine", "present=1", "embed=1", "theme=dark", "view=fit"])
def test_a_link_shows_none_of_it(open_playground: Opener, link: str) -> None:
    playground = open_playground(link=link)
    expect(line(playground)).to_be_hidden()
    if "embed" not in link and "present" not in link:
        drag(playground)
        playground.plot.drop()
        expect(playground.button(CHIPS[0])).to_be_hidden()


def test_not_while_presenting_and_not_on_paper(playground: Playground) -> None:
    playground.set_state(present=1)
    expect(line(playground)).to_be_hidden()
    playground.set_state(present=0)
    expect(line(playground)).to_be_visible()
    playground.page.emulate_media(media="print")
    expect(line(playground)).to_be_hidden()
