"""Small symmetric systems in fixed-point arithmetic: Python integers in NumPy object arrays.

A number v is held as the integer v * 2^BITS, so that sums are exact and products are cut at
2^-BITS. Meant for the p x p systems of least squares, whose entries are about 1.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linreg._arrays import Array, Doubled
from linreg.progress import tick

Fixed = NDArray[Any]

BITS = 448
# Rows of a product between two signs of progress.
ROWS = 16
# Beyond this a float has no fixed point of BITS bits.
LARGEST = 2.0 ** (1023 - BITS)

_whole = np.frompyfunc(int, 1, 1)
_float = np.frompyfunc(float, 1, 1)


def of_float(a: Array) -> Fixed:
    """Return `a` in fixed point, exactly but for bits below 2^-BITS."""
    fixed: Fixed = np.asarray(_whole(np.ldexp(a, BITS)), dtype=object).reshape(a.shape)
    return fixed


def to_float(a: Fixed, bits: int = BITS) -> Array:
    """Return `a` rounded once to the nearest float64."""
    one = 1 << bits
    rounded = [v / one for v in a.ravel().tolist()]
    return np.array(rounded, dtype=np.float64).reshape(a.shape)


def to_doubled(a: Fixed) -> Doubled:
    """Return `a` rounded to the nearest float64, and what that lacks of it."""
    high = to_float(a)
    return Doubled(high, to_float(a - of_float(high)))


def of_scaled(value: float, exponent: int) -> int:
    """Return value * 2^exponent in fixed point, whatever its magnitude."""
    mantissa, own = math.frexp(value)
    shift = BITS + own + exponent - 53
    whole = int(math.ldexp(mantissa, 53))
    return whole << shift if shift >= 0 else whole >> -shift


def dot(A: Fixed, B: Fixed) -> Fixed:
    """Return the matrix product A B, each entry cut once."""
    if len(A) <= ROWS:
        return np.asarray(np.dot(A, B) >> BITS)
    blocks = []
    for first in range(0, len(A), ROWS):
        tick()
        blocks.append(np.dot(A[first : first + ROWS], B) >> BITS)
    return np.concatenate(blocks)


@dataclass(frozen=True, eq=False)
class LDL:
    """G = L D L' on the independent columns, L unit lower triangular; both in fixed point.

    independent, dependent: columns in and out, in order. Dependent columns have L_ij = 0 below.
    """

    L: Fixed
    D: Fixed
    independent: list[int]
    dependent: list[int]

    def solve(self, C: Fixed) -> Fixed:
        """Return W (p, k) with G W = C on the independent columns, zero on the others."""
        S = self.independent
        L, W = self.L[np.ix_(S, S)], C[S].copy()
        for j in range(len(S)):
            tick()
            W[j + 1 :] = W[j + 1 :] - (L[j + 1 :, j, np.newaxis] * W[j] >> BITS)
        W = (W << BITS) // self.D[S, np.newaxis]
        for j in range(len(S) - 1, -1, -1):
            tick()
            W[:j] = W[:j] - (L[j, :j, np.newaxis] * W[j] >> BITS)
        full = np.zeros(C.shape, dtype=object)
        full[S] = W
        return full

    def inverse_rows(self) -> Array:
        """Return L^-1 (p, p) in floats: row j holds what column j keeps after projection."""
        inverse = np.eye(len(self.L))
        L = to_float(self.L)
        for j in range(len(L)):
            inverse[j] -= L[j, :j] @ inverse[:j]
        return inverse


def ldl(G: Fixed, independent: list[int] | None = None) -> LDL:
    """Factorise G (p, p), symmetric, in the order of its columns: all, or those independent.

    A column whose pivot is lost in the last bits is left out too.
    """
    p = len(G)
    A, L, D = G.copy(), np.zeros((p, p), dtype=object), np.zeros(p, dtype=object)
    groups: tuple[list[int], list[int]] = ([], [])
    for j in range(p):
        tick()
        kept = A[j, j] > 0 and (independent is None or j in independent)
        groups[0 if kept else 1].append(j)
        D[j], L[j, j] = A[j, j], 1 << BITS
        if kept:
            L[j + 1 :, j] = (A[j + 1 :, j] << BITS) // A[j, j]
            A[j + 1 :, j + 1 :] -= L[j + 1 :, j, np.newaxis] * A[j, j + 1 :] >> BITS
    return LDL(L, D, *groups)


def refine(G: Fixed, C: Fixed, root: Array) -> Fixed | None:
    """Return W with G W = C, where root root' (p, p) is near the inverse of G.

    Each step solves for the residual, which is exact. Returns None when steps do not at least
    halve, by the norm in which they must, ||root^-1 step||: then root is too rough for G.
    Source: Wilkinson 1963; Higham 2002, chapter 12.
    """
    W = np.zeros(C.shape, dtype=object)
    rest, last = C, np.full(C.shape[1], np.inf)
    while True:
        half = root.T @ to_float(rest)
        step = root @ half
        if not (np.abs(step) < LARGEST).all():
            return None
        W = W + of_float(step)
        values = np.abs(to_float(W))
        # Past 53 bits for coefficients down to 2^-120 of the largest.
        enough = np.maximum(2.0**-64 * values, 2.0**-184 * values.max(axis=0, initial=0.0))
        if (np.abs(step) <= enough).all():
            return W
        size = np.sqrt((half**2).sum(axis=0))
        if not (size <= last / 2).all():
            return None
        last = size
        rest = C - dot(G, W)
