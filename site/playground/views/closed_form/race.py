"""The solver race: one problem, every method, and how many digits of each answer are right."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from operator import itemgetter
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

import linreg
from linreg.exact import Rational
from playground.engine.closed import solved
from playground.engine.numbers import counted_steps, given, shortened, typeset, whole
from playground.engine.parts import Part, filled
from playground.engine.scene import Solved
from playground.views.common.digits import marked, nearest
from playground.views.common.fit_text import term
from playground.views.common.solver_names import NAMES

Array = NDArray[np.float64]
Exact = Rational | None

COORDINATE = "Coordinate descent"
# Correct digits are counted up to here.
MOST_DIGITS = 15
# A table of coefficients ends after so many rows.
MOST_ROWS = 60
# Up to so many N * p^2 the exact solution is computed with every event.
LIVE = 4_000
UNJUDGED = (
    "Press Race for the exact solution, the reference for counting digits. With this many "
    "points it "
    "takes too long to update at every change."
)
DIFFER = "At a higher polynomial degree they differ."
# A batch of runs must last so long for the browser's clock to see it; so many batches are timed.
BATCH, BATCHES, LONGEST = 0.002, 5, 0.05
# So many steps of descent are timed; more are reckoned from them.
MOST_TIMED = 1_000


@dataclass(frozen=True)
class Runner:
    """One method's answer: coefficients (p,) in the user's units, with what it says of them.

    digits, typed: correct digits (p,) against the exact solution of the floats and of the
    decimal data; none where that is not known. rank: none where none is decided.
    """

    method: str
    name: str
    w: Array
    rank: int | None
    message: str
    digits: Array | None
    typed: Array | None
    role: str = "closed"

    @property
    def worst(self) -> float | None:
        return None if self.digits is None else float(np.min(self.digits))

    @property
    def worst_typed(self) -> float | None:
        return None if self.typed is None else float(np.min(self.typed))


@dataclass(frozen=True, eq=False)
class Truth:
    """The exact solutions (p,) in the user's units: of the floats, and of the decimal data."""

    floats: Exact
    typed: Exact

    @classmethod
    def of(cls, scene: Solved) -> Truth:
        return cls(scene.fit.exact, scene.fit.exact_typed)


UNKNOWN = Truth(None, None)


@dataclass(frozen=True, eq=False)
class Field:
    """All runners of one problem, and the exact solution in the user's units they are judged by.

    steps: how many descent has taken. unique: whether the data determine the coefficients; else
    exact is the solution of smallest norm.
    """

    runners: tuple[Runner, ...]
    columns: tuple[str, ...]
    exact: Exact
    scales: Array
    steps: int = 0
    unique: bool = True

    @property
    def worst_column(self) -> int:
        """The coefficient that the methods get wrong most; the last one where none is judged."""
        judged = [r.digits for r in self.runners if r.digits is not None and r.role == "closed"]
        if not judged:
            return len(self.columns) - 1
        total = np.sum(judged, axis=0)
        return int(len(total) - 1 - np.argmin(total[::-1]))


def is_live(scene: Solved) -> bool:
    """Whether the exact solution is cheap enough, or the data still enough, to be had at once."""
    N, p = scene.problem.X.shape
    still = not scene.interaction.dragging and not scene.data.drawn_from_seed
    return bool(N * p**2 <= (linreg.exact.CAP if still else LIVE))


def race(scene: Solved, truth: Truth = UNKNOWN) -> Field:
    """Every method on the scene's problem, judged by the exact solution as far as it is known."""
    fit, problem = scene.fit, scene.problem
    scales = np.broadcast_to(problem.coefficient_scale, problem.p)

    def runner(
        method: str, name: str, w: Array, rank: int | None, said: str, role: str = "closed"
    ) -> Runner:
        floats, typed = (_digits(w, right, scales) for right in (truth.floats, truth.typed))
        return Runner(method, name, w, rank, said, floats, typed, role)

    runners = [
        runner(method, name, fit.coefficients(method), solution.rank, solution.message)
        for method, name in names(problem.quadratic, truth.floats is not None).items()
        for solution in [fit.solution(method)]
    ]
    steps = counted_steps(scene.taken)
    said = f"Gradient descent after {steps} with learning rate {given(scene.state.lr)}."
    w = problem.to_user(scene.step.w)
    runners.append(runner("descent", "Descent", w, None, said, "descent"))
    columns = tuple(problem.columns)
    return Field(tuple(runners), columns, truth.floats, scales, scene.taken, fit.unique)


def names(quadratic: bool, judge: bool) -> dict[str, str]:
    """The methods that run; a lasso has no closed form, and one way to its minimum."""
    found = dict(NAMES) if quadratic else {"refined": COORDINATE, "exact": "Exact"}
    if not judge:
        found.pop("exact")
    return found


def coefficient_name(column: str) -> str:
    """What the coefficient of a column is called: the ones column's is the intercept."""
    return "intercept" if column == "1" else f"coefficient of {shortened(term(column), 16)}"


def digit_rows(field: Field, j: int) -> list[list[list[Part]]]:
    """Coefficient j as each method gives it, digit by digit."""
    truth, scale = _truth(field, j), float(field.scales[j])
    return [
        [[(runner.name, "")], marked(float(runner.w[j]), truth, runner.role, scale)]
        for runner in field.runners
    ]


def race_rows(field: Field, times: Mapping[str, str]) -> list[list[list[Part]]]:
    """The table of the race: worst digits of the floats' solution and of the typed, rank, time."""
    p = len(field.columns)
    return [
        [
            [(runner.name, f"?{_term(runner)}")],
            _count(runner.worst),
            _count(runner.worst_typed),
            _rank(runner.rank, p),
            [(times.get(runner.method, "–"), "")],
        ]
        for runner in field.runners
    ]


def _term(runner: Runner) -> str:
    """What explains a runner; coordinate descent runs under the name of refined."""
    return "coordinate" if runner.name == COORDINATE else runner.method


def coefficients_caption(field: Field, method: str) -> str:
    """What the table of coefficients holds."""
    count = len(field.columns)
    which = f"First {MOST_ROWS} of {whole(count)}" if count > MOST_ROWS else "All"
    solver = _runner(field, method).name
    return f"{which} coefficients (solver: {solver})"


def _runner(field: Field, method: str) -> Runner:
    return next((r for r in field.runners if r.method == method), field.runners[-1])


def coefficient_rows(field: Field, method: str) -> list[list[list[Part]]]:
    """The coefficients of one method beside the exact ones, with their digits."""
    runner = _runner(field, method)
    return [
        [
            [(shortened(name, 16), "")],
            marked(float(runner.w[j]), _truth(field, j), runner.role, float(field.scales[j])),
            _exactly(_truth(field, j)),
            _count(None if runner.digits is None else float(runner.digits[j])),
            _count(None if runner.typed is None else float(runner.typed[j])),
        ]
        for j, name in enumerate(field.columns[:MOST_ROWS])
    ]


def verdict(field: Field) -> list[Part]:
    """The race in a sentence."""
    judged = [
        (runner.worst, runner.name)
        for runner in field.runners
        if runner.worst is not None and runner.role == "closed"
    ]
    if field.exact is None or not judged:
        return [(UNJUDGED, "")]
    (most, best), (least, last) = (choose(judged, key=itemgetter(0)) for choose in (max, min))
    if most - least < 1:
        every = (
            f"All solvers are correct to {MOST_DIGITS} digits, the most that are counted."
            if least >= MOST_DIGITS
            else f"All solvers are correct to at least {least:.1f} digits."
        )
        return [*_which(field), (every, "")]
    left = f"{least:.1f}" if least >= 0.05 else "0"
    said = filled(
        "Correct digits in the least accurate coefficient: {best}, {last} ",
        best=f"{best} {most:.1f}",
        last=(f"{last} {left}.", "strong"),
    )
    return [*_which(field), *said, ("Outlined: for the decimals as entered.", "muted")]


def in_short(field: Field) -> list[Part]:
    """The correct digits of the solvers, and of descent after its steps; whole digits alone."""
    judged = [runner for runner in field.runners if runner.worst is not None]
    solvers = [runner for runner in judged if runner.role == "closed"]
    if field.exact is None or not solvers:
        return [("Press Race to count the correct digits of every solver. ", "")]
    best, last = (choose(solvers, key=_digits_left) for choose in (max, min))
    most, least = _digits_left(best), _digits_left(last)
    if most == least:
        behind = any(
            runner.role == "descent" and _digits_left(runner) != least for runner in judged
        )
        which = "Every solver except descent" if field.steps and behind else "Every solver"
        every = (f"{which} has {_digits_in_words(least)}", "closed ?digits")
        said = filled("{every}. ", every=every)
        if not field.steps and least == MOST_DIGITS:
            said = filled("{every}. {differ} ", every=every, differ=DIFFER)
    else:
        said = filled(
            "{best} has {most}, {last}. ",
            best=best.name,
            most=_digits_in_words(most),
            last=(f"{last.name} {_digits_in_words(least)}", "strong"),
        )
    after = counted_steps(field.steps)
    for runner in judged:
        if runner.role == "descent" and field.steps:
            right = _digits_in_words(_digits_left(runner))
            said.append((f"Descent has {right} after {after}. ", ""))
    return [*_which(field), *said]


def _which(field: Field) -> list[Part]:
    """What the digits are compared with where the data leave the coefficients open."""
    if field.unique:
        return []
    said = "The coefficients are not unique, so digits are compared with the minimum-norm solution."
    return [(f"{said} ", "")]


def _digits_left(runner: Runner) -> int:
    return int(runner.worst or 0.0)


def _digits_in_words(count: int) -> str:
    return {0: "no correct digit", 1: "1 correct digit"}.get(count, f"{count} correct digits")


def messages(field: Field) -> list[Part]:
    """What each solver says about its own answer, a paragraph each."""
    return [
        part
        for runner in field.runners
        for part in ((f"{runner.name}: ", "strong"), (f"{runner.message}\n", ""))
    ]


def timers(scene: Solved) -> dict[str, tuple[Callable[[], Any], float]]:
    """What is timed for each method, and by what the time is to be multiplied."""
    problem, state, rcond = scene.problem, scene.state, scene.fit.rcond
    found: dict[str, tuple[Callable[[], Any], float]] = {
        method: (partial(solved, problem, method, rcond), 1.0)
        for method in names(problem.quadratic, judge=True)
    }
    if scene.taken:
        steps = min(scene.taken, MOST_TIMED)
        descent = linreg.GradientDescent(problem.objective, state.lr)
        found["descent"] = (partial(descent.run, steps), scene.taken / steps)
    return found


def seconds(run: Callable[[], Any], clock: Callable[[], float] = time.perf_counter) -> float:
    """The time of one run: the median over batches long enough for a coarse clock."""
    count = 1
    while (first := _batch(run, count, clock)) < BATCH and count < 1024:
        count *= 2
    batches = [first] if first > LONGEST else [_batch(run, count, clock) for _ in range(BATCHES)]
    return median(batches) / count


def time_text(duration: float, reckoned: bool) -> str:
    """A duration in the unit that suits it."""
    unit, factor = ("s", 1.0) if duration >= 1 else ("ms", 1e3) if duration >= 1e-3 else ("µs", 1e6)
    return f"{'≈ ' if reckoned else ''}{typeset(duration * factor, digits=2)} {unit}"


def _batch(run: Callable[[], Any], count: int, clock: Callable[[], float]) -> float:
    begun = clock()
    for _ in range(count):
        run()
    return clock() - begun


def _digits(w: Array, exact: Exact, scales: Array) -> Array | None:
    return None if exact is None else np.atleast_1d(linreg.correct_digits(w, exact, scales))


def _truth(field: Field, j: int) -> Fraction | None:
    return field.exact[j] if field.exact is not None else None


def _exactly(exact: Fraction | None) -> list[Part]:
    if exact is None:
        return [("–", "muted")]
    # Beyond the floats it is shown as infinite.
    return marked(nearest(exact), exact, "truth")


def _count(digits: float | None) -> list[Part]:
    if digits is None:
        return [("–", "muted")]
    return [(f"{digits:.1f}", "wrong" if digits < 1 else "")]


def _rank(rank: int | None, p: int) -> list[Part]:
    if rank is None:
        return [("–", "muted")]
    return [(whole(rank), "" if rank == p else "wrong")]
