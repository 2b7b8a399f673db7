"""X'WX and X'WB in extended precision, reduced to what every diagnostic is read off.

The coefficients of a column b on X are W with X'WX W = X'Wb, and what is left of b has the sum of
squares b'Wb - W'X'Wb. T (p, rank) makes X T orthonormal in the weights. All of that is had from one
pass over the data, and to as many bits as it takes: a difference of nearly equal numbers loses
nothing that would show.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache
from math import isqrt

import numpy as np
from numpy.typing import NDArray

from linreg._arrays import Array, Doubled
from linreg.diagnostics import _fixed
from linreg.diagnostics._fixed import Fixed
from linreg.diagnostics._fixed_gram import FixedGram, factorise
from linreg.doubled import add, product, two_product
from linreg.progress import tick
from linreg.solvers._refined.extended_gram import proves_independence
from linreg.solvers._refined.moments import RangeError, moments
from linreg.solvers._refined.rank import independent_columns
from linreg.solvers._refined.source import source
from linreg.solvers._system import System

FIRST_LEVEL, LAST_LEVEL, BITS_PER_LEVEL = 3, 8, 21
# What the errors of the products may be: of a frame's entries and of coefficients their last bit,
# of residuals far less, since some are far smaller than others.
FRAME, COEFFICIENT, SQUARES, RESIDUAL = 2.0**-54, 2.0**-54, 2.0**-52, 2.0**-64
# Columns, from which on floating-point products are faster than integers, and their error.
MANY, ROUNDING = 16, 2.0**-100
# Bits of a coefficient in fixed point that truncation may have reached.
LOOSE, PASSES = 140, 8
# A coefficient below this share of ||b|| / ||x_j|| is zero: no bits are spent on its digits.
ZERO = 2.0**-120
# A sum of squares is zero when it is below this many times its error, or this share of b'b.
KNOWN, NOTHING = 16, 240


@dataclass(frozen=True, eq=False)
class Products:
    """Q'WQ (q, q) of the columns Q = (X, B), scaled by 2^-exponents and the weights by 2^-halved.

    total: in fixed point, of Q scaled and the weights by 2^(-2 halved); error: its estimated error.
    """

    total: Fixed
    error: Array
    exponents: NDArray[np.intp]
    halved: int


@dataclass(frozen=True, eq=False)
class Reduced:
    """The frame of X, and on it the columns of B; all of columns scaled as in `products`.

    T (p, rank), as an unevaluated sum; W (p, k); left (k, k): products of what is left of B's
    columns; both in fixed point. doubt: how far errors of the products move the frame. excess: the
    worst ratio of an error to what it may be.
    """

    products: Products
    factors: FixedGram
    T: Doubled
    W: Fixed
    left: Fixed
    doubt: float
    excess: float
    level: int

    @property
    def p(self) -> int:
        """Return the number of columns of X."""
        return len(self.W)

    @property
    def rank(self) -> int:
        """Return the number of independent columns of X."""
        return int(self.T.high.shape[1])

    @property
    def dependent(self) -> list[int]:
        """Return the columns that depend on those before."""
        return self.factors.dependent

    def frame(self) -> Doubled:
        """Return T (p, rank) in the units of X and of the weights."""
        shifts = -(self.products.exponents[: self.p, np.newaxis] + self.products.halved)
        return Doubled(np.ldexp(self.T.high, shifts), np.ldexp(self.T.low, shifts))

    def coefficients(self, k: int) -> Doubled:
        """Return those of column k of B, (p,), in its units; zero in dependent columns."""
        high, low = _fixed.to_doubled(self.W[:, k])
        shifts = self.exponent(k) - self.products.halved - self.products.exponents[: self.p]
        return Doubled(np.ldexp(high, shifts), np.ldexp(low, shifts))

    def exponent(self, k: int) -> int:
        """Return the exponent of the unit in which column k of B is held, weights included."""
        return int(self.products.exponents[self.p + k]) + self.products.halved

    def null(self) -> Array:
        """Return combinations (p, p - rank) of scaled columns that are zero, orthonormal."""
        combined = _fixed.to_float(self.factors.null_space())
        return np.asarray(np.linalg.qr(combined)[0], dtype=np.float64)

    def rooms(self, rows: Doubled, weights: Array) -> Doubled:
        """Return 1 - leverage of rows (M, p) of X: 0 where errors leave it no more."""
        e, one = -self.products.exponents[: self.p], 1 << _fixed.BITS
        scaled = _fixed.of_float(np.ldexp(rows.high, e)) + _fixed.of_float(np.ldexp(rows.low, e))
        forms = (scaled * self.factors.ldl.solve(scaled.T).T).sum(axis=1) >> _fixed.BITS
        shares = [_fixed.of_scaled(float(w), -2 * self.products.halved) for w in weights]
        rooms = [one - (w * int(h) >> _fixed.BITS) for w, h in zip(shares, forms, strict=True)]
        least = nothing(one, self.doubt)
        known = [0 if room <= least else room for room in rooms]
        return _fixed.to_doubled(np.array(known, dtype=object))


def reduce(system: System, B: Doubled, level: int = FIRST_LEVEL) -> Reduced:
    """Return X and B (N, k) reduced, at the lowest level whose errors do not show."""
    known = cache(lambda: independent_columns(system))
    while True:
        products, every = _products(system, B, level), list(range(system.p))
        gram = _fixed.to_float(products.total[: system.p, : system.p])
        proved = proves_independence(gram, products.error[: system.p, : system.p])
        found = _reduced(products, system.p, every if proved else known(), level)
        if found.excess <= 1.0 or level == LAST_LEVEL:
            return found
        bits = math.log2(found.excess) if found.excess < math.inf else 4 * BITS_PER_LEVEL
        level = min(LAST_LEVEL, level + max(1, math.ceil(bits / BITS_PER_LEVEL)))


def is_nothing(found: Reduced, k: int) -> bool:
    """Return whether nothing is left of column k of B: it lies in the columns of X."""
    B, error = found.products.total[found.p :, found.p :], _left_error(found, k)
    return bool(int(found.left[k, k]) <= nothing(int(B[k, k]), error))


def nothing(whole: int, error: float) -> int:
    """Return the sum of squares, in fixed point, that is no more than errors and truncation."""
    return max(int(_fixed.of_float(np.array([KNOWN * error]))[0]), whole >> NOTHING)


def _products(system: System, B: Doubled, level: int) -> Products:
    try:
        return _measured(system, B, level, ranged=False)
    except RangeError:
        return _measured(system, B, level, ranged=True)


def _measured(system: System, B: Doubled, level: int, ranged: bool) -> Products:
    high, low = (system.X, B.high), None
    if system.low is not None or B.low.any():
        low = (np.zeros_like(system.X) if system.low is None else system.low, B.low)
    if system.weights is None:
        columns = source(high, low, ranged=ranged)
        found = moments(columns, level)
        return Products(found.total.to_integers(_fixed.BITS), found.error, columns.exponents, 0)
    return _weighted(system.weights, high, low, level, ranged)


def _weighted(
    weights: Array,
    high: tuple[Array, ...],
    low: tuple[Array, ...] | None,
    level: int,
    ranged: bool,
) -> Products:
    """Return the products with weights on one side only, where they can be multiplied exactly."""
    Q = np.concatenate(high, axis=1)
    q, tail = Q.shape[1], np.zeros_like(Q) if low is None else np.concatenate(low, axis=1)
    size = math.frexp(float(weights.max()))[1]
    share = np.ldexp(weights, -size)[:, np.newaxis]
    with np.errstate(all="ignore"):
        scale = np.frexp(np.abs(Q).max(axis=0))[1]
        left = Doubled(np.ldexp(Q, -scale), np.ldexp(tail, -scale))
        right = two_product(left.high, share)
        rest = right.low + left.low * share
    columns = source((left.high, right.high), (left.low, rest), ranged=ranged)
    found = moments(columns, level, slice(q), slice(q, None))
    # One scale of each column for both sides, and an even exponent for the weights.
    shifts = columns.exponents[q:] - columns.exponents[:q]
    top = int(shifts.max()) + (int(shifts.max()) + size) % 2
    total = found.total.to_integers(_fixed.BITS) >> np.array(
        [top - int(s) for s in shifts], dtype=object
    )
    error = np.ldexp(found.error, shifts - top)
    exponents = scale + columns.exponents[:q]
    return Products(total + total.T >> 1, error + error.T, exponents, (size + top) // 2)


def _reduced(products: Products, p: int, independent: list[int], level: int) -> Reduced:
    gram, right = products.total[:p, :p], products.total[:p, p:]
    error = products.error[:p, :p]
    factors = factorise(gram, error, independent)
    W = _solved(gram, factors, right)
    left = products.total[p:, p:] - _fixed.dot(right.T, W)
    T = _inverse_root(gram, factors)
    rough = np.abs(T.high)
    doubt = float((rough.T @ error @ rough).sum(axis=1).max(initial=0.0))
    found = Reduced(products, factors, T, W, left, doubt, math.inf, level)
    if not factors.settled:
        return found
    sure = not products.error.any()
    return replace(found, excess=0.0 if sure else max(doubt / FRAME, _excess(found)))


def _solved(gram: Fixed, factors: FixedGram, right: Fixed) -> Fixed:
    """Return W (p, k) with gram W = right, its last bits, which are truncation, rounded off."""
    W = factors.solve(right)
    for _ in range(PASSES):
        # Refining stops at about 64 bits of a coefficient.
        step = factors.solve(right - _fixed.dot(gram, W))
        W = W + step
        if max((abs(int(v)) for v in step.flat), default=0) >> LOOSE - 2 == 0:
            break
    return np.asarray((W + (1 << LOOSE - 1)) >> LOOSE << LOOSE)


def _inverse_root(gram: Fixed, factors: FixedGram) -> Doubled:
    """Return T (p, rank) with T' gram T = I, zero in dependent columns."""
    if len(gram) > MANY and isinstance(factors.factors, np.ndarray):
        T = _improved(_fixed.to_doubled(gram), factors.factors)
        if T is not None:
            return T
    return _fixed.to_doubled(_exact_root(gram, factors.dependent))


def _improved(gram: Doubled, root: Array) -> Doubled | None:
    """Return `root`, for which root' gram root is near I, put right; None where it is too rough.

    Where C'C = M = root' gram root, root C^-1 is right but for the rounding of C, and the
    little by which that matters is half of what its own M lacks of I.
    """
    size = float((np.abs(root) ** 2).sum(axis=0).max())
    if size * ROUNDING > FRAME:
        return None
    M = product(np.ascontiguousarray(root.T), product(gram, root))
    K = np.linalg.inv(np.linalg.cholesky(M.high)).T
    T = product(root, K)
    lacking = product(np.ascontiguousarray(K.T), product(M, K))
    rest = (lacking.high - np.eye(len(K))) + lacking.low
    return add(T, Doubled(-0.5 * (T.high @ rest), np.zeros_like(rest)))


def _exact_root(gram: Fixed, dependent: list[int]) -> Fixed:
    """Return T (p, rank), upper triangular in the independent columns, in fixed point."""
    independent = [j for j in range(len(gram)) if j not in set(dependent)]
    rank = len(independent)
    factors = _fixed.ldl(gram[np.ix_(independent, independent)])
    inverse = np.zeros((rank, rank), dtype=object)
    for j in range(rank):
        tick()
        inverse[j, j] = 1 << _fixed.BITS
        if j:
            inverse[j, :j] = -(np.dot(factors.L[j, :j], inverse[:j, :j]) >> _fixed.BITS)
    T = np.zeros((len(gram), rank), dtype=object)
    roots = np.array([isqrt(int(d) << _fixed.BITS) for d in factors.D], dtype=object)
    if rank:
        T[independent] = ((inverse << _fixed.BITS) // roots[:, np.newaxis]).T
    return T


def _excess(found: Reduced) -> float:
    """Return the worst ratio of an error in column 0 of B to what it may be.

    That is in its coefficients, its residuals and their sum of squares.
    """
    if not found.W.shape[1]:
        return 0.0
    p, error, rough = found.p, found.products.error, np.abs(found.T.high)
    w = _absolute_coefficients(found, 0)
    moved = rough.T @ (error[:p, p] + error[:p, :p] @ w)
    left = max(int(found.left[0, 0]), int(found.products.total[p, p]) >> NOTHING, 1) / (
        1 << _fixed.BITS
    )
    return max(
        float((rough @ moved / (COEFFICIENT * np.maximum(w, ZERO))).max()),
        float(np.sqrt(moved @ moved / left)) / RESIDUAL,
        _left_error(found, 0) / (SQUARES * left),
    )


def _absolute_coefficients(found: Reduced, k: int) -> Array:
    return np.abs(_fixed.to_float(found.W[:, k]))


def _left_error(found: Reduced, k: int) -> float:
    """Return the estimated error of the sum of squares that is left of column k of B."""
    p, error, w = found.p, found.products.error, _absolute_coefficients(found, k)
    return float(error[p + k, p + k] + 2 * (error[:p, p + k] @ w) + w @ error[:p, :p] @ w)
