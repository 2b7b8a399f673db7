"""Every lesson is run before it is published: its links, the numbers it quotes, its questions."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any

import numpy as np
from playground.engine.limits.data_error import DataError
from playground.engine.results import results
from playground.session.session import Session
from playground.session.state import checked

from bundle.lessons import conditions
from bundle.lessons.labels import labels
from bundle.lessons.lesson_markdown import Lesson, Link, Number, Question
from linreg import links
from linreg.links import StateError

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
NOT_TYPED = str.maketrans({"\N{MINUS SIGN}": "-", ",": "", "\N{NARROW NO-BREAK SPACE}": ""})
# What a lesson leaves as the reader has it.
READERS_OWN = ("lesson", "theme", "embed", "hide", "v")


@dataclass(frozen=True)
class Opened:
    """A playground link, opened: the state, results included, and what there is to complain of."""

    fragment: str
    state: Mapping[str, Any]
    notices: Sequence[str]

    @cached_property
    def changes(self) -> dict[str, Any]:
        """The keys of the state that are not at their defaults; JSON-able."""
        plain = json.loads(json.dumps(links.defaults()))
        return {
            key: value
            for key, value in self.state.items()
            if key in plain and key not in READERS_OWN and value != plain[key]
        }


def open_link(fragment: str) -> Opened:
    """Open a link in a session of its own: the page without what is drawn."""
    said, notices = links.decode(fragment)
    session = Session(time.monotonic, lambda *_: None)
    found = [notice["text"] for notice in notices]
    try:
        session.change(checked(said))
    except (StateError, DataError) as error:
        found.append(str(error))
    state = session.state.to_link()
    with np.errstate(all="ignore"):
        computed = results(session.scene, [], full=True)
    return Opened(fragment, {**state, "results": computed}, found)


class Desk:
    """Opens each link once."""

    def __init__(self) -> None:
        self._opened: dict[str, Opened] = {}

    def open(self, link: Link) -> Opened:
        if link.fragment not in self._opened:
            self._opened[link.fragment] = open_link(link.fragment)
        return self._opened[link.fragment]

    def changes(self, fragment: str) -> dict[str, Any]:
        return self._opened[fragment].changes


def faults(lesson: Lesson, desk: Desk) -> list[str]:
    """What is wrong with a lesson, each as one line that begins with the place."""
    found = [
        *_links(lesson, desk),
        *_numbers(lesson, desk),
        *_questions(lesson, desk),
        *_mentions(lesson),
    ]
    return [f"site/lessons/{lesson.path.name}, line {line}: {text}" for line, text in sorted(found)]


def read_number(quoted: str) -> tuple[float, float]:
    """A number as typeset ("1,234", "9 %", "2.8 × 10⁷"), and half a unit of its last digit."""
    plain = quoted.translate(NOT_TYPED).strip()
    percent = plain.endswith("%")
    mantissa, _, power = plain.removesuffix("%").strip().partition(" × 10")
    exponent = (int(power.translate(SUPERSCRIPTS)) if power else 0) - 2 * percent
    decimals = len(mantissa.partition(".")[2])
    return float(mantissa) * 10.0**exponent, 0.5 * 10.0 ** (exponent - decimals)


def agrees(quoted: str, computed: Any) -> bool:
    """Whether a number is quoted right, to its last digit."""
    if isinstance(computed, bool) or not isinstance(computed, int | float):
        return False
    number, half = read_number(quoted)
    return math.isfinite(computed) and abs(computed - number) <= half * (1 + 1e-6)


def _mentions(lesson: Lesson) -> Iterator[tuple[int, str]]:
    for mention in lesson.mentions:
        if mention.label not in labels():
            close = get_close_matches(mention.label, labels(), n=1)
            hint = f"; did you mean {close[0]!r}" if close else ""
            yield mention.line, f"the page has no control labelled {mention.label!r}{hint}."


def _links(lesson: Lesson, desk: Desk) -> Iterator[tuple[int, str]]:
    for link in lesson.links:
        for notice in desk.open(link).notices:
            yield link.line, f"the link #{link.fragment} is not right: {notice}"


def _numbers(lesson: Lesson, desk: Desk) -> Iterator[tuple[int, str]]:
    for number in lesson.numbers:
        yield from _names(number.expression, number.line)
        computed = conditions.value(number.expression, desk.open(number.link).state)
        try:
            right = agrees(number.quoted, computed)
        except ValueError:
            yield number.line, f"{number.quoted!r} is no number that can be compared."
            continue
        if not right:
            yield number.line, _wrong(number, computed)


def _wrong(number: Number, computed: Any) -> str:
    return f"quoted {number.quoted}, but the page computes {computed} at #{number.link.fragment}."


def _questions(lesson: Lesson, desk: Desk) -> Iterator[tuple[int, str]]:
    for question in lesson.questions:
        yield from _names(question.when, question.line)
        if _met(question, question.before, desk):
            yield question.line, "the condition is met before anything has been done."
        if not _met(question, question.show, desk):
            yield question.line, "the condition is not met by what `show` shows."


def _met(question: Question, link: Link, desk: Desk) -> bool:
    return conditions.value(question.when, desk.open(link).state) is True


def _names(expression: Any, line: int) -> Iterator[tuple[int, str]]:
    for name in sorted(conditions.names(expression) - set(links.KEYS) - {"results"}):
        yield line, f"{name} is no key of the state; for a result write results.{name}."
