"""site/lessons/*.md -> one HTML file that the page fetches when its tab Lessons is first opened.

Adding a lesson is adding a Markdown file: see site/docs/lessons.md. The build runs each one
(playground/lessons/check.py) and fails on a bad link, a wrong number, a question that answers
itself or cannot be answered, and a label that no control has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from playground.lessons.check import Desk, faults
from playground.lessons.lesson import Lesson
from playground.lessons.markdown import read as read_text

from bundle import paths
from bundle.lessons.labels import labels

FOLDER = paths.SITE / "lessons"
# One for each tab: no part of the course, each with a page of its own (output/landing.py).
EXAMPLES = FOLDER / "examples"
NAME = re.compile(r"[a-z][a-z0-9-]*")


class BadLesson(SystemExit):
    """What is wrong with lessons, and where; a line for each fault."""


def read(path: Path) -> Lesson:
    """The lesson in a file; raises BadLesson where it is named as no lesson is."""
    if not NAME.fullmatch(path.stem):
        text = "a lesson's file is named by lower case letters, digits and -."
        raise BadLesson(f"site/lessons/{path.name}, line 1: {text}")
    return read_text(path.stem, path.read_text(encoding="utf-8"))


def read_all(folder: Path = FOLDER) -> list[Lesson]:
    """All lessons, in their order."""
    return sorted(map(read, sorted(folder.glob("*.md"))), key=lambda lesson: lesson.order)


def told(lesson: Lesson, desk: Desk) -> Iterator[str]:
    """What is wrong with a lesson, each as one line that begins with the place."""
    for fault in sorted(filter(None, faults(lesson, desk, labels()))):
        yield f"site/lessons/{lesson.name}.md, line {fault.line}: {fault.text}"


def built(lessons: Iterable[Lesson], desk: Desk | None = None) -> bytes:
    """The lessons as HTML, checked; ends the build with every fault that there is."""
    lessons, desk = list(lessons), desk or Desk()
    if found := [fault for lesson in lessons for fault in told(lesson, desk)]:
        raise BadLesson("\n".join(found))
    body = "\n".join(desk.with_states(lesson.html) for lesson in lessons)
    head = '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Lessons</title>'
    return f"{head}</head><body>\n{body}\n</body></html>\n".encode()
