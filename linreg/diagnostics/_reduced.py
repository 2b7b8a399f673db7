"""X'WX and X'WB in extended precision, reduced to what every diagnostic is read off.

The coefficients of a column b on X are W with X'WX W = X'Wb, and what is left of b has the sum of
squares b'Wb - W'X'Wb. T (p, rank) makes X T orthonormal in the weights. All of that is had from one
pass over the data, and to as many bits as it takes: a difference of nearly equal numbers loses
nothing that would show.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from linreg import exact
from linreg._arrays import Array, Doubled
from linreg.solvers._refined.extended_gram import prove
from linreg.solvers._refined.inverse_root import inverse_root
from linreg.solvers._refined.limbs import Limbs, of_floats, to_places
from linreg.solvers._refined.products import Products
from linreg.solvers._refined.rank import independent_columns
from linreg.solvers._refined.reduced import MANY
from linreg.solvers._refined.reduced import Reduced as Independent
from linreg.solvers._refined.settle import LAST_LEVEL, first_level, next_level
from linreg.solvers._system import System

FIRST_LEVEL = 3
# What the errors of the products may be: of a frame's entries and of coefficients their last bit,
# of residuals far less, since some are far smaller than others.
FRAME, COEFFICIENT, SQUARES, RESIDUAL = 2.0**-54, 2.0**-54, 2.0**-52, 2.0**-64
# A coefficient below this share of ||b|| / ||x_j|| is zero: no bits are spent on its digits.
ZERO = 2.0**-120
# A sum of squares is zero when it is below this many times its error, or this share of b'b.
KNOWN, NOTHING = 16, Fraction(1, 2**240)
# Digits behind the point of rows of X.
ROW_PLACES = 24
LEAST = float(np.finfo(np.float64).tiny)

Known = Callable[[], list[int]]


@dataclass(frozen=True, eq=False)
class Reduced:
    """The frame of X, and on it the columns of B; all of columns scaled as in `products`.

    W (rank, k): the coefficients of the independent columns. wholes: the squared norm of each
    column of B, left: what is left of it. excess: the worst ratio of an error to what it may be.
    """

    products: Products
    columns: Independent
    W: Doubled
    wholes: list[Fraction]
    left: list[Fraction]
    excess: float
    level: int

    @property
    def p(self) -> int:
        """Return the number of columns of X."""
        return self.rank + len(self.dependent)

    @property
    def rank(self) -> int:
        """Return the number of independent columns of X."""
        return len(self.columns.independent)

    @property
    def dependent(self) -> list[int]:
        """Return the columns that depend on those before."""
        return self.columns.dependent

    def frame(self) -> Doubled:
        """Return T (p, rank) in the units of X and of the weights, zero in dependent columns."""
        shifts = -self.products.exponents[: self.p] - self.products.halved
        return _shifted(self._of_all(inverse_root(self.columns.system)), shifts)

    def coefficients(self, k: int) -> Doubled:
        """Return those of column k of B, (p,), in its units; zero in dependent columns."""
        own, halved = self.products.exponents[: self.p], self.products.halved
        w = _shifted(self._of_all(self.W), self.exponent(k) - halved - own)
        return Doubled(w.high[:, k], w.low[:, k])

    def scaled_coefficients(self, k: int) -> Doubled:
        """Return the same of the scaled columns."""
        w = self._of_all(self.W)
        return Doubled(w.high[:, k], w.low[:, k])

    def exponent(self, k: int) -> int:
        """Return the exponent of the unit in which column k of B is held, weights included."""
        return int(self.products.exponents[self.p + k]) + self.products.halved

    @cached_property
    def doubt(self) -> float:
        """How far errors of the products move the frame."""
        return float((self.rough.T @ self.error @ self.rough).sum(axis=1).max(initial=0.0))

    @cached_property
    def error(self) -> Array:
        """The error (rank, rank) of the products of the independent columns."""
        S = self.columns.independent
        return self.products.error[np.ix_(S, S)]

    @cached_property
    def rough(self) -> Array:
        """The size (rank, rank) of a frame of the independent columns, scaled."""
        root = self.columns.system.root
        return np.abs(root if isinstance(root, np.ndarray) else root.to_float())

    def null(self) -> Array:
        """Return combinations (p, p - rank) of scaled columns that are zero, orthonormal."""
        if not self.dependent:
            return np.zeros((self.p, 0))
        combined = np.zeros((self.p, len(self.dependent)))
        combined[self.columns.independent] = -self.columns.C.to_float()
        combined[self.dependent, range(len(self.dependent))] = 1.0
        return np.asarray(np.linalg.qr(combined)[0], dtype=np.float64)

    def product(self, i: int, j: int) -> Fraction:
        """Return the product of columns i and j of (X, B)."""
        found: Fraction = self.products.total[i : i + 1, j : j + 1].to_fractions()[0, 0]
        return found

    def is_nothing(self, k: int) -> bool:
        """Say whether nothing is left of column k of B: it lies in the columns of X."""
        return self.left[k] <= nothing(self.wholes[k], self.left_error(k))

    def left_error(self, k: int) -> float:
        """Return how far errors of the products may move what is left of column k of B."""
        S, b = self.columns.independent, self.p + k
        error, w = self.products.error, np.abs(self.W.high[:, k])
        return float(error[b, b] + 2 * (error[S, b] @ w) + w @ self.error @ w)

    def rooms(self, rows: Doubled, weights: Array) -> Doubled:
        """Return 1 - leverage of rows (M, p) of X: 0 where errors leave it no more."""
        S, unit = self.columns.independent, Fraction(4) ** -self.products.halved
        exponents = self.products.exponents[S]
        halves = np.stack([np.ldexp(half[:, S], -exponents).T for half in rows])
        x = of_floats(halves, to_places(halves[0], 0).point + 1, ROW_PLACES)[0]
        forms = self.columns.system.forms(x)[2].to_fractions()[0]
        shares = [Fraction(w) * unit for w in weights.tolist()]
        rooms = [1 - share * form for share, form in zip(shares, forms, strict=True)]
        least = nothing(Fraction(1), self.doubt)
        known = [Fraction(0) if room <= least else room for room in rooms]
        return exact.to_doubled(np.array(known, dtype=object))

    def _of_all(self, a: Doubled) -> Doubled:
        """Return rows (rank, c) of independent columns as those of all (p, c)."""
        out = Doubled(*np.zeros((2, self.p, a.high.shape[1])))
        for whole, half in zip(out, a, strict=True):
            whole[self.columns.independent] = half
        return out


def reduce(system: System, B: Doubled, level: int | None = None) -> Reduced:
    """Return X and B (N, k) reduced, at the lowest level whose errors do not show."""
    known = cache(lambda: independent_columns(system))
    level = level or max(FIRST_LEVEL, first_level(system))
    while True:
        products = _products(system, B, level)
        found = _reduced(products, system, known, level)
        if found is not None and (found.excess <= 1.0 or level == LAST_LEVEL):
            return found
        level = next_level(level, math.inf if found is None else found.excess)


def nothing(whole: Fraction, error: float) -> Fraction:
    """Return the sum of squares that is no more than errors: of products, and of cutting off."""
    return max(Fraction(KNOWN * error), whole * NOTHING)


def _products(system: System, B: Doubled, level: int) -> Products:
    low = None
    if system.low is not None or B.low.any():
        low = (np.zeros_like(system.X) if system.low is None else system.low, B.low)
    found = Products.of((system.X, B.high), low, system.weights, level)
    return found.scaled(found.norms())


def _reduced(products: Products, system: System, known: Known, level: int) -> Reduced | None:
    """Return what follows from the products; None where more slices are to prove it."""
    p = system.p
    rows = list(range(p)) if p <= system.N else known()
    gram, error = products.total[rows, :p], products.error[rows, :p]
    columns = Independent.proved(gram, error, known)
    proved = columns is not None
    if columns is None:
        if level < LAST_LEVEL:
            return None
        columns = _told(products.total[:p, :p], products.error[:p, :p], known())
    S = columns.independent
    W, lacking, forms = columns.system.forms(products.total[S, p:])
    wholes = np.diag(products.total[p:, p:].to_fractions()).tolist()
    left = [v - fitted for v, fitted in zip(wholes, forms.to_fractions()[0], strict=True)]
    w = W.to_doubled()
    # What is no more than its error shows no digit.
    shown = np.abs(w.high) > lacking
    w = Doubled(w.high * shown, w.low * shown)
    found = Reduced(products, columns, w, wholes, left, math.inf, level)
    if not proved:
        return found
    sure = not products.error.any()
    return replace(found, excess=0.0 if sure else max(found.doubt / FRAME, _excess(found)))


def _told(gram: Limbs, error: Array, known: list[int]) -> Independent:
    """Return those of the independent columns that the products can tell from dependent ones."""
    kept, rest = list[int](), known
    while rest:
        low, high = 0, len(rest)
        while low < high:
            middle = (low + high + 1) // 2
            S = kept + rest[:middle]
            proved = prove(gram[S, :][:, S], error[np.ix_(S, S)], MANY) is not None
            low, high = (middle, high) if proved else (low, middle - 1)
        kept, rest = kept + rest[:low], rest[low + 1 :]
    system = prove(gram[kept, :][:, kept], error[np.ix_(kept, kept)], MANY)
    assert system is not None
    return Independent.of(system, kept, gram[kept, :], error[kept])


def _excess(found: Reduced) -> float:
    """Return the worst ratio of an error in column 0 of B to what it may be.

    That is in its coefficients, its residuals and their sum of squares.
    """
    if not found.left:
        return 0.0
    w, rough = np.abs(found.W.high[:, 0]), found.rough
    moved = rough.T @ (found.products.error[found.columns.independent, found.p] + found.error @ w)
    left = max(float(max(found.left[0], found.wholes[0] * NOTHING)), LEAST)
    return max(
        float((rough @ moved / (COEFFICIENT * np.maximum(w, ZERO))).max(initial=0.0)),
        float(np.sqrt(moved @ moved / left)) / RESIDUAL,
        found.left_error(0) / (SQUARES * left),
    )


def _shifted(a: Doubled, exponents: NDArray[np.intp]) -> Doubled:
    """Return rows (p, c) times 2^exponents (p,)."""
    return Doubled(*(np.ldexp(half, exponents[:, np.newaxis]) for half in a))
