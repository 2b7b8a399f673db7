"""What the main plot shows, as pure functions of a scene: where points, curves and residuals lie.

With one feature it shows target against feature. With two it shows their plane, in which the fit
is level lines and a point is filled where it lies above the fit. With more it shows what was
observed against what the fit of the open tab predicts; a perfect fit lies on the diagonal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

import linreg
from linreg.doubled import Doubled
from playground.engine import problem
from playground.engine.axes import Extent, nice_extent
from playground.engine.closed_form import is_binary
from playground.engine.numbers import shortened
from playground.engine.scene import Scene, Solved
from playground.views.common.model_curve import design_rows, numbers, to_target
from playground.views.common.own_line import own_line

Array = NDArray[np.float64]

# Lines are drawn so many widths of the plot beyond it, so that panning finds no end; curves, which
# cost more, half a width beyond it.
REACH = 20
CURVE_REACH = 0.5
CURVE_PLACES = 241
# How many earlier lines of the descent fade behind the present one.
TRAIL = 8
NOTHING = {"x": np.zeros(0), "y": np.zeros(0)}

# The tabs with a plot in 3-D.
IN_SPACE = ("fit", "collinearity")
# Diameters of points by how many there are, and the one from which on they have a rim.
FEW = 6


@dataclass(frozen=True)
class Frame:
    """The ranges that show all points, and the names of the axes."""

    x: Extent
    y: Extent
    x_name: str
    y_name: str


def is_surface(scene: Scene) -> bool:
    """Whether there are two features of numbers, whose plane is shown."""
    return len(scene.data.features) == len(numbers(scene)) == 2


def is_beside(scene: Scene) -> bool:
    """Whether the plot in 3-D has the main plot's place: where two features are numbers, or more,
    in the tabs that have one."""
    return scene.state.view in IN_SPACE and len(numbers(scene)) > 1


def frame(scene: Scene) -> Frame:
    """What Reset view shows: the points with some air around them, ends at round numbers."""
    data = scene.data
    x, y = positions(scene)
    if data.simple:
        return Frame(nice_extent(x), nice_extent(y), data.features[0], data.target)
    if is_surface(scene):
        return Frame(nice_extent(x), nice_extent(y), *data.features)
    both = nice_extent(y)
    return Frame(both, both, f"{shortened(data.target)}, predicted", f"{data.target}, observed")


def dot_size(count: int, coarse: bool) -> int:
    """The diameter of a point in pixels: less among many, and on small screens for residuals."""
    if count > 500:
        return 4
    if count > 200:
        return FEW
    return 8 if coarse else 9


def positions(scene: Scene) -> tuple[Array, Array]:
    """Where the drawn points lie: x (k,) and y (k,)."""
    data = scene.data
    rows = data.drawn
    if is_surface(scene):
        first, second = numbers(scene)
        return first[rows], second[rows]
    return (numbers(scene)[0][rows] if data.simple else predicted(scene)), data.y[rows]


def filled(scene: Scene) -> Array:
    """How much of each drawn point is filled, (k,): in a plane of two features, 1 above the fit or
    for class 1, else 0; elsewhere 1."""
    y = scene.data.y[scene.data.drawn]
    if not is_surface(scene) or shown_line(scene) is None:
        return np.ones(len(y))
    above = y == 1 if is_binary(scene.data.y) else y >= predicted(scene)
    return above.astype(float)


# The least that a point is seen, and between which shares of the usual diameter weights put theirs.
FAINTEST = 0.15
BOUNDS = (0.35, 3.0)


def faded(scene: Scene) -> Array:
    """How opaque each drawn point is, (k,): the less, the less a robust fit counts it."""
    counts = counted(scene)
    if counts is None:
        return np.ones(len(scene.data.drawn))
    return FAINTEST + (1 - FAINTEST) * counts[scene.data.drawn]


def counted(scene: Scene) -> Array | None:
    """How much a robust fit counts each used row, (N,) from 0 to 1; None without one."""
    solved = scene.solved
    if solved is None or not solved.problem.robust:
        return None
    weights = solved.problem.robust_solution.weights
    return np.asarray(weights) if np.isfinite(weights).all() else None


def dot_sizes(scene: Scene, size: float) -> Array:
    """The diameter of each drawn point (k,), `size` without weights: its area is by its weight.

    Weights that are too different for that are drawn at the ends of what can be seen.
    """
    weights = scene.data.weights
    if weights is None:
        return np.full(len(scene.data.drawn), float(size))
    share = np.sqrt(weights / weights.mean())
    low, high = BOUNDS
    shown = min(1.0, high / float(share.max()))
    return np.asarray(size * np.maximum(low, shown * share[scene.data.drawn]))


def predicted(scene: Scene) -> Array:
    """What the fit of the open tab predicts of the target for the drawn points, (k,)."""
    w = shown_line(scene)
    if (solved := scene.solved) is None or w is None:
        return np.zeros(0)
    full, drawn = solved.problem.full, scene.data.drawn
    fitted = problem.predicted(Doubled(full.high[drawn], full.low[drawn]), w)
    return to_target(solved, w, fitted)


def shown_line(scene: Scene) -> Array | Doubled | None:
    """The coefficients (p,) of X as used that the open tab is about, if there are any."""
    if scene.state.view == "descent" and (solved := scene.solved):
        return solved.step.w
    return closed_line(scene)


def closed_line(scene: Scene) -> Array | Doubled | None:
    """The closed form as the chosen method has it, right or wrong; if there is one."""
    if (solved := scene.solved) is None:
        return None
    if solved.fit.unique:
        return solved.fit.whole()
    # Where no line is the best one, none is drawn; what is predicted is unique all the same.
    return None if scene.data.simple else solved.fit.minimum


def shown_role(scene: Scene) -> str:
    """The role of that fit."""
    return "descent" if scene.state.view == "descent" else "closed"


def residual_role(scene: Scene) -> str:
    """The role of the line that residuals and squares are drawn to: one's own, where it is."""
    own = scene.state.view == "fit" and own_line(scene) is not None
    return "own" if own else shown_role(scene)


@dataclass(frozen=True)
class Ruler:
    """Places x (M,) at which curves are drawn, and their rows of the design (M, p)."""

    x: Array
    rows: Doubled
    scene: Solved

    def curve(self, w: Array | Doubled | None) -> dict[str, Array]:
        """The curve of the coefficients w (p,); nothing where they are not finite."""
        if w is None or not np.isfinite(w).all():
            return NOTHING
        return {"x": self.x, "y": to_target(self.scene, w, problem.predicted(self.rows, w))}


def ruler(scene: Scene, extent: Extent) -> Ruler | None:
    """For a fit of one feature: two ends far out for a line, many places for a curve."""
    if (solved := scene.solved) is None or not solved.data.simple:
        return None
    x = places(extent, straight=solved.straight)
    return Ruler(x, design_rows(solved, x[:, np.newaxis]), solved)


def places(extent: Extent, straight: bool) -> Array:
    if straight:
        return extent.beyond(REACH)
    return extent.places(CURVE_REACH, CURVE_PLACES)


def curves(scene: Scene, extent: Extent) -> Mapping[str, dict[str, Array]]:
    """Role -> what is drawn of it across the plot. Many features: the diagonal alone."""
    found = dict.fromkeys(("truth", "approximation", "reference", "closed", "descent"), NOTHING)
    if is_surface(scene):
        return found
    if not scene.data.simple:
        ends = extent.beyond(REACH)
        return {**found, shown_role(scene): {"x": ends, "y": ends}}
    found |= _truths(scene, extent)
    measure = ruler(scene, extent)
    if (solved := scene.solved) is None or measure is None:
        return found
    # Before its first step the descent has nothing to say in the tab of the fit.
    descending = scene.state.view == "descent" or scene.state.steps > 0
    closed = closed_line(scene)
    descent = solved.step.w if descending else None
    reference = solved.fit.squared if solved.problem.robust else None
    return {
        **found,
        "reference": measure.curve(reference),
        "closed": measure.curve(closed),
        "descent": measure.curve(descent),
    }


def _truths(scene: Scene, extent: Extent) -> dict[str, dict[str, Array]]:
    """The mean of the generator, E[y | x], and where that is no line what a fit of the same terms
    makes of it without any noise."""
    data = scene.data
    if data.mean is None or "truth" not in scene.state.show:
        return {}
    x = places(extent, straight=data.truth is not None)
    truth = {"truth": {"x": x, "y": data.mean(x)}}
    measure = ruler(scene, extent)
    if (solved := scene.solved) is None or measure is None:
        return truth
    if data.truth is not None or solved.problem.transformed:
        return truth
    mean, weights = data.mean(numbers(scene)[0]), solved.problem.weights
    best = linreg.solve(solved.problem.full, mean, weights=weights)
    w = Doubled(best.coefficients, best.coefficients_low)
    return {**truth, "approximation": measure.curve(w)}


def offsets(scene: Scene) -> dict[str, Array]:
    """Each drawn point x (k,), y (k,) and what the line of the residuals makes of it, (k,)."""
    x, y = positions(scene)
    own = own_line(scene) if residual_role(scene) == "own" else None
    w = shown_line(scene)
    if own is None and (w is None or not np.isfinite(w).all()):
        return {**NOTHING, "fitted": np.zeros(0)}
    fitted = own[0] + own[1] * x if own is not None else predicted(scene)
    return {"x": x, "y": y, "fitted": fitted}


def residuals(scene: Scene) -> dict[str, Array]:
    """A segment from each drawn point to that line, on request."""
    if "residuals" not in scene.state.show or is_surface(scene):
        return {**NOTHING, "fitted": np.zeros(0)}
    return offsets(scene)


def trail_times(steps: int) -> list[int]:
    """Earlier iterations worth showing: 1, 2, 4, ... steps back from the present."""
    back = [steps - 2**k for k in range(TRAIL)]
    return sorted(t for t in back if t >= 0)


def trail(scene: Scene, extent: Extent) -> dict[str, list[Any]]:
    """Earlier curves of the descent, the older the fainter."""
    measure = ruler(scene, extent)
    if (solved := scene.solved) is None or measure is None or solved.state.view != "descent":
        return {"xs": [], "ys": [], "alpha": []}
    earlier = solved.path.coefficients(trail_times(solved.taken))
    lines = [measure.curve(w) for w in earlier]
    return {
        "xs": [one["x"] for one in lines],
        "ys": [one["y"] for one in lines],
        "alpha": [0.08 + 0.3 * (k + 1) / len(lines) for k in range(len(lines))],
    }
