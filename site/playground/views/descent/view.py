"""The tab Descent: step, run, the learning rate, and the loss on its way down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from linreg import DescentStatus
from linreg.links import KEYS
from playground.controls.models import NumberTable
from playground.controls.widgets import Action, Choice, Dial
from playground.engine.numbers import round_significant, typeset, whole
from playground.engine.parts import Part
from playground.engine.scene import Scene, Solved
from playground.session.commands import Commands
from playground.views.common.base import Slots, on_click, put
from playground.views.common.fit_text import above_best, descent_loss
from playground.views.common.valley import drawable
from playground.views.descent.landscape import ValleyView
from playground.views.descent.loss_figure import LossFigure
from playground.views.descent.more import MoreView
from playground.views.descent.race import RaceKeeper
from playground.views.descent.told import told

# Beyond any rate.
FAR = 1e300
AXES = (("auto", "auto"), ("linear", "linear"), ("log", "logarithmic"))


def numbers_table(scene: Scene) -> list[list[list[Part]]]:
    """The descent in numbers."""
    if (solved := scene.solved) is None:
        return []
    gradient = typeset(solved.step.gradient_norm, solved.fit.gradient_error, digits=3)
    return [
        [[("Iteration", "")], [(whole(solved.taken), "descent")]],
        [[("Loss", "?loss")], [(descent_loss(solved), "descent")]],
        [[("Compared with the minimum", "?above")], [(above_best(solved), "descent")]],
        [[("Gradient norm", "?gradient")], [(gradient, "descent")]],
        [[("Learning rate limit", "?limit")], [_limit(solved)]],
    ]


def _limit(scene: Solved) -> Part:
    if scene.path.rule.endless:
        return ("none converges", "wrong")
    if scene.path.swings:
        return ("none: descent ends near the minimum", "")
    return (typeset(scene.path.limit, digits=4), "")


@dataclass(frozen=True)
class RateRange:
    """Where the slider of the learning rate ends, its marks, and from where on it diverges."""

    start: float
    end: float
    marks: tuple[tuple[float, str, str], ...]
    limit: float


def rate_range(scene: Scene) -> RateRange:
    """From a thousandth of the limit to twice as much; wide enough for the rate itself.

    Where no rate converges the slider reaches as far as plain descent's.
    """
    solved, rate = scene.solved, scene.state.lr
    endless = solved is not None and solved.path.rule.endless
    swings = solved is not None and solved.path.swings
    limit = 1.0
    if solved:
        plain = endless or swings
        limit = solved.fit.spectrum.learning_rate_limit if plain else solved.path.limit
    limit = limit if np.isfinite(limit) else 1.0
    start = min(round_significant(limit / 1000, 1), rate)
    end = max(round_significant(2 * limit, 2), rate)
    if endless:
        return RateRange(start, end, (), start)
    if swings:
        return RateRange(start, end, (), FAR)
    marks = [(round_significant(limit, 4), "limit", "wrong")]
    smooth = solved is not None and not solved.problem.robust
    if solved and smooth and drawable(solved) and scene.state.update == "plain":
        best = round_significant(solved.fit.spectrum.learning_rate_best, 4)
        marks.insert(0, (best, "best", "closed"))
    return RateRange(start, end, tuple(marks), limit)


class DescentView:
    """Owns the panel of the tab Descent."""

    name: ClassVar[str] = "descent"

    def __init__(self, commands: Commands) -> None:
        self.step = Action(label="Step", icon="step", shortcut="S")
        self.run = Action(label="Run", kind="primary", icon="run", shortcut="R")
        self.back = Action(label="Step back", kind="quiet", icon="step_back")
        self.reset = Action(label="Reset descent", kind="quiet", icon="reset")
        bounds = KEYS["lr"].kind.bounds
        self.rate = Dial(
            label="Learning rate",
            term="limit best_rate",
            scale="log",
            low=1e-300,
            high=bounds.high or 1e300,
            help="Each step subtracts this factor times the gradient.",
        )
        self.table = NumberTable(caption="Gradient descent in numbers")
        self.race = RaceKeeper()
        self.axis = Choice(label="Loss axis", options=list(AXES), value="auto", look="segments")
        self.axis.on_edit(lambda edit: commands.choose(loss_axis=edit.new))
        self.valley = ValleyView(commands, self.race, self.axis)
        self.more = MoreView(commands, self.race)
        self.loss = LossFigure(commands, self.race)
        self.slots: Slots = {
            "back": self.back,
            "step": self.step,
            "run": self.run,
            "reset": self.reset,
            "lr": self.rate,
            "loss_plot": self.loss.figure,
            "loss_menu": self.loss.menu,
            "descent_table": self.table,
            **self.valley.slots,
            **self.more.slots,
        }
        on_click(self.back, commands.descent.step_back)
        on_click(self.step, commands.descent.take_steps)
        on_click(self.run, lambda count: commands.descent.run_or_pause() if count % 2 else None)
        on_click(self.reset, lambda _: commands.descent.reset())
        self.rate.on_edit(lambda edit: commands.change({"lr": edit.new}, gesture="dial lr"))

    def show(self, scene: Scene, before: Scene | None) -> None:
        self._show_buttons(scene)
        # What nobody sees is drawn when the tab is opened; on a first visit it must stand ready.
        if before is None or scene.state.view == "descent":
            self._show_descent(scene)
        self.valley.show(scene, before)
        self.more.show(scene, before)

    def told(self, scene: Scene) -> list[Part]:
        """The point of the figures: how far descent has come."""
        return told(scene, self.loss.goal_at)

    def _show_descent(self, scene: Scene) -> None:
        span = rate_range(scene)
        put(
            self.rate,
            start=span.start,
            end=span.end,
            marks=list(span.marks),
            wrong_from=span.limit,
            value=scene.state.lr,
        )
        if not scene.interaction.skip_text:
            put(self.table, rows=numbers_table(scene))
        self.loss.show(scene)

    def _show_buttons(self, scene: Scene) -> None:
        solved = scene.solved
        stuck = solved is None or solved.step.status is DescentStatus.DIVERGED
        put(self.step, disabled=stuck)
        running = scene.interaction.running
        put(
            self.run,
            label="Pause" if running else "Run",
            icon="pause" if running else "run",
            disabled=stuck and not running,
        )
        for button in (self.back, self.reset):
            put(button, disabled=scene.state.steps == 0)
