"""What a person sees and does on the page, by name; the tests know no selectors of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from playwright.sync_api import Locator, Page, expect

READY_WITHIN = 60_000

# Playwright takes the promise of an asynchronous condition for its truth, and waits for none.
UNTIL = """async (given) => {
  const condition = %s;
  const end = performance.now() + %d;
  while (!(await condition(given))) {
    if (performance.now() > end) throw new Error("It has not come true.");
    await new Promise((again) => setTimeout(again, 50));
  }
}"""
# Whether the unpacked image is kept, all of it.
IMAGE_IS_KEPT = """async () => {
  const { image } = JSON.parse(document.getElementById("boot").textContent).assets;
  for await (const [name, folder] of await navigator.storage.getDirectory()) {
    if (!name.startsWith("linreg-playground-image ")) continue;
    for await (const handle of folder.values()) {
      // While it is being written it has the size that it had before.
      const file = await handle.getFile();
      if (handle.name === image.sha256 && file.size === image.rawSize) return true;
    }
  }
  return false;
}"""

# A data coordinate to a place on the screen, through the scales of the plot as it is drawn now.
TO_SCREEN = """([name, x, y]) => {
  const model = Bokeh.documents.at(-1).get_model_by_name(name);
  const view = Bokeh.index.find_one(model);
  const box = view.canvas_view.events_el.getBoundingClientRect();
  return [box.left + view.frame.x_scale.compute(x), box.top + view.frame.y_scale.compute(y)];
}"""


RANGES = """(name) => {
  const { x_range, y_range } = Bokeh.documents.at(-1).get_model_by_name(name);
  return [x_range.start, x_range.end, y_range.start, y_range.end];
}"""

# What is drawn, which may be ahead of what Python knows: the columns of the tool's source.
DRAWN = """(name) => {
  const model = Bokeh.documents.at(-1).get_model_by_name(name);
  const tool = model.toolbar.tools.find((tool) => tool.type.endsWith("PointTool"));
  return [Array.from(tool.source.get_column("x")), Array.from(tool.source.get_column("y"))];
}"""

# The text of every cell, row by row, of the table drawn in a slot's shadow root.
CELLS = """(element) => {
  const root = (node) => node.shadowRoot ?? node;
  const find = (node) => {
    const table = root(node).querySelector("table");
    if (table !== null) return table;
    for (const child of root(node).querySelectorAll("*")) {
      if (child.shadowRoot !== null && find(child) !== null) return find(child);
    }
    return null;
  };
  return [...find(element).rows].map((row) => [...row.cells].map((cell) => cell.textContent));
}"""

# Resolves when the page has kept its size for ten frames, or goes on changing for three hundred.
STILL = """() => new Promise((done) => {
  let [size, still, frames] = ["", 0, 0];
  const look = () => {
    const { scrollHeight, scrollWidth } = document.documentElement;
    const now = `${scrollWidth} ${scrollHeight}`;
    still = now === size ? still + 1 : 0;
    size = now;
    if (still >= 10 || (frames += 1) > 300) done();
    else requestAnimationFrame(look);
  };
  look();
  // A page that nobody sees has no frames.
  setTimeout(done, 3000);
})"""

# Resolves with what a call was rejected with, or null where it was not.
REJECTION = """(partial) => playground.setState(partial).then(
  () => null,
  ({ name, message, key }) => ({ name, message, key }),
)"""

LISTEN = """(event) => {
  const heard = ((window.__heard ??= {})[event] = []);
  playground.on(event, (detail) => heard.push(detail));
}"""

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def until(page: Page, condition: str, given: object = None, within: int = READY_WITHIN) -> None:
    """Wait until an asynchronous condition holds; `within` milliseconds."""
    page.evaluate(UNTIL % (condition, within), given)


def read_number(text: str) -> tuple[float, float]:
    """A number as it is typeset, and half a unit of its last digit."""
    plain = text.replace("\N{MINUS SIGN}", "-").replace(",", "").replace("\N{NO-BREAK SPACE}", " ")
    mantissa, _, power = plain.replace("\u202f", "").partition(" × 10")
    exponent = int(power.translate(SUPERSCRIPTS)) if power else 0
    decimals = len(mantissa.partition(".")[2])
    return float(mantissa) * 10.0**exponent, 0.5 * 10.0 ** (exponent - decimals)


class Plot:
    """The main plot, in data coordinates."""

    def __init__(self, page: Page, name: str = "plot") -> None:
        self.page = page
        self.name = name
        self.slot = page.locator(f'[data-slot="{name}"]')
        self.area = self.slot.get_by_role("application")

    def screen(self, x: float, y: float) -> tuple[float, float]:
        left, top = self.page.evaluate(TO_SCREEN, [self.name, x, y])
        return left, top

    def click(self, x: float, y: float) -> None:
        self.page.mouse.click(*self.screen(x, y))

    def drag(self, start: tuple[float, float], end: tuple[float, float], steps: int = 8) -> None:
        """Press at `start`, move to `end`; the button stays down until `drop`."""
        # Where it ends is fixed before the axes may follow the data.
        target = self.screen(*end)
        self.page.mouse.move(*self.screen(*start))
        self.page.mouse.down()
        self.page.mouse.move(*target, steps=steps)

    def drop(self) -> None:
        self.page.mouse.up()

    def tap(self, x: float, y: float) -> None:
        self.page.touchscreen.tap(*self.screen(x, y))

    @property
    def ranges(self) -> tuple[float, float, float, float]:
        """What the axes show: x from, x to, y from, y to."""
        start, end, bottom, top = self.page.evaluate(RANGES, self.name)
        return start, end, bottom, top

    @property
    def drawn(self) -> tuple[np.ndarray, np.ndarray]:
        """x and y of the points as drawn at this moment."""
        x, y = self.page.evaluate(DRAWN, self.name)
        return np.array(x, float), np.array(y, float)

    def empty_place(self, clearance: float = 40.0) -> tuple[float, float]:
        """The first place of a grid that is so many pixels away from all points."""
        left, right, bottom, top = self.ranges
        points = [self.screen(float(x), float(y)) for x, y in zip(*self.drawn, strict=True)]
        for v in np.linspace(0.2, 0.8, 13):
            for u in np.linspace(0.2, 0.8, 13):
                x, y = left + u * (right - left), bottom + v * (top - bottom)
                here = np.array(self.screen(x, y))
                if all(np.hypot(*(here - point)) > clearance for point in points):
                    return float(x), float(y)
        raise AssertionError("the plot is full")


# How the plot in 3-D is seen, where each point is drawn on the screen, and what is drawn.
SPACE = """() => {
  const model = Bokeh.documents.at(-1).get_model_by_name("space");
  const { camera, spots } = Bokeh.index.find_one(model);
  const { left, top } = Bokeh.index.find_one(model).area.getBoundingClientRect();
  return {
    ...camera,
    spots: spots.map(({ x, y, k }) => [k, left + x, top + y]),
    selected: model.selected,
    refits: model.refits.get_column("z").length,
    surfaces: Array.from(model.surfaces.get_column("role")),
  };
}"""


class Space:
    """The plot in 3-D, which has the main place where two features are fitted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.area = page.locator('[data-slot="space"]').get_by_role("application")

    @property
    def seen(self) -> dict[str, Any]:
        """Turn and tilt in degrees, the spots of the points, what is selected, what is drawn."""
        found: dict[str, Any] = self.page.evaluate(SPACE)
        return found

    def wait(self, condition: str) -> None:
        """Until a condition on `seen` holds, written in JavaScript."""
        self.page.wait_for_function(f"() => {{ const seen = ({SPACE})(); return {condition}; }}")


class Playground:
    """The page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.plot = Plot(page)
        self.space = Space(page)
        self.summary = page.locator('[data-slot="summary"]').get_by_role("status")

    @property
    def data_and_fit(self) -> Locator:
        """The main figure, flat or in 3-D."""
        named = self.page.get_by_role("application", name="Data and fit", exact=True)
        return named.filter(visible=True)

    def wait_ready(self) -> None:
        self.page.wait_for_function(
            "() => document.documentElement.dataset.status === 'ready'", timeout=READY_WITHIN
        )
        self.settle()

    def state(self) -> dict[str, Any]:
        state: dict[str, Any] = self.page.evaluate("() => playground.getState()")
        return state

    @property
    def results(self) -> dict[str, Any]:
        results: dict[str, Any] = self.state()["results"]
        return results

    def set_state(self, **partial: object) -> dict[str, Any]:
        state: dict[str, Any] = self.page.evaluate("(p) => playground.setState(p)", partial)
        return state

    def wait_state(self, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Ask until the state is so; each answer counts everything done before the question."""
        for _ in range(200):
            state = self.state()
            if holds(state):
                return state
        raise AssertionError(f"the state did not come about; it is {state}")

    def rejection(self, **partial: object) -> dict[str, Any] | None:
        """What setState rejects with, None where it does not."""
        error: dict[str, Any] | None = self.page.evaluate(REJECTION, partial)
        return error

    def record(self, event: str) -> Callable[[], list[Any]]:
        """Listen to an event of the page's API; calling the result gives the details so far."""
        self.page.evaluate(LISTEN, event)
        return lambda: list(self.page.evaluate("(e) => window.__heard[e]", event))

    def points(self) -> tuple[np.ndarray, np.ndarray]:
        """x and y of the user's own points, from the texts that the state holds."""
        first, second = self.state()["points"]["columns"]
        return np.array(first["values"], float), np.array(second["values"], float)

    def table(self, slot: str) -> list[list[str]]:
        """The texts of a table's cells, row by row, heads included."""
        rows: list[list[str]] = self.page.locator(f'[data-slot="{slot}"]').evaluate(CELLS)
        return rows

    def choose(self, name: str, option: str) -> None:
        """Pick an option of a drop-down by its word or its text."""
        self.page.get_by_role("combobox", name=name, exact=True).select_option(option)

    def radio(self, name: str) -> Locator:
        return self.page.get_by_role("radio", name=name, exact=True)

    def open_colours(self) -> None:
        """Open the menu that holds the theme, unless it is open."""
        if not self.radio("Auto").is_visible():
            self.page.get_by_label("Colours", exact=True).click()
            expect(self.radio("Auto")).to_be_visible()

    def open_simulation(self) -> None:
        """Open the fold that holds the sliders of the generator beside own points."""
        self.page.get_by_text("Simulate new data", exact=True).click()

    def choose_theme(self, name: str) -> None:
        self.open_colours()
        self.radio(name).check(force=True)

    def toggle(self, name: str) -> Locator:
        return self.page.get_by_role("checkbox", name=name, exact=True)

    def slider(self, name: str) -> Locator:
        return self.page.get_by_role("slider", name=name)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def press(self, name: str) -> None:
        self.button(name).click()

    def field(self, name: str) -> Locator:
        return self.page.get_by_role("spinbutton", name=name, exact=True)

    def enter(self, name: str, value: float | str) -> None:
        """Type a value into the spin button of this name and commit it."""
        self.field(name).fill(str(value))
        self.field(name).press("Enter")

    def open_tab(self, name: str) -> None:
        tab = self.page.get_by_role("tab", name=name, exact=True)
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        self.settle()

    def settle(self) -> None:
        """Wait until Python has answered and nothing moves: a tab is built over several frames."""
        if self.page.locator("html").get_attribute("data-status") == "ready":
            self.state()
        self.page.evaluate(STILL)

    @property
    def tabs(self) -> list[str]:
        """The names of all tabs, from left to right."""
        names: list[str] = self.page.get_by_role("tab").all_text_contents()
        return names

    @property
    def views(self) -> list[str]:
        """The words of `view` that have a tab, from left to right."""
        return [name.lower().replace(" ", "-") for name in self.tabs]

    def upload(self, name: str, content: bytes) -> None:
        file = {"name": name, "mimeType": "text/csv", "buffer": content}
        self.page.get_by_label("Upload data").set_input_files([file])

    def notice(self, text: str) -> Locator:
        return self.page.locator('[data-slot="notices"]').get_by_text(text)

    def status_is(self, status: str) -> None:
        expect(self.page.locator("html")).to_have_attribute(
            "data-status", status, timeout=READY_WITHIN
        )
