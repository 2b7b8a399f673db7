"""The frame of the plane of two coefficients: it stays while what is drawn fits, and its steps are
large, so that nobody takes a change of scale for a change of the coefficients.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass
from math import ceil, log10

import numpy as np
from numpy.typing import NDArray

from playground.engine.axes import nice_unit

Array = NDArray[np.float64]
# Ends of a frame: left, right, bottom, top.
Ends = tuple[float, float, float, float]

# One step out shows so many times as much.
TIMES = 10.0
# A frame is so many times as large as what must be seen in it, before one steps in again too.
AIR, SPECK = 1.05, 1.6
# Coefficients whose sizes differ by more than this have no scale in common.
ALIKE = 10.0
# So many earlier positions stay, and the parts of a power of ten in which each has one.
GHOSTS, PARTS = 8, 4
COPY = -17.0


@dataclass(frozen=True)
class Frame:
    """What is shown. before: the frame that was left by stepping out, if one was; equal: whether
    both axes have one scale; stepped: whether it is another one than before.
    """

    ends: Ends
    before: Ends | None
    equal: bool
    stepped: bool


class Ladder:
    """Frames about one middle, each TIMES as large as the one within."""

    def __init__(self) -> None:
        self._key: Hashable = None
        self._middle, self._unit = np.zeros(2), np.ones(2)
        self._level, self._left = 0, None

    _left: int | None

    def hold(self, key: Hashable, middle: Array, low: Array, high: Array) -> Frame:
        """The frame in which `low` (2,) to `high` (2,) are seen.

        Another key asks for another ladder, about `middle` (2,).
        """
        fresh = key != self._key
        if fresh:
            self._key, self._middle, self._level, self._left = key, middle, 0, None
            self._unit = unit(middle, np.maximum(high - middle, middle - low))
        need = np.maximum(high - self._middle, self._middle - low)
        level = self._fitting(need)
        stepped = level != self._level
        if stepped:
            self._left = self._level if level > self._level else None
            self._level = level
        return Frame(
            self._ends(self._level),
            None if self._left is None else self._ends(self._left),
            bool(self._unit[0] == self._unit[1]),
            stepped and not fresh,
        )

    def _fitting(self, need: Array) -> int:
        """The level that holds what is needed: the present one as long as it serves."""
        times = float(np.max(need / self._unit))
        least = _steps(times * AIR)
        if least > self._level:
            return least
        return min(self._level, max(_steps(times * SPECK), least))

    def _ends(self, level: int) -> Ends:
        half = self._unit * TIMES**level
        (left, bottom), (right, top) = (
            (self._middle - half).tolist(),
            (self._middle + half).tolist(),
        )
        return left, right, bottom, top


def _steps(times: float) -> int:
    """How many steps out show so many times the first frame."""
    return max(0, ceil(log10(times) - 1e-9)) if times > 0 else 0


def unit(middle: Array, need: Array) -> Array:
    """The half sides (2,) of the first frame: round, and zero within it."""
    half = np.maximum.reduce([AIR * need, 2.2 * np.abs(middle), np.full(2, 1e-290)])
    if half.max() <= ALIKE * half.min():
        half = np.full(2, half.max())
    return np.array([nice_unit(size) for size in half.tolist()])


class Ghosts:
    """The earlier positions of the fit as the distance changes: (distance, b1, b2), latest last."""

    def __init__(self) -> None:
        self._key: Hashable = None
        self._now: tuple[int, tuple[float, float, float]] | None = None
        self._past: deque[tuple[int, tuple[float, float, float]]] = deque(maxlen=GHOSTS)

    def note(self, key: Hashable, epsilon: float, best: Array) -> list[tuple[float, float, float]]:
        """The fit is at `best` (2,) now; return where it was before. Another key forgets all."""
        if key != self._key:
            self._key, self._now = key, None
            self._past.clear()
        place = round(PARTS * (np.log10(epsilon) if epsilon > 0 else COPY))
        if self._now is not None and self._now[0] != place:
            self._past.append(self._now)
        self._now = place, (epsilon, float(best[0]), float(best[1]))
        self._past = deque((one for one in self._past if one[0] != place), maxlen=GHOSTS)
        return [position for _, position in self._past]
