"""The lessons as the browser tests meet them: the course, and the tab with the open lesson."""

from __future__ import annotations

from collections.abc import Iterator

from bundle.lessons import lessons
from page_objects import Playground
from playwright.sync_api import Locator, Page, expect

COURSE = {lesson.name: lesson for lesson in lessons.read_all()}


class Course:
    """The tab Lessons and the lesson that is open."""

    def __init__(self, playground: Playground) -> None:
        self.playground = playground
        self.page: Page = playground.page
        self.panel = self.page.get_by_role("tabpanel", name="Lessons", exact=True)
        self.lesson = self.page.get_by_role("region", name="Lesson", exact=True)
        self.questions = self.lesson.get_by_role("group", name="Question")

    def open(self, name: str) -> None:
        self.playground.open_tab("Lessons")
        self.panel.get_by_role("link", name=COURSE[name].title, exact=True).click()
        self.expect_open(name)
        # The page has been set beside it: until then the tab Lessons is still the open one.
        self.playground.wait_state(lambda s: s["lesson"] == name)

    def expect_open(self, name: str) -> None:
        expect(self.lesson.get_by_role("heading", level=2)).to_have_text(COURSE[name].title)

    def expect_step(self, number: int, of: int) -> None:
        expect(self.lesson.get_by_text(f"{number} of {of}", exact=True)).to_be_visible()

    def button(self, name: str) -> Locator:
        return self.lesson.get_by_role("button", name=name, exact=True)

    def steps(self) -> Iterator[int]:
        """Walk through the open lesson by Next."""
        count = self.lesson.get_by_role("listitem").filter(has=self.page.locator(".dot")).count()
        for number in range(1, count + 1):
            self.expect_step(number, count)
            yield number
            if number < count:
                self.button("Next").click()

    def expect_answered(self, question: Locator) -> None:
        expect(question.locator(".ask-done")).to_be_visible()
        expect(question.get_by_role("button", name="Hint")).to_be_hidden()
