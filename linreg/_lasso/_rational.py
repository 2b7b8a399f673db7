"""The lasso in rational arithmetic: for columns that floats cannot tell apart.

Minimises (1/2) ||y - X w||^2 + level ||w||_1 from the exact moments of X and y, free columns
eliminated. Between two changes of sign the problem is a linear system; the column whose
correlation exceeds the level by most enters, one that reaches zero leaves. Each step lowers the
objective and sign patterns are finitely many, so that it ends, at the minimum.

Source: Lee, Battle, Raina, Ng (2007), Efficient sparse coding algorithms (feature-sign search).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from linreg import exact
from linreg._checks import Array
from linreg._lasso._core import Problem
from linreg.exact import Rational

# Numbers to be taken apart, N p^2 products of long integers, and columns for which systems are
# solved again and again: about a second each.
_NUMBERS_MOST = 100_000
_CAP = 2_000_000
_COLUMNS_MOST = 40


@dataclass(frozen=True, eq=False)
class RationalLasso:
    """Exact moments, with the free columns first and y last, and what is left without those.

    moments: (p + 1, p + 1); gram (q, q) and pulls (q,) of the penalised columns, free ones
    projected out; size: (1/2) ||y||^2 without them; all Fractions, in the units of the problem.
    """

    problem: Problem
    moments: Rational
    gram: Rational
    pulls: Rational
    size: Fraction

    @classmethod
    def of(cls, problem: Problem) -> RationalLasso | None:
        """Take the moments; None where they would take too long."""
        N, p = problem.raw_X.shape
        if N * p > _NUMBERS_MOST or N * p**2 > _CAP or len(problem.penalised) > _COLUMNS_MOST:
            return None
        order = [*problem.free, *problem.penalised]
        moments = exact.moments(np.column_stack([problem.raw_X[:, order], problem.raw_y]))
        f = len(problem.free)
        inner = moments[f:, f:]
        if f:
            along = exact.eliminate(moments[:f, :f], moments[:f, f:])[0]
            inner = inner - moments[f:, :f].dot(along)
        return cls(problem, moments, inner[:-1, :-1], inner[:-1, -1], inner[-1, -1] / 2)

    def solve(self, level: float, start: Rational | None) -> tuple[Rational, int]:
        """Return the w (q,) that minimises, exactly, and the number of columns that entered."""
        bound = Fraction(level)
        if bound == 0:
            return exact.eliminate(self.gram, self.pulls[:, np.newaxis])[0][:, 0], len(self.pulls)
        w = np.full(len(self.pulls), Fraction(0), dtype=object) if start is None else start.copy()
        entered = 0
        w = self._settle(w, bound, None)
        while (j := self._next(w, bound)) is not None:
            w = self._settle(w, bound, j)
            entered += 1
        return w, entered

    def restore(self, w: Rational) -> Array:
        """Return all p coefficients, rounded once, in the problem's units, free ones first.

        The free ones are the best beside the others as rounded, which makes up for most of that.
        """
        f = len(self.problem.free)
        rounded = exact.nearest(w)
        if not f:
            return rounded
        rest = self.moments[:f, -1] - self.moments[:f, f:-1].dot(exact.rationals(rounded))
        free = exact.eliminate(self.moments[:f, :f], rest[:, np.newaxis])[0][:, 0]
        return np.concatenate([exact.nearest(free), rounded])

    def excess(self, coefficients: Array, w: Rational, level: float) -> float:
        """Return by how much the objective at rounded coefficients exceeds the minimum, at w."""
        f = len(self.problem.free)
        lost = exact.rationals(coefficients)
        whole = self.moments[:-1, :-1]
        value = (
            (self.moments[-1, -1] + lost.dot(whole.dot(lost))) / 2
            - lost.dot(self.moments[:-1, -1])
            + Fraction(level) * np.abs(lost[f:]).sum()
        )
        least = (
            self.size
            + w.dot(self.gram.dot(w)) / 2
            - w.dot(self.pulls)
            + Fraction(level) * np.abs(w).sum()
        )
        return float(value - least)

    def _next(self, w: Rational, level: Fraction) -> int | None:
        """Return the column at zero whose correlation exceeds the level by most."""
        correlation = np.abs(self.pulls - self.gram.dot(w))
        outside = [int(j) for j in np.flatnonzero(w == 0) if correlation[j] > level]
        return max(outside, key=lambda j: correlation[j], default=None)

    def _settle(self, w: Rational, level: Fraction, entering: int | None) -> Rational:
        """Minimise over the columns in use, and the one entering; who reaches zero leaves."""
        signs = np.sign(w)
        if entering is not None:
            slope = self.pulls[entering] - self.gram[entering].dot(w)
            signs[entering] = 1 if slope > 0 else -1
        while True:
            active = [int(j) for j in np.flatnonzero(signs)]
            # A column that depends on the others must be the last one.
            active.sort(key=lambda j: j == entering)
            if not active:
                return w
            step, bounded = self._step(w, active, signs, level)
            moves = list(zip(active, step, strict=True))
            ratios = [-w[j] / s if w[j] * s < 0 else None for j, s in moves]
            first = min((r for r in ratios if r is not None), default=None)
            if first is None and not bounded:
                return w
            share = Fraction(1) if first is None or (bounded and first > 1) else first
            for (j, s), ratio in zip(moves, ratios, strict=True):
                w[j] = Fraction(0) if ratio == share else w[j] + share * s
            signs = np.sign(w)
            if bounded and share == 1:
                return w

    def _step(
        self, w: Rational, active: list[int], signs: Rational, level: Fraction
    ) -> tuple[Rational, bool]:
        """Return the way to the minimum within the signs, and whether it ends there."""
        gram = self.gram[np.ix_(active, active)]
        right = (self.pulls[active] - level * signs[active])[:, np.newaxis]
        aim, dependent = exact.eliminate(gram, right)
        if not dependent:
            return aim[:, 0] - w[active], True
        others = exact.eliminate(gram[:-1, :-1], gram[:-1, -1:])[0][:, 0]
        step: Rational = np.array([*-others, Fraction(1)], dtype=object) * signs[active[-1]]
        return step, False
