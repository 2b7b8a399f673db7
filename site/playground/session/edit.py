"""What a hand does to points, as changes of the state."""

from __future__ import annotations

from collections.abc import Iterable
from math import floor, isfinite, log10

import numpy as np

from playground.engine.data import Data
from playground.engine.interaction import LeftOut
from playground.engine.points import Points

# A hand places a point to about this share of the plot, so its decimals end there.
FINENESS = 1000
# Points closer than this share of the plot in both directions are seen as one. A pointer selects
# such a point instead of adding another, but a key or a button cannot see it.
CLOSE = 100
# Where to look for a free place, in tenths of the plot, the nearest first.
STEPS_ASIDE = sorted(
    ((i, j) for i in range(-4, 5) for j in range(-4, 5)),
    key=lambda step: (step[0] ** 2 + step[1] ** 2, -step[0], -step[1]),
)


class Refused(ValueError):
    """A gesture that makes no sense for these data; the text says why."""


def added(data: Data, x: float, y: float, spans: tuple[float, float]) -> Points:
    """The points with one more at (x, y)."""
    _check_editable(data)
    weight = {} if data.weighted_by is None else {data.weighted_by: "1"}
    return data.points.with_row({**_cells(data, x, y, spans), **weight})


def moved(data: Data, row: int, x: float, y: float, spans: tuple[float, float]) -> Points:
    """The points with one of them at (x, y)."""
    _check_editable(data)
    return data.points.with_cells(row, _cells(data, x, y, spans))


def removed(data: Data, rows: Iterable[int]) -> Points:
    """The points without some of them."""
    return data.points.without_rows(rows)


def left_out(data: Data, rows: Iterable[int], before: LeftOut | None) -> LeftOut:
    """What is left out once these rows are, beside what was before."""
    gone = dict(before.rows) if before else {}
    kept = [row for row in range(data.count + len(gone)) if row not in gone]
    chosen = [row for row in rows if row < data.count]
    gone |= {kept[row]: data.points.cells(row) for row in chosen}
    used = np.flatnonzero(np.isin(data.rows, chosen) & data.simple)
    places = [(float(data.X[k, -1]), float(data.y[k])) for k in used]
    return LeftOut(gone, (*(before.places if before else ()), *places))


def place(value: float, span: float) -> str:
    """A coordinate as decimal text, with as many decimals as a hand can mean."""
    unit = floor(log10(span / FINENESS)) if span > 0 else -3
    text = f"{round(value, -unit):.{max(0, -unit)}f}"
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if short in ("-0", "") else short


def _cells(data: Data, x: float, y: float, spans: tuple[float, float]) -> dict[str, str]:
    if not (isfinite(x) and isfinite(y)):
        raise Refused("A point needs two finite coordinates.")
    return {data.features[0]: place(x, spans[0]), data.target: place(y, spans[1])}


def _check_editable(data: Data) -> None:
    if not data.simple:
        raise Refused("Points can be placed only if there is exactly one feature. Choose one.")
    if not data.editable:
        raise Refused("There are too many points to place one.")


def free_place(
    x: float, y: float, taken: tuple[np.ndarray, np.ndarray], spans: tuple[float, float]
) -> tuple[float, float]:
    """(x, y), or the nearest of some places around it, where no other point lies on top."""
    across, up = (span or 1.0 for span in spans)
    for right, above in STEPS_ASIDE:
        place_x, place_y = x + right * across / 10, y + above * up / 10
        near_x = np.abs(taken[0] - place_x) < across / CLOSE
        near_y = np.abs(taken[1] - place_y) < up / CLOSE
        if not np.any(near_x & near_y):
            return place_x, place_y
    return x, y
