"""Undo and redo: a line of past states, in which one gesture is one step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Memory = Mapping[str, Any]

# A dial that rests this long (seconds) begins a new step of undo.
PAUSE = 1.0
# Points are shared between memories, so that this many cost little.
DEPTH = 200


class History:
    """What can be undone. A memory is what was before a change; it is never altered.

    `gesture` names a change that comes in many parts, such as a drag or the sweep of a
    dial: parts of one gesture that follow each other within `PAUSE` are one step.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._past: list[Memory] = []
        self._future: list[Memory] = []
        self._gesture: str | None = None
        self._last = 0.0

    @property
    def can_undo(self) -> bool:
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        return bool(self._future)

    def record(self, before: Memory, gesture: str | None = None, held: bool = False) -> None:
        """Remember what was before a change; a held gesture lasts until `settle`."""
        now = self._clock()
        soon = held or now - self._last <= PAUSE
        same = gesture is not None and gesture == self._gesture and soon
        if not same:
            self._past = [*self._past, before][-DEPTH:]
        self._future = []
        self._gesture, self._last = gesture, now

    def settle(self) -> None:
        """End the gesture: the next change is a step of its own."""
        self._gesture = None

    def undo(self, now: Memory) -> Memory:
        """What was before the last change; `now` is what redo brings back."""
        self.settle()
        self._future.append(now)
        return self._past.pop()

    def redo(self, now: Memory) -> Memory:
        """What the last undo took away."""
        self.settle()
        self._past.append(now)
        return self._future.pop()
