"""A least-squares system as the solvers see it: X, with weights and ridge, in two equivalent forms.

Minimise sum_i weights_i (y_i - x_i'w)^2 + ridge ||w||^2: either as ordinary least squares with
rows (sqrt(weights) X; sqrt(ridge) I), or as (X'WX + ridge I) w = X'Wy. Free columns have no row
in I and no part in ||w||.
"""

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from linreg import _checks, _settings, exact
from linreg._checks import Array
from linreg.doubled import Doubled


@dataclass(frozen=True, eq=False)
class System:
    """X (N, p), weights (N,) or None, ridge >= 0, names of the columns, and which are free.

    given: X as it came where that was more than floats: as `linreg.doubled.Doubled`, or as text,
    Decimals or Fractions; otherwise X itself.
    """

    X: Array
    weights: Array | None
    ridge: float
    names: tuple[str, ...]
    given: Any = None
    free: tuple[int, ...] = ()

    @classmethod
    def of(
        cls,
        X: ArrayLike | Doubled,
        weights: ArrayLike | None = None,
        ridge: float = 0.0,
        typed: bool = False,
        free: Sequence[int] = (),
    ) -> "System":
        """Check the parts and put them together; typed: take text for the number it says.

        Raises ValueError naming what is wrong.
        """
        array = _checks.matrix(rounded(X) if typed else _high(X))
        strength = _settings.non_negative(ridge, "ridge")
        given = X if isinstance(X, Doubled) or (typed and exact.is_typed(X)) else array
        checked = None if weights is None else _weights(weights, len(array))
        names = _checks.column_names(X, array.shape[1])
        return cls(array, checked, strength, names, given, _free(free, array.shape[1]))

    @property
    def N(self) -> int:
        return len(self.X)

    @property
    def p(self) -> int:
        return int(self.X.shape[1])

    @cached_property
    def drawn(self) -> list[int]:
        """The columns that the norm counts: all that are not free."""
        return [j for j in range(self.p) if j not in self.free]

    @cached_property
    def low(self) -> Array | None:
        """What X lacks of the numbers given, None for nothing."""
        if isinstance(self.given, Doubled):
            return self.given.low
        return exact.doubled(self.given).low if exact.is_typed(self.given) else None

    @cached_property
    def rows(self) -> Array:
        """(sqrt(weights) X; sqrt(ridge) I): X itself where there is neither."""
        scaled = self.X if self.weights is None else np.sqrt(self.weights)[:, None] * self.X
        if self.ridge == 0:
            return scaled
        return np.vstack([scaled, np.sqrt(self.ridge) * np.eye(self.p)[self.drawn]])

    def target(self, y: Array) -> Array:
        """Return y (N,) or (N, k) with the same scaling and as many zero rows below."""
        if self.weights is not None:
            y = (np.sqrt(self.weights) * y.T).T
        if self.ridge == 0:
            return y
        return np.concatenate([y, np.zeros((len(self.drawn), *y.shape[1:]))])

    def gram(self) -> Array:
        """Return X'WX + ridge I in ordinary arithmetic, (p, p); inf where it overflows."""
        with np.errstate(over="ignore", invalid="ignore"):
            gram: Array = self.rows.T @ self.rows
        return gram

    def moments(self, y: Array) -> Array:
        """Return X'Wy in ordinary arithmetic, (p,) or (p, k)."""
        with np.errstate(over="ignore", invalid="ignore"):
            moments: Array = self.rows.T @ self.target(y)
        return moments

    def summary(self) -> str:
        """Return 'The column is' or 'All 3 columns are', to begin a sentence with."""
        if self.p == 1:
            return "The column is"
        return "The two columns are" if self.p == 2 else f"All {self.p} columns are"

    def list_names(self, columns: Any) -> str:
        """Return the names of some columns for a sentence, at most five of them."""
        names = [self.names[int(j)] for j in columns]
        more = f" and {len(names) - 5} more" if len(names) > 5 else ""
        return ", ".join(names[:5]) + more


def _free(free: Sequence[int], p: int) -> tuple[int, ...]:
    try:
        columns = tuple(operator.index(j) for j in free)
    except TypeError:
        columns = (-1,)
    if not all(0 <= j < p for j in columns) or len(set(columns)) < len(columns):
        raise ValueError(
            f"free is {_settings.shown(free)}; expected different columns of X, by number from 0 "
            f"to {p - 1}."
        )
    return columns


def rounded(values: ArrayLike | Doubled, name: str = "X") -> ArrayLike:
    """Return `values` without the low half, and text, Decimals, Fractions rounded to floats."""
    if not isinstance(values, Doubled) and exact.is_typed(values):
        return exact.nearest(exact.rationals(values, name))
    return _high(values)


def _high(values: ArrayLike | Doubled) -> ArrayLike:
    return values.high if isinstance(values, Doubled) else values


def _weights(weights: ArrayLike, N: int) -> Array:
    array = _checks.vector(weights, N, "weights")
    if (array < 0).any():
        raise ValueError(
            f"weights holds {array.min()}; expected numbers >= 0, one per row. "
            "Use 1 / variance where the variance of a row is known."
        )
    return array
