"""A lesson is written on the page: from its state, as a reader would see it, into a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from browser_guard import Guard
from page_objects import Playground
from playground.lessons.check import Desk, faults
from playground.lessons.markdown import read
from playwright.sync_api import Locator, Page, expect


def write(playground: Playground) -> Locator:
    """Open the studio; returns the region that it is in."""
    playground.open_tab("Lessons")
    playground.page.get_by_role("button", name="Write a lesson").click()
    return playground.page.get_by_role("region", name="Lesson", exact=True)


def text_of(studio: Locator) -> str:
    return studio.get_by_label("Lesson text").input_value()


def capture(studio: Locator, number: int) -> None:
    studio.get_by_role("button", name="Capture the state as a step").click()
    expect(studio.get_by_role("status")).to_have_text(
        f"Step {number} begins with what the page shows now."
    )


def insert_number(studio: Locator, path: str) -> None:
    numbers = studio.get_by_label("Insert a number")
    numbers.focus()
    expect(numbers.locator(f"option[value='{path}']")).to_be_attached()
    numbers.select_option(path)
    expect(studio.get_by_label("Lesson text")).to_have_value(pattern(f"(={path})"))


def pattern(part: str) -> re.Pattern[str]:
    return re.compile(re.escape(part))


@pytest.fixture
def written(playground: Playground) -> Locator:
    """Two steps, a number and a question."""
    studio = write(playground)
    playground.open_tab("Descent")
    capture(studio, 1)
    playground.set_state(steps=9)
    studio.get_by_role("button", name="Insert a question").click()
    expect(studio.get_by_label("Lesson text")).to_have_value(pattern("when: steps == 9"))
    insert_number(studio, "results.loss.descent")
    playground.set_state(view="fit", steps=0, degree=2)
    capture(studio, 2)
    return studio


def test_what_the_studio_writes_has_no_faults(written: Locator) -> None:
    text = text_of(written)
    assert text.count("\n## [Step ") == 2
    lesson = read("mine.md", text)
    assert [*filter(None, faults(lesson, Desk(), None))] == []
    assert (len(lesson.questions), len(lesson.numbers)) == (1, 1)


def test_it_is_seen_as_a_reader_would_and_edited_again(
    playground: Playground, written: Locator
) -> None:
    written.get_by_role("button", name="Preview").click()
    expect(written.get_by_text("2 of 2", exact=True)).to_be_visible()
    expect(written.locator(".lesson-faults")).to_be_hidden()
    written.get_by_role("button", name="Back", exact=True).click()
    playground.wait_state(lambda s: (s["view"], s["steps"]) == ("descent", 0))
    playground.set_state(steps=9)
    expect(written.locator(".ask-done")).to_be_visible()
    written.get_by_role("button", name="Edit", exact=True).click()
    text = text_of(written)
    written.get_by_label("Lesson text").fill(text.replace("title: My lesson", "title: Rent"))
    # Another visit finds it.
    playground.page.reload()
    playground.wait_ready()
    again = write(playground)
    assert "title: Rent" in text_of(again)


def test_it_is_saved_as_markdown_and_as_one_file(
    playground: Playground,
    written: Locator,
    new_page: Callable[..., Page],
    guard: Guard,
    tmp_path: Path,
) -> None:
    page = playground.page
    with page.expect_download() as download:
        written.get_by_role("button", name="Save as .md").click()
    assert download.value.suggested_filename == "My-lesson.md"
    download.value.save_as(tmp_path / "mine.md")
    assert (tmp_path / "mine.md").read_text(encoding="utf-8") == text_of(written)
    with page.expect_download() as download:
        written.get_by_role("button", name="Save as one file").click()
    download.value.save_as(tmp_path / download.value.suggested_filename)
    guard.also.append("file://")
    reader = new_page(offline=True)
    reader.goto((tmp_path / "My-lesson.html").as_uri())
    opened = Playground(reader)
    opened.wait_ready()
    lesson = reader.get_by_role("region", name="Lesson", exact=True)
    expect(lesson.get_by_role("heading", level=2)).to_have_text("My lesson")
    opened.wait_state(lambda s: (s["view"], s["lesson"]) == ("descent", "My-lesson.md"))


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_page_and_text_stand_beside_each_other(
    open_playground: Callable[..., Playground], width: int, height: int
) -> None:
    playground = open_playground(viewport={"width": width, "height": height})
    studio = write(playground)
    box = studio.get_by_label("Lesson text").bounding_box()
    assert box is not None
    assert box["width"] > 300
    assert playground.page.evaluate("() => document.documentElement.scrollWidth") <= width
    studio.get_by_role("button", name="Close").click()
    expect(studio).to_be_hidden()
