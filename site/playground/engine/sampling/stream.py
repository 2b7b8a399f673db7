"""A stream of samples: the coefficient of each refit, as many as have been asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """One sample over one feature: x and y (N,), and how often each point was drawn, (N,).

    curve: what its refit predicts at places (M,), (M,).
    """

    x: Array
    y: Array
    times: Array
    curve: Callable[[Array], Array]


class Stream(Protocol):
    """The samples drawn so far; they grow, and never change.

    values: (count,) the coefficient in the user's units, NaN where a sample does not determine it.
    estimate: that of the fit. root: (rank,) of the frame of the fit, as in `Inference.root`.
    part: how many samples are drawn in a few milliseconds.
    """

    values: Array
    estimate: float
    part: int

    def draw(self, count: int) -> None:
        """Draw so many more."""

    def sample(self, index: int) -> Sample:
        """One of them in full, of data with one feature of numbers."""


def extend(stream: Stream, count: int) -> None:
    """Draw until there are so many."""
    if count > len(stream.values):
        stream.draw(count - len(stream.values))
