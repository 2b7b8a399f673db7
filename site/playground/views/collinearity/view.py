"""The tab Collinearity: two columns that become one, what breaks, why, and what helps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from playground.controls.models import Prose
from playground.controls.widgets import Action, Choice, Dial, Toggle
from playground.engine.data import Data, from_points, from_set, keys_of
from playground.engine.memo import Memo
from playground.engine.numbers import whole
from playground.engine.parts import Part
from playground.engine.scene import Scene
from playground.session.commands import Commands
from playground.views.collinearity.case import (
    Case,
    blended,
    bounded,
    first_rows,
    generated,
    of_data,
)
from playground.views.collinearity.certificate import CertificatePart
from playground.views.collinearity.fixing import FixesPart
from playground.views.collinearity.remedy import Remedied, pair_names, remedied
from playground.views.collinearity.sections import SizePart, SolversPart, StepsPart, ValleyPart
from playground.views.collinearity.shaking import JitterPart
from playground.views.collinearity.sweep import EXPONENTS, STRIDES, Sweep
from playground.views.collinearity.tables import nearness, summary
from playground.views.collinearity.told import told, which
from playground.views.common.base import on_click, put
from playground.views.common.distance import DISTANCE, LEAST, distance
from playground.views.common.lazy import LazyView, Parts, Places

# The keys that draw the generated pair; its distance is the dial's.
DRAWN = ("n", "seed", "noise", "slope", "intercept_true")
# Of the generated pair so many points are taken for the curves over all distances.
MOST_SWEPT = 100
REST, SWEEP = "collinearity", "collinearity sweep"
IDEA = (
    "Two nearly identical columns: x2 = x1 + ε z. Reduce ε and watch the coefficients, the correct "
    "digits, the loss surface and the iterations of gradient descent."
)
ONE_COLUMN = (
    "Collinearity needs at least two features. Use the simulated pair or choose another data set."
)


WILD = (
    "The squares of these numbers exceed the range of float64. Choose a unit that brings "
    "the values "
    "closer to 1."
)


class CollinearityView(LazyView):
    """Owns every part of the tab Collinearity."""

    name: ClassVar[str] = "collinearity"

    def __init__(self, commands: Commands) -> None:
        super().__init__(commands)
        self._scene: Scene | None = None
        self._base = Memo[Case | None]()
        self._undropped = Memo[Data]()
        self._case = Memo[Case | None]()
        self._sweep = Memo[Sweep]()
        # What is shown now, and what the parts that take longer were shown for.
        self._shown: Case | None = None
        self._curves: Sweep | None = None
        self._rested: Case | None = None
        self._remedied: Remedied | None = None

    def build(self) -> Places:
        self._make_controls()
        self.solvers, self.steps = SolversPart(self), StepsPart(self)
        self.valley, self.sizes = ValleyPart(self), SizePart()
        self.fixes = FixesPart(self, self.commands)
        self.jitter = JitterPart(self.commands)
        self.certificate = CertificatePart(self.commands.jobs)
        self.body = self.group(
            "", *self.solvers.groups, self.valley.group, self.steps.group, self.fixes.group
        )
        columns = self.group("", self.first, self.second)
        folds: Parts = [
            self.idea, columns, self.blend, self.said, self.body,
            self.group("What the data determine", *self.jitter.parts),
            self.group("Certificate", *self.certificate.parts),
        ]  # fmt: skip
        parts = (self.valley, self.sizes, self.solvers, self.steps)
        self.figures = [part.plot.framed for part in parts]
        remedies = self.fixes.buttons.values()
        buttons = self.group("", *remedies, self.samples, self.copy, self.back, look="pairs")
        strip: Parts = [self.dial, self.near, buttons, self.pair]
        return Places(folds, self.figures, strip)

    def _make_controls(self) -> None:
        self.idea, self.said = Prose(parts=[(IDEA, "muted")]), Prose()
        # What it says grows longer the nearer the columns are; what stands beside it stays.
        self.near = Prose(
            styles={"width": "max-content", "min-width": "10.5rem", "max-width": "22rem"}
        )
        self.pair = Action(label="Show the collinear pair")
        self.first, self.second = Choice(label="First column"), Choice(label="Second column")
        self.blend = Toggle(label="Move the second column towards the first")
        self.dial = Dial(
            **DISTANCE,
            low=0.0,
            high=1.0,
            marks=[(1.0, "independent", ""), (LEAST, "copies", "")],
            help="Distance ε between the two columns; 0 makes them identical.",
        )
        self.copy = Action(label="Make an exact copy", kind="quiet")
        self.back = Action(label="Back to my data", kind="quiet")
        self.samples = Action(
            label="New samples", help="Refits to new samples of y from the model."
        )
        on_click(self.pair, lambda _: self.commands.show_pair())
        on_click(self.back, lambda _: self.commands.back_to_data())
        on_click(self.samples, lambda _: self.commands.new_samples())
        on_click(self.copy, lambda _: self._set_distance(0.0))
        self.dial.on_edit(lambda edit: self._set_distance(edit.new))
        for k, choice in enumerate((self.first, self.second)):
            choice.on_edit(lambda edit, k=k: self._choose(k, edit.new))
        self.blend.on_edit(lambda edit: self.commands.choose(blend=edit.new))

    def _choose(self, k: int, name: str) -> None:
        """Show another pair of columns."""
        pair = [self.first.value, self.second.value]
        pair[k] = name
        self.commands.choose(pair=tuple(pair))

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
        self._shown = case = self._kept_case(scene, base)
        self.jitter.look_at(scene)
        wild = base is not None and case is not None and not (base.tame and case.tame)
        usable = case is not None and case.pair is not None and not wild
        for part in (self.body, self.near, *self.figures):
            put(part, visible=usable)
        self.fixes.begin(case if usable else None, scene.state)
        self._remedied = remedied(scene, case, scene.state.seed) if case and usable else None
        if base is None or case is None or not usable:
            self.commands.jobs.end(REST)
            self.commands.jobs.end(SWEEP)
            self.said.parts = [(WILD if wild else ONE_COLUMN, "")]
            return
        put(self.said, parts=[*left_out(base, case), *summary(case)])
        put(self.near, parts=self._nearness(scene, case))
        self.valley.show(case, scene.state.seed, _kind(scene, case), self._remedied)
        self.sizes.show(case)
        self.solvers.show(case)
        self.steps.show_distance(case)
        self._begin_rest(scene, case)

    def _begin_rest(self, scene: Scene, case: Case) -> None:
        """What takes longer comes with the next frames; the curves once for all distances."""
        if case is not self._rested:
            self._rested = case
            self.commands.jobs.begin(REST, self._rest(case))
        self._curves = sweep = self._kept_sweep(scene, case)
        if not sweep.complete and SWEEP not in self.commands.jobs:
            self.commands.jobs.begin(SWEEP, self._sweeping(sweep))
        self._show_sweep(sweep)

    def _rest(self, case: Case) -> Iterator[None]:
        # Who drags the slider looks at the figures; the tables are in the folds.
        yield
        self.solvers.show_tables(case)
        yield
        self.fixes.show()

    def _sweeping(self, sweep: Sweep) -> Iterator[None]:
        for count, _ in enumerate(sweep.run()):
            # A patch for each distance would cost more than the distance.
            if count % 8 == len(EXPONENTS[:: STRIDES[0]]) - 1 or sweep.complete:
                self._show_sweep(sweep)
            yield

    def _show_sweep(self, sweep: Sweep) -> None:
        if self._shown is not None:
            for part in (self.sizes, self.solvers, self.steps):
                part.show_sweep(sweep, self._shown)

    def _kept_base(self, scene: Scene) -> Case | None:
        """The data as they came, kept while they and their model stay."""
        state, data = scene.state.values(), self._whole(scene)
        return self._base(lambda: of_data(data, state), data, *design_values(state))

    def _whole(self, scene: Scene) -> Data:
        """The data with the column that a remedy has dropped: the picture tells of both."""
        values, data = scene.state.values(), scene.data
        if scene.state.formula is not None:
            return data
        dropped = self.fixes.dropped
        columns = (values["target"], values["weights"])
        features = dropped[1] if dropped is not None and values["features"] == dropped[0] else ()
        if data.has_distance and len(data.features) < 2:
            features = None
        if features == () or not data.N:
            return data
        if values["data"] == "own":
            key: tuple[Any, ...] = (values["points"], features, *columns)
            return self._undropped(lambda: from_points(*key), *key)
        drawn = {name: values[name] for name in keys_of(data.name)}
        made = lambda: from_set(data.name, drawn, features, *columns)  # noqa: E731
        return self._undropped(made, data.name, *drawn.items(), features, *columns)

    def _kept_case(self, scene: Scene, base: Case | None) -> Case | None:
        """The case that is shown, kept while nothing that it was made from changes."""
        choices = scene.interaction.choices
        names = shown_names(base, choices.pair) if base is not None else None
        blend = choices.blend and not scene.data.has_distance
        epsilon = scene.state.epsilon if blend else None
        return self._case(lambda: _case_of(base, names, epsilon), base, names, epsilon)

    def _kept_sweep(self, scene: Scene, case: Case) -> Sweep:
        state = scene.state.values()
        drawn = {key: state[key] for key in DRAWN}
        if scene.data.has_distance and case.truth is not None:
            drawn["n"] = min(drawn["n"], MOST_SWEPT)
            key: tuple[Any, ...] = ("collinear", *drawn.values())
            make = lambda epsilon: generated(drawn, epsilon)  # noqa: E731
        else:
            pair = case.pair
            assert pair is not None
            few = first_rows(case, MOST_SWEPT)
            key = (scene.data, pair, *design_values(state))
            make = lambda epsilon: blended(few, pair, epsilon)  # noqa: E731
        return self._sweep(lambda: self._new_sweep(make), *key)

    def _new_sweep(self, make: Callable[[float], Case]) -> Sweep:
        self.commands.jobs.end(SWEEP)
        return Sweep(make)

    def _show_controls(self, scene: Scene, case: Case | None) -> None:
        own, choices = not scene.data.has_distance, scene.interaction.choices
        names = shown_names(case, choices.pair) if own and case is not None else None
        several = names is not None
        put(self.pair, visible=own, kind="plain" if several else "primary")
        self.back.visible = not own and choices.set_aside is not None
        if case is not None and names is not None:
            options = [(name, name) for name in case.problem.columns if name != "1"]
            for choice, name in zip((self.first, self.second), names, strict=True):
                put(choice, options=options, value=name)
        for control in (self.first, self.second, self.blend):
            control.visible = several
        put(self.blend, value=choices.blend)
        moved = not own or (several and choices.blend)
        fit = scene.solved.fit if scene.solved is not None else None
        put(self.samples, disabled=fit is None or not fit.unique, visible=not own or several)
        # Columns of one's own have the distance that they have.
        put(self.dial, value=scene.state.epsilon, disabled=not moved, visible=moved)
        put(self.copy, disabled=not moved, visible=moved)
        for button in self.fixes.buttons.values():
            put(button, visible=not own or several)

    def _nearness(self, scene: Scene, case: Case) -> list[Part]:
        """How alike the columns are; of one's own data, which columns these are."""
        if scene.data.has_distance:
            return nearness(case)
        chosen = scene.interaction.choices.pair is not None
        return [*which(case, chosen), *nearness(case)]

    def told(self, scene: Scene) -> list[Part]:
        """The point of the picture: what became of the pair's coefficients."""
        if self._scene is not scene:
            return []
        if self._shown is None or not self.body.visible:
            return list(self.said.parts)
        return told(self._shown, self._remedied)


def _kind(scene: Scene, case: Case) -> tuple[Any, ...]:
    """What asks for another frame of the coefficients: other columns, at whatever distance."""
    names = pair_names(case)
    if scene.data.has_distance:
        return (*names, None if case.truth is None else tuple(case.truth.tolist()))
    return (*names, scene.interaction.data_generation, case.epsilon is None)


def shown_names(case: Case, chosen: tuple[str, str] | None) -> tuple[str, str] | None:
    """The two columns to compare: as chosen, at first those that are nearest to each other."""
    columns = [name for name in case.problem.columns if name != "1"]
    if len(columns) < 2:
        return None
    if chosen is not None and set(chosen) <= set(columns):
        return chosen
    first, second = [case.problem.columns[j] for j in case.pair] if case.pair else columns[:2]
    return first, second


def _case_of(
    base: Case | None, names: tuple[str, str] | None, epsilon: float | None
) -> Case | None:
    """The case of a chosen pair, blended to a distance if one is given."""
    if base is None or base.epsilon is not None:
        return base
    case = bounded(replace(base, pair=_chosen_pair(base, names) or base.pair))
    if epsilon is None or case.pair is None:
        return case
    return blended(case, case.pair, epsilon)


def _chosen_pair(case: Case, names: tuple[str, str] | None) -> tuple[int, int] | None:
    if names is None or names[0] == names[1] or not set(names) <= set(case.problem.columns):
        return None
    return case.problem.columns.index(names[0]), case.problem.columns.index(names[1])


def left_out(base: Case, case: Case) -> list[Part]:
    """That only the pair is analysed, where there are many columns; else nothing."""
    if case.problem.p == base.problem.p:
        return []
    return [
        (
            f"{whole(base.problem.p)} columns are too many for this tab. It uses only the pair. ",
            "muted",
        )
    ]


def design_values(state: Mapping[str, Any]) -> tuple[Any, ...]:
    """The values that decide the columns of the problem."""
    return tuple(
        state.get(key) for key in ("degree", "basis", "interactions", "intercept", "formula")
    )
