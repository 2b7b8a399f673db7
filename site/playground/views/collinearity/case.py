"""The least squares problem that the tab Collinearity looks at, and what is known of it.

Of the data as they are, or with one column blended towards another: x2 = x1 + epsilon z, where x1
is the first column standardised and z what the second has that the first has not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil, isfinite, log, log1p
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linreg import datasets, exact, solvers
from linreg.exact import Rational
from playground.engine import near_columns
from playground.engine.data import Data
from playground.engine.fit import Fit
from playground.engine.near_columns import nearest_pair, standardised
from playground.engine.problem import Problem

Array = NDArray[np.float64]

# Rational arithmetic would take too long for each distance.
METHODS = tuple(name for name in solvers.METHODS if name != "exact")
# So many N * p^2 exact arithmetic solves with every event; beyond, the refined solution is the
# referee, which has the same digits.
EXACT_WORK = 1_000
# More rows than this show nothing new here, and each costs time.
MOST_ROWS = 2_000
# With more columns than this only the pair and the intercept are analysed, for the same reason.
MOST_COLUMNS = 30
# Larger numbers, and smaller columns, leave no room for what is blown up by 1e16 and squared.
LARGEST = 1e100
# Descent has arrived when every mode is at this part of its first distance.
ARRIVED = 1e-6


@dataclass(frozen=True, eq=False)
class Case:
    """A fit of X (N, p) and y (N,), p >= 1, and what is known of two of its columns.

    pair: the two columns of X that are nearly one, if there are two. truth: (p,) of the generator,
    and noise its standard deviation; None where nobody knows. epsilon: the distance that the
    pair was brought to, None where it is as it came. scaled: whether columns are in other units
    than those of the data.
    """

    fit: Fit
    pair: tuple[int, int] | None = None
    truth: Array | None = None
    noise: float | None = None
    epsilon: float | None = None
    scaled: bool = False

    @property
    def problem(self) -> Problem:
        return self.fit.problem

    @cached_property
    def tame(self) -> bool:
        """Whether all numbers are of a size whose square is a float, whatever blows it up."""
        sizes = np.abs(np.column_stack([self.problem.X, self.problem.y])).max(axis=0)
        return bool(sizes.max() <= LARGEST and sizes[sizes > 0].min(initial=1.0) >= 1 / LARGEST)

    @cached_property
    def referee(self) -> Rational | None:
        """The exact solution (p,) of these floats; None where the columns are exactly dependent."""
        if not self.fit.unique:
            return None
        return self.fit.exact if self.small else exact.rationals(self.fit.reference.coefficients)

    @property
    def small(self) -> bool:
        """Whether the referee is exact arithmetic."""
        return self.problem.N * self.problem.p**2 <= EXACT_WORK

    @cached_property
    def digits(self) -> Mapping[str, float]:
        """Correct digits of each solver's worst coefficient, 0..15; none where nothing is exact."""
        if self.referee is None:
            return {}
        return {
            method: min(self.fit.digits_against(self.referee, self.fit.coefficients(method)))
            for method in METHODS
        }

    @property
    def condition(self) -> float:
        """Condition number of X; infinite where its columns are exactly dependent."""
        return self.fit.qr.condition_number if self.fit.unique else float("inf")

    @cached_property
    def vif(self) -> float:
        """The largest variance inflation factor; not a number where no column has one."""
        if not self.fit.unique:
            return float("inf")
        known = self.fit.vif[~np.isnan(self.fit.vif)]
        return float(known.max()) if len(known) else float("nan")

    @property
    def sigma(self) -> float:
        """Standard deviation of the noise: the generator's, else that of the residuals."""
        if self.noise is not None:
            return self.noise
        freedom = max(self.problem.N - self.problem.p, 1)
        return float(self.fit.reference.residual_norm / freedom**0.5)

    @property
    def steps(self) -> float:
        """Steps of descent, at its best rate, until every mode has arrived."""
        return steps_to_arrive(self.condition)


def case_of(columns: tuple[str, ...], X: Array, y: Array, **known: Any) -> Case:
    """The case of a matrix, and what is known of it."""
    return Case(Fit(Problem.of_matrix(columns, X, y)), **known)


def of_data(data: Data, state: Mapping[str, Any]) -> Case | None:
    """The problem of some data as they came, columns not standardised; none without points."""
    if not data.N:
        return None
    values = {name: column[:MOST_ROWS] for name, column in data.values.items()}
    y = data.y[:MOST_ROWS]
    problem = Problem.made(values, y, {**state, "standardise": 0})
    case = case_of(
        problem.columns,
        problem.X,
        problem.y,
        pair=nearest_pair(problem.X),
        scaled=not problem.plain,
    )
    if problem.plain and data.N <= MOST_ROWS:
        typed = Fit(problem, typed=data.typed)
        # Columns that are one in other units are none the less a copy.
        case = replace(case, fit=typed) if typed.dependence else case
    if data.truth is None or len(data.truth) != problem.p or not problem.straight:
        return case
    epsilon = state["epsilon"] if data.has_distance else None
    truth = problem.from_user(data.truth)
    return replace(case, truth=truth, noise=state["noise"], epsilon=epsilon)


def bounded(case: Case) -> Case:
    """The same with its pair and the ones column only, where there are too many columns."""
    problem = case.problem
    if problem.p <= MOST_COLUMNS or case.pair is None:
        return case
    ones = [0] if bool((problem.X[:, 0] == 1.0).all()) and 0 not in case.pair else []
    kept = [*ones, *case.pair]
    pair = (len(ones), len(ones) + 1)
    truth = None if case.truth is None else case.truth[kept]
    columns = tuple(problem.columns[j] for j in kept)
    made = Problem.of_matrix(columns, problem.X[:, kept], problem.y)
    return replace(case, fit=Fit(made), pair=pair, truth=truth)


def first_rows(case: Case, count: int) -> Case:
    """The same of the first rows only."""
    problem = case.problem
    return replace(case, fit=Fit(problem.part(np.arange(problem.N) < count)))


def generated(state: Mapping[str, Any], epsilon: float) -> Case:
    """The collinear set of a state, at another distance of its columns."""
    given = {**state, "epsilon": epsilon}
    table = datasets.load("collinear", **given)
    columns = table.array(["x1", "x2", "y"])
    X = np.column_stack([np.ones(len(columns)), columns[:, :2]])
    truth = np.array([state["intercept_true"], state["slope"], state["slope"]])
    known = {"pair": (1, 2), "truth": truth, "noise": state["noise"], "epsilon": epsilon}
    return case_of(("1", "x1", "x2"), X, columns[:, 2], **known)


def blended(case: Case, pair: tuple[int, int], epsilon: float) -> Case:
    """The same problem with the second column of the pair at distance `epsilon` of the first.

    Both become columns of mean 0 and root mean square 1 (a constant stays as it is); y stays.
    """
    X = case.problem.X.copy()
    first, second = near_columns.blended(X[:, pair[0]], X[:, pair[1]], epsilon)
    X[:, pair[0]], X[:, pair[1]] = first, second
    known = {"pair": pair, "epsilon": epsilon, "scaled": True}
    return case_of(case.problem.columns, X, case.problem.y, **known)


def steps_to_arrive(condition: float) -> float:
    """Steps of descent at the best rate until every mode is at ARRIVED of its first distance.

    The slowest mode shrinks by (k - 1) / (k + 1) a step, k the condition number squared; as
    `Spectrum.iterations`, but for any k.
    """
    if not isfinite(condition):
        return float("inf")
    ratio = condition * condition
    if ratio <= 1:
        return 1.0
    factor = log1p(-2 / (ratio + 1))
    return max(1.0, float(ceil(log(ARRIVED) / factor))) if factor < 0 else float("inf")


def distance(case: Case, pair: tuple[int, int]) -> float:
    """How far apart two columns are: the epsilon that would make them so; inf at a right angle."""
    a, b = (standardised(case.problem.X[:, j]) for j in pair)
    along = float(abs(a @ b)) / case.problem.N
    across = (
        float(np.linalg.norm(b - a * (a @ b) / max(float(a @ a), 1e-300))) / case.problem.N**0.5
    )
    return across / along if along > 0 else float("inf")
