"""A rational linear map of floats, rounded once at the end, at the speed of integers."""

from __future__ import annotations

from math import inf, lcm

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg.exact import Rational

Array = NDArray[np.float64]
# The bits of a float, and so what makes an integer of its mantissa.
BITS = 53


class RationalMap:
    """S (p, p) of Fractions, kept as whole numbers over one denominator."""

    def __init__(self, S: Rational) -> None:
        self._below = lcm(*(value.denominator for value in S.flat))
        self._rows = [
            [value.numerator * (self._below // value.denominator) for value in row] for row in S
        ]

    def of(self, w: ArrayLike) -> Array:
        """S w (p,) for floats w (p,), rounded once; NaN where an entry of w is not finite."""
        array = np.asarray(w, dtype=np.float64)
        if not np.isfinite(array).all():
            return np.full(array.shape, np.nan)
        mantissas, exponents = np.frexp(array)
        low = int(exponents.min(initial=0))
        shifts = (exponents - low).tolist()
        whole = np.ldexp(mantissas, BITS).astype(np.int64).tolist()
        whole = [value << shift for value, shift in zip(whole, shifts, strict=True)]
        sums = [sum(a * b for a, b in zip(row, whole, strict=True)) for row in self._rows]
        return np.array([self._rounded(value, low - BITS) for value in sums])

    def _rounded(self, value: int, exponent: int) -> float:
        """value 2^exponent over the denominator: one division of integers, rightly rounded."""
        try:
            if exponent < 0:
                return value / (self._below << -exponent)
            return (value << exponent) / self._below
        except OverflowError:
            return inf if value > 0 else -inf
