"""Times worth a look on a linear descent: between two of them nothing moves that could be seen.

Each mode moves as a sum of a * s^t, one or two roots s. Two iterates of the same parity lie no
farther apart than the way that a runs between them, at most |a| |log(s^2)| / 2 |s|^t a step. Parity
keeps a zigzag (s < 0) from being taken for a way: it comes back every second step.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.engine.trail.window import FAR

Array = NDArray[np.float64]
Times = NDArray[np.int64]

# More times than this are not looked at: what is then told apart is coarser.
MOST = 10_000


@dataclass(frozen=True)
class Travel:
    """How far a descent travels, in half frames: speed (m,) at first, and its growth a step."""

    speed: Array
    growth: Array

    def until(self, times: Times) -> Array:
        """Return an upper bound (k,) of how far it has travelled by these times."""
        rate = np.log(self.growth)
        steady = np.abs(rate) < 1e-15
        t = times[:, np.newaxis].astype(np.float64)
        with np.errstate(all="ignore"):
            gone = np.where(steady, t, np.expm1(rate * t) / np.where(steady, 1.0, rate))
            return np.asarray(np.nan_to_num(gone @ self.speed, nan=np.inf, posinf=1e300))


def moments(travel: Travel, away: Callable[[Times], Array], last: int, sight: float) -> Times:
    """Return times in 0..last, ascending, each with its successor: an iterate between two lies
    within `sight` of one of the same parity.

    away(times) says how many half frames the iterates (k,) are from the middle; what is out of
    sight is told apart the less, the farther away it is.
    """
    ends = np.array([0, last])
    gone, far = travel.until(ends), away(ends)
    while True:
        near = np.minimum(far[:-1], far[1:])
        wide = (np.diff(gone) > sight * np.maximum(1.0, near)) & (np.diff(ends) > 1)
        wide &= near < FAR
        if not wide.any():
            return np.unique(np.minimum(np.concatenate([ends, ends + 1]), last))
        if len(ends) + int(wide.sum()) > MOST:
            sight *= 2
            continue
        middle = (ends[:-1][wide] + ends[1:][wide]) // 2
        at = np.flatnonzero(wide) + 1
        gone, far = np.insert(gone, at, travel.until(middle)), np.insert(far, at, away(middle))
        ends = np.insert(ends, at, middle)
