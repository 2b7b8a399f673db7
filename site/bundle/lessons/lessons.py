"""site/lessons/*.md -> one HTML file that the page fetches when its tab Lessons is first opened.

Adding a lesson is adding a Markdown file: see site/docs/lessons.md. The build runs each one
(lesson_check.py) and fails on a bad link, a wrong number, a question that answers itself or cannot
be answered, and a label that no control has.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import escape, unescape
from pathlib import Path

from bundle import paths
from bundle.lessons.lesson_check import Desk, faults
from bundle.lessons.lesson_markdown import PLACE, Lesson, read

FOLDER = paths.SITE / "lessons"
# One for each tab: no part of the course, each with a page of its own (output/landing.py).
EXAMPLES = FOLDER / "examples"


def read_all(folder: Path = FOLDER) -> list[Lesson]:
    """All lessons, in their order."""
    return sorted(map(read, sorted(folder.glob("*.md"))), key=lambda lesson: lesson.order)


def built(lessons: Iterable[Lesson], desk: Desk | None = None) -> bytes:
    """The lessons as HTML, checked; ends the build with every fault that there is."""
    lessons, desk = list(lessons), desk or Desk()
    if found := [fault for lesson in lessons for fault in faults(lesson, desk)]:
        raise SystemExit("\n".join(found))
    body = "\n".join(_with_states(lesson.html, desk) for lesson in lessons)
    head = '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Lessons</title>'
    return f"{head}</head><body>\n{body}\n</body></html>\n".encode()


def _with_states(html: str, desk: Desk) -> str:
    """With the state of each link beside it: what it sets away from the defaults."""

    def state(match: re.Match[str]) -> str:
        changes = desk.changes(unescape(match[1]))
        return f'data-state="{escape(json.dumps(changes, separators=(",", ":")))}"'

    return re.sub(rf'{PLACE}="([^"]*)"', state, html)
