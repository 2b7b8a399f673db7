"""What a lesson holds that is checked: links, numbers, questions, names of controls, and faults."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong with a lesson, in a sentence, and in which line of its file."""

    line: int
    text: str


@dataclass(frozen=True)
class Link:
    """A playground link, at its place in the text."""

    fragment: str
    line: int


@dataclass(frozen=True)
class Number:
    """A number as quoted, and the expression that it shall equal in the state of the last link."""

    quoted: str
    expression: Any
    link: Link
    line: int


@dataclass(frozen=True)
class Mention:
    """The label of a control, as quoted."""

    label: str
    line: int


@dataclass(frozen=True)
class Question:
    """A condition that is not met where the step begins, and is met by the state of `show`."""

    when: Any
    before: Link
    show: Link
    line: int


@dataclass
class Lesson:
    """A lesson as read. name: what links call it; html: its article, without links' states."""

    name: str
    title: str = ""
    order: float = 0.0
    summary: str = ""
    links: list[Link] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    html: str = ""
