"""The eigen-directions of the Hessian, each of which descends by itself: how far each has come.

With H = V diag(lam) V', the way still to go along mode i is z_i = v_i'(w - m); plain descent
multiplies it by 1 - rate * lam_i a step, so that |1 - rate * lam_i|^t of it is left after t steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from bokeh.models import Circle, ColumnDataSource, FixedTicker, Quad, Scatter
from numpy.typing import NDArray

from playground.controls.models import NumberTable, Prose
from playground.controls.theme import Look, make_figure, palette, tick_at
from playground.engine.axes import Extent
from playground.engine.closed_form import EPS
from playground.engine.numbers import MINUS, percent, typeset, whole
from playground.engine.parts import Part, filled
from playground.engine.scene import Solved
from playground.engine.trail.thin import Walk
from playground.engine.trail.window import FAR, Window
from playground.views.common import valley
from playground.views.common.base import assign, put
from playground.views.common.frame import Field, Series, framed, show_drawn
from playground.views.common.trail_lines import TrailLines

Array = NDArray[np.float64]

# So many modes have bars: of more, the flattest and the steepest.
MOST_BARS = 6
PLAIN_ONLY = f"The factor |1 {MINUS} ηλ| holds for the plain update rule only."
SMOOTH_ONLY = f"The factor |1 {MINUS} ηλ| does not apply with a lasso penalty (λ: eigenvalue)."
NO_MODES = "Only a quadratic loss has modes. Choose the squared loss to see them."
MOVES = (Field("x0", "x, from"), Field("y0", "y, from"), Field("x1", "x, to"), Field("y1", "y, to"))


@dataclass(frozen=True)
class Modes:
    """Some modes, flattest first: eigenvalues, what a step multiplies each by, and what is left.

    number: (k,) which of the spectrum; left: (k,) share of the way still to go, not a number where
    there never was any.
    """

    number: NDArray[np.intp]
    eigenvalue: Array
    factor: Array
    left: Array


def modes(scene: Solved) -> Modes:
    """The modes that are shown, and how far each has come."""
    spectrum = scene.fit.spectrum
    p = len(spectrum.eigenvalues)
    half = MOST_BARS // 2
    number: NDArray[np.intp] = np.arange(p) if p <= MOST_BARS else np.r_[0:half, p - half : p]
    begun = along(scene, scene.path.start)
    now = along(scene, scene.step.w)
    floor = EPS * float(np.linalg.norm(scene.fit.minimum) + np.linalg.norm(scene.path.start))
    with np.errstate(all="ignore"):
        left = np.where(np.abs(begun) > floor, np.abs(now) / np.abs(begun), np.nan)
        factor = 1 - scene.state.lr * spectrum.eigenvalues
    return Modes(number, spectrum.eigenvalues[number], factor[number], left[number])


def along(scene: Solved, w: Array) -> Array:
    """The coordinates of w (p,) or (k, p) in the eigenbasis, from the minimum."""
    z: Array = (w - scene.fit.minimum) @ scene.fit.spectrum.eigenvectors
    return z


def bars(found: Modes) -> dict[str, Array]:
    """From the left the share of the way that has been gone; what has grown is full and wrong."""
    rows = np.arange(len(found.left), dtype=np.float64)
    gone = np.clip(1 - np.nan_to_num(found.left, nan=0.0), 0, 1)
    grown = np.where(found.left > 1, 1.0, 0.0)
    return {
        "low": rows - 0.3,
        "high": rows + 0.3,
        "gone": gone,
        "grown": grown,
        "eigenvalue": found.eigenvalue,
        "left": found.left,
    }


def modes_table(found: Modes) -> list[list[list[Part]]]:
    """Number, eigenvalue, factor a step, and way still to go of each mode."""
    return [
        [
            [(f"Mode {whole(int(i) + 1)}", "")],
            [(typeset(float(value), digits=4), "")],
            [(typeset(float(factor), digits=4), "wrong" if abs(factor) >= 1 else "")],
            [_left(float(left))],
        ]
        for i, value, factor, left in zip(
            found.number, found.eigenvalue, found.factor, found.left, strict=True
        )
    ]


def _left(left: float) -> Part:
    if np.isnan(left):
        return ("zero from the start", "muted")
    if left > 1:
        return (f"{typeset(left, digits=3)} times", "wrong")
    return (percent(left) if left > 1e-12 else "none", "descent")


def modes_words(found: Modes) -> list[Part]:
    """Which mode holds descent up, in a sentence."""
    if not len(found.factor):
        return []
    slow = int(np.argmax(np.abs(found.factor)))
    factor = abs(float(found.factor[slow]))
    number = whole(int(found.number[slow]) + 1)
    shown = f"|1 {MINUS} ηλ| = {typeset(factor, digits=4)}"
    if factor > 1 + EPS:
        return [(f"Mode {number} grows at every step: {shown}.", "wrong")]
    if factor >= 1 - EPS:
        return [(f"Mode {number} does not shrink: {shown}.", "wrong")]
    steps = np.log(0.01) / np.log(factor) if factor > 0 else 1.0
    return filled(
        "Mode {number} is the slowest. Each step multiplies its error by {factor}, so 1% remains "
        "after {steps} steps.",
        number=number,
        factor=(shown, "descent ?factor"),
        steps=whole(int(np.ceil(steps))),
    )


def _factor_words(scene: Solved, found: Modes) -> list[Part]:
    """What the factors say, where they hold."""
    if scene.state.update != "plain":
        return [(PLAIN_ONLY, "muted")]
    return modes_words(found) if scene.path.linear else [(SMOOTH_ONLY, "muted")]


def scaled(scene: Solved) -> Array:
    """What takes a parameter vector (p,), from the minimum, to its flattest and its steepest mode:
    (2, p), each measured so that the loss above the best is the squared distance from the middle.
    """
    pair = list(valley.steepest_modes(scene))
    scale = np.sqrt(scene.fit.spectrum.eigenvalues[pair] / 2)
    measure: Array = scene.fit.spectrum.eigenvectors[:, pair].T * scale[:, np.newaxis]
    return measure


class ModesPanel:
    """Owns the path in the eigenbasis, where level sets are circles, and the bars of the modes."""

    def __init__(self) -> None:
        self.table = NumberTable(
            caption="The modes in numbers",
            columns=["", "λ", f"1 {MINUS} ηλ", "remaining error"],
            terms=["", "eigenvalue", "factor", "left"],
        )
        self._basis: tuple[object, ...] = ()
        self._walk = Walk()
        self._make_circles(palette(dark=False))
        self._make_bars(palette(dark=False))

    def _make_circles(self, colours: dict[str, str]) -> None:
        self.circles = make_figure("eigenbasis", frame_width=206, frame_height=206)
        # Circles stay circles at any width of the page.
        self.circles.update(sizing_mode="fixed", width=286, height=274)
        self.rings = ColumnDataSource({"radius": []})
        self.now = ColumnDataSource({"x": [], "y": []})
        self.circles.add_glyph(self.rings, Circle(
            x=0.0, y=0.0, radius="radius", fill_color=colours["closed"], fill_alpha=0.055,
            line_color=colours["closed"], line_alpha=0.3,
        ))  # fmt: skip
        self.trail = TrailLines(self.circles, colours["descent"])
        now = self.circles.add_glyph(self.now, Scatter(
            x="x", y="y", size=10, fill_color=colours["descent"], line_color=colours["background"],
        ))  # fmt: skip
        shown = [Series("now", [now]), Series("moves", [self.trail.drawn], MOVES, hover="")]
        self.framed_circles = framed(self.circles, "The path in the eigenbasis", shown)

    def _make_bars(self, colours: dict[str, str]) -> None:
        self.figure = make_figure("modes", height=170)
        self.figure.sizing_mode = "stretch_width"
        self.figure.xaxis.axis_label = "progress"
        self.figure.yaxis.update(axis_label="eigenvalue", ticker=FixedTicker())
        self.figure.ygrid.visible = False
        names = ("low", "high", "gone", "grown", "eigenvalue", "left")
        self.bars = ColumnDataSource({name: [] for name in names})
        self.words = Prose()
        drawn = []
        hatched: Look = {"hatch_pattern": "/", "hatch_color": colours["background"]}
        kinds: Sequence[tuple[float | str, str, Look]] = (
            (1.0, "grid", {}),
            ("gone", "descent", {}),
            ("grown", "wrong", hatched),
        )
        for right, colour, look in kinds:
            drawn.append(self.figure.add_glyph(self.bars, Quad(
                left=0.0, right=right, bottom="low", top="high",
                fill_color=colours[colour], line_color=None, **look,
            )))  # fmt: skip
        fields = (Field("eigenvalue", "λ"), Field("left", "remaining error"))
        shown = [Series("modes", drawn[:1], fields)]
        self.framed = framed(self.figure, "Convergence by mode", shown, self.words)

    def update(self, scene: Solved) -> None:
        """Bring both to this scene."""
        for drawn in (self.framed, self.framed_circles):
            show_drawn(drawn, not scene.problem.robust)
        if scene.problem.robust:
            put(self.words, parts=[(NO_MODES, "muted")])
            put(self.table, rows=[])
            return
        found = modes(scene)
        assign(self.bars, bars(found))
        self._show_rows(found)
        # While it runs nobody can read it.
        if not scene.interaction.running:
            put(self.table, rows=modes_table(found))
            put(self.words, parts=_factor_words(scene, found))
        self._show_circles(scene)

    def _show_rows(self, found: Modes) -> None:
        rows = range(len(found.number))
        names: dict[float, str] = {
            k: f"λ = {typeset(float(v), digits=3)}" for k, v in enumerate(found.eigenvalue)
        }
        axis = self.figure.yaxis[0]
        if axis.major_label_overrides != names:
            put(self.figure.y_range, start=-0.5, end=len(rows) - 0.5)
            tick_at(axis, rows, names)

    def _show_circles(self, scene: Solved) -> None:
        measure = scaled(scene)
        radius = float(np.hypot(*(measure @ (scene.path.start - scene.fit.minimum))))
        drawable = bool(measure[0].any() and 0 < radius < np.inf)
        show_drawn(self.framed_circles, drawable)
        if not drawable:
            return
        end = valley.AIR * radius
        window = Window(measure, scene.fit.minimum, (Extent(-end, end), Extent(-end, end)))
        if window.key != self._basis:
            self._basis = window.key
            self._show_rings(scene, end)
        times, iterates = self._walk.drawn(scene.path, window, scene.taken)
        places = window.places(iterates)
        self.trail.show(times, places, window.shown)
        drawn = places[-1:] if np.abs(places[-1]).max() < FAR * end else places[:0]
        assign(self.now, {"x": drawn[:, 0], "y": drawn[:, 1]})

    def _show_rings(self, scene: Solved, end: float) -> None:
        assign(self.rings, {"radius": 1.4 * end / valley.RATIO ** (np.arange(valley.LEVELS) / 2)})
        for span in (self.circles.x_range, self.circles.y_range):
            put(span, start=-end, end=end)
        flat, steep = valley.steepest_modes(scene)
        self.circles.xaxis.axis_label = f"mode {flat + 1} (flattest), scaled"
        self.circles.yaxis.axis_label = f"mode {steep + 1} (steepest), scaled"
