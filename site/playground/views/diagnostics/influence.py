"""The plots of influence: leverage with Cook's contours, Cook's distance and DFFITS by point."""

from __future__ import annotations

from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

from playground.engine.axes import Extent, balanced, from_zero
from playground.engine.numbers import given, typeset, whole
from playground.engine.parts import Part, filled
from playground.engine.scene import Scene
from playground.views.common.fit_text import point
from playground.views.diagnostics.numbers import Diagnosis
from playground.views.diagnostics.plot import (
    NO_TREND,
    Curve,
    Plot,
    drawn_rows,
    unjudged,
)

Array = NDArray[np.float64]

# Cook's distances from which on a point is worth a look, and large.
COOK = (0.5, 1.0)
# Studentised residuals beyond this are rare, whatever the point's influence.
FAR = 3


def leverage_plot(found: Diagnosis, scene: Scene) -> Plot:
    """Studentised residuals against leverage, with contours of Cook's distance."""
    row = drawn_rows(found, scene)
    x, y = found.influence.leverage[row], found.studentised[row]
    across, up = from_zero(x, most=1.0), balanced(y)
    guides, marks = _contours(found, across, up)
    return Plot(
        x, y, row, across, up, "leverage", "studentised residual",
        _leverage_in_words(found, scene), NO_TREND, guides, marks, zero=True,
    )  # fmt: skip


def _contours(
    found: Diagnosis, across: Extent, up: Extent
) -> tuple[list[Curve], list[tuple[float, float, str]]]:
    """Where Cook's distance is `COOK`: r^2 h = D rank (1 - h), as far as the plot shows it."""
    curves, marks = [], []
    h = np.linspace(across.end / 200, min(across.end, 1 - 1e-9), 80)
    for distance in COOK if found.telling else ():
        r = np.sqrt(distance * found.rank * (1 - h) / h)
        seen = r <= up.end
        if seen.any():
            curves += [(h[seen], r[seen]), (h[seen], -r[seen])]
            # At leverage 1 all contours meet: their names stand before that.
            k = max(int(np.flatnonzero(seen)[0]), int(0.9 * len(h)))
            # One name above, one below, since the curves lie close.
            side = 1 if distance == COOK[-1] else -1
            marks.append((float(h[k]), side * float(r[k]), given(distance)))
    return curves, marks


def _leverage_in_words(found: Diagnosis, scene: Scene) -> list[Part]:
    h = found.influence.leverage
    far = int(np.argmax(h))
    if not found.telling:
        return unjudged(found)
    if found.decisive.any():
        return _decisive(found, scene)
    large = _large(found)
    if not large:
        size, name = typeset(float(h[far]), digits=2), point(scene, far).lower()
        return [(f"Maximum leverage {size} at {name}; no Cook's distance reaches 0.5.", "")]
    return _cook_verdict(found, scene)


def _decisive(found: Diagnosis, scene: Scene) -> list[Part]:
    """The points that a coefficient depends on alone; nothing where there are none."""
    count = int(found.decisive.sum())
    if not count:
        return []
    name = point(scene, int(np.argmax(found.decisive)))
    if count == 1:
        said = (
            f"{name} has leverage 1: the fit passes through it, whatever its y. "
            "Cook's distance is not defined there. "
        )
    else:
        said = (
            f"{whole(count)} points, {name.lower()} among them, have leverage 1: the fit passes "
            "through them, whatever their y. Cook's distance is not defined there. "
        )
    return [(said, "strong")]


def _large(found: Diagnosis) -> int:
    """How many points have a Cook's distance that is worth a look."""
    return int((np.nan_to_num(found.cooks_distance) > COOK[0]).sum())


def _top(found: Diagnosis, scene: Scene) -> tuple[str, str]:
    """The point that moves the fit most, and its Cook's distance."""
    distance = np.nan_to_num(found.cooks_distance)
    top = int(np.argmax(distance))
    return point(scene, top), typeset(float(distance[top]), digits=2)


def _cook_verdict(found: Diagnosis, scene: Scene) -> list[Part]:
    if not (large := _large(found)):
        return [("No point has a Cook's distance of 0.5 or more.", "")]
    name, distance = _top(found, scene)
    if large == 1:
        return [(f"{name} has Cook's distance {distance}.", "strong")]
    if large == 2:
        return [(f"{name} has Cook's distance {distance}, and 1 more is above 0.5.", "strong")]
    more = whole(large - 1)
    return [(f"{name} has Cook's distance {distance}, and {more} more are above 0.5.", "strong")]


def stands_out(found: Diagnosis, scene: Scene) -> list[Part]:
    """Which point moves the fit most, and whether that is worth a look: what the tab is about."""
    if not found.telling:
        return []
    if found.decisive.any():
        return _decisive(found, scene)
    name, distance = _top(found, scene)
    largest: Part = (distance, "strong ?cook")
    if not (large := _large(found)):
        said = filled(
            "No Cook's distance is above 0.5: the largest is {largest}, at {name}. ",
            largest=largest,
            name=name.lower(),
        )
        return [*said, *_beyond(int((np.abs(found.studentised) > FAR).sum()))]
    said = filled(
        "{name} has the largest influence: its Cook's distance is {largest}. ",
        name=name,
        largest=largest,
    )
    if large == 2:
        said.append(("1 more point is above 0.5. ", ""))
    elif large > 2:
        said.append((f"{whole(large - 1)} more points are above 0.5. ", ""))
    return said


def _beyond(count: int) -> list[Part]:
    """How many points are far off the fit, whatever their influence."""
    if count == 0:
        return []
    if count == 1:
        return [(f"1 point has a studentised residual beyond ±{FAR}. ", "")]
    return [(f"{whole(count)} points have a studentised residual beyond ±{FAR}. ", "")]


def _numbers(scene: Scene, row: NDArray[np.intp]) -> Array:
    """The numbers of these rows' points, as people count."""
    return scene.data.rows[row].astype(np.float64) + 1.0


def cook_plot(found: Diagnosis, scene: Scene) -> Plot:
    """Cook's distance of each row, as bars."""
    row = drawn_rows(found, scene)
    y = found.cooks_distance[row]
    up = from_zero(y)
    across = _rows_extent(scene)
    levels = [level for level in COOK if level <= up.end]
    return Plot(
        _numbers(scene, row), y, row, across, up, "point", "Cook's distance",
        _cook_in_words(found, scene),
        NO_TREND, [_level(across, level) for level in levels],
    )  # fmt: skip


def _cook_in_words(found: Diagnosis, scene: Scene) -> list[Part]:
    if not found.telling:
        return unjudged(found)
    if said := _decisive(found, scene):
        return said
    top = point(scene, int(found.leading[0])).lower()
    words = [(f"Removing {top} would change the predictions most. ", "")]
    return [*words, *_cook_verdict(found, scene)]


def dffits_plot(found: Diagnosis, scene: Scene) -> Plot:
    """DFFITS of each row, as bars: how far it moves its own prediction."""
    row = drawn_rows(found, scene)
    y = found.dffits[row]
    across, up = _rows_extent(scene), balanced(y)
    limit = 2 * sqrt(found.rank / found.N)
    levels = [level for level in (limit, -limit) if level <= up.end]
    return Plot(
        _numbers(scene, row), y, row, across, up, "point", "DFFITS",
        _dffits_in_words(found, scene, limit), NO_TREND,
        [_level(across, level) for level in levels],
    )  # fmt: skip


def _dffits_in_words(found: Diagnosis, scene: Scene, limit: float) -> list[Part]:
    size = np.nan_to_num(np.abs(found.dffits))
    if not size.any():
        return unjudged(found)
    beyond, top = int((size > limit).sum()), int(np.argmax(size))
    moved, bound = _told_apart(float(size[top]), limit)
    said = (
        f"{point(scene, top)} has the largest |DFFITS|: its own fitted value would change by "
        f"{moved} standard errors if it were left out. "
    )
    if beyond == 1:
        said += f"For 1 of {whole(found.N)} points the change exceeds the cutoff 2√(p/N) = {bound}."
    else:
        count = f"{whole(beyond)} of {whole(found.N)} points"
        said += f"For {count} the change exceeds the cutoff 2√(p/N) = {bound}."
    return [(said, "")]


def _told_apart(value: float, limit: float) -> tuple[str, str]:
    """Both with two digits, or with as many as show which is larger."""
    pairs = [(typeset(value, digits=k), typeset(limit, digits=k)) for k in range(2, 8)]
    return next((pair for pair in pairs if pair[0] != pair[1]), pairs[0])


def _rows_extent(scene: Scene) -> Extent:
    return Extent(0.0, float(ceil(1.02 * scene.data.count + 0.5)))


def _level(extent: Extent, y: float) -> Curve:
    return np.array([extent.start, extent.end]), np.array([y, y])
