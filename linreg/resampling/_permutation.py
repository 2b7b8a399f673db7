"""Permutation test of one coefficient: could its size be the chance order of the rows?"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from math import factorial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg._checks import Array, read_only
from linreg._settings import count, indices
from linreg.diagnostics import Frame
from linreg.diagnostics._fitted import Fitted
from linreg.resampling._cloud import MOST_DRAWS
from linreg.resampling._draws import Rng, source
from linreg.resampling._refits import Refits

# Up to so many rows every order is tried: 40,320.
MOST_ROWS = 8
# Statistics that differ by less, relatively, differ by rounding.
_TIE = 1e-10


@dataclass(frozen=True)
class PermutationTest:
    """Refits that know nothing of a coefficient, and how the fit compares with them.

    Attributes
    ----------
    coefficients : (draws,), the coefficient of each refit, in the column's units.
    t_values : (draws,), the same over its standard error.
    coefficient, t_value : of the fit to the data.
    count : the number of refits whose |t| is at least that of the fit, to rounding.
    exhaustive : whether these are all orders, the given one among them.
    """

    coefficients: Array
    t_values: Array
    coefficient: float
    t_value: float
    exhaustive: bool = False

    @property
    def count(self) -> int:
        return int(np.count_nonzero(extreme(self.t_values, self.t_value)))

    @property
    def p_value(self) -> float:
        """Return the two-sided p: (1 + count) / (1 + draws); of all orders, count / draws."""
        return p_value(self.count, len(self.t_values), self.exhaustive)


def permutation_test(
    X: ArrayLike | Frame,
    y: ArrayLike,
    column: int,
    rng: Rng | None = None,
    draws: int = 1000,
) -> PermutationTest:
    """Test whether a coefficient is 0, by refits that have no part of it.

    The residuals of the model without the column are shuffled and added to its fitted values; the
    full model is fitted to them (Freedman and Lane). With an intercept and one feature that is to
    shuffle y itself. Exact for one feature; with several, nearly so.

    Parameters
    ----------
    X : (N, p) as given, or a `Frame` of it.
    y : (N,).
    column : the index of the column.
    rng : a `numpy.random.Generator`, or a `linreg.sampler.Sampler`. None: every order of the rows
        is tried once, and `draws` has no say; for up to 8 rows.
    draws : the number of random orders.

    Raises
    ------
    ValueError : shapes do not fit, a value is not finite, X does not determine the coefficient, or
        there are no degrees of freedom.

    References
    ----------
    Freedman, Lane (1983), Journal of Business & Economic Statistics 1(4), 292-298.
    Phipson, Smyth (2010), Statistical Applications in Genetics and Molecular Biology 9(1): the 1s.
    """
    count(draws, "draws", 1, "expected at least 1", MOST_DRAWS)
    fit = Fitted.of(X, y)
    (j,) = indices((column,), "column", len(fit.solution.high))
    if not fit.frame.determined[j] or fit.spare < 1:
        raise ValueError(
            f"column is {column}; X does not determine its coefficient and standard error. Leave "
            "out dependent columns, or add rows."
        )
    found = Permutations(Refits(fit), fit.frame.T.high[j], float(fit.solution.high[j]))
    if rng is not None:
        source(rng, "permuted")
        return found.test(found.steps(rng, draws))
    if len(found.errors) > MOST_ROWS:
        raise ValueError(
            f"rng is None and X has {len(found.errors)} rows; every order can be tried for at most "
            f"{MOST_ROWS} rows. Give rng, such as numpy.random.default_rng(0)."
        )
    return found.test(found.all_steps(), exhaustive=True)


@dataclass(frozen=True, eq=False)
class Permutations:
    """The refits of one coefficient: root (rank,) gives it, as root'd, from the steps of a fit."""

    refits: Refits
    root: Array
    coefficient: float

    @property
    def _direction(self) -> Array:
        """The part of the column that the others do not explain, over its square, (N,)."""
        return np.asarray(self.refits.Z @ self.root)

    @property
    def errors(self) -> Array:
        """The residuals y - Xw of the model without the column, (N,), weighted."""
        pull = self._direction
        return np.asarray(self.coefficient / (pull @ pull) * pull - self.refits.r)

    def steps(self, rng: Rng, draws: int) -> Array:
        """Return the steps of random orders, (draws, rank)."""
        return self.refits.permuted(self.errors, rng, draws)

    def all_steps(self) -> Array:
        """Return the steps of every order, (N!, rank)."""
        N = len(self.errors)
        rows = np.fromiter(permutations(range(N)), dtype=(np.intp, N), count=factorial(N))
        return self.refits.of_orders(self.errors, rows)

    def t_values(self, steps: Array) -> Array:
        """Return t (draws,) of refits with these steps."""
        errors, size = self.errors, float(np.linalg.norm(self.root))
        left = np.maximum(float(errors @ errors) - np.einsum("bi,bi->b", steps, steps), 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(steps @ self.root / (size * np.sqrt(left / self.refits.fit.spare)))

    def test(self, steps: Array, exhaustive: bool = False) -> PermutationTest:
        """Compare the fit with the refits of these steps."""
        as_given = self.refits.of_orders(self.errors, np.arange(len(self.errors))[np.newaxis])
        return PermutationTest(
            read_only(steps @ self.root),
            read_only(self.t_values(steps)),
            self.coefficient,
            float(self.t_values(as_given)[0]),
            exhaustive,
        )


def extreme(t_values: Array, t_value: float) -> NDArray[np.bool_]:
    """Return which t (draws,) are at least as far from 0 as that of the fit, (draws,) bool."""
    return np.asarray(np.abs(t_values) >= abs(t_value) * (1.0 - _TIE))


def p_value(extremes: int, draws: int, exhaustive: bool = False) -> float:
    """Return the two-sided p: the given order is one of those that could have come."""
    return extremes / draws if exhaustive else (1 + extremes) / (1 + draws)
