"""Running descent: how many steps have been taken after so much time."""

from __future__ import annotations

from math import log

# Steps per second at first where no speed was chosen: about one a frame.
SPEED = 60.0
# That speed doubles in so many seconds, so that flat valleys come to an end too.
DOUBLING = 2.0
# A longer pause between frames (a hidden tab) counts as this many milliseconds.
LONGEST_FRAME = 100.0
# Words and numbers that change more often than once in so many seconds cannot be read.
READABLE = 0.1


class Run:
    """A descent on the run from some step on, at `speed` steps a second, or ever faster."""

    def __init__(self, speed: float | None = None) -> None:
        self._speed = speed
        self._seconds = 0.0
        self._read = -READABLE
        # Whether the words of the last steps are due.
        self.readable = True
        self._taken = 0

    def frame(self, elapsed_ms: float) -> int:
        """How many steps are due after so many milliseconds more; gathering speed, at least one."""
        self._seconds += min(max(elapsed_ms, 0.0), LONGEST_FRAME) / 1000
        if self._speed is None:
            due = max(1, round(_gathered(self._seconds)) - self._taken)
        else:
            # The first step is due at once: a press is answered by what it asks for.
            due = 1 + int(self._speed * self._seconds) - self._taken
        self._taken += due
        if due:
            self.readable = self._seconds - self._read >= READABLE
            self._read = self._seconds if self.readable else self._read
        return due


def _gathered(seconds: float) -> float:
    """How many steps a run that gathers speed has taken."""
    growth: float = 2.0 ** (seconds / DOUBLING) - 1
    return SPEED * DOUBLING / log(2) * growth
