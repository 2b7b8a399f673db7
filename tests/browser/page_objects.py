"""What a person sees and does on the page, by name; the tests know no selectors of their own."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

READY_WITHIN = 60_000

# A data coordinate to a place on the screen, through the scales of the plot as it is drawn now.
TO_SCREEN = """([name, x, y]) => {
  const model = Bokeh.documents.at(-1).get_model_by_name(name);
  const view = Bokeh.index.find_one(model);
  const box = view.canvas_view.events_el.getBoundingClientRect();
  return [box.left + view.frame.x_scale.compute(x), box.top + view.frame.y_scale.compute(y)];
}"""


class Plot:
    """The main plot, in data coordinates."""

    def __init__(self, page: Page, name: str = "plot") -> None:
        self.page = page
        self.name = name
        self.slot = page.locator(f'[data-slot="{name}"]')

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


class Playground:
    """The page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.plot = Plot(page)
        self.summary = page.locator('[data-slot="summary"]').get_by_role("status")

    def wait_ready(self) -> None:
        self.page.wait_for_function(
            "() => document.documentElement.dataset.status === 'ready'", timeout=READY_WITHIN
        )

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

    def upload(self, name: str, content: bytes) -> None:
        file = {"name": name, "mimeType": "text/csv", "buffer": content}
        self.page.get_by_label("Upload data").set_input_files([file])

    def notice(self, text: str) -> Locator:
        return self.page.locator('[data-slot="notices"]').get_by_text(text)

    def status_is(self, status: str) -> None:
        expect(self.page.locator("html")).to_have_attribute(
            "data-status", status, timeout=READY_WITHIN
        )
