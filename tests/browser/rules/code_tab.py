"""The tab Code, for tests of rules of one's own."""

from __future__ import annotations

from page_objects import Playground
from playwright.sync_api import Locator, Worker, expect


class CodeTab:
    """The tab Code as a person finds it."""

    def __init__(self, playground: Playground) -> None:
        self.playground, self.page = playground, playground.page
        playground.open_tab("Code")
        self.editor = self.page.get_by_label("Your update rule")
        self.panel = self.page.get_by_role("tabpanel", name="Code")
        self.status = self.page.locator(".rule-status")
        expect(self.editor).to_be_visible()

    def run(self, source: str | None = None) -> None:
        if source is not None:
            self.editor.fill(source)
        self.playground.press("Run your rule")

    def words(self, text: str) -> Locator:
        return self.panel.get_by_text(text)

    @property
    def sandboxes(self) -> list[Worker]:
        return [worker for worker in self.page.workers if worker.url.startswith("blob:")]
