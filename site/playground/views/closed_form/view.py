"""The tab Closed form: the normal equations, the solver race, ranks, bases and conditioning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any, ClassVar

from playground.controls.models import Group, NumberTable, Prose
from playground.controls.widgets import Action, Choice, Copy
from playground.engine.parts import Part
from playground.engine.problem import Problem
from playground.engine.scene import Scene, Solved
from playground.session.commands import Commands
from playground.session.jobs import rest
from playground.views.closed_form import race as racing
from playground.views.closed_form import race_tables, race_times, race_words
from playground.views.closed_form.arrival import ArrivalFigure
from playground.views.closed_form.basis import matters
from playground.views.closed_form.copies import coefficients_markdown
from playground.views.closed_form.plots import DigitsPlot
from playground.views.closed_form.sections import (
    Bases,
    Conditioning,
    NormalEquations,
    Precisions,
    Ranks,
    solver_choice,
)
from playground.views.common.base import on_click, put
from playground.views.common.equation import equation_latex
from playground.views.common.iteration import iteration_dial, show_iteration
from playground.views.common.lazy import LazyView, Parts, Places

WORST = "worst"
# The race on more numbers than this would hold up the hand.
AT_ONCE = 20_000
BARS = (
    "Filled: compared with the exact solution for the float64 data. "
    "Outlined: for the decimal data as entered."
)


class Race:
    """The solver race: who keeps how many digits, digit by digit, and at what price."""

    def __init__(self, commands: Commands) -> None:
        self._commands = commands
        self.solver = solver_choice(commands)
        self.coefficient = Choice(label="Coefficient")
        self.start = Action(label="Race", kind="primary", icon="run")
        self.plot = DigitsPlot()
        self.said = Prose()
        self.legend = Prose(parts=[(BARS, "muted")])
        self.digits = NumberTable(caption="One coefficient, digit by digit")
        self.table = NumberTable(
            caption="Correct digits (least accurate coefficient), rank and run time (press Race)",
            columns=["", "vs float64 data", "vs decimal data", "rank", "time"],
            terms=["", "digits", "typed", "rank", ""],
        )
        self.all = NumberTable(terms=["", "", "exact", "digits", "typed"])
        self.latex = Copy(label="Copy equation as LaTeX")
        self.markdown = Copy(label="Copy coefficients as Markdown")
        self.truth: racing.Truth = racing.UNKNOWN
        self._scene: Solved | None = None
        self._then: Callable[[], Iterator[None]] = lambda: iter(())
        self._chosen = WORST
        self._judged: Any = None
        # The problem whose digits are shown.
        self.counted: Problem | None = None
        self._times: dict[str, str] = {}
        self.coefficient.on_edit(lambda edit: commands.choose(coefficient=edit.new))
        on_click(self.start, lambda _: commands.jobs.begin("race", self._run()))

    def show(self, scene: Solved, then: Callable[[], Iterator[None]]) -> None:
        """Show the race of a scene, a frame later where it takes long; and then what follows.

        Of many points, once the hand rests.
        """
        first = self._scene is None
        self._scene, self._then = scene, then
        self._chosen = scene.interaction.choices.coefficient
        self.solver.value = scene.state.method
        if self._judged is not scene.problem:
            self._forget(scene)
        self._commands.jobs.end("judge")
        many = scene.problem.X.size > AT_ONCE
        if first or not (many or (self.truth.floats is None and racing.is_live(scene))):
            self._finish(self._judge(scene))
        else:
            self._commands.jobs.begin("judge", chain(rest() if many else (), self._judge(scene)))

    def _judge(self, scene: Solved) -> Iterator[None]:
        if self.truth.floats is None and racing.is_live(scene):
            self.truth = racing.Truth.of(scene)
        self._show_field(scene)
        yield
        yield from self._then()

    def _finish(self, work: Iterator[None]) -> None:
        """Do all of some work at once."""
        for _ in work:
            pass

    def _forget(self, scene: Solved) -> None:
        """What was found of another problem says nothing about this one."""
        self.truth, self._judged, self._times = racing.UNKNOWN, scene.problem, {}
        self._commands.jobs.end("race")
        self.start.disabled = False

    def _show_field(self, scene: Solved) -> None:
        self.field, self.counted = racing.race(scene, self.truth), scene.problem
        self.plot.show(self.field.runners)
        self.plot.words.parts = race_words.verdict(self.field)
        self.said.parts = race_words.messages(self.field)
        named = [(str(j), racing.coefficient_name(c)) for j, c in enumerate(self.field.columns)]
        put(self.coefficient, options=[(WORST, "least accurate"), *named])
        put(
            self.all,
            caption=race_tables.coefficients_caption(self.field, scene.state.method),
            columns=["", "computed", "exact", "digits", "vs decimal data"],
            rows=race_tables.coefficient_rows(self.field, scene.state.method),
        )
        self._show_coefficient()
        self._show_table()
        self._show_copies(scene)
        self._commands.told()

    def choose(self, chosen: str) -> None:
        """Show another coefficient digit by digit, here and in what follows."""
        if chosen != self._chosen and self._scene is not None:
            self._chosen = chosen
            self._show_coefficient()
            self._finish(self._then())

    def _show_coefficient(self) -> None:
        j = self.column
        here = self._chosen in [value for value, _ in self.coefficient.options]
        put(self.coefficient, value=self._chosen if here else WORST)
        put(
            self.digits,
            columns=["", racing.coefficient_name(self.field.columns[j])],
            rows=race_tables.digit_rows(self.field, j),
        )

    @property
    def column(self) -> int:
        """The coefficient that is shown digit by digit."""
        chosen = self._chosen
        here = chosen != WORST and int(chosen) < len(self.field.columns)
        return int(chosen) if here else self.field.worst_column

    def _show_table(self) -> None:
        self.table.rows = race_tables.race_rows(self.field, self._times)

    def _show_copies(self, scene: Solved) -> None:
        method = scene.state.method
        w, errors = scene.fit.coefficients(), scene.fit.shown_error
        unique = scene.fit.unique
        target, columns = scene.response, self.field.columns
        self.latex.text = equation_latex(target, columns, w, errors) if unique else ""
        self.markdown.text = coefficients_markdown(self.field, method, errors)

    def _run(self) -> Iterator[None]:
        """The race, a solver a part."""
        if (scene := self._scene) is None:
            return
        self.start.disabled = True
        yield
        self.truth = racing.Truth.of(scene)
        self._show_field(scene)
        yield from self._then()
        for method, (run, factor) in race_times.timers(scene).items():
            yield
            duration = race_times.seconds(run) * factor
            self._times[method] = race_times.time_text(duration, reckoned=factor > 1)
            self._show_table()
        self.start.disabled = False


class ClosedFormView(LazyView):
    """Owns the tab Closed form."""

    name: ClassVar[str] = "closed-form"

    def __init__(self, commands: Commands) -> None:
        super().__init__(commands)
        self._shown: tuple[Any, Any] = (None, None)

    def build(self) -> Places:
        self.equations, self.race = NormalEquations(), Race(self.commands)
        self.ranks, self.bases, self.conditioning = (
            Ranks(self.commands),
            Bases(self.commands),
            Conditioning(),
        )
        self.precisions = Precisions(self.commands)
        self.arrival = ArrivalFigure()
        self.steps = iteration_dial(self.commands, "Descent steps")
        self.empty = Prose(parts=[("No data. Click the plot or open a file.", "")])
        self.groups = self._groups()
        race = self.race
        strip: Parts = [
            race.solver, self.precisions.choice, race.coefficient, race.start, self.steps,
        ]  # fmt: skip
        figures = [race.plot.framed, self.arrival.framed]
        return Places([self.empty, *self.groups], figures, strip)

    def told(self, scene: Scene) -> list[Part]:
        """How many digits of the solvers are right, and of descent so far."""
        # Of other points the digits are yet to be counted.
        current = scene.solved is not None and self.race.counted is scene.solved.problem
        return race_words.in_short(self.race.field) if current else []

    def _groups(self) -> list[Group]:
        equations, race, ranks, bases = self.equations, self.race, self.ranks, self.bases
        self.basis = self.group("Basis", bases.choice, bases.words, bases.table)
        return [
            self.group(
                "The normal equations",
                equations.words,
                *equations.formulas,
                equations.latex,
            ),
            self.group(
                "The solver race",
                race.legend,
                race.digits,
                race.table,
                self.group("", race.latex, race.markdown, look="row"),
                self.group("All coefficients", race.all, look="fold"),
                self.group("Solver messages", race.said, look="fold"),
            ),
            self.group(
                "Numerical rank",
                ranks.cut,
                ranks.auto,
                ranks.plot.framed,
                self.group("Default rank tolerances", ranks.table, look="fold"),
            ),
            self.group("Precision", self.precisions.words, self.precisions.table),
            self.basis,
            self.group(
                "Singular values and conditioning",
                self.conditioning.singular,
                self.conditioning.condition,
                self.conditioning.norms,
            ),
        ]

    def update(self, scene: Scene) -> None:
        solved = scene.solved
        self.empty.visible = solved is None
        for figure in (self.race.plot.framed, self.arrival.framed):
            put(figure, visible=solved is not None)
        show_iteration(self.steps, scene)
        for group in self.groups:
            group.visible = solved is not None and (group is not self.basis or matters(solved))
        if solved is None:
            return
        shown = (solved.fit, solved.step)
        if all(a is b for a, b in zip(shown, self._shown, strict=True)):
            self.race.choose(scene.interaction.choices.coefficient)
            return
        self._shown = shown
        self.arrival.show(solved)
        self.race.show(solved, lambda: self._show_judged(solved))
        self.equations.show(solved)
        self.ranks.show(solved)
        self.conditioning.show(solved)

    def _show_judged(self, scene: Solved) -> Iterator[None]:
        """What is judged by the exact solution, once that is known."""
        yield from self.precisions.show(scene, self.race.field, self.race.column)
        if matters(scene):
            self.bases.show(scene, self.race.truth)
