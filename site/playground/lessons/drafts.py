"""Lessons of other authors, which the page reads as it opens them, within bounds of time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from linreg import links
from linreg.progress import tick
from playground.lessons.check import READERS_OWN, Desk, faults
from playground.lessons.lesson import Fault, Link
from playground.lessons.markdown import MORE, MOST_FAULTS, read

# Written by the build beside this module: the labels of the page's controls, one a line.
LABELS = "labels.txt"
# Seconds for what the links of a lesson set, before it is shown; one part of the checks; all.
OPENING, PART, CHECKING = 5.0, 0.4, 60.0
Told = list[tuple[int, str]]


class Drafts:
    """The lesson that was opened last: what is shown of it, and then its faults, part by part.

    clock: seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._found: Iterator[Fault | None] = iter(())
        self._left, self._told = 0.0, 0

    def open(self, name: str, text: str) -> dict[str, str]:
        """Read a lesson. Returns its article in HTML, with the states of its links."""
        lesson = read(name, text)
        desk = _HurriedDesk(self._clock)
        self._found = faults(lesson, desk, _labels())
        self._left, self._told = CHECKING, 0
        return {"html": desk.with_states(lesson.html)}

    def check(self) -> dict[str, Any]:
        """Check the next part of it. Returns its faults (line, text), and whether that is all."""
        begun, told = self._clock(), Told()
        while self._clock() - begun < PART:
            try:
                fault = next(self._found)
            except StopIteration:
                return {"faults": told, "done": True}
            tick()
            if fault is None:
                continue
            told.append((fault.line, fault.text))
            self._told += 1
            if self._told > MOST_FAULTS:
                told.append((fault.line, MORE))
                return {"faults": told, "done": True}
        self._left -= self._clock() - begun
        if self._left <= 0:
            told.append((1, "the rest was not checked: it takes too long."))
            return {"faults": told, "done": True}
        return {"faults": told, "done": False}


class _HurriedDesk(Desk):
    """Takes what a link sets from its words alone where there is no time left to open it."""

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__()
        self._clock, self._until = clock, clock() + OPENING

    def changes(self, fragment: str) -> dict[str, Any]:
        tick()
        if self._clock() < self._until:
            return self.open(Link(fragment, 0)).changes
        said, _ = links.decode(fragment)
        return {key: value for key, value in said.items() if key not in READERS_OWN}


def _labels() -> frozenset[str] | None:
    """None where the build has written none."""
    try:
        return frozenset(Path(__file__).with_name(LABELS).read_text("utf-8").splitlines())
    except OSError:
        return None
