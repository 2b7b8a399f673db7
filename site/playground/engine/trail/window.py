"""A look at iterates in two dimensions, and what of it is in sight."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from playground.engine.axes import Extent

Array = NDArray[np.float64]
Shown = tuple[Extent, Extent]

# Nothing is drawn farther from the middle than this many frames: a canvas has no use for it.
FAR = 50.0


@dataclass(frozen=True)
class Window:
    """Places are (w - origin) @ measure.T, with measure (2, p) and origin (p,)."""

    measure: Array
    origin: Array
    shown: Shown

    @staticmethod
    def over(pair: tuple[int, int], p: int, shown: Shown) -> Window:
        """Look at two of p parameters as they are."""
        return Window(np.eye(p)[list(pair)], np.zeros(p), shown)

    @cached_property
    def key(self) -> tuple[object, ...]:
        """Identify the window by value."""
        return self.measure.tobytes(), self.origin.tobytes(), self.shown

    @property
    def middle(self) -> Array:
        return np.array([extent.middle for extent in self.shown])

    @property
    def half(self) -> Array:
        return np.array([extent.span / 2 for extent in self.shown])

    def places(self, iterates: Array) -> Array:
        """Return the places (k, 2) of iterates (k, p)."""
        with np.errstate(all="ignore"):
            return np.asarray((iterates - self.origin) @ self.measure.T)

    def framed(self, places: Array) -> Array:
        """Return places (k, 2) in half frames from the middle, none beyond FAR."""
        with np.errstate(all="ignore"):
            away = (places - self.middle) / self.half
        return np.clip(np.nan_to_num(away, nan=FAR), -FAR, FAR)

    def away(self, iterates: Array) -> Array:
        """Return how many half frames iterates (k, p) are from the middle, (k,), FAR at most."""
        return np.asarray(np.abs(self.framed(self.places(iterates))).max(axis=1))


def in_reach(places: Array, shown: Shown) -> Array:
    """The places up to the first that is too far away to be drawn, which is brought nearer."""
    middle = np.array([extent.middle for extent in shown])
    half = np.array([extent.span / 2 for extent in shown])
    with np.errstate(over="ignore"):
        away = np.max(np.abs(places - middle) / half, axis=1)
    far = np.flatnonzero(~(away < FAR))
    if not len(far):
        return places
    last = int(far[0])
    with np.errstate(invalid="ignore"):
        end = middle + (places[last] - middle) * (FAR / away[last])
    return np.vstack([places[:last], end]) if np.isfinite(end).all() else places[:last]
