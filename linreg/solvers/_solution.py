"""The result of a solve: coefficients and what can be said about them."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from linreg import doubled
from linreg._checks import Array
from linreg._triangle import singular_values
from linreg.solvers._status import Status
from linreg.solvers._system import System


@dataclass(frozen=True, eq=False)
class Solution:
    """Coefficients with their status, rank and conditioning.

    residual_norm, singular_values and the condition numbers are computed when first asked for.

    Attributes
    ----------
    coefficients : (p,), or (p, k) where y was (N, k); NaN where the method failed.
    coefficients_low : what they lack of the solution found, of the same shape: rounding them is
        enough to spoil the predictions of an ill-conditioned fit. Zeros where the method has no
        more.
    rank : number of columns that the method found independent.
    status, message : the outcome in general (`status.value.text`) and with this problem's facts.
    notes : things worth knowing that change no number, such as a setting that was ignored.
    X, y : what was solved, rows scaled by the square roots of the weights, ridge rows appended.
    """

    coefficients: Array
    rank: int
    status: Status
    message: str
    method: str
    notes: tuple[str, ...] = ()
    coefficients_low: Array = field(kw_only=True, repr=False)
    system: System = field(kw_only=True, repr=False)
    target: Array = field(kw_only=True, repr=False)

    @property
    def X(self) -> Array:
        return self.system.rows

    @property
    def y(self) -> Array:
        return self.system.target(self.target)

    @cached_property
    def singular_values(self) -> Array:
        """Singular values of X as solved, largest first, (min(N, p),). O(N p^2), then kept."""
        s = singular_values(self.X)
        s.flags.writeable = False
        return s

    @cached_property
    def condition_number(self) -> float:
        """Largest over smallest singular value of X as solved; inf where the smallest is zero."""
        return _ratio(self.singular_values, self.X.shape[1])

    @cached_property
    def condition_number_scaled(self) -> float:
        """Condition number of X with unit columns: near the least that any scaling reaches."""
        norms = doubled.column_norms(self.X)
        return _ratio(singular_values(self.X / np.where(norms == 0, 1.0, norms)), self.X.shape[1])

    @cached_property
    def residual_norm(self) -> float | Array:
        """||y - Xw||, residuals taken in doubled precision: a float, or (k,) where y was (N, k)."""
        r = doubled.residual(self.X, self.coefficients, self.y, self.coefficients_low)
        norms = doubled.column_norms(r.reshape(len(r), -1))
        return float(norms[0]) if self.y.ndim == 1 else norms


def _ratio(s: Array, p: int) -> float:
    smallest = s[-1] if len(s) == p else 0.0
    return float(s[0] / smallest) if smallest > 0 else float("inf")
