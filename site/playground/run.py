"""Running descent: how many steps have been taken after so much time."""

from __future__ import annotations

from math import log

# Steps per second at first: about one a frame.
SPEED = 60.0
# The speed doubles in so many seconds, so that flat valleys come to an end too.
DOUBLING = 2.0
# A longer pause between frames (a hidden tab) counts as this many milliseconds.
LONGEST_FRAME = 100.0


class Run:
    """A descent on the run from some step on."""

    def __init__(self) -> None:
        self._seconds = 0.0
        self._taken = 0

    def frame(self, elapsed_ms: float) -> int:
        """How many steps are due, at least one, after so many milliseconds more."""
        self._seconds += min(max(elapsed_ms, 0.0), LONGEST_FRAME) / 1000
        growth = 2.0 ** (self._seconds / DOUBLING) - 1
        due = max(1, round(SPEED * DOUBLING / log(2) * growth) - self._taken)
        self._taken += due
        return due
