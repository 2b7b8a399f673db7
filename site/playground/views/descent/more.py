"""The rest of the tab Descent: the loss axis, modes, rules and their race, scaling, derivation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from linreg.spectrum import spectrum
from playground.controls.models import Formula, NumberTable, Prose
from playground.controls.widgets import Dial, Toggle
from playground.engine import problem as problems
from playground.engine.memo import Memo
from playground.engine.numbers import typeset
from playground.engine.parts import Part, filled
from playground.engine.scene import Scene, Solved
from playground.session.commands import Commands
from playground.views.common import valley
from playground.views.common.base import Slots, put
from playground.views.common.lazy import LazyView, Places
from playground.views.descent import derivation
from playground.views.descent.modes import ModesPanel
from playground.views.descent.race import RaceKeeper, race_table, race_words

JOB = "descent more"


def scaling_words(scene: Solved, other: float) -> list[Part]:
    """What standardising does to the valley; other: condition of the Hessian the other way."""
    own = scene.fit.spectrum.condition
    before, after = (other, own) if scene.state.standardise else (own, other)
    standard = bool(scene.state.standardise)
    state = "The columns are standardised. " if standard else "The columns are not standardised. "
    shown = (typeset(before, digits=3), typeset(after, digits=3))
    ratios = (
        "The curvature ratio λmax/λmin is {before} with or without standardising. "
        if shown[0] == shown[1]
        else "The curvature ratio λmax/λmin is {before} for the columns as given and {after} after "
        "standardising. "
    )
    if scene.problem.robust:
        ratios += "These are the curvatures of the squared loss. "
    needs = (
        "At the optimal learning rate, plain gradient descent needs roughly λmax/λmin iterations "
        "per correct digit."
        if scene.problem.quadratic
        else f"{_without(scene)}, plain gradient descent at the optimal learning rate needs "
        "roughly λmax/λmin iterations per correct digit."
    )
    return filled(
        state + ratios + needs,
        before=(shown[0], "" if standard else "descent"),
        after=(shown[1], "descent" if standard else ""),
    )


def _without(scene: Solved) -> str:
    return "With the squared loss" if scene.problem.robust else "Without the penalty"


class MoreView(LazyView):
    """Owns everything of the tab below the table of numbers."""

    name: ClassVar[str] = "descent"

    def __init__(self, commands: Commands, race: RaceKeeper) -> None:
        super().__init__(commands)
        self.slots: Slots = {"view_descent_more": self._owned[0]}
        self._race = race
        self._other = Memo[float]()
        self._first = True

    def build(self) -> Places:
        self.modes = ModesPanel()
        self._make_rules()
        self._make_scaling()
        self._make_derivation()
        modes = self.group(
            "Direction by direction",
            self.modes.framed,
            self.modes.framed_circles,
            self.group("Modes in numbers", self.modes.table, look="fold"),
        )
        rules = self.group(
            "Other rules",
            self.group("", self.momentum, self.batch, look="grid"),
            self.racing,
            self.race_words,
            self.race_table,
        )
        scaling = self.group("Scaling", self.standardise, self.scaling_words)
        whole = self.group("The next step, written out", self.step_words, *self.whole)
        sample = self.group("One point by the chain rule", self.sample_words, *self.sample)
        return Places([modes, rules, scaling, whole, sample])

    def _make_rules(self) -> None:
        self.momentum = Dial(
            label="Momentum",
            term="momentum",
            start=0.0,
            end=0.99,
            step=0.01,
            low=0.0,
            high=1.0,
            help="Fraction of the previous step that is added.",
        )
        self.batch = Dial(
            label="Batch size",
            term="minibatch",
            start=1,
            end=64,
            step=1,
            low=1,
            high=10**6,
            integer=True,
            help="Number of points in a mini-batch.",
        )
        self.racing = Toggle(label="Race all four")
        self.race_words = Prose()
        self.race_table = NumberTable(
            columns=["", "excess loss", "steps to 1%"], terms=["", "above", "goal"]
        )
        for key, widget in (
            ("momentum", self.momentum),
            ("batch", self.batch),
        ):
            widget.on_edit(lambda edit, key=key: self._set(key, edit.new))
        self.racing.on_edit(lambda edit: self.commands.choose(racing=edit.new))

    def _make_scaling(self) -> None:
        self.standardise, self.scaling_words = Toggle(label="Standardise"), Prose()
        self.standardise.on_edit(lambda edit: self.commands.change({"standardise": int(edit.new)}))

    def _make_derivation(self) -> None:
        self.step_words, self.sample_words = Prose(), Prose()
        self.whole = [Formula() for _ in range(4)]
        self.sample = [Formula() for _ in range(5)]

    def _set(self, key: str, value: object) -> None:
        self.commands.change({key: value}, gesture=f"dial {key}")

    def update(self, scene: Scene) -> None:
        state = scene.state
        put(self.racing, value=scene.interaction.choices.racing)
        put(self.momentum, value=state.momentum)
        solved = scene.solved
        most = solved.problem.N if solved else 64
        put(self.batch, end=float(max(most, 2)), value=state.batch)
        put(self.standardise, value=bool(state.standardise))
        if scene.interaction.skip_text:
            return
        if solved is None or not valley.drawable(solved):
            self.commands.jobs.end(JOB)
            return
        self._show_race(solved)
        work = self._work(solved)
        if self._first:
            list(work)  # A view is not opened half empty.
            self._first = False
        else:
            self.commands.jobs.begin(JOB, work)

    def _work(self, scene: Solved) -> Iterator[None]:
        """The parts of this view, which follow the hand in the frames after its move."""
        self._show_modes(scene)
        # While it runs nobody can read the rest.
        if not scene.interaction.running:
            yield
            put(self.scaling_words, parts=scaling_words(scene, self._other_condition(scene)))
            self._show_derivation(scene)

    def _show_modes(self, scene: Solved) -> None:
        self.modes.update(scene)

    def _show_race(self, scene: Solved) -> None:
        race = self._race.of(scene)
        for part in (self.race_table, self.race_words):
            put(part, visible=race is not None)
        if race is not None:
            put(self.race_table, rows=race_table(scene, race))
            put(self.race_words, parts=race_words(scene, race))

    def _other_condition(self, scene: Solved) -> float:
        """The condition of the Hessian with the columns scaled the other way."""
        state = {**scene.state.values(), "standardise": 1 - scene.state.standardise}

        def condition() -> float:
            other = problems.Problem.of(scene.data, state).with_objective(state)
            return float(spectrum(other.objective).condition)

        return self._other(condition, scene.problem)

    def _show_derivation(self, scene: Solved) -> None:
        trees: list[list[object]] = [[] for _ in range(9)]
        step_words: list[Part] = []
        sample_words: list[Part] = []
        if derivation.writable(scene):
            i = derivation.sample_row(scene)
            trees = [*derivation.written_out(scene), *derivation.sample(scene, i)]
            step_words = derivation.step_words(scene)
            sample_words = derivation.sample_words(scene, i)
        put(self.step_words, parts=step_words)
        put(self.sample_words, parts=sample_words)
        for formula, tree in zip([*self.whole, *self.sample], trees, strict=True):
            put(formula, tree=tree)
