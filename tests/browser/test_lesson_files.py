"""Lessons without a build: a file beside the page, dropped on it, or inside the single file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from browser_guard import Guard
from bundle import paths
from bundle.output import single_file
from page_objects import Playground
from playwright.sync_api import Locator, Page, Route, expect

Opener = Callable[..., Playground]
LESSON = """---
title: Rent and size
order: 1
summary: Two steps.
---

## [The data](#points=x:1,2,3;y:2,4,7)

The slope is [2.5](=results.coefficients.refined[1]).

```ask
Raise the degree to 2.
when: degree == 2
show: #points=x:1,2,3;y:2,4,7&degree=2
hint: Use the slider.
done: The curve passes through all points.
```

## [Descent](#view=descent&steps=5)

Five steps.
"""
FAULTY = LESSON.replace("[2.5]", "[2.6]").replace("Five steps.", "<b>Five</b> steps.")


def lesson(playground: Playground) -> Locator:
    return playground.page.get_by_role("region", name="Lesson", exact=True)


def beside(text: str | None) -> tuple[str, Callable[[Route], object]]:
    """A host that has the lesson beside the page, or not."""

    def answer(route: Route) -> None:
        if text is None:
            route.fulfill(status=404)
        else:
            route.fulfill(body=text, content_type="text/markdown")

    return "**/mine.md", answer


def choose(playground: Playground, text: str, name: str = "mine.md") -> None:
    field = playground.page.get_by_label("Open a lesson file")
    field.set_input_files({"name": name, "mimeType": "text/markdown", "buffer": text.encode()})


def test_a_link_opens_a_lesson_beside_the_page(open_playground: Opener) -> None:
    playground = open_playground(link="lesson=mine.md", hold=beside(LESSON))
    open_ = lesson(playground)
    expect(open_.get_by_role("heading", level=2)).to_have_text("Rent and size")
    playground.wait_state(lambda s: s["data"] == "own" and s["lesson"] == "mine.md")
    expect(open_.get_by_text("not part of this playground")).to_be_visible()
    expect(open_.locator("summary")).to_have_count(0)
    playground.set_state(degree=2)
    expect(open_.get_by_text("The curve passes through all points.")).to_be_visible()
    open_.get_by_role("button", name="Next", exact=True).click()
    playground.wait_state(lambda s: (s["view"], s["steps"]) == ("descent", 5))
    # The address leads there again.
    playground.page.reload()
    playground.wait_ready()
    expect(lesson(playground).get_by_text("Five steps.")).to_be_visible()


def test_faults_are_listed_with_their_lines(open_playground: Opener) -> None:
    playground = open_playground(link="lesson=mine.md", hold=beside(FAULTY))
    open_ = lesson(playground)
    open_.get_by_text("2 faults", exact=True).click()
    items = open_.locator(".lesson-faults li")
    expect(items.nth(0)).to_contain_text("Line 9: quoted 2.6, but the page computes 2.5")
    expect(items.nth(1)).to_have_text("Line 21: HTML is shown as text: <b>")
    expect(open_.get_by_text("The slope is 2.6.")).to_be_visible()


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("lesson=mine.md", "The lesson mine.md could not be opened. It could not be loaded (404)."),
        ("lesson=../mine.md", "is not a lesson"),
        ("lesson=https://elsewhere.example/mine.md", "is not a lesson"),
    ],
)
def test_why_no_lesson_comes_is_said(
    open_playground: Opener, guard: Guard, link: str, said: str
) -> None:
    guard.expected.append("404")
    playground = open_playground(link=link, hold=beside(None))
    expect(playground.page.get_by_text(said).first).to_be_visible()
    assert playground.state()["results"]["n"] == 40


def test_a_file_is_opened_mended_and_found_again_by_a_reload(playground: Playground) -> None:
    playground.open_tab("Lessons")
    choose(playground, FAULTY, "My rent.md")
    open_ = lesson(playground)
    expect(open_.get_by_text("2 faults", exact=True)).to_be_visible()
    open_.get_by_role("button", name="Next", exact=True).click()
    expect(open_.get_by_text("2 of 2", exact=True)).to_be_visible()
    playground.open_tab("Lessons")
    choose(playground, LESSON, "My rent.md")
    expect(open_.locator(".lesson-faults")).to_be_hidden()
    # The step that it was mended at.
    expect(open_.get_by_text("2 of 2", exact=True)).to_be_visible()
    assert playground.state()["lesson"] == "My-rent.md"
    playground.page.reload()
    playground.wait_ready()
    expect(lesson(playground).get_by_role("heading", level=2)).to_have_text("Rent and size")


def test_a_lesson_is_dropped_on_the_page(playground: Playground) -> None:
    drop = """text => {
      const data = new DataTransfer();
      data.items.add(new File([text], "mine.md", { type: "text/markdown" }));
      for (const name of ["dragenter", "dragover", "drop"]) {
        document.body.dispatchEvent(
          new DragEvent(name, { dataTransfer: data, bubbles: true, cancelable: true }),
        );
      }
    }"""
    playground.page.evaluate(drop, LESSON)
    expect(lesson(playground).get_by_role("heading", level=2)).to_have_text("Rent and size")


def test_a_lesson_of_a_stranger_runs_and_loads_nothing(open_playground: Opener) -> None:
    hostile = LESSON + (
        "\n<script>window.harmed = 1</script><img src=https://elsewhere.example/x.png>\n\n"
        "<style>body { display: none }</style>\n\n"
        "[a](javascript:window.harmed=1) ![b](https://elsewhere.example/y.png)\n\n"
        "$\\href{javascript:window.harmed=1}{x}$\n\n"
        "[1](=9**9**9**9) [2](=(lambda: 1)()) [3](=results.__class__)\n"
    )
    playground = open_playground(link="lesson=mine.md", hold=beside(hostile))
    open_ = lesson(playground)
    open_.get_by_role("button", name="Next", exact=True).click()
    expect(open_.locator("p", has_text="window.harmed = 1")).to_be_visible()
    assert playground.page.evaluate("() => window.harmed") is None
    assert open_.locator("script, img, style, iframe, form, [href^='javascript']").count() == 0
    # The guard of every page fails the test where another host has been asked.
    assert playground.state()["results"]["n"] > 0


def test_one_file_is_a_worksheet(
    new_page: Callable[..., Page], guard: Guard, tmp_path: Path
) -> None:
    guard.also.append("file://")

    def opened(file: Path, fragment: str = "") -> Playground:
        page = new_page(offline=True, accept_downloads=True)
        page.goto(file.as_uri() + fragment)
        found = Playground(page)
        found.wait_ready()
        return found

    original = paths.DIST / single_file.NAME
    missing = opened(original, "#lesson=mine.md")
    expect(missing.page.get_by_text("mine.md is not inside. Drop the file")).to_be_visible()
    missing.open_tab("Lessons")
    choose(missing, LESSON)
    expect(lesson(missing).get_by_text("1 of 2", exact=True)).to_be_visible()
    missing.wait_state(lambda s: s["lesson"] == "mine.md" and s["data"] == "own")
    with missing.page.expect_download() as download:
        missing.page.get_by_role("button", name="Save my work as a file").click()
    download.value.save_as(tmp_path / "worksheet.html")
    worksheet = opened(tmp_path / "worksheet.html")
    expect(lesson(worksheet).get_by_role("heading", level=2)).to_have_text("Rent and size")
    worksheet.set_state(degree=2)
    expect(lesson(worksheet).get_by_text("The curve passes through all points.")).to_be_visible()
