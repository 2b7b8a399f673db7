"""The figure "Loss by iteration": the loss on its way down, and a hand that goes along it."""

from __future__ import annotations

import numpy as np
from bokeh.models import ColumnDataSource, Line, Scatter, Segment
from bokeh.models.annotations import Span

from playground.controls.models import ScrubTool
from playground.controls.theme import make_figure, palette, set_log, tick_about
from playground.engine.descent import Path
from playground.engine.memo import Memo
from playground.engine.numbers import whole
from playground.engine.scene import Scene, Solved
from playground.session.commands import Commands
from playground.views.common.base import assign, extend, put
from playground.views.common.frame import Series, figure_menu, line_name
from playground.views.common.iteration import reach
from playground.views.common.loss_curve import LossPlot, drawn_curve, goal, loss_plot
from playground.views.descent.race import RaceKeeper, RaceLines

# The part of the axis that a name below its line takes where it is tallest: while presenting.
ROOM_FOR_A_NAME = 0.2


class LossFigure:
    """Owns the plot of the loss, its menu and its tool.

    goal_at: the iteration on the axis from which on the loss is within 1 % of the best, if any.
    """

    def __init__(self, commands: Commands, race: RaceKeeper) -> None:
        self._commands, self._race = commands, race
        self._scene: Scene | None = None
        self._scrubbing = False
        # What is shown, and how far a descent has been followed on it.
        self._drawn: tuple[object, ...] = ()
        self._path: Path | None = None
        self._reached = 0
        self._goal = Memo[int | None]()
        self.goal_at: int | None = None
        self._make_plot()

    def show(self, scene: Scene) -> None:
        """Draw the loss of a scene, unless it is drawn already."""
        self._scene = scene
        choices = scene.interaction.choices
        drawn = (scene.solved and scene.solved.step, choices.loss_axis, self._race.of(scene))
        if drawn != self._drawn:
            self._drawn = drawn
            self._show_plot(scene)

    def _make_plot(self) -> None:
        colours = palette(dark=False)
        self.figure = make_figure("loss_plot", ground=False)
        self.scrub = ScrubTool()
        self.scrub.on_change("value", lambda attr, old, new: self._scrub(new))
        self.figure.add_tools(self.scrub)
        self.figure.xaxis.axis_label, self.figure.yaxis.axis_label = "iteration", "loss"
        tick_about(self.figure.yaxis, 4)
        self.best = Span(
            dimension="width", location=0.0, line_color=colours["closed"], line_width=2
        )
        self.goal = Span(
            dimension="height",
            location=0.0,
            line_color=colours["muted"],
            line_dash=[2, 4],
            visible=False,
        )
        self.best_name = line_name(
            "best possible", "closed", x=0, y=0, x_offset=-6, text_align="right"
        )
        self.goal_name = line_name("", "muted", x=0, y=0, y_offset=-2, text_baseline="top")
        self.figure.add_layout(self.goal)
        self.figure.add_layout(self.goal_name)
        self.figure.add_layout(self.best)
        self.figure.add_layout(self.best_name)
        self.curve = ColumnDataSource({"x": [], "y": []})
        self.ahead = ColumnDataSource({"x": [], "y": []})
        self.now = ColumnDataSource({"x": [], "y": [], "low": []})
        ahead = self.figure.add_glyph(
            self.ahead,
            Line(x="x", y="y", line_color=colours["descent"], line_width=2, line_dash=[2, 4]),
        )
        curve = self.figure.add_glyph(
            self.curve, Line(x="x", y="y", line_color=colours["descent"], line_width=3)
        )
        shown = [
            Series("so far", [curve], hover="above"),
            Series("to come", [ahead], hover="above"),
        ]
        self.menu = figure_menu(self.figure, "Loss by iteration", shown)
        self.racers = RaceLines(self.figure)
        # From the axis up: where the hand is along it.
        stem = Segment(
            x0="x", y0="low", x1="x", y1="y", line_color=colours["descent"], line_width=1.5
        )
        self.figure.add_glyph(self.now, stem)
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

    def _scrub(self, iteration: int) -> None:
        """Go where the hand is on the figure; the axis stays under it."""
        if self._scene is None or iteration == self._scene.taken:
            return
        self._scrubbing = True
        try:
            self._commands.descent.go_to(iteration)
        finally:
            self._scrubbing = False

    def _follow(self, scene: Scene) -> int:
        """How far the descent that is shown has been followed; it begins anew after a reset."""
        path = scene.solved.path if scene.solved else None
        steps = scene.taken
        again = path is not self._path or (steps == 0 and not self._scrubbing)
        self._path, self._reached = path, steps if again else max(self._reached, steps)
        return self._reached

    def _show_plot(self, scene: Scene) -> None:
        race = self._race.of(scene)
        plot = loss_plot(scene, scene.interaction.choices.loss_axis, self._follow(scene))
        for mark in (self.best, self.best_name):
            put(mark, visible=plot is not None)
        put(self.scrub, last=reach(scene), value=scene.taken)
        if plot is None or (solved := scene.solved) is None:
            for source in (self.curve, self.ahead, self.now):
                assign(source, {name: np.zeros(0) for name in source.data})
            self._mark_goal(None)
            return
        self._show_goal(solved, plot)
        extend(self.curve, {"x": plot.iteration, "y": plot.y})
        assign(self.ahead, plot.ahead)
        low = np.array([plot.y_extent.start])
        assign(self.now, {"x": plot.iteration[-1:], "y": plot.y[-1:], "low": low})
        drawn = {}
        for rule, racer in race.racers.items() if race is not None else ():
            curve = drawn_curve(racer.path, racer.last(solved.step.iteration))
            drawn[rule] = plot.bent(curve.iteration, curve.loss)
        self.racers.show(drawn)
        put(self.best, location=plot.best)
        room = (plot.best - plot.y_extent.start) / (plot.y_extent.end - plot.y_extent.start)
        below = room > ROOM_FOR_A_NAME
        # At the right end, where the curve has come down and crosses no words.
        put(
            self.best_name,
            x=plot.x.end,
            y=plot.best,
            y_offset=-4 if below else 7,
            text_baseline="top" if below else "bottom",
        )
        set_log(self.figure.yaxis[0], plot.log)
        for extent, span in ((plot.x, self.figure.x_range), (plot.y_extent, self.figure.y_range)):
            put(span, start=extent.start, end=extent.end)

    def _show_goal(self, scene: Solved, plot: LossPlot) -> None:
        """Where the loss comes within 1 % of the best: what is left to gain is not worth a look."""
        # What must be walked is looked at only as far as somebody went.
        last = int(plot.x.end) if scene.path.linear else self._reached
        at = self._goal(lambda: goal(scene, last), scene.path, last)
        self._mark_goal(at)
        if at is None:
            return
        put(self.goal, location=float(at))
        right = at < plot.x.end * 0.7
        put(
            self.goal_name,
            x=float(at),
            y=plot.y_extent.end,
            text=f"1%: iteration {whole(at)}",
            x_offset=6 if right else -6,
            text_align="left" if right else "right",
        )

    def _mark_goal(self, at: int | None) -> None:
        self.goal_at = at
        for mark in (self.goal, self.goal_name):
            put(mark, visible=at is not None)
