"""What helps against nearly dependent columns, each with its numbers before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

import linreg
from linreg import paths
from linreg.solvers import Solution
from playground.session.names import REMEDIES
from playground.views.collinearity.case import Case, steps_to_arrive

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Fix:
    """A way out. changes: what it sets in the state; cost: what it is that one gives up.

    coefficients: (p,), 0 for a dropped column; condition: of what is then solved;
    spread: the standard deviation of its most uncertain coefficient over new noise; bias: how far
    the mean of its refits is from the truth, at worst, None where nobody knows the truth.
    """

    name: str
    label: str
    cost: str
    coefficients: Array
    condition: float
    spread: float
    bias: float | None
    changes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def steps(self) -> float:
        return steps_to_arrive(self.condition)


class Fixes:
    """All ways out of one case. free: the columns that ridge leaves alone, (0,) for the ones."""

    def __init__(self, case: Case) -> None:
        self.case = case
        ones = case.problem.columns[0] == "1" and bool(np.all(case.problem.X[:, 0] == 1.0))
        self.free = (0,) if ones else ()

    @cached_property
    def path(self) -> paths.RidgePath:
        """Ridge solutions over its strengths."""
        return linreg.ridge_path(self.case.problem.X, self.case.problem.y, free=self.free)

    @cached_property
    def strength(self) -> float:
        """The strength with the least leave-one-out error, to two digits."""
        return float(f"{self.path.strengths[self.best]:.1e}")

    @cached_property
    def best(self) -> int:
        """Its place on the path; the middle where no row can be left out."""
        errors = self.path.leave_one_out
        known = bool(np.isfinite(errors).any())
        return int(np.nanargmin(errors)) if known else len(errors) // 2

    @property
    def alpha(self) -> float:
        """The same penalty as estimators count it: on the sum of squares."""
        return self.case.problem.N * self.strength

    @cached_property
    def cut(self) -> float:
        """A relative cut-off between the smallest singular value and the one before."""
        s = self.case.fit.solution("svd").singular_values
        low = max(float(s[-1]), np.finfo(np.float64).eps * float(s[0]))
        return float(f"{(low * float(s[-2])) ** 0.5 / float(s[0]):.0e}") if len(s) > 1 else 0.0

    def made(self, name: str) -> Fix:
        """The fix of that name alone."""
        make = {"ridge": self.ridge, "svd": self.truncated, "scale": self.standardised}
        return make.get(name, self.dropped)()

    @cached_property
    def all(self) -> tuple[Fix, ...]:
        """As it is, and every fix."""
        found = [self.none(), self.ridge(), self.truncated(), self.standardised()]
        return (*found, self.dropped()) if self.case.pair is not None else tuple(found)

    def none(self) -> Fix:
        case = self.case
        return self._fix("none", REMEDIES["none"], "", case.fit.solution("refined"), _inverse(case))

    def ridge(self) -> Fix:
        """(X'X + N strength I) w = X'y without the free columns."""
        case = self.case
        X = with_ridge(case.problem.X, self.strength, self.free)
        solution = linreg.solve(X, np.append(case.problem.y, np.zeros(len(X) - case.problem.N)))
        changes = {"penalty": "ridge", "strength": self.strength}
        return self._fix(
            "ridge",
            REMEDIES["ridge"],
            "a little bias",
            solution,
            ridge_inverse(case.problem.X, self.strength, self.free),
            changes,
        )

    def truncated(self) -> Fix:
        case = self.case
        solution = linreg.solve(case.problem.X, case.problem.y, method="svd", rcond=self.cut)
        s = np.linalg.svd(case.problem.X, compute_uv=False)
        inverse = truncated_inverse(case.problem.X, self.cut)
        changes = {"method": "svd", "rcond": self.cut}
        condition = float(s[0] / s[s > self.cut * s[0]][-1])
        return self._fix(
            "svd", REMEDIES["svd"], "a direction", solution, inverse, changes, condition
        )

    def standardised(self) -> Fix:
        """Centred and scaled columns: the same estimate, a rounder valley where scales differed."""
        case, skip = self.case, len(self.free)
        rest = case.problem.X[:, skip:]
        about = rest - rest.mean(axis=0) if skip else rest
        size = np.linalg.norm(about, axis=0) / case.problem.N**0.5
        X = np.column_stack([case.problem.X[:, :skip], about / np.where(size > 0, size, 1.0)])
        condition = linreg.solve(X, case.problem.y, method="qr").condition_number
        if not case.fit.unique:
            condition = float("inf")
        solution, inverse = case.fit.solution("refined"), _inverse(case)
        changes = {"standardise": 1}
        return self._fix(
            "scale", REMEDIES["scale"], "nothing", solution, inverse, changes, condition
        )

    def dropped(self) -> Fix:
        """Without the second column of the pair."""
        case, gone = self.case, (self.case.pair or (0, 0))[1]
        X = np.delete(case.problem.X, gone, axis=1)
        small = linreg.solve(X, case.problem.y)
        w = np.insert(small.coefficients, gone, 0.0)
        inverse = np.insert(pseudo_inverse(X), gone, 0.0, axis=0)
        names = [name for j, name in enumerate(case.problem.columns) if j not in (gone, *self.free)]
        changes = {"features": tuple(names)}
        label = f"Drop {case.problem.columns[gone]}"
        return self._with("drop", label, "a column", w, small.condition_number, inverse, changes)

    def _fix(
        self,
        name: str,
        label: str,
        cost: str,
        found: Solution,
        inverse: Array | None,
        changes: Mapping[str, Any] | None = None,
        condition: float | None = None,
    ) -> Fix:
        known = found.condition_number if condition is None else condition
        known = known if inverse is not None else float("inf")
        return self._with(name, label, cost, found.coefficients, known, inverse, changes or {})

    def _with(
        self,
        name: str,
        label: str,
        cost: str,
        w: Array,
        condition: float,
        inverse: Array | None,
        changes: Mapping[str, Any],
    ) -> Fix:
        """Spread and bias of a linear estimate w = A y are those of A: sigma ||A_j||, A X w - w."""
        case = self.case
        if inverse is None:
            return Fix(name, label, cost, w, condition, float("inf"), None, changes)
        spread = case.sigma * float(np.linalg.norm(inverse, axis=1).max())
        bias = None
        if case.truth is not None:
            off = inverse @ (case.problem.X @ case.truth) - case.truth
            bias = float(np.abs(off).max()) if name not in ("none", "scale") else 0.0
        return Fix(name, label, cost, w, condition, spread, bias, changes)


def _inverse(case: Case) -> Array | None:
    """The pseudo-inverse (p, N) of X in full precision; none where its columns are dependent."""
    if not case.fit.unique:
        return None
    frame = case.fit.frame
    return np.asarray(frame.T.high @ frame.Z.T) if frame.determined.all() else None


def with_ridge(X: Array, strength: float, free: tuple[int, ...]) -> Array:
    """X with the rows below it that stand for the penalty, on all but the free columns."""
    N, p = X.shape
    return np.vstack([X, (N * strength) ** 0.5 * np.delete(np.eye(p), list(free), axis=0)])


def ridge_inverse(X: Array, strength: float, free: tuple[int, ...]) -> Array:
    """How ridge's coefficients follow y: (p, N)."""
    return pseudo_inverse(with_ridge(X, strength, free))[:, : len(X)]


def truncated_inverse(X: Array, cut: float) -> Array:
    """How the coefficients of a truncated SVD follow y: (p, N)."""
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    kept = s > cut * s[0]
    return np.asarray((Vt[kept].T / s[kept]) @ U[:, kept].T)


def pseudo_inverse(X: Array) -> Array:
    frame = linreg.diagnostics.Frame.of(X)
    return np.asarray(frame.T.high @ frame.Z.T)
