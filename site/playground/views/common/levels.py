"""Level lines of a surface over two features, as segments: no order, so no tracing.

The surface is linear along each edge of a triangle of the grid; a plane's level lines are exact.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.engine.axes import Extent

Array = NDArray[np.float64]

# Corners of the two triangles of a cell, as (row, column) steps; row goes up, column to the right.
TRIANGLES = (((0, 0), (0, 1), (1, 1)), ((0, 0), (1, 1), (1, 0)))


@dataclass(frozen=True)
class Grid:
    """A surface at places x (m,) and y (n,): z (n, m)."""

    x: Array
    y: Array
    z: Array


def grid_of(surface: Callable[[Array], Array], across: Extent, up: Extent, parts: int = 40) -> Grid:
    """The surface (M, 2) -> (M,) over a window."""
    x, y = np.linspace(*ends(across), parts + 1), np.linspace(*ends(up), parts + 1)
    places = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    return Grid(x, y, surface(places).reshape(len(y), len(x)))


def ends(extent: Extent) -> tuple[float, float]:
    return extent.start, extent.end


def segments(grid: Grid, level: float) -> Array:
    """Where the surface is at `level`: (k, 4) of x0, y0, x1, y1."""
    return np.concatenate([_through(grid, corners, level) for corners in TRIANGLES])


def _through(grid: Grid, corners: Sequence[tuple[int, int]], level: float) -> Array:
    """The segments in all triangles of one kind: between the two edges that change sides."""
    px, py, pz = (_corners(part, corners) for part in (*np.meshgrid(grid.x, grid.y), grid.z))
    above = pz > level
    crossed = np.isfinite(pz).all(axis=0) & (above.any(axis=0) & ~above.all(axis=0))
    px, py, pz, above = px[:, crossed], py[:, crossed], pz[:, crossed], above[:, crossed]
    # The corner that stands alone on its side joins both edges.
    count = above.sum(axis=0)
    alone = np.argmax(above == (count == 1), axis=0)
    here = np.arange(px.shape[1])
    found = []
    for turn in (1, 2):
        other = (alone + turn) % 3
        share = (level - pz[alone, here]) / (pz[other, here] - pz[alone, here])
        found += [
            part[alone, here] + share * (part[other, here] - part[alone, here]) for part in (px, py)
        ]
    return np.column_stack(found).reshape(-1, 4)


def _corners(values: Array, corners: Sequence[tuple[int, int]]) -> Array:
    """The values at the three corners of every triangle, (3, cells)."""
    n, m = values.shape
    return np.stack([values[i : n - 1 + i, j : m - 1 + j].ravel() for i, j in corners])


def middle(lines: Array, x: Extent, y: Extent) -> tuple[float, float] | None:
    """The place on the segments that is nearest to a window's middle, where a label may stand."""
    if not len(lines):
        return None
    places = (lines[:, :2] + lines[:, 2:]) / 2
    scaled = (places - [x.middle, y.middle]) / [x.span, y.span]
    k = int(np.argmin((scaled**2).sum(axis=1)))
    return float(places[k, 0]), float(places[k, 1])
