"""Matrix products to about twice the working precision, at the speed of matrix products.

Each factor is cut into slices of so few bits that the product of two slices is exact in
float64, whatever order BLAS sums in; the slices' products are then added with their
rounding errors kept.

Source: Ozaki, Ogita, Oishi, Rump (2012), Numerical Algorithms 59, 95-118.
"""

from __future__ import annotations

import math

import numpy as np

from linreg._checks import Array

_MANTISSA = 53
_SLICES_MOST = 5
_BLOCK = 16384


def product(A: Array, B: Array) -> tuple[Array, Array]:
    """Return A @ B as an unevaluated sum high + low, both (N, k).

    A: (N, p), B: (p, k), float64.  The error is about 2**-100 relative to the product of
    A's largest entry in the row and B's largest in the column.
    """
    high = np.empty((len(A), B.shape[1]))
    low = np.empty_like(high)
    # A slice holds integers up to 2**(bits - 1): p products of two must stay below 2**53.
    bits = (_MANTISSA - math.ceil(math.log2(max(A.shape[1], 2)))) // 2 + 1
    right = _slices(B, bits, axis=0)
    for first in range(0, len(A), _BLOCK):
        rows = slice(first, first + _BLOCK)
        high[rows], low[rows] = _block(_slices(A[rows], bits, axis=1), right)
    return high, low


def _block(left: list[Array], right: list[Array]) -> tuple[Array, Array]:
    """Sum the slices' products, largest first, as a pair."""
    pairs = sorted((i + j, i, j) for i in range(len(left)) for j in range(len(right)))
    high = left[0] @ right[0]
    low = np.zeros_like(high)
    for _, i, j in pairs[1:]:
        term = left[i] @ right[j]
        total = high + term
        # Knuth's two-sum: the rounding error of high + term, exactly.
        back = total - high
        low += (high - (total - back)) + (term - back)
        high = total
    total = high + low
    return total, low - (total - high)


def _slices(A: Array, bits: int, axis: int) -> list[Array]:
    """Cut A into parts of `bits` bits under the largest entry along `axis`; they sum to A."""
    parts: list[Array] = []
    rest = A
    while len(parts) < _SLICES_MOST - 1:
        largest = np.abs(rest).max(axis=axis, keepdims=True)
        if not np.any(largest):
            break
        _, exponent = np.frexp(largest)
        # Adding and taking away a number this large rounds to the bits wanted.
        anchor = np.ldexp(0.75, exponent + (_MANTISSA + 1 - bits))
        part = (rest + anchor) - anchor
        parts.append(part)
        rest = rest - part
    return [*parts, rest] if np.any(rest) or not parts else parts
