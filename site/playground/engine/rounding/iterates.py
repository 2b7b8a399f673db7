"""What rounding does to an iterate of descent.

Each step adds an error of its own, d, and passes on a linear image of those before. In the
eigenbasis V of the Hessian an error is multiplied by h_m in m steps: |h_m| <= a^m, where a is what
a step multiplies the mode by. With momentum the roots r, s of its recurrence have
h_m = (r^(m + 1) - s^(m + 1)) / (r - s), so |h_m| <= a^m min(m + 1, 2 / |r - s|), a = max(|r|, |s|).
So after t steps |e| <= |V| S |V'| d with S = sum |h_m|, m < t. Of a column of small numbers and of
one of large ones each has an error to its own measure.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from linreg.descent import Step
from linreg.doubled import column_norms
from playground.engine.closed_form import EPS
from playground.engine.fit import Fit
from playground.engine.modes import is_far
from playground.engine.rules import Rule

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Rounding:
    """The rounding in the iterates of one descent.

    roots: (p, 2), whose powers each mode goes by.
    """

    fit: Fit
    rule: Rule
    rate: float
    roots: NDArray[np.complex128]

    def walked(self, steps: int, largest: Array) -> Array:
        """|V'| e (p,) after so many steps taken one by one, of iterates below `largest` (p,)."""
        radius = self.radius
        if not self.rule.linear(self.fit.problem):
            # Each step is another map, which need not shrink what the mean of them shrinks.
            radius = np.maximum(radius, 1.0)
        return self._growth(radius, steps) * self._own(largest)

    def glided(self, walked: Array, origin: Step, step: Step, largest: Array) -> Array:
        """The same of an iterate that comes from the eigenmodes, after those of the walk."""
        fit, count = self.fit, step.iteration - origin.iteration
        values, vectors = fit.spectrum.eigenvalues, fit.spectrum.eigenvectors
        size = float(np.linalg.norm(fit.minimum) + np.linalg.norm(origin.w))
        moved = np.abs(vectors.T @ (step.w - origin.w))
        # Singular values, the roots of the eigenvalues, are known to eps times the largest.
        roots, unit = np.sqrt(values), len(values) * EPS * self.rate * np.sqrt(values[-1])
        with np.errstate(all="ignore"):
            begun = np.where(is_far(fit, origin.w), unit * roots * size, self._own(largest))
            bent = unit * (roots * moved.sum() + float(roots @ moved)) + 4 * EPS * moved
            kept = (count + 1 if self.rule.kept else 1) * self.radius**count * walked
            total: Array = kept + self._growth(self.radius, count) * (begun + bent)
        return total

    def whole(self, modes: Array, w: Array) -> Array:
        """|e| (p,) of an iterate w from that of its modes."""
        with np.errstate(all="ignore"):
            error: Array = np.abs(self.fit.spectrum.eigenvectors) @ modes + 2 * EPS * np.abs(w)
        return error

    def _growth(self, radius: Array, steps: float) -> Array:
        """S (p,): the sum of what is left of an error of each of so many steps."""
        with np.errstate(all="ignore"):
            plain = np.minimum(steps, 1 / np.maximum(1 - radius, 0.0))
            plain = plain * np.maximum(radius, 1.0) ** steps
            if not self.rule.kept:
                return np.asarray(plain)
            apart = 2 / np.abs(self.roots[:, 0] - self.roots[:, 1])
            return np.asarray(plain * np.minimum(apart, plain))

    @cached_property
    def radius(self) -> Array:
        """(p,): what a step multiplies each mode by in the long run."""
        return np.asarray(np.abs(self.roots).max(axis=1))

    def _own(self, largest: Array) -> Array:
        """|V'| d (p,): of one step from coefficients no larger than these (p,).

        The gradient is (2/N) X'(X w - y), summed in floats; sums of N terms by halves.
        """
        problem, rule = self.fit.problem, self.rule
        rows = min(rule.batch, problem.N) if rule.update == "minibatch" else problem.N
        norms, y = self._norms
        with np.errstate(all="ignore"):
            terms = problem.p + np.sqrt(problem.N) + 4
            slope = 2 / rows * terms * norms * (float(norms @ largest) + y)
            slope = slope + self.fit.objective.curvature() * largest
            own = EPS * (self.rate * slope + 2 * largest)
            if problem.penalty is not None:
                own = own + EPS * self.rate * problem.penalty.strength
            modes: Array = np.abs(self.fit.spectrum.eigenvectors.T) @ own
            return modes

    @cached_property
    def _norms(self) -> tuple[Array, float]:
        """Of the columns of X (p,), and of y."""
        X, y = self.fit.problem.scaled
        return column_norms(X), float(column_norms(y[:, np.newaxis])[0])
