"""An orthonormal frame of the columns, from which every diagnostic is read off.

X is (N, p). A QR factor of an ill-conditioned X is off by its condition number; so the frame is
sqrt(W) X T, where T comes from X'WX in extended precision (`_reduced`) and the product is taken
with its rounding errors kept:

    (X'WX)^-1 = T T',    hat matrix H = Z Z', Z = sqrt(W) X T.

Both hold to the last digits of float64 whatever the condition of X.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg import doubled
from linreg._arrays import Doubled
from linreg._checks import Array, read_only, vector
from linreg.diagnostics._reduced import Reduced, reduce
from linreg.doubled import column_norms, product
from linreg.solvers._refined.settle import LAST_LEVEL
from linreg.solvers._system import System

_EPS = float(np.finfo(np.float64).eps)
# 1 - leverage is taken anew where it is below this many times what may be wrong with it.
_SURE = 2.0**44
# The error of a product with its rounding errors kept.
_PRODUCT = 2.0**-96


@dataclass(frozen=True, eq=False)
class Frame:
    """T (p, rank) with sqrt(W) X T orthonormal, as an unevaluated sum.

    system: X as given, with its weights. null: (p, p - rank), orthonormal combinations, in columns
    scaled to about unit length, that X does not determine.
    """

    system: System
    reduced: Reduced
    T: Doubled
    null: Array

    @classmethod
    def of(cls, X: ArrayLike | Doubled | Frame, weights: ArrayLike | None = None) -> Frame:
        """Factorise X (N, p), its rows times sqrt(weights) if given; a Frame is returned as is.

        X may be text, Decimals, Fractions or `linreg.doubled.Doubled`, as in `linreg.solve`.
        Raises ValueError for shapes that do not fit and values that are not finite.
        """
        if isinstance(X, Frame):
            return X
        system = system_of(X, weights)
        nothing = np.empty((system.N, 0))
        return cls.made(system, reduce(system, Doubled(nothing, nothing)))

    @classmethod
    def made(cls, system: System, reduced: Reduced) -> Frame:
        """Return the frame of a system that has been reduced."""
        T = Doubled(*map(read_only, reduced.frame()))
        return cls(system, reduced, T, read_only(reduced.null()))

    @cached_property
    def columns(self) -> Doubled:
        """X (N, p) as given, without the weights."""
        low = self.system.low
        return Doubled(self.system.X, np.zeros_like(self.system.X) if low is None else low)

    @property
    def X(self) -> Array:
        """X (N, p) in floats, its rows times the square roots of the weights."""
        return self.system.rows

    @property
    def rank(self) -> int:
        """Return the number of columns of the frame."""
        return self.reduced.rank

    @property
    def determined(self) -> NDArray[np.bool_]:
        """Return which coefficients X determines, (p,) bool."""
        settled: NDArray[np.bool_] = np.abs(self.null).max(axis=1, initial=0.0) <= np.sqrt(_EPS)
        return settled

    def determines(self, rows: Array) -> NDArray[np.bool_]:
        """Return for which rows (M, p) every minimiser predicts the same, (M,) bool."""
        scaled = np.ldexp(rows, -self.reduced.products.exponents[: self.system.p])
        off = np.abs(scaled @ self.null).max(axis=1, initial=0.0)
        return np.asarray(off <= np.sqrt(_EPS) * np.abs(scaled).max(axis=1, initial=0.0))

    def spread(self) -> Array:
        """Return the square root of the diagonal of (X'WX)^-1, (p,); NaN where undetermined."""
        return np.where(self.determined, column_norms(self.T.high.T), np.nan)

    def covariance(self) -> Array:
        """Return (X'WX)^-1, (p, p); rows and columns of undetermined coefficients are NaN."""
        with np.errstate(over="ignore", invalid="ignore"):
            inverse = squared(self.T)
        inverse[~self.determined] = np.nan
        inverse[:, ~self.determined] = np.nan
        return inverse

    @cached_property
    def _rows(self) -> Doubled:
        """X T (N, rank), without the weights."""
        return product(self.columns, self.T)

    @property
    def unweighted(self) -> Array:
        """X T (N, rank), without the weights."""
        return self._rows.high

    @cached_property
    def Z(self) -> Array:
        """sqrt(W) X T (N, rank), orthonormal."""
        if self.system.weights is None:
            return self._rows.high
        return np.sqrt(self.system.weights)[:, np.newaxis] * self._rows.high

    def images(self, columns: Doubled, rows: NDArray[np.intp] | slice) -> Array:
        """Return some rows (M, k) of sqrt(W) X T columns, columns (rank, k), rounded once."""
        found: Array = product(Doubled(*(half[rows] for half in self._rows)), columns).high
        weights = self.system.weights
        return found if weights is None else np.sqrt(weights[rows])[:, np.newaxis] * found

    def leverage(self) -> Array:
        """Return the diagonal of the hat matrix, (N,), between 0 and 1."""
        return self._leverage[0]

    def room(self) -> Array:
        """Return 1 - leverage (N,) without cancellation: 0 for rows that the fit must meet."""
        return self._leverage[1]

    @cached_property
    def _leverage(self) -> tuple[Array, Array]:
        weights = self.system.weights
        h = np.einsum("ij,ij->i", self._rows.high, self._rows.high)
        if weights is not None:
            h = h * weights
        room = 1.0 - h
        high = np.flatnonzero(h > 0.5)
        if len(high):
            room[high] = self.rooms(high).high
        return read_only(np.where(room == 0.0, 1.0, np.clip(h, 0.0, 1.0))), read_only(room)

    def rooms(self, rows: NDArray[np.intp]) -> Doubled:
        """Return 1 - leverage of some rows by index, (M,), as an unevaluated sum."""
        if self.rank == self.counted:
            return Doubled(*np.zeros((2, len(rows))))
        z = Doubled(*(half[rows] for half in self._rows))
        total = _sum(doubled.multiply(z, z))
        if self.system.weights is not None:
            weights = self.system.weights[rows]
            total = doubled.multiply(total, Doubled(weights, np.zeros_like(weights)))
        one = Doubled(np.ones(len(rows)), np.zeros(len(rows)))
        room = doubled.add(one, Doubled(-total.high, -total.low))
        close = room.high < _SURE * (_PRODUCT * self._amplification + self.reduced.doubt)
        if close.any():
            full = self._rooms_in_full(rows[close])
            room.high[close], room.low[close] = full.high, full.low
        return room

    @property
    def counted(self) -> int:
        """Return the number of rows whose weight is not zero."""
        weights = self.system.weights
        return self.system.N if weights is None else int(np.count_nonzero(weights))

    @property
    def _amplification(self) -> float:
        """Return how far rounding in X reaches the entries of the frame, squared columns."""
        size = np.abs(self.T.high) * column_norms(self.system.X)[:, np.newaxis]
        return float(size.sum(axis=0).max(initial=1.0))

    def _rooms_in_full(self, rows: NDArray[np.intp]) -> Doubled:
        """Return 1 - leverage of some rows in extended precision, as far as it takes."""
        system, reduced = self.system, self.reduced
        weights = np.ones(system.N) if system.weights is None else system.weights
        low = np.zeros((len(rows), system.p)) if system.low is None else system.low[rows]
        while True:
            room = reduced.rooms(Doubled(system.X[rows], low), weights[rows])
            known = (room.high > _SURE * reduced.doubt).all() or not reduced.doubt
            if known or reduced.level == LAST_LEVEL:
                return room
            nothing = np.empty((system.N, 0))
            reduced = reduce(system, Doubled(nothing, nothing), reduced.level + 1)


def squared(root: Doubled) -> Array:
    """Return root root' (p, p) of root (p, rank), rounded once."""
    return product(root, Doubled(root.high.T, root.low.T)).high.copy()


def system_of(X: ArrayLike | Doubled, weights: ArrayLike | None) -> System:
    """Return X and weights, checked. Raises ValueError if a weight is negative or all are 0."""
    system = System.of(X, None, typed=True)
    if weights is None:
        return system
    return System.of(X, row_weights(weights, system.N), typed=True)


def row_weights(weights: ArrayLike, rows: int) -> Array:
    """Return `weights` as (N,) float64. Raises ValueError if one is negative or all are 0."""
    checked = vector(weights, rows, "weights")
    if np.any(checked < 0.0) or not np.any(checked):
        raise ValueError(
            "weights must be 0 or more, and not all 0; drop the rows with negative weights."
        )
    return checked


def _sum(a: Doubled) -> Doubled:
    """Return the sums of the rows of a (M, k), (M,)."""
    out = Doubled(*np.zeros((2, len(a.high))))
    for j in range(a.high.shape[1]):
        out = doubled.add(out, Doubled(a.high[:, j], a.low[:, j]))
    return out
