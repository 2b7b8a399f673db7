"""Doubled precision in vectorised NumPy: error-free transformations and double-double numbers.

A double-double is an unevaluated sum high + low of two float64 arrays, |low| <= ulp(high) / 2:
about 106 bits. Every function takes and gives arrays of matching shapes and holds for magnitudes
between 1e-140 and 1e140, where no product under- or overflows.
Sources: Dekker 1971; Knuth, TAOCP 2, 4.2.2; Ogita, Rump, Oishi 2005, "Accurate sum and dot
product", SISC 26; Joldes, Muller, Popescu 2017, "Tight and rigorous error bounds", TOMS 44.
"""

import numpy as np
from numpy.typing import NDArray

from linreg._arrays import Array
from linreg._arrays import Doubled as Doubled

# Veltkamp's constant cuts a 53-bit float into halves of 26 and 27 bits.
SPLITTER = float(2**27 + 1)
BLOCK = 4096


def two_sum(a: Array, b: Array) -> Doubled:
    """Return (s, e) with s = fl(a + b) and s + e = a + b exactly."""
    s = a + b
    t = s - a
    return Doubled(s, (a - (s - t)) + (b - t))


def fast_two_sum(a: Array, b: Array) -> Doubled:
    """Return the same as `two_sum`, for |a| >= |b|."""
    s = a + b
    return Doubled(s, b - (s - a))


def split(a: Array) -> Doubled:
    """Return (h, l) with h + l = a exactly, each of at most 26 significant bits."""
    t = SPLITTER * a
    h = t - (t - a)
    return Doubled(h, a - h)


def two_product(a: Array, b: Array) -> Doubled:
    """Return (m, e) with m = fl(a * b) and m + e = a * b exactly."""
    m = a * b
    a_high, a_low = split(a)
    b_high, b_low = split(b)
    e = ((a_high * b_high - m) + a_high * b_low + a_low * b_high) + a_low * b_low
    return Doubled(m, e)


def add(a: Doubled, b: Doubled) -> Doubled:
    """Return a + b, relative error below 2^-104."""
    s, e = two_sum(a.high, b.high)
    t, f = two_sum(a.low, b.low)
    s, e = fast_two_sum(s, e + t)
    return fast_two_sum(s, e + f)


def multiply(a: Doubled, b: Doubled) -> Doubled:
    """Return a * b, relative error below 2^-102."""
    m, e = two_product(a.high, b.high)
    return fast_two_sum(m, e + (a.high * b.low + a.low * b.high))


def total(a: Array, axis: int = 0) -> Doubled:
    """Return the sum of `a` along an axis, as if in doubled precision: halves added pairwise."""
    high = np.moveaxis(np.asarray(a, dtype=np.float64), axis, 0)
    low = np.zeros_like(high)
    while len(high) > 1:
        half = len(high) // 2
        odd_high, odd_low = high[2 * half :], low[2 * half :]
        high, e = two_sum(high[:half], high[half : 2 * half])
        low = np.concatenate([low[:half] + low[half : 2 * half] + e, odd_low])
        high = np.concatenate([high, odd_high])
    return fast_two_sum(high[0], low[0])


def residual(X: Array, w: Array, y: Array, low: Array | None = None) -> Array:
    """Return y - X (w + low), rounded once, shape of y: by blocks of rows, in doubled precision.

    X (N, p), w and low (p,) or (p, k), y (N,) or (N, k), of any magnitude.
    """
    shape, tail = (len(w), -1), np.zeros_like(w) if low is None else low
    Y, W, tail = y.reshape(len(y), -1), w.reshape(shape), tail.reshape(shape)
    e, e_y = exponents(X), int(exponents(Y).max(initial=-1000))
    W, tail = (np.ldexp(half, e[:, np.newaxis] - e_y) for half in (W, tail))
    out = np.empty(Y.shape)
    for first in range(0, len(X), BLOCK):
        rows = slice(first, first + BLOCK)
        scaled = X[rows] * np.ldexp(1.0, -e), Y[rows] * np.ldexp(1.0, -e_y)
        with np.errstate(all="ignore"):
            out[rows] = np.ldexp(_residual(scaled[0], W, tail, scaled[1]), e_y)
    return out.reshape(y.shape)


def _residual(X: Array, W: Array, low: Array, Y: Array) -> Array:
    high, tail = Y, np.zeros_like(Y)
    for j in range(X.shape[1]):
        x = X[:, j, np.newaxis]
        product = two_product(x, W[j])
        high, e = two_sum(high, -product.high)
        tail = tail + ((e - product.low) - x * low[j])
    rounded: Array = high + tail
    return rounded


def exponents(X: Array) -> NDArray[np.intp]:
    """Return e (p,) with max |X_j| <= 2^e_j: scaling by 2^-e is exact and prevents overflow.

    At least -1000, so that 2^-e is a float itself.
    """
    highest, lowest = X.max(axis=0, initial=0.0), X.min(axis=0, initial=0.0)
    largest = np.frexp(np.maximum(highest, -lowest))[1]
    return np.asarray(np.maximum(largest, -1000), dtype=np.intp)


def power_of_two(a: Array) -> int:
    """Return e with max |a| <= 2^e, 0 for zeros: scaling by 2^-e is exact, prevents overflow."""
    largest = float(np.abs(a).max(initial=0.0))
    return int(np.frexp(largest)[1]) if largest > 0 else 0


def column_norms(X: Array) -> Array:
    """Return the Euclidean norms of the columns, (p,), free of over- and underflow."""
    e, squares = exponents(X), np.zeros(X.shape[1])
    for first in range(0, len(X), BLOCK):
        block = X[first : first + BLOCK] * np.ldexp(1.0, -e)
        squares += np.einsum("ij,ij->j", block, block)
    norms: Array = np.ldexp(np.sqrt(squares), e)
    return norms
