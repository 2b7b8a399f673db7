"""Two features: the fitted surface over their plane, as level lines; and of a 0/1 target the
boundaries of two classifiers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.engine.axes import Extent, linear_ticks, nice_extent
from playground.views.common.levels import grid_of, middle, segments

Array = NDArray[np.float64]
Surface = Callable[[Array], Array]

# Where a linear fit of 0 and 1 decides.
HALF = 0.5
NO_LINES = {name: np.zeros(0) for name in ("x0", "y0", "x1", "y1")}


@dataclass(frozen=True)
class Levels:
    """Segments of all level lines, and what stands where on them."""

    lines: dict[str, Array]
    labels: dict[str, list[Any]]


NO_LEVELS = Levels(NO_LINES, {"x": [], "y": [], "text": []})


def levels(
    surface: Surface, x: Extent, y: Extent, values: Array, parts: int, count: int = 10
) -> Levels:
    """Level lines at round values, about `count` over the range of `values`, in and around a
    window of so many parts each way."""
    grid = grid_of(surface, *_wider(x, y), parts)
    ticks = linear_ticks(nice_extent(values), count)
    found = [segments(grid, level) for level in ticks.positions]
    places = [middle(lines, x, y) for lines in found]
    named = [(p, t) for p, t in zip(places, ticks.labels, strict=True) if p is not None]
    return Levels(
        _columns(np.concatenate([np.zeros((0, 4)), *found])),
        {
            "x": [place[0] for place, _ in named],
            "y": [place[1] for place, _ in named],
            "text": [text for _, text in named],
        },
    )


def boundary(
    surface: Surface, x: Extent, y: Extent, parts: int, level: float = HALF
) -> dict[str, Array]:
    """The one level line at which a classifier decides."""
    return _columns(segments(grid_of(surface, *_wider(x, y), parts), level))


def mistakes(scores: Array, y: Array, level: float) -> int:
    """How many of the 0/1 responses lie on the wrong side of a boundary."""
    return int(((scores > level) != (y == 1)).sum())


def _wider(x: Extent, y: Extent) -> tuple[Extent, Extent]:
    """Half a window more on each side, so that panning does not find an end at once."""
    return Extent(*x.beyond(0.5)), Extent(*y.beyond(0.5))


def _columns(lines: Array) -> dict[str, Array]:
    return dict(zip(NO_LINES, np.ascontiguousarray(lines.T), strict=True))
