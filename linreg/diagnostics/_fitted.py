"""A fit in extended precision: coefficients, residuals and sums of squares that lose no digit."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg import exact
from linreg._arrays import Array, Doubled
from linreg._checks import vector
from linreg.diagnostics._frame import Frame, system_of
from linreg.diagnostics._reduced import Reduced, reduce
from linreg.doubled import column_norms, scaled_residual
from linreg.solvers import solve
from linreg.solvers._system import rounded

# Rounding of a number to float64, relative, and that of one step of arithmetic.
_UNIT = 2.0**-52
# Residuals of more than the root of this share of y are more than rounding.
_SMALL = Fraction(1, 2**60)


@dataclass(frozen=True, eq=False)
class Fitted:
    """y (N,) fitted on the columns of a frame.

    reduced: of y, and of a column of ones behind it where no column of X is constant.
    """

    frame: Frame
    reduced: Reduced
    y: Doubled
    solution: Doubled

    @classmethod
    def of(
        cls,
        X: ArrayLike | Doubled | Frame,
        y: ArrayLike | Doubled,
        weights: ArrayLike | None = None,
        ones: bool = False,
    ) -> Fitted:
        """Fit y on X; ones: with what it takes to tell whether the columns span a constant.

        Raises ValueError for shapes that do not fit and values that are not finite.
        """
        system = X.system if isinstance(X, Frame) else system_of(X, weights)
        right = _target_as_given(y, system.N)
        B = _beside(right, ones and not constant_columns(system.X).any())
        reduced = reduce(system, B)
        frame = Frame.made(system, reduced)
        w = reduced.coefficients(0)
        if reduced.dependent or not (np.isfinite(w.high).all() and np.isfinite(frame.T.high).all()):
            # An intercept has no part in the norm that decides, as in the estimators.
            free = np.flatnonzero(constant_columns(system.X))[:1].tolist()
            found = solve(system.given, right, weights=system.weights, free=free)
            w = Doubled(found.coefficients, found.coefficients_low)
        return cls(frame, reduced, right, w)

    @property
    def rows(self) -> int:
        """Number of rows whose weight is not zero."""
        return self.frame.counted

    @property
    def spare(self) -> int:
        """Degrees of freedom left: rows less the rank."""
        return self.rows - self.frame.rank

    @cached_property
    def perfect(self) -> bool:
        """Whether y lies in the columns of X, exactly: no residual is left."""
        return self.spare <= 0 or self.reduced.is_nothing(0)

    @cached_property
    def squares(self) -> Fraction:
        """The sum of squared residuals, in y's unit squared."""
        return Fraction(0) if self.perfect else max(Fraction(0), self.reduced.left[0])

    @property
    def exponent(self) -> int:
        """The exponent of y's unit, with the square roots of the weights in it."""
        return self.reduced.exponent(0)

    @cached_property
    def residual(self) -> Doubled:
        """X w - y (N,), without the weights, in y's unit without them: exactly 0 if perfect."""
        if self.perfect:
            return Doubled(*np.zeros((2, len(self.y.high))))
        X, w, y = self.frame.columns, self.solution, self.y
        unit = self.exponent - self.reduced.products.halved
        if not np.isfinite(w.high).all():
            # Coefficients beyond float64 are floats in units of the columns' own.
            e = self.reduced.products.exponents[: self.reduced.p]
            X, w = _shifted(X, -e), self.reduced.scaled_coefficients(0)
            y, unit = _shifted(y, -unit), 0
        r, exponent = scaled_residual(X, w, y)
        return _shifted(Doubled(-r.high, -r.low), exponent - unit)

    def residuals(self) -> Array:
        """X w - y times the square roots of the weights, (N,), in y's units."""
        # Adding 0 leaves no zero below zero.
        r = np.ldexp(self.residual.high, self.exponent - self.reduced.products.halved) + 0.0
        weights = self.frame.system.weights
        return r if weights is None else r * np.sqrt(weights)

    @cached_property
    def within_rounding(self) -> bool:
        """Whether the residuals are no more than what rounding X and y to float64 may do."""
        if self.squares > self.reduced.wholes[0] * _SMALL:
            return False
        X, weights = self.frame.system.X, self.frame.system.weights
        with np.errstate(all="ignore"):
            size = np.abs(X) @ np.abs(self.solution.high) + np.abs(self.y.high)
            size = _UNIT * size * (1.0 if weights is None else np.sqrt(weights))
            return self.root_mean_square(1) <= float(column_norms(size[:, np.newaxis])[0])

    def root_mean_square(self, count: int) -> float:
        """sqrt(sum of squared residuals / count), in y's units; NaN for a count of 0."""
        if count <= 0:
            return float("nan")
        return float(np.ldexp(np.sqrt(float(self.squares / count)), self.exponent))


def notes(fit: Fitted) -> tuple[str, ...]:
    """Return what to know of the numbers of a fit."""
    said = []
    if fit.within_rounding and not fit.perfect:
        said.append(
            "The residuals are no larger than the rounding of the data to float64. They, and what "
            "is computed from them, describe that rounding."
        )
    if fit.reduced.excess > 1.0 and not fit.perfect:
        said.append(
            "The numbers differ too much in size for all digits to be certain: compare with "
            "method='exact' of linreg.solve."
        )
    return tuple(said)


def _shifted(a: Doubled, exponent: int | NDArray[np.intp]) -> Doubled:
    return Doubled(np.ldexp(a.high, exponent), np.ldexp(a.low, exponent))


def constant_columns(X: Array) -> Array:
    """Return which columns hold one number other than 0, (p,) bool."""
    return np.asarray((X[0] == X).all(axis=0) & (X[0] != 0.0))


def _beside(right: Doubled, ones: bool) -> Doubled:
    N = len(right.high)
    high, low = right.high[:, np.newaxis], right.low[:, np.newaxis]
    if not ones:
        return Doubled(high, low)
    return Doubled(np.hstack([high, np.ones((N, 1))]), np.hstack([low, np.zeros((N, 1))]))


def _target_as_given(y: ArrayLike | Doubled, N: int) -> Doubled:
    """Return y (N,), checked, with what its floats lack of the numbers given."""
    return as_given(y, vector(rounded(y, "y"), N, "y"))


def as_given(values: ArrayLike | Doubled, high: Array) -> Doubled:
    """Return numbers as given, of which `high` are the floats, with what these lack of them."""
    if isinstance(values, Doubled):
        return Doubled(high, values.low)
    return exact.doubled(values) if exact.is_typed(values) else Doubled(high, np.zeros_like(high))
