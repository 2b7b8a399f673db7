"""Which iterates of a descent are drawn: all that the eye could tell apart."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from playground.engine.trail.travel import Times
from playground.engine.trail.window import FAR, Window

Array = NDArray[np.float64]

# The first and the latest iterates are always drawn; a path of no more than both is complete.
FIRST, LATEST = 100, 30
# Places nearer than this to each other, in half frames, look alike: about one pixel.
SIGHT = 1 / 200
# A path has no more places than this: what is told apart is then coarser.
MOST_DRAWN = 2_000


class Followed(Protocol):
    """A descent whose iterates can be asked for."""

    def iterates(self, times: Times) -> Array:
        """Return the iterates (k, p) at these times, none beyond `horizon`."""

    def horizon(self, last: int) -> int:
        """Return up to when iterates are looked at together, where `last` is the present one."""

    def moments(self, window: Window, last: int, sight: float) -> Times:
        """Return times up to `last` with all that can be told apart, ascending."""


class Walk:
    """The drawn iterates of the path that it was last asked about, each asked for once."""

    def __init__(self) -> None:
        self._of: tuple[object, ...] = ()
        self._path: Followed | None = None
        self._times: Times = np.zeros(0, dtype=np.int64)
        self._iterates: Array = np.zeros((0, 0))

    def drawn(self, path: Followed, window: Window, last: int) -> tuple[Times, Array]:
        """Return the times (k,) and iterates (k, p) to draw from the start to `last`."""
        if last <= FIRST + LATEST:
            times = np.arange(last + 1)
            return times, path.iterates(times)
        horizon = path.horizon(last)
        if path is not self._path or (horizon, window.key) != self._of:
            self._path, self._of = path, (horizon, window.key)
            self._times = _told_apart(path, window, horizon)
            self._iterates = path.iterates(self._times)
        # After the horizon nothing has been looked at yet, so that all is drawn.
        recent = np.arange(max(FIRST, min(horizon, last - LATEST + 1)), last + 1)
        older = int(np.searchsorted(self._times, recent[0]))
        times = np.concatenate([self._times[:older], recent])
        return times, np.concatenate([self._iterates[:older], path.iterates(recent)])


def _told_apart(path: Followed, window: Window, horizon: int) -> Times:
    """Return the first times and those up to the horizon whose move is not one drawn before."""
    times = path.moments(window, horizon, SIGHT)
    framed = window.framed(window.places(path.iterates(times)))
    return np.union1d(np.arange(min(FIRST, horizon + 1)), times[kept(framed)])


def kept(framed: Array, sight: float = SIGHT) -> NDArray[np.bool_]:
    """Whether each of the places (k, 2), in half frames, is drawn.

    A place is left out if the moves to it and from it look like moves that are drawn already.
    """
    # Out of sight cells are the larger, the farther away.
    size = np.maximum(np.abs(framed), 1.0)
    bent = framed / size * (1 + np.log(size))
    reach = 1 + np.log(FAR)
    while True:
        cells = np.floor((bent + reach) / sight).astype(np.int64)
        drawn = _new(cells, int(2 * reach / sight) + 2)
        if int(drawn.sum()) <= MOST_DRAWN or sight >= 1:
            return drawn
        sight *= 2


def _new(cells: NDArray[np.int64], across: int) -> NDArray[np.bool_]:
    """The same for places in cells (k, 2) of a grid so many cells across."""
    cell = cells @ np.array([across, 1])
    _, first = np.unique(cell[:-1] * across**2 + cell[1:], return_index=True)
    new = np.zeros(len(cell) - 1, dtype=bool)
    new[first] = True
    new &= np.diff(cell) != 0
    # Of a short move the end alone is enough.
    long = new & (np.abs(np.diff(cells, axis=0)).max(axis=1) > 1)
    drawn = np.zeros(len(cell), dtype=bool)
    drawn[0] = True
    drawn[1:] |= new
    drawn[:-1] |= long
    return drawn


def envelope(values: Array, most: int) -> Times:
    """Return up to `most` places of values (k,), ascending: both ends, and of each stretch between
    the lowest and the highest, so that what swings keeps its width."""
    if len(values) <= most:
        return np.arange(len(values))
    edges = np.linspace(0, len(values), most // 2).astype(np.int64)
    stretches = zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
    found = [a + turn for a, b in stretches for turn in _extremes(values[a:b])]
    return np.unique([0, *found, len(values) - 1])


def _extremes(values: Array) -> tuple[int, int]:
    return int(np.argmin(values)), int(np.argmax(values))


def all_moments(last: int) -> Times:
    """Return every time up to `last`, where iterates are known one by one."""
    return np.arange(last + 1)


def followed_horizon(last: int) -> int:
    """Return a horizon for a path that is known no farther than `last`."""
    return max((last - LATEST) // FIRST * FIRST, 0)


def sound(iterates: Array) -> int:
    """Return how many iterates (k, p) there are before the first that is not finite."""
    with np.errstate(all="ignore"):
        finite = np.asarray(np.isfinite(iterates).all(axis=1))
    return len(finite) if finite.all() else int(np.argmin(finite))
