"""Hands, eyes and paper: typed numbers, pasted tables, fingers, font size, colours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from conftest import PHONE
from page_objects import Playground
from playwright.sync_api import Locator, Page, expect

OWN = {
    "data": "own",
    "points": {
        "columns": [
            {"name": "x", "values": ["1", "2", "3", "4"]},
            {"name": "y", "values": ["2", "5", "6", "9"]},
        ]
    },
}
TABLE = "a,b\n1,2\n2,4\n3,7\n"
TOOLTIPS = """() => {
  const shown = [];
  for (const view of Bokeh.index.query(({ model }) => model.type === "Tooltip")) {
    const { el } = view;
    if (el.isConnected && el.checkVisibility()) shown.push(el.shadowRoot.textContent);
  }
  return shown;
}"""
# Whether anything reaches beyond the paper, or lies over something else that is read.
CUT = """() => {
  const cut = [];
  const look = (root) => {
    for (const node of root.querySelectorAll("*")) {
      if (node.shadowRoot) look(node.shadowRoot);
      if (node.matches("table, .plot, .prose, .bk-Figure") && node.checkVisibility()) {
        const { right, width } = node.getBoundingClientRect();
        if (width > 0 && right > innerWidth + 1) cut.push(`${node.className} ${right}`);
      }
    }
  };
  look(document);
  return cut;
}"""
OVER = """() => {
  const parts = "main .plot, .words, main .table, .toggles, .equation, .idea";
  const boxes = [...document.querySelectorAll(parts)]
    .filter((node) => node.checkVisibility())
    .map((node) => [node.className, node.getBoundingClientRect()])
    .filter(([, box]) => box.height > 0 && box.width > 0);
  const over = [];
  for (const [i, [name, a]] of boxes.entries()) for (const [other, b] of boxes.slice(i + 1)) {
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (across > 1 && down > 1) over.push(`${name} over ${other}`);
  }
  return over;
}"""


def alert(playground: Playground) -> Any:
    return playground.page.get_by_role("alert").filter(has_text=r".")


@pytest.mark.parametrize("locale", ["en-US", "de-DE", "fr-FR"])
def test_a_comma_means_the_same_in_every_locale(
    open_playground: Callable[..., Playground], locale: str
) -> None:
    playground = open_playground(locale=locale)
    for name, key, typed, value in [
        ("True slope", "slope", "2,5", 2.5),
        ("True intercept", "intercept_true", "\N{MINUS SIGN}0,5", -0.5),
        ("Noise", "noise", "1,5e-1", 0.15),
        ("Number of points", "n", "1 000", 1000),
        ("Number of points", "n", "1,000.0", 1000),
    ]:
        field = playground.field(name)
        field.click()
        field.press("ControlOrMeta+A")
        field.press_sequentially(typed)
        field.press("Enter")
        assert playground.state()[key] == value, typed
    playground.open_tab("Descent")
    rate = playground.field("Learning rate")
    rate.fill("0,05")
    rate.press("Enter")
    assert playground.state()["lr"] == 0.05
    expect(rate).to_have_value("0.05")


@pytest.mark.parametrize(
    ("name", "key", "typed", "said"),
    [
        ("Number of points", "n", "1,000", "may mean 1000 or 1.000"),
        ("True slope", "slope", "abc", "“abc” is not a number"),
        ("True slope", "slope", "", "The field is empty"),
        ("Noise", "noise", "1,2,3", "is not a number"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(
    playground: Playground, name: str, key: str, typed: str, said: str
) -> None:
    before = playground.state()[key]
    field = playground.field(name)
    field.fill(typed)
    field.press("Enter")
    sentence = playground.page.get_by_role("alert").filter(has_text=said)
    expect(sentence).to_contain_text(f"{name} stays {before:g}.")
    assert playground.state()[key] == before
    field.fill("3")
    expect(sentence).to_be_hidden()
    field.press("Enter")
    assert playground.state()[key] == 3


def test_a_table_is_pasted_whatever_control_has_the_focus(
    open_playground: Callable[..., Playground],
) -> None:
    playground = open_playground(permissions=["clipboard-read", "clipboard-write"])
    page = playground.page
    page.evaluate("(text) => navigator.clipboard.writeText(text)", TABLE)
    controls = [
        playground.slider("Noise"),
        page.get_by_role("checkbox", name="Residuals"),
        page.get_by_role("combobox", name="Data"),
        page.get_by_role("button", name="Add point"),
        page.get_by_label("Upload data"),
    ]
    for control in controls:
        playground.set_state(data="linear")
        control.focus()
        page.keyboard.press("ControlOrMeta+V")
        state = playground.wait_state(lambda s: s["data"] == "own")
        assert state["results"]["coefficients"]["refined"][1] == pytest.approx(2.5)
    # Into a field it goes as text.
    playground.set_state(data="linear")
    playground.field("Seed").focus()
    page.keyboard.press("ControlOrMeta+V")
    playground.field("Seed").press("Escape")
    assert playground.state()["data"] == "linear"


# Resolves when nothing has scrolled for ten frames.
AT_REST = """() => new Promise((done) => {
  let [top, still] = [scrollY, 0];
  const look = () => {
    still = scrollY === top ? still + 1 : 0;
    top = scrollY;
    if (still >= 10) done();
    else requestAnimationFrame(look);
  };
  look();
})"""


def centre(part: Locator) -> None:
    """Scroll it to the middle of the window, clear of the bars at its edges."""
    part.page.evaluate(AT_REST)
    part.evaluate("(node) => node.scrollIntoView({ block: 'center' })")


def swipe(page: Page, box: Any, across: float, down: float) -> None:
    """A finger put down on the left part of a box and drawn so far."""
    x, y = box["x"] + 0.3 * box["width"], box["y"] + box["height"] / 2
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *points: dict[str, float]) -> None:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    touch("touchStart", {"x": x, "y": y})
    for share in (0.1, 0.2, 0.4, 0.6, 0.8, 1.0):
        touch("touchMove", {"x": x + share * across, "y": y + share * down})
    touch("touchEnd")
    session.detach()


def test_a_swipe_that_begins_on_a_slider_scrolls_and_changes_nothing(
    open_playground: Callable[..., Playground],
) -> None:
    playground = open_playground(viewport=PHONE, has_touch=True, is_mobile=True)
    playground.set_state(**OWN)
    playground.open_simulation()
    page, slider = playground.page, playground.slider("True slope")
    centre(slider)
    before, top = playground.state(), page.evaluate("() => scrollY")
    swipe(page, slider.bounding_box(), 6, -200)
    page.wait_for_function("(top) => Math.abs(scrollY - top) > 50", arg=top)
    assert playground.state() == before
    expect(page.get_by_role("button", name="Replace")).to_be_hidden()
    # Along the slider it does move it, which asks first.
    centre(slider)
    swipe(page, slider.bounding_box(), 80, 3)
    expect(page.get_by_role("button", name="Replace")).to_be_visible()
    assert playground.state() == before


def test_a_generator_slider_asks_before_it_replaces_own_points(playground: Playground) -> None:
    playground.set_state(**OWN)
    before = playground.state()
    playground.open_simulation()
    slider = playground.slider("True slope")
    for answer in ("Keep", "Replace"):
        slider.focus()
        playground.page.keyboard.press("ArrowRight")
        question = playground.page.get_by_text("Replace your points with simulated data?")
        expect(question).to_be_visible()
        assert playground.state() == before
        playground.page.get_by_role("button", name=answer, exact=True).click()
        expect(question).to_be_hidden()
    state = playground.state()
    assert (state["data"], state["slope"]) == ("linear", 2.05)
    playground.press("Undo")
    assert playground.state()["points"] == before["points"]


def test_tooltips_of_old_points_go_when_a_file_comes(playground: Playground) -> None:
    page = playground.page
    x, y = playground.plot.drawn
    page.mouse.move(*playground.plot.screen(float(x[3]), float(y[3])))
    page.wait_for_function(f"() => ({TOOLTIPS})().length > 0")
    page.get_by_label("Upload data").set_input_files(
        {"name": "t.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    )
    playground.wait_state(lambda s: s["data"] == "own")
    page.wait_for_function(f"() => ({TOOLTIPS})().length === 0")


def set_font(page: Page, pixels: int) -> None:
    page.context.new_cdp_session(page).send(
        "Page.setFontSizes", {"fontSizes": {"standard": pixels}}
    )


@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, PHONE])
def test_text_is_as_large_as_the_reader_wants(
    site: str, new_page: Callable[..., Page], size: dict[str, int]
) -> None:
    page = new_page(viewport=size)
    set_font(page, 32)
    page.goto(f"{site}#view=descent&steps=20")
    Playground(page).wait_ready()
    fonts = page.evaluate("""() => ["html", "[data-slot=lr] > *", ".words", ".idea"].map(
      (name) => parseFloat(getComputedStyle(document.querySelector(name)).fontSize))""")
    assert fonts[:3] == [30, 30, 30]
    assert fonts[3] == pytest.approx(28, abs=0.1)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_controls_tell_their_state_in_forced_colours(
    open_playground: Callable[..., Playground],
) -> None:
    """The filled part of a track, marks, switches and what is disabled: by more than a shade."""
    playground = open_playground(forced_colors="active", link="view=descent&steps=5")
    page = playground.page
    parts = page.evaluate("""() => {
      const find = (root, name) => {
        for (const node of root.querySelectorAll("*")) {
          if (node.matches(name)) return node;
          const found = node.shadowRoot && find(node.shadowRoot, name);
          if (found) return found;
        }
        return null;
      };
      const slot = document.querySelector("[data-slot=lr]");
      const style = (node, pseudo) => getComputedStyle(node, pseudo);
      const slider = find(slot, ".slider");
      return {
        track: style(slider).forcedColorAdjust,
        mark: style(find(slot, ".mark"), "::before").backgroundColor,
        ground: style(document.body).backgroundColor,
        back: style(find(document.querySelector("[data-slot=delete]"), "button")).color,
        add: style(find(document.querySelector("[data-slot=add]"), "button")).color,
      };
    }""")
    assert parts["track"] == "none"
    assert parts["mark"] not in (parts["ground"], "rgba(0, 0, 0, 0)")
    assert parts["back"] != parts["add"]


@pytest.mark.parametrize(
    "link",
    [
        "",
        "data=longley",
        "view=descent&steps=60",
        "data=longley&view=diagnostics",
        "data=collinear&view=collinearity",
        "lesson=descent",
    ],
)
def test_on_paper_nothing_is_cut_or_covered(
    open_playground: Callable[..., Playground], link: str
) -> None:
    playground = open_playground(link=link)
    page = playground.page
    # What A4 holds between the margins.
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 1017})
    assert page.evaluate(CUT) == []
    assert page.evaluate(OVER) == []
    page.emulate_media(media="screen")
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    zoomed = """() => [...Bokeh.index.query(({ model }) => model.type === "Figure")]
      .map(({ el }) => el.style.zoom)"""
    assert set(page.evaluate(zoomed)) <= {""}


def test_the_name_has_its_place_on_the_smallest_screens(
    open_playground: Callable[..., Playground],
) -> None:
    playground = open_playground(viewport={"width": 320, "height": 640}, has_touch=True)
    name = playground.page.locator(".name").bounding_box()
    playground.open_colours()
    theme = playground.page.locator(".topbar-theme [role=radiogroup], .topbar-theme fieldset")
    box = theme.first.bounding_box()
    assert name is not None
    assert box is not None
    apart = name["x"] + name["width"] <= box["x"] or name["y"] + name["height"] <= box["y"]
    assert apart
    assert box["x"] + box["width"] <= 320
    name_box = playground.page.locator(".name")
    assert not name_box.evaluate("(node) => node.scrollWidth > node.clientWidth")
