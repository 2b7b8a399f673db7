"""The iterates of a path that are worth drawing, each asked for once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.descent import Path
from playground.scene import Scene
from playground.views.loss_curve import nice_stride

Array = NDArray[np.float64]

# The latest iterates are all drawn; of the older ones about so many, evenly spread.
LATEST = 30
SPREAD = 60


def walk_times(steps: int) -> list[int]:
    """Iterations to draw up to `steps`, ascending: an even spread, and the latest."""
    spread = range(0, steps + 1, nice_stride(steps / SPREAD))
    return sorted({*spread, *range(max(0, steps - LATEST), steps + 1)})


class Walk:
    """Remembers the iterates of the path that it was last asked about."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._known: dict[int, Array] = {}

    def places(self, scene: Scene) -> tuple[Array, Array]:
        """Iterations (k,) and iterates (k, p) from the start to the present step."""
        if scene.path is not self._path:
            self._path, self._known = scene.path, {}
        times = walk_times(min(scene.state.steps, scene.step.iteration))
        missing = [t for t in times if t not in self._known]
        self._known.update(zip(missing, scene.path.coefficients(missing), strict=True))
        return np.array(times), np.array([self._known[t] for t in times])
