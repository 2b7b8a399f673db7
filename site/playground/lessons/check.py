"""Every lesson is run before it is read: its links, the numbers it quotes, its questions."""

from __future__ import annotations

import json
import math
import re
import time
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cached_property
from html import escape, unescape
from typing import Any

import numpy as np

from linreg import links
from linreg.links import StateError
from playground.engine.limits.data_error import DataError
from playground.engine.results import results
from playground.lessons import conditions
from playground.lessons.lesson import Fault, Lesson, Link, Number, Question
from playground.lessons.markdown import PLACE
from playground.session.session import Session
from playground.session.state import checked

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
NOT_TYPED = str.maketrans({"\N{MINUS SIGN}": "-", ",": "", "\N{NARROW NO-BREAK SPACE}": ""})
# What a lesson leaves as the reader has it.
READERS_OWN = ("lesson", "theme", "embed", "hide", "v")


class Opened:
    """A playground link, opened in a session of its own: the page without what is drawn.

    notices: what there is to complain of.
    """

    def __init__(self, fragment: str) -> None:
        self.fragment = fragment
        said, told = links.decode(fragment)
        self.notices: list[str] = [notice["text"] for notice in told]
        self._session = Session(time.monotonic, lambda *_: None)
        try:
            self._session.change(checked(said))
        except (StateError, DataError) as error:
            self.notices.append(str(error))

    @cached_property
    def changes(self) -> dict[str, Any]:
        """The keys of the state that are not at their defaults; JSON-able."""
        plain = json.loads(json.dumps(links.defaults()))
        return {
            key: value
            for key, value in self._session.state.to_link().items()
            if key in plain and key not in READERS_OWN and value != plain[key]
        }

    @cached_property
    def state(self) -> Mapping[str, Any]:
        """The whole state, results included."""
        with np.errstate(all="ignore"):
            computed = results(self._session.scene, [], full=True)
        return {**self._session.state.to_link(), "results": computed}


class Desk:
    """Opens each link once."""

    def __init__(self) -> None:
        self._opened: dict[str, Opened] = {}

    def open(self, link: Link) -> Opened:
        return self._open(link.fragment)

    def changes(self, fragment: str) -> dict[str, Any]:
        return self._open(fragment).changes

    def with_states(self, html: str) -> str:
        """A lesson's article with the state of each link beside it: what it sets away from the
        defaults."""

        def state(match: re.Match[str]) -> str:
            changes = self.changes(unescape(match[1]))
            return f'data-state="{escape(json.dumps(changes, separators=(",", ":")))}"'

        return re.sub(rf'{PLACE}="([^"]*)"', state, html)

    def _open(self, fragment: str) -> Opened:
        if fragment not in self._opened:
            self._opened[fragment] = Opened(fragment)
        return self._opened[fragment]


def faults(lesson: Lesson, desk: Desk, labels: frozenset[str] | None) -> Iterator[Fault | None]:
    """What is wrong with a lesson; None after each part that may have taken a while.

    labels: of all controls and options and the titles of all sections; None where nobody knows.
    """
    yield from lesson.faults
    if labels is not None:
        yield from _mentions(lesson, labels)
    for link in lesson.links:
        yield from _link(link, desk)
        yield None
    for number in lesson.numbers:
        yield from _number(number, desk)
        yield None
    for question in lesson.questions:
        yield from _question(question, desk)
        yield None


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


def _mentions(lesson: Lesson, labels: frozenset[str]) -> Iterator[Fault]:
    for mention in lesson.mentions:
        if mention.label not in labels:
            close = get_close_matches(mention.label, labels, n=1)
            hint = f"; did you mean {close[0]!r}" if close else ""
            text = f"the page has no control labelled {mention.label!r}{hint}."
            yield Fault(mention.line, text)


def _link(link: Link, desk: Desk) -> Iterator[Fault]:
    for notice in desk.open(link).notices:
        yield Fault(link.line, f"the link #{link.fragment} is not right: {notice}")


def _number(number: Number, desk: Desk) -> Iterator[Fault]:
    yield from _names(number.expression, number.line)
    computed = conditions.value(number.expression, desk.open(number.link).state)
    try:
        right = agrees(number.quoted, computed)
    except ValueError:
        yield Fault(number.line, f"{number.quoted!r} is no number that can be compared.")
        return
    if not right:
        at = f"#{number.link.fragment}"
        text = f"quoted {number.quoted}, but the page computes {computed} at {at}."
        yield Fault(number.line, text)


def _question(question: Question, desk: Desk) -> Iterator[Fault]:
    yield from _names(question.when, question.line)
    if _met(question, question.before, desk):
        yield Fault(question.line, "the condition is met before anything has been done.")
    if not _met(question, question.show, desk):
        yield Fault(question.line, "the condition is not met by what `show` shows.")


def _met(question: Question, link: Link, desk: Desk) -> bool:
    return conditions.value(question.when, desk.open(link).state) is True


def _names(expression: Any, line: int) -> Iterator[Fault]:
    for name in sorted(conditions.names(expression) - set(links.KEYS) - {"results"}):
        yield Fault(line, f"{name} is no key of the state; for a result write results.{name}.")
