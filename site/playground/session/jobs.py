"""Long work in short parts, a few of them a frame, so that the page never waits for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import numpy as np

# The parts of one frame take about so many seconds together; a part begun is ended.
SHARE = 0.008
# A hand that has moved nothing for so many seconds rests.
REST = 0.25
# What a part yields that has only waited.
WAITING = object()


def rest(clock: Callable[[], float] = time.monotonic) -> Iterator[object]:
    """The first part of work that would hold up a hand: it begins again with each move."""
    until = clock() + REST
    while clock() < until:
        yield WAITING


class Jobs:
    """Work under way, by name. A job is an iterator: each thing that it yields ends a part."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._under_way: dict[str, Iterator[object]] = {}

    def begin(self, name: str, work: Iterator[object]) -> None:
        """Begin work, in place of any earlier work of that name."""
        self._under_way[name] = work

    def end(self, name: str) -> None:
        """Drop the work of that name, if it is under way."""
        self._under_way.pop(name, None)

    def __bool__(self) -> bool:
        """Whether anything is under way."""
        return bool(self._under_way)

    def __contains__(self, name: str) -> bool:
        return name in self._under_way

    # Magnitudes beyond the floats become infinities that are shown.
    @np.errstate(all="ignore")
    def frame(self) -> None:
        """Go on for one frame, with each job in turn. Work that raises is dropped, and raises."""
        until = self._clock() + SHARE
        while self._under_way:
            parts = [self._part(name, work) for name, work in list(self._under_way.items())]
            # Who only waits need not be asked again before the next frame.
            if self._clock() >= until or all(part is WAITING for part in parts):
                return

    def _part(self, name: str, work: Iterator[object]) -> object:
        try:
            part = next(work, self)
        except BaseException:
            self.end(name)
            raise
        if part is self and self._under_way.get(name) is work:
            self.end(name)
        return part
