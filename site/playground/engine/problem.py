"""From data and the keys of the state to the problem that is solved, and back to user's units.

X is (N, p) as used: with degree, basis, interactions and standardisation applied, the ones first
where there is an intercept. w (p,) are its coefficients; the user's are those of the raw terms
("1", "x", "x^2"), of which w is a linear image: user = S w, taken in rational arithmetic.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

import linreg
from linreg import _terms, doubled, exact, penalties
from linreg.design import Design
from linreg.doubled import Doubled, column_norms
from linreg.formula import Formula, name_text
from linreg.objective import Absolute, Huber, Loss, Objective
from linreg.robust import RobustSolution
from linreg.variants import SeparateBias
from playground.engine.data import Data
from playground.engine.limits.magnitude import LARGEST, check_columns, check_strength
from playground.engine.model.columns import FormulaColumns, parsed
from playground.engine.model.designed import PLAIN, designed
from playground.engine.rational.rational_map import RationalMap

Array = NDArray[np.float64]


class NamedDoubled(Doubled):
    """Columns in twice the digits of floats, with names."""

    columns: tuple[str, ...]


class Named(np.ndarray[Any, Any]):
    """An array whose columns have names."""

    columns: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Problem:
    """The regression problem of one state; made by `Problem.of`.

    values: name of a feature -> (N,) numbers, or text of a category. y: what is fitted, of a
    formula its left side. low: what X lacks of the powers that it rounds, (N, p); None for nothing.
    separate: the same problem with b kept apart in `objective`, whose parameters are then (b, w);
    X, w and all reports are those with the column of ones. formula: None where the other keys say
    the model. weights: of the samples, (N,) > 0; None where all count the same. loss, delta: as the
    keys say.
    """

    values: Mapping[str, NDArray[Any]]
    y: Array
    design: Design | FormulaColumns
    X: Array
    low: Array | None = None
    separate: bool = False
    penalty: penalties.ElasticNet | None = None
    formula: Formula | None = None
    weights: Array | None = None
    loss: str = "squared"
    delta: float = 1.345

    @classmethod
    def of(cls, data: Data, state: Mapping[str, Any]) -> Problem:
        """The problem of data with N > 0; raises DataError where it cannot be made."""
        check_columns(data.values, data.target, data.y, data.drawn_from_seed)
        return cls.made(data.values, data.y, state, data.weights, data.rows)

    @classmethod
    def made(
        cls,
        values: Mapping[str, NDArray[Any]],
        y: Array,
        state: Mapping[str, Any],
        weights: Array | None = None,
        rows: NDArray[np.intp] | None = None,
    ) -> Problem:
        """The same from features by name, and the target before any transformation.

        rows: where each stands in the table, for errors about values.
        """
        made = designed(values, y, state, rows)
        low = made.X.low if made.X.low.any() else None
        separate = {**PLAIN, **state}["intercept"] == "separate" and made.design.intercept != "none"
        return cls(
            values, made.y, made.design, made.X.high, low, separate,
            formula=made.formula, weights=weights,
        )  # fmt: skip

    @classmethod
    def of_matrix(
        cls, columns: tuple[str, ...], X: Array, y: Array, weights: Array | None = None
    ) -> Problem:
        """The problem whose features are the columns of X (N, p), p >= 1, by these names.

        Ones among them are a feature too: the norm counts every coefficient.
        """
        p = len(columns)
        features = tuple(map(_terms.Column, columns))
        terms = _terms.terms(features, degree=1, interactions=False, intercept=False)
        design = Design(features, terms, "none", np.zeros(p), np.ones(p))
        return cls(dict(zip(columns, X.T, strict=True)), y, design, X, weights=weights)

    def with_objective(self, state: Mapping[str, Any]) -> Problem:
        """The same problem with the loss and penalty that the state asks for; raises DataError.

        A robust loss has no penalty beside it.
        """
        loss = state.get("loss", "squared")
        if loss != "squared":
            return replace(self, loss=loss, delta=state["delta"])
        if state.get("penalty", "none") != "none":
            check_strength(state["strength"], self.N)
        return replace(self, penalty=penalty_of(state, self.free))

    @cached_property
    def squared(self) -> Problem:
        """The same with the squared loss."""
        return replace(self, loss="squared") if self.robust else self

    def part(self, rows: NDArray[np.bool_]) -> Problem:
        """The same problem with some of its rows: mask (N,)."""
        values = {name: column[rows] for name, column in self.values.items()}
        low, weights = (None if a is None else a[rows] for a in (self.low, self.weights))
        return replace(
            self, values=values, y=self.y[rows], X=self.X[rows], low=low, weights=weights
        )

    @property
    def features(self) -> tuple[str, ...]:
        return tuple(self.values)

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns of X: of their raw terms, in the order of the coefficients."""
        return self.design.names

    @property
    def N(self) -> int:
        return len(self.y)

    @property
    def p(self) -> int:
        return len(self.design.shifts)

    @property
    def transformed(self) -> bool:
        """Whether y is a function of the target: "log(y)"."""
        return self.formula is not None and self.formula.is_transformed

    @property
    def straight(self) -> bool:
        """Whether the fit is a line or a plane in the features, and in each category."""
        if isinstance(self.design, FormulaColumns):
            found = () if self.formula is None else self.formula.terms
            pairs = zip(map(name_text, self.features), found, strict=False)
            alone = all(term in (name, f"C({name})") for name, term in pairs)
            return alone and len(found) == len(self.values) and not self.transformed
        return all(sum(term) <= 1 for term in self.design.terms)

    def to_data(self, fitted: Array) -> Array:
        """Values of y as values of the target: as they are, or by the inverse of "log(y)".

        The inverse takes a mean of log(y) to the median of y where errors are symmetric.
        """
        if self.formula is None or not self.transformed:
            return fitted
        return self.formula.inverse(fitted)

    @property
    def ones(self) -> bool:
        """Whether column 0 is the ones."""
        return self.design.intercept != "none"

    @property
    def quadratic(self) -> bool:
        """Whether the objective is a quadratic: the loss squared, without a share of the lasso."""
        if self.robust:
            return False
        return self.penalty is None or not self.penalty.mix or not self.penalty.strength

    @property
    def plain_squares(self) -> bool:
        """Whether the fit is least squares, without a penalty."""
        return self.penalty is None and not self.robust

    @property
    def robust(self) -> bool:
        """Whether the loss is another than the squared one."""
        return self.loss != "squared"

    @cached_property
    def robust_solution(self) -> RobustSolution:
        """The minimiser of the loss, its scale, and how much each row counts."""
        return linreg.solve_robust(self.X, self.y, self.loss, self.delta, self.weights)

    @cached_property
    def objective(self) -> Objective:
        """What descent minimises: the mean loss of X and y, and the penalty."""
        if self.robust:
            threshold = self.delta * self.robust_solution.scale
            # Huber's loss is the absolute loss where its threshold tends to zero.
            usable = self.loss == "huber" and threshold > 0
            loss: Loss = Huber(min(threshold, LARGEST)) if usable else Absolute()
            return linreg.RobustError(self.X, self.y, loss, weights=self.weights)
        if not self.separate or not self.quadratic:
            return linreg.SquaredError(self.X, self.y, self.penalty, self.weights)
        # There the penalty is on w alone, so that no column of it is free.
        penalty = None if self.penalty is None else replace_free(self.penalty, ())
        return SeparateBias(self.X[:, 1:], self.y, penalty, self.weights)

    @cached_property
    def count(self) -> float:
        """What the mean of the objective divides by: the sum of the weights, N without any."""
        return float(self.N) if self.weights is None else math.fsum(self.weights)

    def mean(self, values: Array) -> float:
        """The mean of values (N,), weighted."""
        if self.weights is None:
            return float(np.mean(values))
        return float(np.average(values, weights=self.weights))

    @cached_property
    def relative(self) -> Array:
        """The weights over their mean, (N,): ones without any."""
        if self.weights is None:
            return np.ones(self.N)
        return self.weights * (self.N / self.count)

    @cached_property
    def scaled(self) -> tuple[Array, Array]:
        """X (N, p) and y (N,) times the square roots of these, whose ordinary least squares is
        that with the weights."""
        if self.weights is None:
            return self.X, self.y
        roots = np.sqrt(self.relative)
        return roots[:, np.newaxis] * self.X, roots * self.y

    @property
    def ridge(self) -> float:
        """alpha of X'X + alpha I, which the part of the penalty with squares adds."""
        penalty = self.penalty
        return self.count * penalty.strength * (1 - penalty.mix) if penalty is not None else 0.0

    @property
    def pull(self) -> Fraction:
        """count strength mix / 2: how hard a lasso holds each penalised coefficient at zero."""
        penalty = self.penalty
        if penalty is None:
            return Fraction(0)
        return Fraction(self.count) * Fraction(penalty.strength) * Fraction(penalty.mix) / 2

    @property
    def free(self) -> tuple[int, ...]:
        """The columns that no penalty and no norm counts: the ones."""
        return (0,) if self.ones else ()

    @cached_property
    def named(self) -> Array:
        """X, its columns with their names, which solvers use in what they say."""
        named = self.X.view(Named)
        named.columns = self.columns
        return named

    @cached_property
    def full_named(self) -> Array | Doubled:
        """The same with all that X lacks of the powers, for solvers that take it."""
        if self.low is None:
            return self.named
        both = NamedDoubled(self.X, self.low)
        both.columns = self.columns
        return both

    @cached_property
    def rows(self) -> Array:
        """X, and under it a row e_j for each column that the ridge draws to zero: see `counts`."""
        return np.vstack([self.X, np.eye(self.p)[self._drawn]])

    @cached_property
    def full(self) -> Doubled:
        """X (N, p) with what it lacks of the powers that it rounds."""
        return Doubled(self.X, np.zeros_like(self.X) if self.low is None else self.low)

    def fitted(self, w: Array | Doubled) -> Array:
        """What w (p,) predicts for the rows of X, (N,)."""
        return predicted(self.full, w)

    @cached_property
    def target(self) -> Array:
        """y, and a zero for each such row."""
        return np.concatenate([self.y, np.zeros(len(self.rows) - self.N)])

    @cached_property
    def counts(self) -> Array | None:
        """The weight of each row of X, alpha for each of the ridge's; None where all are 1."""
        if not self.ridge:
            return self.weights
        weights = np.ones(self.N) if self.weights is None else self.weights
        return np.append(weights, np.full(len(self.rows) - self.N, self.ridge))

    @property
    def _drawn(self) -> NDArray[np.bool_]:
        """Which columns the ridge draws to zero, (p,)."""
        if self.penalty is None or not self.ridge:
            return np.zeros(self.p, dtype=bool)
        return self.penalty.mask(self.p) > 0

    @cached_property
    def raw(self) -> Doubled:
        """The raw terms (N, p), of which the user's coefficients are."""
        return self.full if self.plain else self.design.raw().doubled(self.values)

    def decimals(
        self, features: Mapping[str, Sequence[str]], target: Sequence[str]
    ) -> tuple[exact.Rational, exact.Rational]:
        """The raw terms (N, p) and y (N,) as Fractions of the decimal data.

        A y that is a function of the target is that of the floats. Raises FormulaError where a term
        is not defined for the decimals.
        """
        y = exact.rationals(self.y if self.transformed else list(target), "y")
        # A category of one kind leaves the ones alone.
        if isinstance(self.design, Design) and not self.design.columns:
            return exact.rationals(self.X), y
        return self.design.typed(features), y

    @cached_property
    def coefficient_scale(self) -> Array:
        """||y|| / ||x_j|| of the raw terms (p,): what a coefficient that is zero is small to."""
        norms = column_norms(self.raw.high)
        size = column_norms(self.y[:, np.newaxis])[0] or 1.0
        return size / np.where(norms > 0, norms, 1.0)

    @cached_property
    def plain(self) -> bool:
        """Whether the columns of X are the raw terms themselves."""
        return self.design.is_raw

    @cached_property
    def to_raw_terms(self) -> exact.Rational:
        """S (p, p) of Fractions: the user's coefficients are S w."""
        return self.design.back()

    @cached_property
    def from_raw_terms(self) -> exact.Rational:
        """The inverse of S."""
        identity = np.array(np.eye(self.p, dtype=int), dtype=object) * Fraction(1)
        square, right = (
            self.to_raw_terms.T.dot(self.to_raw_terms),
            self.to_raw_terms.T.dot(identity),
        )
        return exact.eliminate(square, right)[0]

    @cached_property
    def spread(self) -> Array:
        """|S| (p, p) in floats: how errors of w reach the user's coefficients."""
        return np.abs(exact.nearest(self.to_raw_terms))

    def to_user(self, w: ArrayLike | Doubled) -> Array:
        """The coefficients (p,) of the raw terms, intercept first; NaN where w is not finite."""
        if isinstance(w, Doubled):
            return (
                w.high if self.plain else self._to_raw_map.of(w.high) + self._to_raw_map.of(w.low)
            )
        return np.array(w, dtype=np.float64) if self.plain else self._to_raw_map.of(w)

    def from_user(self, coefficients: ArrayLike) -> Array:
        """The w (p,) of X as used that are these coefficients of the raw terms."""
        given = np.array(coefficients, dtype=np.float64)
        return given if self.plain else self._from_raw_map.of(given)

    @cached_property
    def _to_raw_map(self) -> RationalMap:
        return RationalMap(self.to_raw_terms)

    @cached_property
    def _from_raw_map(self) -> RationalMap:
        return RationalMap(self.from_raw_terms)

    def matrix(self, rows: Mapping[str, ArrayLike] | ArrayLike) -> Doubled:
        """X (M, p) as used of other rows: by feature, or (M, k) or (M,) in their order."""
        if not isinstance(rows, Mapping):
            array = np.asarray(rows, dtype=np.float64)
            array = array.reshape(len(array), -1)
            rows = dict(zip(self.features, array.T, strict=True))
        return self.design.doubled(rows)

    def predict(self, w: Array | Doubled, rows: Mapping[str, ArrayLike] | ArrayLike) -> Array:
        """What w predicts for rows (M, k) in the user's units, (M,)."""
        return predicted(self.matrix(rows), w)


def predicted(rows: Doubled, w: ArrayLike | Doubled) -> Array:
    """What w (p,) predicts for rows (M, p) of a design, (M,): rounded once.

    Terms of an ill-conditioned fit cancel each other; in floats their rounding would be seen.
    """
    high, low = w if isinstance(w, Doubled) else (np.asarray(w, dtype=np.float64), None)
    both = Doubled(high[:, None], np.zeros((len(high), 1)) if low is None else low[:, None])
    with np.errstate(all="ignore"):
        return doubled.product(rows, both).high[:, 0]


def penalty_of(state: Mapping[str, Any], free: tuple[int, ...]) -> penalties.ElasticNet | None:
    """The penalty that the state asks for, without the columns in `free`."""
    strength = state.get("strength", 0.0)
    match state.get("penalty", "none"):
        case "ridge":
            return penalties.Ridge(strength, free)
        case "lasso":
            return penalties.Lasso(strength, free)
        case "elastic":
            return penalties.ElasticNet(strength, state["mix"], free)
    return None


def replace_free(penalty: penalties.ElasticNet, free: tuple[int, ...]) -> penalties.ElasticNet:
    return penalties.ElasticNet(penalty.strength, penalty.mix, free)


def names_of(data: Data, state: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the columns of X, also where there are no points."""
    if state.get("formula") is not None:
        formula = parsed(state["formula"])
        return (*(["1"] if formula.intercept else []), *formula.terms)
    return Problem.made({name: np.zeros(1) for name in data.features}, np.zeros(1), state).columns
