"""Everything computed from one state: what the views draw, immutable.

`SceneCache.scene` computes only what depends on what has changed since the scene before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

import linreg
from linreg.links import DESIGN_KEYS, LOSS_KEYS, PENALTY_KEYS
from playground.engine.data import (
    Data,
    Usual,
    from_points,
    from_set,
    keys_of,
    usual_of,
    usual_of_set,
)
from playground.engine.descent import Path
from playground.engine.fit import Fit
from playground.engine.formula_columns import parsed
from playground.engine.interaction import Interaction
from playground.engine.memo import Memo
from playground.engine.points import Points
from playground.engine.problem import Problem, names_of
from playground.engine.rules import Rule

Array = NDArray[np.float64]
Values = Mapping[str, Any]
T = TypeVar("T")
# The tabs that are about least squares, whatever loss is chosen, and those without weights.
SQUARES_ONLY = ("closed-form", "collinearity", "diagnostics")
WITHOUT_WEIGHTS = ("collinearity",)


@dataclass(frozen=True, init=False)
class StateValues:
    """A field for each key of `linreg.links.TABLE`, in its order. None: left to the data."""

    v: int
    data: str
    points: Points | None
    n: int
    seed: int
    noise: float
    slope: float
    intercept_true: float
    outliers: int
    epsilon: float
    features: tuple[str, ...] | None
    target: str | None
    weights: str | None
    degree: int
    basis: str
    interactions: int
    standardise: int
    intercept: str
    formula: str | None
    loss: str
    delta: float
    penalty: str
    strength: float
    mix: float
    method: str
    rcond: float | Literal["auto"]
    precision: str
    update: str
    lr: float
    steps: int
    start: tuple[float, ...] | None
    momentum: float
    batch: int
    view: str
    show: tuple[str, ...]
    level: float
    line: tuple[float, float] | None
    lesson: str | None
    code: str | None
    src: str | None
    expect: tuple[str, ...] | None
    core: str | None
    theme: str
    embed: int
    hide: tuple[str, ...]
    present: int

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> StateValues:
        """The same of a whole state; one is made at each event, and field by field would cost."""
        made = cls()
        vars(made).update(values)
        return made

    @property
    def cutoff(self) -> float | None:
        """The relative cut-off of svd and lstsq; None for theirs."""
        return None if isinstance(self.rcond, str) else self.rcond

    def values(self) -> Mapping[str, Any]:
        """The same by key."""
        return vars(self)


@dataclass(frozen=True)
class Scene:
    """State, data and interaction that belong together.

    set_aside: keys that its tab cannot show, with their values: it shows their defaults.
    """

    state: StateValues
    data: Data
    interaction: Interaction
    set_aside: Mapping[str, Any] = field(default_factory=dict, kw_only=True)

    @property
    def loss(self) -> str:
        """The loss that is chosen, also where its tab does not show it."""
        loss: str = self.set_aside.get("loss", self.state.loss)
        return loss

    @property
    def weighted_by(self) -> str | None:
        """The column of weights that is chosen, also where its tab does not show it."""
        name: str | None = self.set_aside.get("weights", self.data.weighted_by)
        return name

    @property
    def solved(self) -> Solved | None:
        """This scene with all that is computed of its points; None where there are none."""
        return None

    @property
    def response(self) -> str:
        """What is fitted: the target, or a function of it such as "log(y)"."""
        if self.state.formula is None or not parsed(self.state.formula).is_transformed:
            return self.data.target
        return parsed(self.state.formula).target

    @property
    def straight(self) -> bool:
        """Whether the fit is a line or a plane in the features."""
        plain = self.state.formula is None
        return plain and self.state.degree == 1 and not self.state.interactions

    @property
    def taken(self) -> int:
        """How many steps have been taken: fewer than asked for where it diverged."""
        return self.state.steps

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the coefficients, in their order."""
        return names_of(self.data, self.state.values())


@dataclass(frozen=True)
class Solved(Scene):
    """A scene with points: their problem, its fit, and the descent on it.

    step: the iterate that is shown.
    """

    problem: Problem
    fit: Fit
    path: Path
    step: linreg.Step

    @property
    def solved(self) -> Solved:
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        return self.problem.columns

    @property
    def straight(self) -> bool:
        return self.problem.straight

    @property
    def taken(self) -> int:
        return min(self.state.steps, self.step.iteration)

    @cached_property
    def step_error(self) -> Array:
        """What rounding does to the iterate that is shown (p,), in the user's units."""
        error, problem = self.path.error(self.step), self.problem
        return error if problem.plain else problem.spread @ error

    def user(self, w: ArrayLike) -> Array:
        """Coefficients (p,) of X as used in the user's units, intercept first."""
        return self.problem.to_user(w)


class SceneCache:
    """Computes scenes and keeps the last of each part, keyed by what it was made from."""

    def __init__(self) -> None:
        self._parts: dict[str, Memo[Any]] = {}

    def data(self, values: Values) -> Data:
        """The data of a state; raises data.DataError where they cannot be fitted."""
        text = values["formula"]
        coded = parsed(text).categories if text is not None else ()
        chosen = (values["features"], values["target"], values["weights"], coded)
        if values["data"] == "own":
            points = values["points"]
            return self._keep("data", (points, *chosen), lambda: from_points(points, *chosen))
        name = values["data"]
        drawn = {key: values[key] for key in keys_of(name)}
        key = (name, *drawn.items(), *chosen)
        return self._keep("data", key, lambda: from_set(name, drawn, *chosen))

    def usual(self, values: Values) -> Usual:
        """The table of the data, and the features and target that it has by itself."""
        name = values["data"]
        if name == "own":
            return self._keep("usual", (values["points"],), lambda: usual_of(values["points"]))
        drawn = {key: values[key] for key in keys_of(name)}
        return self._keep("usual", (name, *drawn.items()), lambda: usual_of_set(name, drawn))

    def problem(self, data: Data, values: Values) -> Problem | None:
        """The problem that the state makes of the data; none without points. Raises DataError."""
        if not data.N:
            # Raises where there would be too many columns, as with points.
            names_of(data, values)
            return None
        key = (data, *(values[name] for name in DESIGN_KEYS))
        bare = self._keep("design", key, lambda: Problem.of(data, values))
        penalised, robust = values["penalty"] != "none", values["loss"] != "squared"
        chosen = LOSS_KEYS if robust else PENALTY_KEYS if penalised else ()
        key = (bare, *(values[name] for name in chosen))
        return self._keep("problem", key, lambda: bare.with_objective(values))

    def fit(self, data: Data, values: Values) -> Fit | None:
        """The fit of the problem; none where there are no points."""
        problem = self.problem(data, values)
        if problem is None:
            return None
        rcond = None if values["rcond"] == "auto" else values["rcond"]
        key = (problem, values["method"], rcond, values["precision"])
        return self._keep("fit", key, lambda: Fit(*key, typed=data.typed))

    def scene(self, values: Values, interaction: Interaction) -> Scene:
        data = self.data(values)
        problem, fit = self.problem(data, values), self.fit(data, values)
        state = StateValues.of(values)
        if problem is None or fit is None:
            return Scene(state, data, interaction)
        rule = rule_of(values)
        making = (fit, values["lr"], values["start"], rule)
        path = self._keep(
            "path", making, lambda: Path(fit, values["lr"], origin(values["start"], problem), rule)
        )
        step = self._keep("step", (path, values["steps"]), lambda: path.at(values["steps"]))
        return Solved(state, data, interaction, problem, fit, path, step)

    def limit(self, data: Data, values: Values) -> float:
        """The learning rate from which on descent does not converge; infinite without points."""
        fit = self.fit(data, values)
        return fit.spectrum.learning_rate_limit if fit is not None else np.inf

    def _keep(self, name: str, key: tuple[Any, ...], make: Callable[[], T]) -> T:
        """The part of that name made from an equal key last time, or a new one."""
        memo: Memo[T] = self._parts.setdefault(name, Memo())
        return memo(make, *key)


def rule_of(values: Values) -> Rule:
    """How descent moves; what its kind of update does not ask for changes nothing."""
    update = values["update"]
    asked = {"momentum": ("momentum",), "nesterov": ("momentum",), "minibatch": ("batch", "seed")}
    return Rule(update, **{key: values[key] for key in asked.get(update, ())})


def origin(start: tuple[float, ...] | None, problem: Problem) -> Array:
    """Where descent starts (p,), in X as used: as the state says where that fits, else zeros."""
    if start is None or len(start) != problem.p:
        return np.zeros(problem.p)
    return problem.from_user(start)
