"""Many points as a picture of their density, below the sample that is drawn of them."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from bokeh.models import ColumnDataSource, Image, LinearColorMapper
from bokeh.plotting import figure
from numpy.typing import NDArray

from playground.controls.theme import palette, shades
from playground.engine.data import Data
from playground.engine.scene import Scene
from playground.views.common.model_curve import numbers, to_target
from playground.views.common.plane import is_surface, shown_line

Array = NDArray[np.float64]
COLUMNS, ROWS = 96, 72
# Levels of the picture; 0 is clear.
LEVELS = 32


class Picture(NamedTuple):
    """Levels (ROWS, COLUMNS), the lowest row first, and the part of the plane that they cover."""

    levels: NDArray[np.uint8]
    left: float
    bottom: float
    width: float
    height: float


def density(x: Array, y: Array) -> Picture | None:
    """How many of the points x (N,), y (N,) lie in each cell, from 0 to LEVELS - 1.

    A level is the logarithm of the count, so that a few points beside a crowd are still seen. None
    where the points span no area of the floats.
    """
    left, bottom, width, height = _box(x, y)
    if not (0 < width < np.inf and 0 < height < np.inf):
        return None
    across = np.minimum((x - left) * (COLUMNS / width), COLUMNS - 1).astype(np.intp)
    up = np.minimum((y - bottom) * (ROWS / height), ROWS - 1).astype(np.intp)
    counts = np.bincount(up * COLUMNS + across, minlength=ROWS * COLUMNS)
    share = np.log1p(counts) / np.log1p(counts.max())
    levels = np.ceil(share * (LEVELS - 1)).astype(np.uint8).reshape(ROWS, COLUMNS)
    return Picture(levels, left, bottom, width, height)


def _box(x: Array, y: Array) -> tuple[float, float, float, float]:
    """Least x and y, and the spans."""
    left, bottom = float(x.min()), float(y.min())
    return left, bottom, float(x.max()) - left, float(y.max()) - bottom


def all_positions(scene: Scene) -> tuple[Array, Array] | None:
    """Where all used points lie in the main plot, x (N,) and y (N,); see plane.positions."""
    data = scene.data
    if is_surface(scene):
        first, second = numbers(scene)
        return first, second
    if data.simple:
        return numbers(scene)[0], data.y
    w, solved = shown_line(scene), scene.solved
    if solved is None or w is None or not np.isfinite(w).all():
        return None
    return to_target(solved, w, solved.problem.fitted(w)), data.y


class Density:
    """Owns the picture. It is made again only where the points lie elsewhere."""

    def __init__(self, plot: figure) -> None:
        self.source = ColumnDataSource({name: [] for name in ("image", *Picture._fields[1:])})
        colours = shades(palette(dark=False)["data"], LEVELS)
        look = Image(
            image="image",
            x="left",
            y="bottom",
            dw="width",
            dh="height",
            color_mapper=LinearColorMapper(palette=colours, low=0, high=LEVELS - 1),
        )
        self.renderer = plot.add_glyph(self.source, look, visible=False)
        self._of: tuple[Data, bytes] | None = None

    def show(self, scene: Scene) -> None:
        many = scene.data.sampled
        if many and self._key(scene) != self._of:
            self._of = self._key(scene)
            places = all_positions(scene)
            picture = density(*places) if places is not None else None
            self.source.data = _columns(picture)
        self.renderer.visible = many

    def _key(self, scene: Scene) -> tuple[Data, bytes]:
        """What the places follow from: the data, and where they are predictions the fit."""
        placed = scene.data.simple or is_surface(scene)
        w = None if placed else shown_line(scene)
        mean = b"mean" if scene.interaction.choices.mean else b""
        return scene.data, mean + (b"" if w is None else np.asarray(w).tobytes())


def _columns(picture: Picture | None) -> dict[str, list[Any]]:
    if picture is None:
        return {name: [] for name in ("image", *Picture._fields[1:])}
    return {"image": [picture.levels]} | {
        name: [getattr(picture, name)] for name in Picture._fields[1:]
    }
