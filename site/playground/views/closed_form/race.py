"""The solver race: one problem, every method, and how many digits of each answer are right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

import linreg
from linreg.exact import Rational
from playground.engine.numbers import counted_steps, given, shortened
from playground.engine.scene import Solved
from playground.views.common.fit_text import term
from playground.views.common.solver_names import NAMES

Array = NDArray[np.float64]
Exact = Rational | None

COORDINATE = "Coordinate descent"
# Up to so many N * p^2 the exact solution is computed with every event.
LIVE = 4_000


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


def _digits(w: Array, exact: Exact, scales: Array) -> Array | None:
    return None if exact is None else np.atleast_1d(linreg.correct_digits(w, exact, scales))
