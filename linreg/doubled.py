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
# Slices of the left factor of a product, and the orders of magnitude that are added up.
LEFT, ORDERS = 3, 5


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


def divide(a: Doubled, b: Doubled) -> Doubled:
    """Return a / b, relative error below 2^-98."""
    first = a.high / b.high
    m, e = two_product(first, b.high)
    rest = ((a.high - m) - e + a.low) - first * b.low
    return fast_two_sum(first, rest / b.high)


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


def product(A: Array | Doubled, B: Array | Doubled, shift: int = 0) -> Doubled:
    """Return 2^-shift A B, (N, k), as an unevaluated sum; A (N, p), B (p, k), of any magnitude.

    The error is about 2^-100 of the largest entries of A's columns times those of B's rows. Both
    are cut into slices of so few bits that the product of two is exact in float64, whatever order
    BLAS sums in. Source: Ozaki, Ogita, Oishi, Rump 2012, Numerical Algorithms 59, 95-118.
    """
    left, right = _whole(A), _whole(B)
    e = exponents(left.high)
    # Largest over j of A_ij B_jk, so that scaled entries are at most 1.
    f = np.where(right.high == 0.0, -5000, np.frexp(right.high)[1] + e[:, np.newaxis]).max(
        axis=0, initial=-5000
    )
    f = np.where(f == -5000, 0, f)
    with np.errstate(all="ignore"):
        scaled = Doubled(*(np.ldexp(half, e[:, np.newaxis] - f) for half in right))
        return _sliced(left, scaled, e, f - shift)


def _sliced(left: Doubled, right: Doubled, e: NDArray[np.intp], f: NDArray[np.intp]) -> Doubled:
    p, k = right.high.shape
    bits = (53 - (LEFT * p).bit_length()) // 2
    orders, scale = _by_order(right, bits), np.ldexp(1.0, -e)
    low = left.low if left.low.any() else None
    out = Doubled(*np.empty((2, len(left.high), k)))
    step = max(64, 2 * BLOCK // max(p, k, 1))
    for first in range(0, len(left.high), step):
        rows = slice(first, first + step)
        terms = _terms(left.high[rows] * scale, orders, bits)
        high, rest = terms[0], np.zeros_like(terms[0])
        for term in terms[1:]:
            high, error = two_sum(high, term)
            rest += error
        if low is not None:
            rest += right.high.T @ (low[rows] * scale).T
        for half, whole in zip(out, fast_two_sum(high, rest), strict=True):
            half[rows] = np.ldexp(whole, f[:, np.newaxis]).T
    return out


def _terms(rest: Array, orders: Array, bits: int) -> Array:
    """Return the product of A (n, p), |A| <= 1, which is used up, by orders: (ORDERS, k, n)."""
    whole, part = np.zeros((len(orders[0]), len(rest))), np.empty_like(rest)
    for i in range(LEFT - 1):
        anchor = float(np.ldexp(1.5, 52 - bits * (i + 1)))
        np.add(rest, anchor, out=part)
        np.subtract(part, anchor, out=part)
        np.subtract(rest, part, out=rest)
        whole += orders[i] @ part.T
    whole += orders[-1] @ rest.T
    return whole.reshape(ORDERS, -1, len(rest))


def _by_order(B: Doubled, bits: int) -> Array:
    """Return slices of B (p, k) as (LEFT, ORDERS k, p): what slice i of A meets in each order."""
    p, k = B.high.shape
    out, rest, low = np.zeros((LEFT, ORDERS, k, p)), B.high, B.low
    for j in range(ORDERS):
        anchor = float(np.ldexp(1.5, 52 - bits * (j + 1)))
        part = (rest + anchor) - anchor if j < ORDERS - 1 else rest + low
        rest, low = two_sum(rest - part, low)
        for i in range(min(LEFT, ORDERS - j)):
            out[i, i + j] = part.T
    return out.reshape(LEFT, ORDERS * k, p)


def residual(
    X: Array | Doubled, w: Array | Doubled, y: Array | Doubled, low: Array | None = None
) -> Array:
    """Return y - X (w + low), rounded once, shape of y: see `product` for how far it is right.

    X (N, p), w and low (p,) or (p, k), y (N,) or (N, k), of any magnitude.
    """
    coefficients = w if low is None else Doubled(_whole(w).high, low)
    r, exponent = scaled_residual(X, coefficients, y)
    rounded: Array = np.ldexp(r.high, exponent)
    return rounded


def scaled_residual(
    X: Array | Doubled, w: Array | Doubled, y: Array | Doubled
) -> tuple[Doubled, int]:
    """Return r and an exponent with y - X w = 2^exponent r, |y| <= 2^exponent; as in `residual`."""
    right, coefficients = _whole(y), _whole(w)
    exponent = power_of_two(right.high)
    flat = Doubled(*(half.reshape(len(half), -1) for half in coefficients))
    fitted = product(X, flat, exponent)
    with np.errstate(all="ignore"):
        target = Doubled(*(np.ldexp(half, -exponent) for half in right))
        negative = Doubled(*(-half.reshape(right.high.shape) for half in fitted))
        return add(target, negative), exponent


def _whole(a: Array | Doubled) -> Doubled:
    return a if isinstance(a, Doubled) else Doubled(a, np.zeros_like(a))


def exponents(X: Array) -> NDArray[np.intp]:
    """Return e (p,) with max |X_j| <= 2^e_j: scaling by 2^-e is exact and prevents overflow.

    At least -1000, so that 2^-e is a float itself.
    """
    largest = np.frexp(np.maximum(_reduce(np.maximum, X), -_reduce(np.minimum, X)))[1]
    return np.asarray(np.maximum(largest, -1000), dtype=np.intp)


def _reduce(ufunc: np.ufunc, X: Array) -> Array:
    """Return the maxima or minima of the columns of X (N, p), (p,), and 0."""
    # Several rows at a time: short rows are slow one by one.
    many, p = len(X) // 64 * 64, X.shape[1]
    long = ufunc.reduce(X[:many].reshape(many // 64, 64 * p), axis=0, initial=0.0)
    rest = ufunc.reduce(X[many:], axis=0, initial=0.0)
    return np.asarray(ufunc(ufunc.reduce(long.reshape(64, p), axis=0), rest))


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
