"""Other samples: the fan of curves that they would have given, its bias and its variance."""

from __future__ import annotations

import numpy as np
from bokeh.models import ColumnDataSource, Line, MultiLine, Scatter
from bokeh.models.ui import UIElement
from panel.widgets.base import Widget

from playground.controls.models import Prose
from playground.controls.theme import Look, make_figure, palette
from playground.controls.widgets import Choice
from playground.engine.axes import nice_extent
from playground.engine.data import keys_of
from playground.engine.memo import Memo
from playground.engine.numbers import typeset, whole
from playground.engine.parts import Part, filled
from playground.engine.scene import Scene, Solved
from playground.session.commands import Commands
from playground.views.common.base import assign, put
from playground.views.common.frame import Series, framed, show_drawn
from playground.views.common.model_curve import numbers
from playground.views.fit.refits import Fan, bootstrap_fan, redrawn_fan

NOTHING = {"x": np.zeros(0), "y": np.zeros(0)}
PLACES = 61
KINDS = (("redrawn", "New samples"), ("bootstrap", "Bootstrap"))
SQUARES = "Refits are drawn only for the squared loss with equal weights."
# So many of the points are drawn under the fan.
MOST_POINTS = 300


def fan_of(scene: Scene, kind: str) -> Fan | None:
    """Refits of the scene's degree: to new samples of the generator, or to the points drawn with
    replacement."""
    x, state = numbers(scene)[0], scene.state
    grid = np.linspace(float(x.min()), float(x.max()), PLACES)
    if kind == "redrawn" and redrawable(scene):
        drawn = {key: state.values()[key] for key in keys_of(state.data)}
        return redrawn_fan(
            state.data, drawn, state.degree, grid, scene.data.target, scene.data.features[0]
        )
    return bootstrap_fan(x, scene.data.y, state.degree, grid, state.seed)


def redrawable(scene: Scene) -> bool:
    """Whether a generator can make other samples, and tells their mean."""
    return scene.data.mean is not None


def fan_words(fan: Fan | None, kind: str) -> list[Part]:
    """What the fan says, in numbers."""
    if fan is None:
        return [("There are too few different points for this model.", "muted")]
    count = whole(len(fan.curves))
    # Of curves that differ by rounding only, the variance is rounding squared.
    error = (1e-14 * float(np.abs(fan.curves).max(initial=0.0))) ** 2
    variance = (typeset(fan.variance, error, 3), "closed ?variance")
    if kind != "redrawn":
        return filled(
            "{count} refits to bootstrap samples of your points: variance {variance} (mean squared "
            "deviation of the refits from their mean).",
            count=count,
            variance=variance,
        )
    if fan.truth is None:
        return filled(
            "{count} refits to new samples: variance {variance} (mean squared deviation of the "
            "refits from their mean).",
            count=count,
            variance=variance,
        )
    return filled(
        "{count} refits to new samples: variance {variance} + squared bias {bias} = expected "
        "squared error {both} (noise not included).",
        count=count,
        variance=variance,
        bias=(typeset(fan.bias, error, 3), "truth ?bias"),
        both=(typeset(fan.bias + fan.variance, error, 3), "?bias_variance"),
    )


class Samples:
    """Owns the choice of samples and the figure of the fan."""

    title = "Other samples: bias and variance"

    def __init__(self, commands: Commands) -> None:
        self.kind = Choice(label="Samples", options=list(KINDS), value="redrawn", look="segments")
        self.kind.on_edit(lambda edit: commands.choose(samples=edit.new))
        self.words = Prose()
        self._fan = Memo[Fan | None]()
        colours = palette(dark=False)
        self.figure = make_figure("fan")
        self.figure.update(sizing_mode="stretch_width", height=260)
        self.curves = ColumnDataSource({"xs": [], "ys": []})
        self.points, self.mean, self.truth = (ColumnDataSource(dict(NOTHING)) for _ in range(3))
        dots: Look = {"fill_color": colours["data"], "fill_alpha": 0.45, "line_color": None}
        thin: Look = {"line_color": colours["closed"], "line_alpha": 0.25, "line_width": 1}
        points = self.figure.add_glyph(self.points, Scatter(x="x", y="y", size=4, **dots))
        self.figure.add_glyph(self.curves, MultiLine(xs="xs", ys="ys", **thin))
        shown = []
        for name, source, role, dash in (
            ("mean of the refits", self.mean, "closed", "solid"),
            ("truth", self.truth, "truth", [7, 5]),
        ):
            look: Look = {"line_color": colours[role], "line_width": 2.5, "line_dash": dash}
            line = self.figure.add_glyph(source, Line(x="x", y="y", **look))
            shown.append(Series(name, [line], hover="above"))
        shown.append(Series("points", [points], hover=""))
        self.framed = framed(self.figure, "Other samples", shown, self.words)

    def parts(self) -> list[Widget | UIElement]:
        return [self.kind, self.framed]

    @staticmethod
    def visible(scene: Scene) -> bool:
        return scene.solved is not None and scene.data.simple and scene.state.formula is None

    def update(self, scene: Solved) -> None:
        if scene.problem.robust or scene.problem.weights is not None:
            put(self.kind, visible=False)
            put(self.words, parts=[(SQUARES, "muted")])
            show_drawn(self.framed, False)
            return
        redraws = redrawable(scene)
        chosen = scene.interaction.choices.samples
        put(self.kind, value=chosen, visible=redraws)
        kind = chosen if redraws else "bootstrap"
        key = (scene.data, scene.state.degree, kind, scene.state.seed)
        fan = self._fan(lambda: fan_of(scene, kind), *key)
        put(self.words, parts=fan_words(fan, kind))
        show_drawn(self.framed, fan is not None)
        if fan is not None:
            self._show_plot(scene, fan)

    def _show_plot(self, scene: Scene, fan: Fan) -> None:
        x, y = numbers(scene)[0], scene.data.y
        every = slice(None, None, -(-len(x) // MOST_POINTS))
        assign(self.points, {"x": x[every], "y": y[every]})
        assign(
            self.curves,
            {"xs": [fan.x] * len(fan.curves), "ys": [*fan.curves]},
        )
        assign(self.mean, {"x": fan.x, "y": fan.mean})
        truth = fan.truth
        assign(self.truth, NOTHING if truth is None else {"x": fan.x, "y": truth})
        for extent, span in (
            (nice_extent(x), self.figure.x_range),
            (nice_extent(y), self.figure.y_range),
        ):
            span.update(start=extent.start, end=extent.end)
        self.figure.xaxis.axis_label, self.figure.yaxis.axis_label = (
            scene.data.features[0],
            scene.data.target,
        )
