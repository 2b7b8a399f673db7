"""The top of the tab Descent: the valley of the loss with the path in it, and where it starts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
from bokeh.models import ColumnDataSource, Scatter, Segment
from bokeh.models.glyphs import Patches
from bokeh.models.renderers import GlyphRenderer
from numpy.typing import NDArray
from panel.widgets.base import Widget

from linreg.links import DESIGN_KEYS, LOSS_KEYS, PENALTY_KEYS
from playground.controls.gestures import HandleGesture, listen
from playground.controls.models import EqualScales, HandleTool, Prose
from playground.controls.theme import Look, make_figure, palette
from playground.controls.widgets import Choice, Dial
from playground.engine.axes import nice_unit
from playground.engine.losses import losses
from playground.engine.numbers import typeset
from playground.engine.parts import Part
from playground.engine.scene import Scene, Solved
from playground.engine.trail.thin import Walk
from playground.engine.trail.window import Shown, Window
from playground.session.commands import Commands
from playground.views.common import robust_levels, valley
from playground.views.common.base import assign, put
from playground.views.common.frame import Field, Series, X, Y, framed, show_drawn
from playground.views.common.lazy import LazyView, Parts, Places
from playground.views.common.loss_surface import NO_SURFACE
from playground.views.common.parameters import chosen_pair, coefficient_in_words, parameter_name
from playground.views.common.robust_levels import NO_EDGES
from playground.views.common.trail_lines import TrailLines
from playground.views.descent.controls import RunControls
from playground.views.descent.race import RaceKeeper, RaceTrails

Array = NDArray[np.float64]

HELD = (("minimum", "at the minimum"), ("iterate", "at the current iteration"))
# The same in a sentence.
OTHERS = {
    "minimum": "The other coefficients are held at the minimum. ",
    "iterate": "The other coefficients are held at the current iteration. ",
}
NO_ELLIPSES = {
    "huber": "Near the minimum they are almost ellipses; farther out the loss grows only linearly.",
    "absolute": "They are polygons: the absolute loss is flat between its edges and has no "
    "curvature.",
}
# Parameters whose ranges differ by more than this have no scale in common.
ALIKE = 10.0
NO_RINGS: dict[str, list[Array]] = {"xs": [], "ys": []}
NOTHING = {"x": np.zeros(0), "y": np.zeros(0)}


def words(scene: Solved, pair: valley.Pair, held: str, equal: bool) -> list[Part]:
    """What the valley shows, in a sentence."""
    across, up = (coefficient_in_words(scene, j) for j in pair)
    begun = f"The rings are contours of the loss over {across} and {up}. "
    several = len(scene.columns) > 2
    if several:
        begun += OTHERS[held]
    if scene.problem.robust:
        scales = "" if equal else "The axes have different scales. "
        return [(begun, ""), (f"{NO_ELLIPSES[scene.state.loss]} ", ""), (scales, "strong")]
    if not equal:
        return [(begun, ""), ("The axes have different scales. ", "strong")]
    ratio = typeset(scene.fit.spectrum.condition, digits=3)
    said = (
        f"Ratio of the largest to the smallest curvature among all directions: λmax/λmin = {ratio}."
        if several
        else f"Ratio of the largest to the smallest curvature: λmax/λmin = {ratio}."
    )
    return [(begun, ""), (said, "")]


class ValleyView(LazyView):
    """Owns the valley, its choosers, and the handle and fields of the start."""

    name: ClassVar[str] = "descent"

    def __init__(self, commands: Commands, race: RaceKeeper, *below: Widget) -> None:
        """below: what stands at the end of this view."""
        super().__init__(commands)
        self._below = below
        self._race, self._walk = race, Walk()
        self._scene: Scene | None = None
        self._shown: Shown | None = None
        self._pair: valley.Pair = (0, 1)
        # What the rings were drawn from.
        self._basis: tuple[Any, ...] | None = None
        # What the axes were laid out for.
        self._framed: tuple[Any, ...] = ()

    def build(self) -> Places:
        self._make_controls()
        self._make_figure()
        folds: Parts = [
            self.controls.why,
            self.group("", self.controls.speed, self.controls.end, look="row"),
            self.group("", self.across, self.up, self.held, look="row"),
            self.group("", *self.start, look="grid"),
            *self._below,
        ]
        rule = self.group("", self.controls.rule, self.controls.best, look="pairs")
        strip: Parts = [rule, self.controls.iteration]
        return Places(folds, [self.framed], strip)

    def _make_controls(self) -> None:
        self.controls = RunControls(self.commands)
        self.summary = Prose()
        self.across = Choice(label="Across")
        self.up = Choice(label="Up")
        self.held = Choice(label="Others held", options=list(HELD), value="minimum")
        self.start = [Dial(low=-1e300, high=1e300, help="Where descent starts.") for _ in range(2)]
        for k, choice in enumerate((self.across, self.up)):
            choice.on_edit(lambda edit, k=k: self._choose(k, int(edit.new)))
        self.held.on_edit(lambda edit: self.commands.choose(valley_held=edit.new))
        for k, dial in enumerate(self.start):
            dial.on_edit(lambda edit, k=k: self._move_start({k: edit.new}))

    def _make_figure(self) -> None:
        colours = palette(dark=False)
        self.figure = make_figure("valley", min_border_left=70)
        self.scales = EqualScales()
        self.figure.add_tools(self.scales)
        self.rings = ColumnDataSource({"xs": [], "ys": []})
        self.dots = ColumnDataSource({name: [] for name in ("x", "y", "t", "loss")})
        self.places = {role: ColumnDataSource(dict(NOTHING)) for role in ("closed", "now", "start")}
        self.figure.add_glyph(self.rings, Patches(
            xs="xs", ys="ys", fill_color=colours["closed"], fill_alpha=0.055,
            line_color=colours["closed"], line_alpha=0.3, line_width=1,
        ))  # fmt: skip
        self.edges = ColumnDataSource(dict(NO_EDGES))
        ends: Look = {name: name for name in NO_EDGES}
        lines: Look = {"line_color": colours["closed"], "line_alpha": 0.3, "line_width": 1}
        self.figure.add_glyph(self.edges, Segment(**ends, **lines))
        self.trail = TrailLines(self.figure, colours["descent"])
        dots = self.figure.add_glyph(
            self.dots,
            Scatter(x="x", y="y", size=5, fill_color=colours["descent"], line_color=None),
        )
        self.racers = RaceTrails(self.figure)
        self._add_marks(colours)
        fields = (Field("t", "iteration"), X, Y, Field("loss", "loss"))
        shown = [
            Series("path", [dots], fields),
            *(
                Series(name, [self.marks[mark]])
                for mark, name in (("closed", "minimum"), ("start", "start"))
            ),
        ]
        self.framed = framed(self.figure, "Loss surface", shown, self.summary, look="main")
        self.handle = HandleTool(source=self.places["start"])
        self.figure.add_tools(self.handle)
        listen(self.handle, HandleGesture, self._on_handle)

    def _add_marks(self, colours: dict[str, str]) -> None:
        self.marks: dict[str, GlyphRenderer[Any]] = {}
        marks: Mapping[str, Look] = {
            "closed": {"marker": "square", "size": 10, "fill_color": colours["closed"]},
            "now": {"marker": "circle", "size": 11, "fill_color": colours["descent"]},
            "start": {"marker": "diamond", "size": 17, "fill_color": colours["background"]},
        }
        for name, look in marks.items():
            rim = colours["descent" if name == "start" else "background"]
            glyph = Scatter(x="x", y="y", line_color=rim, line_width=2, **look)
            self.marks[name] = self.figure.add_glyph(self.places[name], glyph)

    def update(self, scene: Scene) -> None:
        self._scene = scene
        if not scene.interaction.skip_text:
            self.controls.update(scene)
        solved, shown = scene.solved if len(scene.columns) > 1 else None, None
        if solved:
            self._show_choices(solved)
            shown = self._show_valley(solved)
        show_drawn(self.framed, shown is not None)
        for dial in self.start:
            put(dial, disabled=shown is None)
        if solved is None or shown is None:
            put(self.summary, parts=[(NO_SURFACE, "muted")])
            return
        self._show_path(solved, shown)
        held = scene.interaction.choices.valley_held
        put(self.summary, parts=words(solved, self._pair, held, self.scales.equal))

    def _show_choices(self, scene: Solved) -> None:
        columns, choices = scene.columns, scene.interaction.choices
        self._pair = chosen_pair(scene)
        options = [(str(j), parameter_name(scene, j)) for j in range(len(columns))]
        several = len(columns) > 2
        for choice, j in zip((self.across, self.up), self._pair, strict=True):
            put(choice, options=options, value=str(j), visible=several)
        put(self.held, value=choices.valley_held, visible=several)

    def _choose(self, k: int, parameter: int) -> None:
        """Show another parameter; the same one twice is the other two ways round."""
        if self._scene is None:
            return
        pair = [*self._pair]
        pair[k] = parameter
        chosen = self._pair[::-1] if pair[0] == pair[1] else (pair[0], pair[1])
        self.commands.choose(valley_pair=(self._scene.columns, chosen))

    def _show_valley(self, scene: Solved) -> Shown | None:
        """Draw the rings where they have changed; the window, or None where there are none."""
        held = (
            scene.step.w
            if scene.interaction.choices.valley_held == "iterate"
            else scene.fit.minimum
        )
        start = scene.path.start[list(self._pair)]
        basis = (scene.fit, self._pair, held.tobytes(), start.tobytes())
        if basis == self._basis:
            return self._shown
        bowl = valley.bowl(scene, self._pair, held)
        if bowl is None:
            self._basis = None
            return None
        # Axes that moved along with each move of a hand would hide what it does.
        framed = (self._pair, *_framed_for(scene))
        same = self._basis is not None and framed == self._framed
        self._basis, self._framed = basis, framed
        shown = self._shown if same else None
        if shown is None or not (scene.interaction.holding or valley.suits(shown, bowl, start)):
            shown = self._shown = valley.frame(bowl, start)
            self._show_frame(scene, shown, glides=same)
        robust = scene.problem.robust
        assign(self.rings, NO_RINGS if robust else valley.contours(bowl, shown))
        edges = robust_levels.contours(scene, self._pair, held, shown) if robust else NO_EDGES
        assign(self.edges, edges)
        assign(self.places["closed"], _place(scene.fit.minimum, self._pair))
        return shown

    def _show_frame(self, scene: Scene, shown: Shown, glides: bool) -> None:
        """glides: whether the reader has the same valley before them."""
        x, y = shown
        put(self.scales, glides=glides, equal=max(x.span, y.span) <= ALIKE * min(x.span, y.span))
        put(self.scales, shown=(x.start, x.end, y.start, y.end))
        axes = (self.figure.xaxis, self.figure.yaxis)
        for k, (extent, axis) in enumerate(zip(shown, axes, strict=True)):
            name = parameter_name(scene, self._pair[k])
            axis.axis_label = name
            self.start[k].param.update(
                label=f"Start, {name}",
                start=extent.start,
                end=extent.end,
                step=nice_unit(extent.span / 200),
            )

    def _show_path(self, scene: Solved, shown: Shown) -> None:
        pair = list(self._pair)
        window = Window.over(self._pair, len(scene.columns), shown)
        times, iterates = self._walk.drawn(scene.path, window, scene.taken)
        race = self._race.of(scene)
        self.racers.show(race, window, scene.state.steps)
        self.trail.show(times, iterates[:, pair], shown, visible=race is None)
        x, y = iterates[:, pair].T
        assign(self.dots, {"x": x, "y": y, "t": times, "loss": losses(scene.fit, iterates)})
        assign(self.places["now"], _place(iterates[-1], self._pair))
        assign(self.places["start"], _place(scene.path.start, self._pair))
        for dial, j in zip(self.start, pair, strict=True):
            put(dial, value=float(scene.path.start[j]))

    def _on_handle(self, event: HandleGesture) -> None:
        start = self._moved_start({0: event.x, 1: event.y})
        self.commands.move_handle(start, "drag start", event.done)

    def _move_start(self, moved: dict[int, float]) -> None:
        self.commands.change(self._moved_start(moved), gesture="drag start")

    def _moved_start(self, moved: dict[int, float]) -> dict[str, list[float]]:
        """The start, elsewhere in the two parameters that are shown; empty where there is none."""
        if self._scene is None or (solved := self._scene.solved) is None:
            return {}
        start = solved.path.start.copy()
        for k, value in moved.items():
            start[self._pair[k]] = value
        return {"start": solved.user(start).tolist()}


def _framed_for(scene: Scene) -> tuple[Any, ...]:
    """What asks for other axes; a point that is moved and new noise do not."""
    keys = (*DESIGN_KEYS, *LOSS_KEYS, *PENALTY_KEYS)
    return (scene.interaction.data_generation, *(scene.state.values()[key] for key in keys))


def _place(w: np.ndarray, pair: valley.Pair) -> dict[str, np.ndarray]:
    return {"x": w[[pair[0]]], "y": w[[pair[1]]]}
