"""Samples on their way into the dot plot: one after the other, each falling for a moment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playground.session.run import LONGEST_FRAME
from playground.session.session import Session

# A dot falls for so many seconds.
FALL = 0.14
# All that one press asks for have come after so many seconds; at least so many come a second.
LASTS = 1.6
SLOWEST = 10.0
SEEDS = 2**53


class Drops:
    """Dots from `first` on up to `goal`."""

    def __init__(self, first: int, goal: int) -> None:
        self._first, self.goal = first, goal
        self._rate = max(SLOWEST, (goal - first) / LASTS)
        self._seconds = 0.0

    def frame(self, elapsed_ms: float) -> tuple[int, tuple[float, ...]]:
        """How many dots there are after so many milliseconds more, and how far each of the last
        ones has fallen, 0..1; none is left of these once all have landed."""
        self._seconds += min(max(elapsed_ms, 0.0), LONGEST_FRAME) / 1000
        count = min(self._first + 1 + int(self._rate * self._seconds), self.goal)
        fallen = (
            (self._seconds - (k - self._first) / self._rate) / FALL
            for k in range(self._first, count)
        )
        return count, tuple(part for part in fallen if part < 1.0)


class SamplingCommands:
    """What a person does with samples; at_once: whether no dot is to be seen falling."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._drops: Drops | None = None
        self.at_once = False

    @property
    def moving(self) -> bool:
        return self._drops is not None

    def choose(self, kind: str) -> None:
        """Draw by another kind."""
        self._land({"sampling": kind})

    def choose_coefficient(self, column: str) -> None:
        self._land({"coefficient": column})

    def add(self, count: int) -> None:
        """Draw so many more samples of the chosen kind."""
        if (solved := self._session.scene.solved) is None:
            return
        most = solved.sampling.most
        shown = min(self._session.state.samples, most)
        goal = min((self._drops.goal if self._drops else shown) + count, most)
        if self.at_once or goal <= shown:
            self._land({"samples": goal})
        else:
            self._drops = Drops(shown, goal)

    def clear(self) -> None:
        """Take all of them away; those that come next are others."""
        seed = self._session.state.sampling_seed
        self._land({"samples": 0, "sampling_seed": (seed + 1) % SEEDS})

    def frame(self, elapsed_ms: float) -> None:
        """Let the dots fall that are due."""
        if self._drops is None:
            return
        if self._session.state.sampling == "none" or self._session.scene.solved is None:
            self._land({})
            return
        count, falling = self._drops.frame(elapsed_ms)
        if count == self._drops.goal and not falling:
            self._land({"samples": count})
        else:
            self._session.commit({"samples": count}, falling=falling, skip_text=True)

    def _land(self, changes: Mapping[str, Any]) -> None:
        self._drops = None
        self._session.commit(changes, falling=())
