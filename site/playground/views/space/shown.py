"""What the plot in 3-D shows, as pure functions of a scene.

Over two features of numbers stand the points and the closed form. Where there are more features the
others are held: numbers at their mean, categories at their most frequent value. A point then stands
at the surface plus its residual, so that its pin is its residual all the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linreg import doubled
from linreg.doubled import Doubled
from playground.engine import near_columns, problem
from playground.engine.axes import Extent, nice_extent
from playground.engine.drawn_back import interval_back
from playground.engine.fit import Fit
from playground.engine.numbers import shortened, whole
from playground.engine.problem import Problem
from playground.engine.refits import new_samples
from playground.engine.scene import Scene, Solved
from playground.views.common.base import Columns
from playground.views.common.model_curve import inference_of, to_target
from playground.views.common.plane import closed_line, dot_sizes, faded, filled, predicted

Array = NDArray[np.float64]
Pair = tuple[str, str]

# A plane is known from its corners; anything else is drawn in so many parts each way.
FLAT, CURVED, FAINT = 1, 14, 6
# So many features, and rows of them, are looked through for the nearest two.
MOST_COMPARED, MOST_ROWS = 30, 2_000
COLUMNS = ("x", "y", "z", "fitted", "fill", "residual", "size", "shown")
EMPTY = {name: np.zeros(0) for name in COLUMNS}
NO_SURFACES: dict[str, list[Any]] = {"role": [], "z": []}
# A frame is kept while what it is to hold fills so much of it.
KEPT = 0.55


@dataclass(frozen=True)
class Box:
    """The part of space that is drawn."""

    x: Extent
    y: Extent
    z: Extent

    def ends(self) -> list[float]:
        return [end for side in (self.x, self.y, self.z) for end in (side.start, side.end)]


def numeric(scene: Scene) -> tuple[str, ...]:
    """The features that are numbers."""
    return tuple(name for name in scene.data.features if scene.data.is_number(name))


def pair_of(scene: Scene) -> Pair | None:
    """The two features that are drawn: as chosen, else those that are nearest to each other, which
    the tab Collinearity is about; None without two of numbers."""
    names, chosen = numeric(scene), scene.interaction.choices.pair
    if len(names) < 2:
        return None
    if chosen is not None and set(chosen) <= set(names) and chosen[0] != chosen[1]:
        return chosen
    nearest = _nearest(scene, names) if 2 < len(names) <= MOST_COMPARED else None
    first, second = nearest or (0, 1)
    return names[first], names[second]


def _nearest(scene: Scene, names: Sequence[str]) -> tuple[int, int] | None:
    if not scene.data.N:
        return None
    columns = [scene.data.values[name][:MOST_ROWS] for name in names]
    return near_columns.nearest_pair(np.column_stack(columns).astype(np.float64))


def is_blended(scene: Scene) -> bool:
    """Whether the tab Collinearity shows the second column of a pair blended into the first."""
    wanted = scene.interaction.choices.blend and not scene.data.has_distance
    return wanted and scene.state.view == "collinearity" and scene.solved is not None


def blended(scene: Solved, pair: Pair) -> Solved:
    """The scene with the pair brought to the distance that the slider says."""
    data, state = scene.data, scene.state.values()
    first, second = (data.values[name] for name in pair)
    columns = near_columns.blended(first, second, scene.state.epsilon)
    values = {**data.values, **dict(zip(pair, columns, strict=True))}
    made = Problem.made(values, data.y, state).with_objective(state)
    fit = Fit(made, scene.fit.method, scene.fit.rcond, scene.fit.precision)
    return replace(scene, data=replace(data, values=values), problem=made, fit=fit)


def held(scene: Scene, pair: Pair) -> Mapping[str, Any]:
    """Where the features that are not drawn are held."""
    found: dict[str, Any] = {}
    for name, values in scene.data.values.items():
        if name not in pair and len(values):
            found[name] = values.mean() if values.dtype.kind == "f" else _most_frequent(values)
    return found


def _most_frequent(values: NDArray[Any]) -> str:
    kinds, counts = np.unique(values, return_counts=True)
    return str(kinds[int(np.argmax(counts))])


def rows_at(scene: Scene, pair: Pair, x: Array, y: Array) -> dict[str, NDArray[Any]]:
    """Rows of all features, in their order: these two (M,) and the others held."""
    others = held(scene, pair)
    chosen = dict(zip(pair, (x, y), strict=True))
    return {
        name: chosen[name] if name in chosen else np.full(len(x), others[name])
        for name in scene.data.features
    }


def design_at(scene: Solved, pair: Pair, x: Array, y: Array) -> Doubled:
    """The design (M, p) at places x (M,), y (M,) of the pair, the others held."""
    return scene.problem.matrix(rows_at(scene, pair, x, y))


def predict_at(scene: Solved, w: Array | Doubled, rows: Doubled) -> Array:
    """What w (p,) predicts of the target at rows (M, p) of the design."""
    return to_target(scene, w, problem.predicted(rows, w))


def points(scene: Scene, pair: Pair) -> dict[str, Array]:
    """The drawn points: x, y, z (k,), the surface there, whether filled, and the residual."""
    data, drawn = scene.data, scene.data.drawn
    x, y = (np.asarray(data.values[name], dtype=np.float64)[drawn] for name in pair)
    z = observed = data.y[drawn]
    surface = residual = np.full(len(z), np.nan)
    w, solved = closed_line(scene), scene.solved
    if solved is not None and w is not None:
        surface = fitted = predicted(scene)
        if len(data.features) > 2:
            surface = predict_at(solved, w, design_at(solved, pair, x, y))
        residual = observed - fitted
        z = observed if len(data.features) == 2 else surface + residual
    fill = filled(scene) if len(data.features) == 2 else (residual >= 0).astype(np.float64)
    if not np.isfinite(surface).all():
        surface, fill = z, np.ones(len(z))
    return {
        **{"x": x, "y": y, "z": z, "fitted": surface, "fill": fill, "residual": residual},
        "size": dot_sizes(scene, 1.0),
        "shown": faded(scene),
    }


def box_of(found: Mapping[str, Array]) -> Box:
    """What holds the points with some air, ends at round numbers."""
    return Box(*(nice_extent(found[name]) for name in ("x", "y", "z")))


def steady(last: Box | None, wanted: Box) -> Box:
    """The last box, side by side, as long as it fits: a frame that follows each event hides what
    moves."""
    if last is None:
        return wanted
    sides = zip((last.x, last.y, last.z), (wanted.x, wanted.y, wanted.z), strict=True)
    return Box(*(old if _fits(old, new) else new for old, new in sides))


def _fits(old: Extent, new: Extent) -> bool:
    return old.start <= new.start and new.end <= old.end and new.span >= KEPT * old.span


def is_flat(scene: Scene) -> bool:
    """Whether the surface is a plane."""
    return scene.straight


def _grid(box: Box, parts: int) -> tuple[Array, Array]:
    x = np.linspace(box.x.start, box.x.end, parts + 1)
    y = np.linspace(box.y.start, box.y.end, parts + 1)
    across, along = np.meshgrid(x, y)
    return across.ravel(), along.ravel()


def surfaces(scene: Scene, pair: Pair, box: Box) -> Columns:
    """Truth and bands on request, descent once it has begun, and the closed form."""
    if (solved := scene.solved) is None:
        return NO_SURFACES
    wanted: list[tuple[str, Array | Doubled | None]] = []
    if scene.state.view == "fit" and scene.state.steps > 0:
        wanted.append(("descent", solved.step.w))
    wanted.append(("closed", closed_line(scene)))
    rows = design_at(solved, pair, *_grid(box, FLAT if is_flat(scene) else CURVED))
    drawn = [
        (role, z)
        for role, w in wanted
        if w is not None and np.isfinite(z := predict_at(solved, w, rows)).all()
    ]
    drawn = [*_truth(scene, box), *_bands(solved, pair, box), *drawn]
    return {"role": [role for role, _ in drawn], "z": [z for _, z in drawn]}


def _truth(scene: Scene, box: Box) -> list[tuple[str, Array]]:
    """The mean of the generator, on request."""
    mean = scene.data.mean if "truth" in scene.state.show else None
    if mean is None or len(scene.data.features) != 2:
        return []
    places = _grid(box, FLAT if scene.data.truth is not None else CURVED)
    return [("truth", np.asarray(mean(np.column_stack(places))))]


def _bands(scene: Solved, pair: Pair, box: Box) -> list[tuple[str, Array]]:
    """Both sides of the confidence band of the mean, on request in the tab Fit.

    Far from the points, and across a fence of them, the data do not tell where the plane is.
    """
    if "bands" not in scene.state.show or scene.state.view != "fit" or not scene.fit.unique:
        return []
    if len(scene.data.features) != 2 or (found := inference_of(scene)) is None:
        return []
    rows = design_at(scene, pair, *_grid(box, CURVED))
    ends = interval_back(scene.problem, found.mean_band(rows, scene.state.level))
    return [("band", side) for side in ends.T] if np.isfinite(ends).all() else []


def refits(scene: Scene, pair: Pair, box: Box) -> Columns:
    """A surface for each refit to a new sample that is shown, in the tab that asks for them."""
    if (solved := scene.solved) is None or scene.state.view != "collinearity":
        return {"z": []}
    w = new_samples(solved)
    if not len(w):
        return {"z": []}
    rows = design_at(solved, pair, *_grid(box, FLAT if is_flat(scene) else FAINT))
    fitted = doubled.product(rows, Doubled(w.T, np.zeros_like(w.T))).high.T
    found = solved.problem.to_data(fitted)
    return {"z": [np.ascontiguousarray(z) for z in found if np.isfinite(z).all()]}


def words(scene: Scene, pair: Pair, found: Mapping[str, Array]) -> str:
    """What is seen, for those who do not see it."""
    count, names = len(found["z"]), " and ".join(shortened(name) for name in pair)
    kind = "plane" if is_flat(scene) else "surface"
    if scene.solved is None:
        return f"No points over {names}."
    if not np.isfinite(found["residual"]).all():
        return f"{whole(count)} points over {names}; no {kind} is fitted."
    above = int((found["residual"] >= 0).sum())
    return (
        f"{whole(count)} points over {names} and the fitted {kind}: {whole(above)} on or above it, "
        f"{whole(count - above)} below."
    )


def note(scene: Scene, pair: Pair) -> str:
    """What is to be known of how it is drawn; empty where every point stands as observed."""
    names = [name for name in scene.data.features if name not in pair]
    said = []
    if names:
        listed = ", ".join(shortened(name) for name in names[:3])
        more = f" and {whole(len(names) - 3)} more" if len(names) > 3 else ""
        at = "at the mean" if all(map(scene.data.is_number, names)) else "at mean or mode"
        said.append(f"{listed}{more} held {at}; each point is the surface plus its residual.")
    if scene.data.sampled:
        drawn = whole(len(scene.data.drawn))
        said.append(f"{drawn} of {whole(scene.data.N)} points are drawn.")
    return " ".join(said)
