"""Level sets of a robust loss over two parameters: no ellipses, so they are found on a grid."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.engine.axes import Extent
from playground.engine.scene import Solved
from playground.engine.trail.window import Shown
from playground.views.common.levels import grid_of, segments
from playground.views.common.valley import BESIDE, LEVELS, RATIO, Pair

Array = NDArray[np.float64]

# Cells each way, and how many residuals are taken for a picture.
CELLS, LEAST_CELLS, WORK = 40, 16, 200_000
# Of more rows, an even sample shows the same.
MOST_ROWS = 5_000
NO_EDGES = {name: np.zeros(0) for name in ("x0", "y0", "x1", "y1")}


def contours(scene: Solved, pair: Pair, held: Array, shown: Shown) -> dict[str, Array]:
    """The level lines in and around a window, as segments; the other parameters as in held (p,)."""
    problem, x, y = scene.problem, *(_wider(extent) for extent in shown)
    rows = np.unique(np.linspace(0, problem.N - 1, min(problem.N, MOST_ROWS)).astype(np.intp))
    X, weights = problem.X[rows], problem.relative[rows]
    rest = held.copy()
    rest[list(pair)] = 0.0
    left = X @ rest - problem.y[rows]
    loss = scene.fit.objective.loss

    def surface(places: Array) -> Array:
        with np.errstate(all="ignore"):
            r = left[:, np.newaxis] + X[:, list(pair)] @ places.T
            return np.asarray(weights @ loss.value(r) / weights.sum())

    cells = int(np.clip((WORK / len(rows)) ** 0.5, LEAST_CELLS, CELLS))
    grid = grid_of(surface, x, y, cells)
    if not np.isfinite(grid.z).all():
        return NO_EDGES
    floor = min(scene.fit.best_loss, float(grid.z.min()))
    top = float(grid.z.max()) - floor
    found = np.concatenate(
        [np.zeros((0, 4)), *(segments(grid, floor + top / RATIO**k) for k in range(LEVELS))]
    )
    return dict(zip(NO_EDGES, np.ascontiguousarray(found.T), strict=True))


def _wider(extent: Extent) -> Extent:
    """What a figure of one scale for both axes may show beside it."""
    half = BESIDE * extent.span / 2
    return Extent(extent.middle - half, extent.middle + half)
