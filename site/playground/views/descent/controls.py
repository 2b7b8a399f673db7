"""What steers a descent beside Step and Run: scrubbing, speed, and the way out of a divergence."""

from __future__ import annotations

from panel.widgets.base import Widget

from linreg import DescentStatus
from playground.controls.models import Prose
from playground.controls.widgets import Action, Choice
from playground.engine.numbers import MINUS, given, round_significant, typeset
from playground.engine.parts import Part, filled
from playground.engine.scene import Scene, Solved
from playground.session.commands import Commands
from playground.session.names import RULES
from playground.session.notices import divergence
from playground.views.common.base import on_click, put
from playground.views.common.iteration import iteration_dial, show_iteration

# Steps a second, by the words of the chooser.
SPEEDS = {"": None, "2": 2.0, "10": 10.0, "60": 60.0, "600": 600.0}
OVERSHOOTS = "At the learning rate {} each step overshoots"
OVERSHOT = "Diverged: at the learning rate {} each step overshoots"
BEST, SOUND = "Use the optimal rate", "Use a converging rate"


def best_rate(scene: Solved) -> float:
    """The rate to offer: plain descent's best, or with another rule half of what diverges.

    The scene's rule converges at some rate.
    """
    limit = float(scene.path.limit)
    plain = scene.state.update == "plain"
    wanted = float(scene.fit.spectrum.learning_rate_best) if plain else limit / 2
    rounded = round_significant(wanted, 3)
    return rounded if rounded < limit else wanted


def why_it_diverges(scene: Scene) -> list[Part]:
    """What a rate beyond the limit does, in numbers; nothing where it converges."""
    if (solved := scene.solved) is None or solved.state.lr < solved.path.limit:
        return []
    if solved.path.rule.endless or solved.problem.robust:
        return [(f"{divergence(solved)} ", "wrong")]
    diverged = solved.step.status is DescentStatus.DIVERGED
    said = filled(
        "{lead} along the steepest direction, farther each time. ",
        lead=((OVERSHOT if diverged else OVERSHOOTS).format(given(solved.state.lr)), "wrong"),
    )
    limit = typeset(solved.path.limit, digits=4)
    if solved.state.update != "plain":
        return [*said, (f"Descent converges only below {limit}.", "")]
    factor = typeset(1 - solved.state.lr * solved.fit.spectrum.largest, digits=3)
    return [
        *said,
        (f"There each step multiplies the error by 1 {MINUS} ηλmax = {factor}. ", ""),
        (f"Descent converges only below 2/λmax = {limit}.", ""),
    ]


def speed_word(speed: float | None) -> str:
    return next(word for word, value in SPEEDS.items() if value == speed)


class RunControls:
    """Owns the slider Iteration, the speed, Run to the end, and Use the best rate."""

    def __init__(self, commands: Commands) -> None:
        self.iteration = iteration_dial(commands, "Iteration")
        self.speed = Choice(
            label="Speed",
            options=[("", "accelerating"), *((s, f"{s} steps/s") for s in SPEEDS if s)],
        )
        self.rule = Choice(label="Update rule", options=list(RULES.items()))
        self.end = Action(label="Run to the end", icon="run")
        self.best = Action(label=BEST)
        self.why = Prose()
        self._scene: Scene | None = None
        self._commands = commands
        self.speed.on_edit(lambda edit: commands.descent.set_speed(SPEEDS[edit.new]))
        self.rule.on_edit(lambda edit: commands.change({"update": edit.new}, gesture="dial update"))
        on_click(self.end, lambda _: commands.descent.finish())
        on_click(self.best, lambda _: self._use_best())

    @property
    def parts(self) -> list[Widget]:
        return [self.iteration, self.speed, self.end]

    def update(self, scene: Scene) -> None:
        self._scene = scene
        solved = scene.solved
        show_iteration(self.iteration, scene)
        done = solved is None or scene.state.steps >= solved.path.last_useful
        put(self.end, disabled=done)
        put(self.rule, value=scene.state.update)
        put(self.speed, value=speed_word(scene.interaction.choices.speed))
        why = why_it_diverges(scene)
        put(self.why, parts=why, visible=bool(why))
        plain = scene.state.update == "plain"
        # It keeps its place: the strip must not move under a hand that drags the rate.
        helps = bool(why) and solved is not None and not solved.path.rule.endless
        put(self.best, disabled=not helps, label=BEST if plain else SOUND)

    def _use_best(self) -> None:
        if self._scene is not None and (solved := self._scene.solved):
            self._commands.change({"lr": best_rate(solved)}, gesture="best rate")
