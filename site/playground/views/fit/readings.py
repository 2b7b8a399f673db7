"""What is drawn on request, in numbers: the squares' area, your line, the means beside lines."""

from __future__ import annotations

from bokeh.models.ui import UIElement
from panel.widgets.base import Widget

from playground.controls.models import Prose
from playground.controls.widgets import Dial
from playground.engine.axes import nice_extent, nice_unit
from playground.engine.closed_form import is_binary
from playground.engine.numbers import shortened, typeset, whole
from playground.engine.parts import Part, filled
from playground.engine.scene import Scene, Solved
from playground.session.commands import Commands
from playground.views.common.base import put
from playground.views.common.confidence_bands import level_text
from playground.views.common.confidence_level import has_bands, level_dial, show_level
from playground.views.common.model_curve import has_squares, inference_of, numbers, other_fits
from playground.views.common.own_line import own_line
from playground.views.common.plane import is_surface, offsets, residual_role

# What bands and intervals suppose, without weights and with them.
NOISE = {
    False: "constant noise variance",
    True: "a noise variance of 1/weight times a constant; new observations have weight 1",
}


AREA = "Total area of the {count} squares: {total} = {count} × {mean} (N × mean squared error). "
SCALED_AREA = "Each square is scaled by its weight over the mean weight. "
NOT_MINIMAL = "This fit minimises another loss, so the area is not minimal. "


def squares_words(scene: Scene) -> list[Part]:
    """The area of all squares, which is N times the mean squared error."""
    if (
        "squares" not in scene.state.show
        or not has_squares(scene)
        or (solved := scene.solved) is None
    ):
        return []
    drawn, role = offsets(solved), residual_role(solved)
    weights = solved.problem.relative[solved.data.drawn]
    count = len(drawn["x"])
    if not count:
        return []
    total = float(weights @ (drawn["y"] - drawn["fitted"]) ** 2)
    said = AREA
    if solved.problem.weights is not None:
        said = SCALED_AREA + said
    if solved.problem.robust:
        said += NOT_MINIMAL
    return filled(
        said,
        count=whole(count),
        total=(typeset(total, digits=5), f"{role} ?squares"),
        mean=(typeset(total / count, digits=5), f"{role} ?loss"),
    )


def bands_words(scene: Scene) -> list[Part]:
    """What the bands hold, or why there are none."""
    if "bands" not in scene.state.show or not scene.data.simple or (solved := scene.solved) is None:
        return []
    if others := other_fits(solved):
        return [(f"No bands: the standard formula does not apply to {others}. ", "muted")]
    if inference_of(solved) is None:
        return [("No bands: there are no residual degrees of freedom. Add points. ", "muted")]
    return filled(
        "Shaded: {mean}. Dashed blue: {new}. Both are pointwise and assume {noise}. ",
        role="muted",
        noise=NOISE[solved.problem.weights is not None],
        mean=(
            f"{level_text(scene.state.level)} confidence band for the {_middle(solved)}",
            "muted ?interval_mean",
        ),
        new=(f"{level_text(scene.state.level)} prediction band", "muted ?interval_new"),
    )


def _middle(scene: Solved) -> str:
    """What the fit estimates at each place."""
    return "median" if scene.problem.transformed else "mean"


def truth_words(scene: Scene) -> list[Part]:
    """What a fit without noise would be, where the mean is no line."""
    wanted = "truth" in scene.state.show and scene.data.simple
    if not wanted or scene.data.mean is None or scene.data.truth is not None:
        return []
    solved = scene.solved
    if solved is not None and solved.problem.transformed:
        return [("Dashed green: ", "truth"), ("the true mean E[y | x]", "truth ?truth"), (". ", "")]
    kind = "line" if scene.straight else "curve" if scene.state.formula else "polynomial"
    return [
        ("Dashed green: ", "truth"),
        ("the true mean E[y | x]", "truth ?truth"),
        (". ", "truth"),
        (
            f"Dotted green: the {kind} that best approximates it. With more data the fit "
            f"approaches this {kind}, not the true mean. ",
            "",
        ),
    ]


def surface_words(scene: Scene) -> list[Part]:
    """How two features are drawn."""
    if not is_surface(scene) or (solved := scene.solved) is None:
        return []
    kinds = ("class 1", "class 0") if is_binary(solved.data.y) else ("above the fit", "below it")
    return [
        (f"The predicted {shortened(solved.data.target, 16)} is constant along each contour. ", ""),
        (f"Filled points: {kinds[0]}. Hollow points: {kinds[1]}. ", ""),
    ]


class Readings:
    """Owns the sentences, the level of the bands, and the handles of your line in numbers."""

    title = ""

    def __init__(self, commands: Commands) -> None:
        self.words = Prose()
        self.level = level_dial(commands)
        self.dials = [
            Dial(label=name, low=-1e300, high=1e300, visible=False)
            for name in ("Your line, intercept", "Your line, slope")
        ]
        self._commands = commands
        self._line: tuple[float, float] | None = None
        for k, dial in enumerate(self.dials):
            dial.on_edit(lambda edit, k=k: self._turn(k, edit.new))

    def parts(self) -> list[Widget | UIElement]:
        return [self.words, self.level, *self.dials]

    def _turn(self, k: int, value: float) -> None:
        if self._line is not None and self._line[k] != value:
            line = (value, self._line[1]) if k == 0 else (self._line[0], value)
            self._commands.change({"line": line}, gesture="own line")

    def update(self, scene: Scene) -> None:
        parts = [
            *surface_words(scene),
            *squares_words(scene),
            *bands_words(scene),
            *truth_words(scene),
        ]
        put(self.words, parts=parts, visible=bool(parts))
        show_level(self.level, scene, has_bands(scene))
        self._line = own_line(scene)
        self._show_dials(scene)

    def _show_dials(self, scene: Scene) -> None:
        if self._line is None:
            for dial in self.dials:
                dial.visible = False
            return
        x, y = nice_extent(numbers(scene)[0]), nice_extent(scene.data.y)
        ranges = ((y.start - y.span, y.end + y.span), (-4 * y.span / x.span, 4 * y.span / x.span))
        for dial, value, (start, end) in zip(self.dials, self._line, ranges, strict=True):
            put(
                dial,
                start=min(start, value),
                end=max(end, value),
                step=nice_unit((end - start) / 1000),
                value=value,
                visible=True,
            )
