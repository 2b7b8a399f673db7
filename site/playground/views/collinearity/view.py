"""The tab Collinearity: two columns that become one, what breaks, why, and what helps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from bokeh.model import Model
from panel.widgets.base import Widget

from playground.controls.models import Prose
from playground.controls.widgets import Action, Choice, Dial, Toggle
from playground.engine.numbers import whole
from playground.engine.parts import Part
from playground.engine.scene import Scene
from playground.session.commands import Commands
from playground.views.collinearity.case import Case, blended, bounded, generated, of_data
from playground.views.collinearity.certificate import CertificatePart
from playground.views.collinearity.fixing import FixesPart
from playground.views.collinearity.sections import SolversPart, StepsPart, ValleyPart
from playground.views.collinearity.shaking import JitterPart
from playground.views.collinearity.sweep import Sweep
from playground.views.collinearity.tables import summary
from playground.views.common.base import on_click
from playground.views.common.distance import LEAST, distance
from playground.views.common.lazy import LazyView

# The words that draw the generated pair; its distance is the dial's.
DRAWN = ("n", "seed", "noise", "slope", "intercept_true")
# Of the generated pair so many points are taken for the curves over all distances.
MOST_SWEPT = 100
REST, SWEEP = "collinearity", "collinearity sweep"
IDEA = (
    "Two columns that say almost the same: x2 = x1 + ε z. Turn ε down and watch the coefficients, "
    "the solvers' digits, the valley of the loss and the steps of descent."
)
ONE_COLUMN = (
    "These data have one column of numbers, and nothing to confuse it with. Choose the generated "
    "pair, or data with two features."
)


WILD = (
    "These numbers are too large or too small to be blown up any further here: their squares leave "
    "the range of floats. Choose a unit that brings them nearer to 1."
)


class CollinearityView(LazyView):
    """Owns every part of the tab Collinearity."""

    name: ClassVar[str] = "collinearity"

    def __init__(self, commands: Commands) -> None:
        super().__init__(commands)
        self._scene: Scene | None = None
        self._base: tuple[tuple[Any, ...], Case | None] = ((), None)
        self._case: tuple[tuple[Any, ...], Case | None] = ((), None)
        self._rested: tuple[Any, ...] | None = None
        self._sweep: tuple[tuple[Any, ...], Sweep | None] = ((), None)

    def build(self) -> Sequence[Widget | Model]:
        self._make_controls()
        self.solvers, self.steps = SolversPart(self), StepsPart(self)
        self.valley, self.fixes = ValleyPart(self), FixesPart(self, self.commands)
        self.jitter = JitterPart(self.commands.jobs)
        self.certificate = CertificatePart(self.commands.jobs)
        self.body = self.group(
            "", *self.solvers.groups, self.valley.group, self.steps.group, self.fixes.group
        )
        columns = self.group("", self.first, self.second)
        return [
            self.idea, self.pair, columns, self.blend, self.dial, self.copy, self.said, self.body,
            self.group("What the data cannot tell", *self.jitter.parts),
            self.group("Certificate", *self.certificate.parts),
        ]  # fmt: skip

    def _make_controls(self) -> None:
        self.idea, self.said = Prose(parts=[(IDEA, "muted")]), Prose()
        self.pair = Action(label="Show the collinear pair")
        self.first, self.second = Choice(label="First column"), Choice(label="Second column")
        self.blend = Toggle(label="Blend the second into the first")
        self.dial = Dial(
            label="Collinearity", term="distance",
            start=LEAST, end=1.0, low=0.0, high=1.0, scale="log",
            help="The distance ε of the two columns: 1 is far apart, 0 an exact copy.",
        )  # fmt: skip
        self.copy = Action(label="Make an exact copy", kind="quiet")
        on_click(self.pair, lambda _: self.commands.choose_data("collinear"))
        on_click(self.copy, lambda _: self._set_distance(0.0))
        self.dial.param.watch(lambda event: self._set_distance(event.new), "value")
        for control in (self.first, self.second, self.blend):
            control.param.watch(lambda _: self.commands.change({}), "value")

    def _set_distance(self, value: float) -> None:
        epsilon = distance(value)
        if self._scene is not None and self._scene.data.has_distance:
            self.commands.generate("epsilon", epsilon)
        else:
            self.commands.change({"epsilon": epsilon}, gesture="dial epsilon")

    def update(self, scene: Scene) -> None:
        self._scene = scene
        base = self._kept_base(scene)
        self._show_controls(scene, base)
        case = self._kept_case(scene, base)
        self.jitter.look_at(scene.data, vars(scene.state))
        wild = case is not None and not (base.tame and case.tame)
        usable = case is not None and case.pair is not None and not wild
        self.body.visible = usable
        self.fixes.show_state(scene.state)
        if not usable:
            self.commands.jobs.end(REST)
            self.commands.jobs.end(SWEEP)
            self.said.parts = [(WILD if wild else ONE_COLUMN, "")]
            return
        self.said.parts = [*left_out(base, case), *summary(case)]
        self.solvers.show(case)
        self.steps.show_distance(case)
        self._begin_rest(scene, case)

    def _begin_rest(self, scene: Scene, case: Case) -> None:
        """What takes longer comes with the next frames; the curves once for all distances."""
        key = (self._case[0], scene.state.seed)
        if key != self._rested:
            self._rested = key
            self.commands.jobs.begin(REST, self._rest(case, scene.state.seed))
        sweep = self._kept_sweep(scene)
        if not sweep.complete and SWEEP not in self.commands.jobs:
            self.commands.jobs.begin(SWEEP, self._sweeping(sweep))
        self._show_sweep(sweep)

    def _rest(self, case: Case, seed: int) -> Iterator[None]:
        self.valley.show(case, seed)
        yield
        self.fixes.show(case)

    def _sweeping(self, sweep: Sweep) -> Iterator[None]:
        for count, _ in enumerate(sweep.run()):
            # A patch for each distance would cost more than the distance.
            if count % 8 == 7 or sweep.complete:
                self._show_sweep(sweep)
            yield

    def _show_sweep(self, sweep: Sweep) -> None:
        case = self._case[1]
        if case is not None:
            self.solvers.show_sweep(sweep, case)
            self.steps.show_sweep(sweep, case)

    def _kept_base(self, scene: Scene) -> Case | None:
        """The data as they came, kept while they and their model stay."""
        words = vars(scene.state)
        key = (scene.data, *design_words(words))
        if self._base[0] != key:
            self._base = (key, of_data(scene.data, words))
        return self._base[1]

    def _kept_case(self, scene: Scene, base: Case | None) -> Case | None:
        """The case that is shown, kept while nothing that it was made from changes."""
        blend = self.blend.value and not scene.data.has_distance
        epsilon = scene.state.epsilon if blend else None
        key = (base, self.first.value, self.second.value, epsilon)
        if self._case[0] != key:
            self._case = (key, self._case_of(base, epsilon))
        return self._case[1]

    def _case_of(self, base: Case | None, epsilon: float | None) -> Case | None:
        if base is None or base.epsilon is not None:
            return base
        case = bounded(replace(base, pair=self._chosen_pair(base) or base.pair))
        if epsilon is None or case.pair is None:
            return case
        return blended(case, case.pair, epsilon)

    def _chosen_pair(self, case: Case) -> tuple[int, int] | None:
        names = (self.first.value, self.second.value)
        if names[0] == names[1] or not set(names) <= set(case.columns):
            return None
        return case.columns.index(names[0]), case.columns.index(names[1])

    def _kept_sweep(self, scene: Scene) -> Sweep:
        words = vars(scene.state)
        drawn = {key: words[key] for key in DRAWN}
        case = self._case[1]
        if scene.data.has_distance and case.truth is not None:
            drawn["n"] = min(drawn["n"], MOST_SWEPT)
            key: tuple[Any, ...] = ("collinear", *drawn.values())
            make = lambda epsilon: generated(drawn, epsilon)  # noqa: E731
        else:
            few = replace(case, X=case.X[:MOST_SWEPT], y=case.y[:MOST_SWEPT], truth=None)
            key = (scene.data, case.pair, *design_words(words))
            make = lambda epsilon: blended(few, few.pair, epsilon)  # noqa: E731
        if self._sweep[0] != key:
            self.commands.jobs.end(SWEEP)
            self._sweep = (key, Sweep(make))
        return self._sweep[1]

    def _show_controls(self, scene: Scene, case: Case | None) -> None:
        own = not scene.data.has_distance
        columns = [name for name in case.columns if name != "1"] if case is not None else []
        several = own and len(columns) >= 2
        self.pair.visible = own
        if several:
            self._offer(columns, case)
        for control in (self.first, self.second, self.blend):
            control.visible = several
        moved = not own or (several and self.blend.value)
        self.dial.param.update(value=scene.state.epsilon, disabled=not moved)
        self.copy.disabled = not moved

    def _offer(self, columns: list[str], case: Case) -> None:
        """The columns to choose from; at first those that are nearest to each other."""
        options = [(name, name) for name in columns]
        nearest = [case.columns[j] for j in case.pair] if case.pair is not None else columns
        for choice, usual in zip((self.first, self.second), nearest[:2], strict=True):
            held = choice.value if choice.options == options else usual
            choice.param.update(options=options, value=held)


def left_out(base: Case, case: Case) -> list[Part]:
    """That only the pair is analysed, where there are many columns; else nothing."""
    if case.p == base.p:
        return []
    return [
        (f"{whole(base.p)} columns are too many for this tab; it uses only the pair. ", "muted")
    ]


def design_words(words: Mapping[str, Any]) -> tuple[Any, ...]:
    """The words that decide the columns of the problem."""
    return tuple(words.get(key) for key in ("degree", "basis", "interactions", "intercept"))
