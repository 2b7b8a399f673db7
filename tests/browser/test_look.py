"""How it looks: pictures of every view to be looked at, and what a machine can say of them."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from bundle import paths
from page_objects import Playground
from playwright.sync_api import expect

Opener = Callable[..., Playground]

DESKTOP = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DEVICES = {"1440x900": DESKTOP, "390x844": PHONE}
THEMES = ("light", "dark", "contrast")
PICTURES = paths.ROOT / ".cache" / "screenshots"
# They are for people to look at, and take minutes.
WANTED = "LINREG_PICTURES" in os.environ

TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"

# Every control that is seen: its name, its box, and whether its text is cut off.
CONTROLS = """() => {
  const found = [];
  const visit = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) visit(element.shadowRoot);
      if (!element.matches("button, input, select, a[href], [role=application]")) continue;
      const seen = element.checkVisibility({ visibilityProperty: true });
      const { left, top, right, bottom } = element.getBoundingClientRect();
      if (!seen || right - left < 2 || bottom - top < 2) continue;
      if (element.matches(".skip, .file-input")) continue;
      const label = element.labels?.[0] ?? element;
      const name = element.ariaLabel ?? label.textContent.trim();
      const cut = element.matches("button, input, select")
        && element.scrollWidth > element.clientWidth + 1 && element.type !== "range"
        // A formula may be longer than its line, which scrolls with the caret.
        && name !== "Formula";
      const fixed = (node) => node !== null && node instanceof Element
        && (["fixed", "sticky"].includes(getComputedStyle(node).position)
          || fixed(node.parentElement ?? node.getRootNode().host ?? null));
      // A row of tabs may be longer than a phone is wide: it scrolls by itself.
      const scrolls = element.closest("[role=tablist]") !== null && innerWidth < 1100;
      // A figure's own buttons stand in its margin, within the ground that hears the hand.
      const ground = element.role === "application" ? "ground" : "";
      const inset = element.closest(".figure-bar, .space-views") !== null ? "bar" : ground;
      found.push({ name, cut, left, top, right, bottom, scrolls, inset, floating: fixed(element) });
    }
  };
  visit(document);
  return found;
}"""

# The texts that reach beyond the box that holds them, where it hides what is beyond.
CLIPPED = """() => {
  const found = [];
  const visit = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) visit(element.shadowRoot);
      if (!element.checkVisibility() || element.clientWidth < 4) continue;
      const { overflowX, clipPath, textOverflow } = getComputedStyle(element);
      if (!["hidden", "clip"].includes(overflowX) || clipPath !== "none") continue;
      if (textOverflow === "ellipsis") continue;
      if (element.matches("input, select, canvas, html, body, .bk-CartesianFrame")) continue;
      if (element.scrollWidth <= element.clientWidth + 1) continue;
      found.push(element.outerHTML.slice(0, 120));
    }
  };
  visit(document);
  return found;
}"""

# What reaches beyond the sides of the panel it stands in, where nothing there scrolls by itself.
SPILT = """() => {
  const found = [];
  const above = (element) => element.parentElement ?? element.getRootNode().host ?? null;
  const held = (element, panel) => {
    for (let node = above(element); node !== null && node !== panel; node = above(node)) {
      if (getComputedStyle(node).overflowX !== "visible") return true;
    }
    return false;
  };
  const visit = (root, slot, panel) => {
    const { left, right } = panel.getBoundingClientRect();
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) visit(element.shadowRoot, slot, panel);
      const spills = (part) => {
        const box = part.getBoundingClientRect();
        return box.width > 0 && (box.left < left - 1 || box.right > right + 1);
      };
      // Only the first that spills is named, not what it holds.
      if (!spills(element) || (element.parentElement && spills(element.parentElement))) continue;
      if (!element.checkVisibility() || held(element, panel)) continue;
      if (!String(element.className).includes("bk-")) {
        found.push(`${slot}: ${element.localName} ${element.textContent.slice(0, 60)}`);
      }
    }
  };
  for (const slot of document.querySelectorAll("[data-slot]")) {
    visit(slot, slot.dataset.slot, slot.closest("section, header") ?? document.body);
  }
  return found;
}"""

# Colours that the document draws with now, and the page's own background.
COLOURS = """() => {
  const plot = Bokeh.documents.at(-1).get_model_by_name("plot");
  const { backgroundColor } = getComputedStyle(document.documentElement);
  return [backgroundColor, plot.below[0].major_label_text_color];
}"""

# The colour of the drawing itself, in the middle of the last point drawn.
PIXEL = """() => {
  const model = Bokeh.documents.at(-1).get_model_by_name("plot");
  const { frame, canvas_view } = Bokeh.index.find_one(model);
  const { source } = model.toolbar.tools.find(({ type }) => type.endsWith("PointTool"));
  const canvas = canvas_view.primary.el;
  const scale = canvas.width / canvas.getBoundingClientRect().width;
  const [x, y] = [["x", frame.x_scale], ["y", frame.y_scale]]
    .map(([name, along]) => along.compute(source.get_column(name).at(-1)) * scale);
  const copy = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  copy.drawImage(canvas, x, y, 1, 1, 0, 0, 1, 1);
  return [...copy.getImageData(0, 0, 1, 1).data];
}"""

LIGHT = ["rgb(255, 255, 255)"]
DARK = ["rgb(20, 23, 28)"]


def unsound(playground: Playground, where: str) -> list[str]:
    """What scrolls sideways, lies on another, reaches out of its panel, or is cut off."""
    page = playground.page
    # A figure takes its new width in the frame after that of its panel.
    page.evaluate(TWO_FRAMES)
    width, wide = page.evaluate("() => [innerWidth, document.documentElement.scrollWidth]")
    found = [f"the page is {wide} wide"] if wide > width else []
    controls = page.evaluate(CONTROLS)
    assert len(controls) > 15, where
    for control in controls:
        if not control["scrolls"] and (control["left"] < -1 or control["right"] > width + 1):
            found.append(f"{control['name']} is outside")
        if control["cut"]:
            found.append(f"{control['name']} is cut off")
    standing = [control for control in controls if not control["floating"]]
    found += [
        f"{one['name']} lies on {other['name']}"
        for i, one in enumerate(standing)
        for other in standing[i + 1 :]
        if overlap(one, other)
    ]
    found += [f"out of its panel: {text}" for text in page.evaluate(SPILT)]
    found += [f"clipped: {text}" for text in page.evaluate(CLIPPED)]
    return [f"{where}: {text}" for text in found]


def overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    if {one["inset"], other["inset"]} == {"bar", "ground"}:
        return False
    across = min(one["right"], other["right"]) - max(one["left"], other["left"])
    down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return min(across, down) > 1


def picture(playground: Playground, name: str, full: bool = False) -> None:
    if not WANTED:
        return
    PICTURES.mkdir(parents=True, exist_ok=True)
    playground.page.mouse.move(0, 0)
    playground.page.screenshot(path=PICTURES / f"{name}.png", full_page=full, animations="disabled")


def settle(playground: Playground) -> None:
    """Let what follows in later frames be drawn too."""
    for _ in range(12):
        playground.state()


SEVERAL = [
    {"name": "rooms", "values": ["1", "2", "3", "4", "5", "3", "2"]},
    {"name": "distance_to_the_station", "values": ["2", "1", "4", "3", "6", "1", "2"]},
    {"name": "age", "values": ["12", "40", "3", "25", "8", "90", "60"]},
    {"name": "rent", "values": ["510", "730", "780", "1090", "1180", "850", "690"]},
]
# A view -> what is worth seeing in it.
SCENES: dict[str, dict[str, Any]] = {
    "fit": {"show": ["residuals", "squares", "truth"], "steps": 4},
    "descent": {"steps": 12, "lr": 0.05},
    "closed-form": {"data": "longley"},
    "collinearity": {"data": "collinear", "epsilon": 1e-4},
    "diagnostics": {"data": "longley"},
}
# Where a layout changes, and the narrowest and widest screens that count.
WIDTHS = (320, 390, 500, 699, 700, 860, 1024, 1099, 1100, 1280, 1440, 1920)


def first_state(playground: Playground) -> dict[str, Any]:
    return {key: value for key, value in playground.state().items() if key != "results"}


@pytest.mark.parametrize("device", DEVICES)
def test_every_view_is_sound(open_playground: Opener, device: str) -> None:
    playground = open_playground(**DEVICES[device])
    first = first_state(playground)
    found: list[str] = []
    views = playground.views
    for view in views:
        playground.set_state(**{**first, **SCENES.get(view, {}), "view": view})
        settle(playground)
        for theme in THEMES if WANTED else ():
            playground.set_state(theme=theme)
            settle(playground)
            picture(playground, f"{view}-{device}-{theme}", full=True)
        found += unsound(playground, f"{view}-{device}")
    playground.set_state(**first)
    playground.upload("flats.csv", b"size,price\n1,2\n2,x\n")
    expect(playground.notice("Row 3, column price")).to_be_visible()
    found += unsound(playground, f"message-{device}")
    picture(playground, f"message-{device}")
    playground.press("Clear points")
    settle(playground)
    found += unsound(playground, f"empty-{device}")
    picture(playground, f"empty-{device}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("data", ["line", "several"])
def test_the_layout_is_sound_at_every_width(open_playground: Opener, data: str) -> None:
    playground = open_playground()
    if data == "several":
        playground.set_state(data="own", points={"columns": SEVERAL})
    found: list[str] = []
    for view in playground.views:
        playground.set_state(view=view)
        settle(playground)
        for width in WIDTHS:
            playground.page.set_viewport_size({"width": width, "height": 800})
            playground.state()
            found += unsound(playground, f"{view}-{data}-{width}")
    assert not found, "\n".join(found)


def colours(playground: Playground) -> list[str]:
    found: list[str] = playground.page.evaluate(COLOURS)
    return found


def expect_theme(playground: Playground, dark: bool) -> None:
    """Page and drawing are of one theme."""
    expect(playground.page.locator("html")).to_have_attribute(
        "data-theme", "dark" if dark else "light"
    )
    playground.state()
    background, text = colours(playground)
    assert [background] == (DARK if dark else LIGHT)
    assert text == ("#a3adba" if dark else "#5b6472")
    playground.page.wait_for_function(
        f"(colour) => String(({PIXEL})()) === String(colour)",
        arg=[216, 222, 233, 255] if dark else [59, 66, 82, 255],
    )


def test_themes_chosen_and_followed(open_playground: Opener) -> None:
    """Auto follows the device, also while the page is open; Light and Dark do not."""
    playground = open_playground(color_scheme="dark")
    expect_theme(playground, dark=True)
    playground.page.emulate_media(color_scheme="light")
    expect_theme(playground, dark=False)
    playground.page.emulate_media(color_scheme="dark")
    expect_theme(playground, dark=True)
    playground.choose_theme("Light")
    expect_theme(playground, dark=False)
    playground.page.emulate_media(color_scheme="light")
    playground.choose_theme("Dark")
    expect_theme(playground, dark=True)
    playground.page.emulate_media(color_scheme="dark")
    playground.choose_theme("Auto")
    expect_theme(playground, dark=True)
    playground.page.emulate_media(color_scheme="light")
    expect_theme(playground, dark=False)


def test_the_first_paint_is_of_the_right_theme(open_playground: Opener) -> None:
    """A dark device sees no white page while Python is on its way."""
    playground = open_playground(
        wait=False, hold=("**/python-*.zip", lambda route: None), color_scheme="dark"
    )
    playground.page.wait_for_function(
        "() => performance.getEntriesByName('playground:painted').length"
    )
    background, text = colours(playground)
    assert [background] == DARK
    assert text == "#a3adba"
    picture(playground, "booting-dark")


def test_the_plot_is_in_sight_on_a_phone(open_playground: Opener) -> None:
    """Plot first, about square, and the controls of the view within the thumb's reach."""
    playground = open_playground(**PHONE)
    box = playground.plot.area.bounding_box()
    assert box is not None
    assert 0.8 < box["width"] / box["height"] < 1.4
    assert box["width"] > 330
    assert box["y"] + box["height"] < 844
    playground.open_tab("Descent")
    for name in ("Step", "Run"):
        place = playground.button(name).bounding_box()
        assert place is not None
        assert place["y"] + place["height"] <= 844
        assert place["y"] > 500
        assert place["height"] >= 44
