"""What the main plot shows, as pure functions of a scene: where points, lines and residuals lie.

With one feature it shows target against feature. With several it shows what was observed
against what the line of the open tab predicts; a perfect fit lies on the diagonal.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.axes import Extent, nice_extent
from playground.numbers import shortened
from playground.scene import Scene

Array = NDArray[np.float64]

# Lines are drawn so many widths of the plot beyond it, so that panning finds no end.
REACH = 20
# Predicted equals observed.
DIAGONAL = np.array([0.0, 1.0])
# How many earlier lines of the descent fade behind the present one.
TRAIL = 8

# Diameters of points by how many there are, and the one from which on they have a rim.
FEW = 6


@dataclass(frozen=True)
class Frame:
    """The ranges that show all points, and the names of the axes."""

    x: Extent
    y: Extent
    x_name: str
    y_name: str


def frame(scene: Scene) -> Frame:
    """What Reset view shows: the points with some air around them, ends at round numbers."""
    data = scene.data
    x, y = positions(scene)
    if data.simple:
        return Frame(nice_extent(x), nice_extent(y), data.features[0], data.target)
    both = nice_extent(y)
    return Frame(both, both, f"{shortened(data.target)}, predicted", f"{data.target}, observed")


def dot_size(count: int, coarse: bool) -> int:
    """The diameter of a point in pixels: larger for fingers, smaller among many."""
    if count > 500:
        return 4
    if count > 200:
        return FEW
    return 13 if coarse else 9


def positions(scene: Scene) -> tuple[Array, Array]:
    """Where the drawn points lie: x (k,) and y (k,)."""
    data = scene.data
    rows = data.drawn
    return (data.X[rows, 1] if data.simple else predicted(scene)), data.y[rows]


def predicted(scene: Scene) -> Array:
    """What the line of the open tab predicts for the drawn points, (k,)."""
    w = shown_line(scene)
    return scene.data.X[scene.data.drawn] @ w if w is not None else np.zeros(0)


def shown_line(scene: Scene) -> Array | None:
    """The coefficients (p,) that the open tab is about, if there are any."""
    if scene.step is not None and scene.state.view == "descent":
        return scene.step.w
    fit = scene.fit
    # Where no line is the best one, none is drawn; what is predicted is unique all the same.
    drawn = fit is not None and (fit.unique or not scene.data.simple)
    return fit.minimum if drawn else None


def shown_role(scene: Scene) -> str:
    """The role of that line."""
    return "descent" if scene.state.view == "descent" else "closed"


def lines(scene: Scene) -> dict[str, Array | None]:
    """Role -> coefficients of each line to draw. Several features: the diagonal alone."""
    state, fit, step = scene.state, scene.fit, scene.step
    if not scene.data.simple:
        return {"truth": None, "closed": None, "descent": None, shown_role(scene): DIAGONAL}
    truth = np.array(scene.data.truth) if scene.data.truth and "truth" in state.show else None
    # Before its first step the descent has nothing to say in the tab of the fit.
    descending = step is not None and (state.view == "descent" or state.steps > 0)
    closed = fit.minimum if fit is not None and fit.unique else None
    return {"truth": truth, "closed": closed, "descent": step.w if descending else None}


def line(w: Array | None, extent: Extent) -> dict[str, Array]:
    """The line b + m x through and far beyond the plot; nothing where it is not finite."""
    ends = extent.beyond(REACH)
    if w is None or not np.isfinite(w).all():
        return {"x": np.zeros(0), "y": np.zeros(0)}
    return {"x": ends, "y": w[0] + w[1] * ends}


def residuals(scene: Scene) -> dict[str, Array]:
    """A segment from each drawn point to the line of the open tab."""
    w = shown_line(scene)
    if w is None or "residuals" not in scene.state.show or not np.isfinite(w).all():
        return {"x": np.zeros(0), "y": np.zeros(0), "fitted": np.zeros(0)}
    x, y = positions(scene)
    return {"x": x, "y": y, "fitted": predicted(scene)}


def trail_times(steps: int) -> list[int]:
    """Earlier iterations worth showing: 1, 2, 4, ... steps back from the present."""
    back = [steps - 2**k for k in range(TRAIL)]
    return sorted(t for t in back if t >= 0)


def trail(scene: Scene, extent: Extent) -> dict[str, list[list[float]]]:
    """Earlier lines of the descent, the older the fainter."""
    if scene.path is None or not scene.data.simple or scene.state.view != "descent":
        return {"xs": [], "ys": [], "alpha": []}
    earlier = scene.path.coefficients(trail_times(min(scene.state.steps, scene.step.iteration)))
    lines = [line(w, extent) for w in earlier]
    return {
        "xs": [one["x"].tolist() for one in lines],
        "ys": [one["y"].tolist() for one in lines],
        "alpha": [0.08 + 0.3 * (k + 1) / len(lines) for k in range(len(lines))],
    }
