"""The tab Descent: step, run, the learning rate, and the loss on its way down."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10

import numpy as np
from bokeh.models import ColumnDataSource, FixedTicker, Label, Line, Scatter, Span
from numpy.typing import NDArray

from linreg import DescentStatus
from linreg.links import WORDS
from playground.axes import Extent, Ticks, linear_ticks, log_ticks, nice_unit
from playground.numbers import percent, round_significant, typeset, whole
from playground.scene import Scene
from playground.theme import FONT, ROLES, make_figure
from playground.views.base import Desk, Part, assign, extend, on_click
from playground.views.fit import descent_loss
from playground.widgets import Action, Dial, NumberTable

Array = NDArray[np.float64]

# The loss curve shows so many iterations at most, evenly spread.
MOST_SHOWN = 300
# So many iterations are on the axis before the first step.
AT_FIRST = 20
# A loss that changes by more than this factor is drawn on a logarithmic axis.
WIDE = 30.0
# How far ahead of the present the curve is continued, as a share of the axis.
AHEAD = 60


@dataclass(frozen=True)
class LossPlot:
    """The loss curve as drawn; y is the loss, or its log10 where `log`."""

    iteration: Array
    y: Array
    ahead: dict[str, Array]
    best: float
    x: Extent
    y_extent: Extent
    x_ticks: Ticks
    y_ticks: Ticks


def loss_plot(scene: Scene) -> LossPlot | None:
    """The loss against the iteration, what is to come, and the best possible loss.

    None without points, or where the loss is beyond the floats from the start.
    """
    if scene.path is None:
        return None
    steps = scene.step.iteration
    end = axis_end(steps)
    curve = scene.path.curve(shown_times(steps))
    if not len(curve.loss):
        return None
    times = np.linspace(steps, end, AHEAD)
    ahead = scene.path.ahead(scene.step, times).loss
    best, start = scene.fit.best_loss, float(curve.loss[0])
    top = _top(float(curve.loss.max()), start, float(ahead.max()))
    log = top > WIDE * best > 0
    extent = _loss_extent(best, top, log)
    bend = np.log10 if log else np.asarray
    with np.errstate(all="ignore"):
        drawn = bend(np.minimum(ahead, 1e300))
    seen = drawn <= extent.end
    return LossPlot(
        iteration=curve.iteration,
        y=bend(curve.loss),
        ahead={"x": times[seen], "y": drawn[seen]},
        best=float(bend(best)),
        x=Extent(0.0, float(end)),
        y_extent=extent,
        x_ticks=linear_ticks(Extent(0.0, float(end)), 4),
        y_ticks=log_ticks(extent) if log else linear_ticks(extent, 4),
    )


def _top(highest: float, start: float, ahead: float) -> float:
    """The greatest loss on the axis: all that has been, and of what is to come a part."""
    return max(highest, min(ahead, 10 * start) if np.isfinite(ahead) else 10 * start)


def _loss_extent(best: float, top: float, log: bool) -> Extent:
    if log:
        low, high = log10(best), log10(top)
        span = high - low
        # Below the least loss there is room for its name.
        return Extent(floor(10 * (low - 0.18 * span)) / 10, ceil(10 * (high + 0.08 * span)) / 10)
    unit = nice_unit((top or 1.0) / 10)
    return Extent(0.0, ceil(1.05 * (top or 1.0) / unit) * unit)


def shown_times(steps: int) -> Array:
    """Iterations to draw: all, or every so many-th and the last; more steps only add some."""
    stride = max(1, nice_stride(steps / MOST_SHOWN))
    times = list(range(0, steps + 1, stride))
    return np.array(times if times[-1] == steps else [*times, steps], dtype=np.float64)


def nice_stride(size: float) -> int:
    return int(nice_unit(size)) if size > 1 else 1


def axis_end(steps: int) -> int:
    """The last iteration on the axis: a round number that leaves room ahead."""
    return max(AT_FIRST, round(nice_unit(1.1 * steps))) if steps else AT_FIRST


def numbers_table(scene: Scene) -> list[list[list[Part]]]:
    """The descent in numbers."""
    if scene.fit is None:
        return []
    gradient = typeset(scene.step.gradient_norm, digits=3)
    return [
        [[("Iteration", "")], [(whole(scene.state.steps), "descent")]],
        [[("Loss", "")], [(descent_loss(scene), "descent")]],
        [[("Against the best", "")], [(above_best(scene), "descent")]],
        [[("Gradient norm", "")], [(gradient, "descent")]],
        [[("Learning rate limit", "")], [(typeset(scene.path.limit, digits=4), "")]],
    ]


def above_best(scene: Scene) -> str:
    """How far the present loss is above the best possible one, in words."""
    best, excess = scene.fit.best_loss, scene.step.loss - scene.fit.best_loss
    if not np.isfinite(excess):
        return "beyond all bounds"
    if excess <= scene.fit.loss_error:
        return "the best possible"
    if best <= scene.fit.loss_error:
        return f"{typeset(excess, scene.fit.loss_error, 3)} above zero"
    if excess < 10 * best:
        return f"{percent(excess / best)} above the best"
    return f"{typeset(scene.step.loss / best, digits=2)} times the best"


@dataclass(frozen=True)
class RateRange:
    """Where the slider of the learning rate ends, and its mark."""

    start: float
    end: float
    marks: tuple[tuple[float, str, str], ...]


def rate_range(scene: Scene) -> RateRange:
    """From a thousandth of the limit to twice as much; wide enough for the rate itself."""
    limit = scene.path.limit if scene.path is not None else 1.0
    limit = limit if np.isfinite(limit) else 1.0
    rate = scene.state.lr
    start = min(round_significant(limit / 1000, 1), rate)
    end = max(round_significant(2 * limit, 2), rate)
    return RateRange(start, end, ((round_significant(limit, 4), "limit", "wrong"),))


class DescentView:
    """Owns the panel of the tab Descent."""

    def __init__(self, desk: Desk) -> None:
        self.step = Action(label="Step", icon="step")
        self.run = Action(label="Run", kind="primary", icon="run")
        self.reset = Action(label="Reset descent", kind="quiet", icon="reset")
        bounds = WORDS["lr"].bounds
        self.rate = Dial(
            label="Learning rate",
            scale="log",
            low=1e-300,
            high=bounds.high or 1e300,
            help="How far a step goes along the gradient.",
        )
        self.table = NumberTable(caption="The descent in numbers")
        self._drawn: Scene | None = None
        self._make_plot()
        self.slots = {
            "step": self.step,
            "run": self.run,
            "reset": self.reset,
            "lr": self.rate,
            "loss_plot": self.figure,
            "descent_table": self.table,
        }
        on_click(self.step, desk.take_steps)
        on_click(self.run, lambda count: desk.run_or_pause() if count % 2 else None)
        on_click(self.reset, lambda _: desk.reset_descent())
        self.rate.param.watch(
            lambda event: desk.change({"lr": event.new}, gesture="dial lr"), "value"
        )

    def _make_plot(self) -> None:
        colours = {name: role.light for name, role in ROLES.items()}
        self.figure = make_figure("loss_plot")
        self.figure.xaxis.update(axis_label="iteration", ticker=FixedTicker())
        self.figure.yaxis.update(axis_label="loss", ticker=FixedTicker())
        self.best = Span(
            dimension="width", location=0.0, line_color=colours["closed"], line_width=2
        )
        self.best_name = Label(
            x=0,
            y=0,
            x_units="data",
            y_units="data",
            x_offset=6,
            y_offset=-4,
            text_baseline="top",
            text="best possible",
            text_color=colours["closed"],
            text_font=FONT,
            text_font_size="12px",
        )
        self.figure.add_layout(self.best)
        self.figure.add_layout(self.best_name)
        self.curve = ColumnDataSource({"x": [], "y": []})
        self.ahead = ColumnDataSource({"x": [], "y": []})
        self.now = ColumnDataSource({"x": [], "y": []})
        self.figure.add_glyph(
            self.ahead,
            Line(x="x", y="y", line_color=colours["descent"], line_width=2, line_dash=[2, 4]),
        )
        self.figure.add_glyph(
            self.curve, Line(x="x", y="y", line_color=colours["descent"], line_width=3)
        )
        self.figure.add_glyph(
            self.now,
            Scatter(
                x="x",
                y="y",
                size=9,
                fill_color=colours["descent"],
                line_color=colours["background"],
            ),
        )

    def show(self, scene: Scene, before: Scene | None) -> None:
        self._show_buttons(scene)
        span = rate_range(scene)
        self.rate.param.update(
            start=span.start, end=span.end, marks=list(span.marks), value=scene.state.lr
        )
        # What nobody sees is drawn when the tab is opened; on a first visit it must stand ready.
        if before is None or scene.state.view == "descent":
            self._show_descent(scene)

    def _show_descent(self, scene: Scene) -> None:
        self.table.rows = numbers_table(scene)
        if self._drawn is None or self._drawn.step is not scene.step:
            self._show_plot(scene)
        self._drawn = scene

    def _show_buttons(self, scene: Scene) -> None:
        stuck = scene.step is None or scene.step.status is DescentStatus.DIVERGED
        self.step.disabled = stuck
        running = scene.hand.running
        self.run.param.update(
            label="Pause" if running else "Run",
            icon="pause" if running else "run",
            disabled=stuck and not running,
        )
        self.reset.disabled = scene.state.steps == 0

    def _show_plot(self, scene: Scene) -> None:
        plot = loss_plot(scene)
        self.best.visible = self.best_name.visible = plot is not None
        if plot is None:
            for source in (self.curve, self.ahead, self.now):
                assign(source, {"x": np.zeros(0), "y": np.zeros(0)})
            return
        extend(self.curve, {"x": plot.iteration, "y": plot.y})
        assign(self.ahead, plot.ahead)
        assign(self.now, {"x": plot.iteration[-1:], "y": plot.y[-1:]})
        self.best.location = self.best_name.y = plot.best
        for axis, extent, ticks, span in (
            (self.figure.xaxis, plot.x, plot.x_ticks, self.figure.x_range),
            (self.figure.yaxis, plot.y_extent, plot.y_ticks, self.figure.y_range),
        ):
            span.update(start=extent.start, end=extent.end)
            axis.ticker.ticks = list(ticks.positions)
            axis.major_label_overrides = dict(zip(ticks.positions, ticks.labels, strict=True))
