"""Matrices in fixed point of any length, whose products BLAS adds up without rounding.

A number is a sum of digits of 19 bits, held in floats of their own: products of digits are below
2^37, so that 2^16 of them add up exactly in float64. A product of two matrices of m digits is
thus m^2 / 2 ordinary matrix products, and whatever is cut off is cut off where it is said.
Source: Ozaki, Ogita, Oishi, Rump 2012, "Error-free transformations of matrix multiplication".
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linreg._arrays import Array, Doubled

BITS = 19
BASE = 2.0**BITS
# Products of digits, of little more than 2^36 each, add up exactly up to this many.
TERMS = 2**16
# The places of so many digits are floats themselves.
AT_ONCE = 40

_whole = np.frompyfunc(int, 1, 1)


@dataclass(frozen=True, eq=False)
class Limbs:
    """digits (m, r, c), integers of at most BASE / 2 + 1: the i-th counts BASE^(point - 1 - i)."""

    digits: Array
    point: int

    @property
    def unit(self) -> float:
        """The place of the last digit: the most that cutting further digits off has changed."""
        return math.ldexp(1.0, BITS * (self.point - len(self.digits)))

    def __getitem__(self, index: Any) -> "Limbs":
        return Limbs(self.digits[(slice(None), *index)], self.point)

    @property
    def T(self) -> "Limbs":
        """The transpose."""
        return Limbs(self.digits.transpose(0, 2, 1), self.point)

    def __neg__(self) -> "Limbs":
        return Limbs(-self.digits, self.point)

    def __add__(self, other: "Limbs") -> "Limbs":
        """Return the sum, exactly: to the finer of the two last places."""
        point = max(self.point, other.point)
        last = max(len(a.digits) - a.point for a in (self, other))
        total = np.zeros((point + last, *self.digits.shape[1:]))
        for a in (self, other):
            first = point - a.point
            total[first : first + len(a.digits)] += a.digits
        return carried(total, point)

    def __sub__(self, other: "Limbs") -> "Limbs":
        return self + -other

    def cut(self, places: int) -> "Limbs":
        """Return the same with at most `places` digits behind the point, the rest cut off."""
        return Limbs(self.digits[: max(1, self.point + places)], self.point)

    def to_integers(self, bits: int) -> NDArray[Any]:
        """Return the numbers times 2^bits as Python's integers, rounded down."""
        total: NDArray[Any] = np.zeros(self.digits.shape[1:], dtype=object)
        for digit in self.digits:
            total = (total << BITS) + _whole(digit)
        shift = bits + BITS * (self.point - len(self.digits))
        return total << shift if shift >= 0 else total >> -shift

    def to_float(self) -> Array:
        """Return the numbers as floats, within a few units of their last bit."""
        weights = np.ldexp(1.0, -BITS * np.arange(min(len(self.digits), AT_ONCE)))
        total = np.tensordot(weights, self.digits[:AT_ONCE], 1)
        scaled: Array = np.ldexp(total, BITS * (self.point - 1))
        if len(self.digits) > AT_ONCE:
            scaled += Limbs(self.digits[AT_ONCE:], self.point - AT_ONCE).to_float()
        return scaled

    def to_doubled(self) -> Doubled:
        """Return the numbers rounded to the nearest floats, and what those lack."""
        high = self.to_float()
        low = (self - of_float(high, len(self.digits) + 6)).to_float()
        total = high + low
        return Doubled(total, low - (total - high))

    def scaled(self, exponents: NDArray[np.intp]) -> "Limbs":
        """Return the numbers times 2^exponents, of a shape that broadcasts to theirs, exactly."""
        if self.digits.size == 0:
            return self
        places, bits = np.divmod(exponents, BITS)
        bent = self.digits * np.ldexp(1.0, bits)
        top = int(places.max(initial=0))
        offsets = np.broadcast_to(top - places, self.digits.shape[1:])
        out = np.zeros((len(bent) + int(offsets.max(initial=0)), *bent.shape[1:]))
        for offset in np.unique(offsets):
            here = offsets == offset
            out[int(offset) : int(offset) + len(bent), here] = bent[:, here]
        return carried(out, self.point + top)


def of_float(a: Array, m: int) -> Limbs:
    """Return floats (r, c) in m digits from the largest down, the rest cut off."""
    largest = float(np.abs(a).max(initial=0.0))
    point = -(-(math.frexp(largest)[1] + 1) // BITS) if largest else 0
    return Limbs(_digits(a, point, m), point)


def of_floats(a: Array, point: int, places: int) -> tuple[Limbs, float]:
    """Return the sum over the first axis of a (t, r, c), and a bound on what is cut off.

    point: digits before the point, enough for the largest; places: those behind it.
    """
    digits, cut = np.zeros((point + places, *a.shape[1:])), 0.0
    for part in a:
        largest = float(np.abs(part).max(initial=0.0))
        if largest:
            # Digits before the first of this part are zero, those after its last too.
            first = max(0, point - -(-(math.frexp(largest)[1] + 1) // BITS))
            cut += _add_digits(digits[first:], np.ldexp(part, BITS * (first - point)))
    return carried(digits, point), math.ldexp(cut, -BITS * places)


def _add_digits(digits: Array, rest: Array) -> float:
    """Add the digits of numbers below 1/2; return 1 where some are left, else 0."""
    for digit in digits:
        rest = rest * BASE
        head = np.rint(rest)
        rest -= head
        digit += head
        if not rest.any():
            return 0.0
    return 1.0


def _digits(a: Array, point: int, m: int) -> Array:
    digits, rest = np.empty((m, *a.shape)), np.ldexp(a, -BITS * point)
    for digit in digits:
        rest = rest * BASE
        np.rint(rest, out=digit)
        rest -= digit
    return digits


def carried(digits: Array, point: int) -> Limbs:
    """Return digits, integers below 2^53, as digits of a `Limbs`; leading zeros dropped."""
    head = np.concatenate([np.zeros((2, *digits.shape[1:])), digits])
    # Carries are below 2^34, then 2^16, then 2: what is left is within 1 of a digit.
    for _ in range(3):
        carry = np.rint(head * (1 / BASE))
        head -= carry * BASE
        head[:-1] += carry[1:]
    first = 0
    while first < len(head) - 1 and not head[first].any():
        first += 1
    return Limbs(head[first:], point + 2 - first)


def product(A: Limbs, B: Limbs, places: int) -> Limbs:
    """Return A B to `places` digits behind the point; `cut_error` bounds what is cut off."""
    m, (r, n), c = len(A.digits), A.digits.shape[1:], B.digits.shape[2]
    if 0 in (r, n, c):
        return Limbs(np.zeros((1, r, c)), 1)
    if n * min(m, len(B.digits)) > TERMS:
        half = n // 2
        left = product(A[:, :half], B[:half, :], places)
        return left + product(A[:, half:], B[half:, :], places)
    point = A.point + B.point
    wanted = max(1, point + places)
    out = np.zeros((min(wanted, m + len(B.digits)), r, c))
    right = B.digits.transpose(1, 0, 2).reshape(n, -1)
    for i, digit in enumerate(A.digits):
        k = min(len(B.digits), len(out) - 1 - i)
        if k <= 0:
            break
        out[i + 1 : i + 1 + k] += (digit @ right[:, : k * c]).reshape(r, k, c).transpose(1, 0, 2)
    return carried(out, point)


def cut_error(n: int, places: int, m: int) -> float:
    """Return a bound on an entry of what `product` cuts off: n terms, of m digits at most."""
    return math.ldexp(float(n * m), BITS * (1 - places) - 1)
