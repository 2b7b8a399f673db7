"""Matrices in fixed point of any length, whose products BLAS adds up without rounding.

A number is a sum of digits of 19 bits, held in floats of their own: products of digits are below
2^37, so that 2^16 of them add up exactly in float64. A product of two matrices of m digits is
thus m^2 / 2 ordinary matrix products, and whatever is cut off is cut off where it is said.
Source: Ozaki, Ogita, Oishi, Rump 2012, "Error-free transformations of matrix multiplication".
"""

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linreg._arrays import Array, Doubled
from linreg.progress import tick

BITS = 19
BASE = 2.0**BITS
# Products of digits, of little more than 2^36 each, add up exactly up to this many.
TERMS = 2**16
# The places of so many digits are floats themselves.
AT_ONCE = 40
# So many numbers are multiplied by all digits at once: the calls saved cost more than the waste.
SHORT = 2**12
# With so many numbers carries are taken digit by digit, once each, while they are in the cache.
MANY = 2**9
PLACES = np.ldexp(1.0, -BITS * np.arange(AT_ONCE))

_whole = np.frompyfunc(int, 1, 1)
_whole_over = np.frompyfunc(Fraction, 2, 1)


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

    def __add__(self, other: "Limbs") -> "Limbs":
        """Return the sum, exactly: to the finer of the two last places."""
        return self._sum(other, np.add)

    def __sub__(self, other: "Limbs") -> "Limbs":
        return self._sum(other, np.subtract)

    def _sum(self, other: "Limbs", ufunc: np.ufunc) -> "Limbs":
        point = max(self.point, other.point)
        last = max(len(a.digits) - a.point for a in (self, other))
        total = np.zeros((point + last, *self.digits.shape[1:]))
        total[point - self.point :][: len(self.digits)] = self.digits
        place = total[point - other.point :][: len(other.digits)]
        ufunc(place, other.digits, out=place)
        # Carries of a sum of two are within 1.
        return carried(total, point, rounds=1)

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

    def to_fractions(self) -> NDArray[Any]:
        """Return the numbers exactly."""
        bits = BITS * max(0, len(self.digits) - self.point)
        return np.asarray(_whole_over(self.to_integers(bits), 1 << bits))

    def to_float(self) -> Array:
        """Return the numbers as floats, within a few units of their last bit."""
        some = self.digits[:AT_ONCE]
        total = (PLACES[: len(some)] @ some.reshape(len(some), -1)).reshape(some.shape[1:])
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
        for offset in set(offsets.ravel().tolist()):
            here = offsets == offset
            out[offset : offset + len(bent), here] = bent[:, here]
        return carried(out, self.point + top)


def of_float(a: Array, m: int) -> Limbs:
    """Return floats (r, c) in m digits from the largest down, the rest cut off."""
    point = _point(a)
    return Limbs(_digits(a, point, m), point)


def to_places(a: Array, places: int) -> Limbs:
    """Return floats (r, c) to `places` digits behind the point, the rest cut off."""
    point = _point(a)
    return Limbs(_digits(a, point, max(1, point + places)), point)


def _point(a: Array) -> int:
    """Return how many digits before the point the largest of floats takes."""
    largest = float(np.abs(a).max(initial=0.0))
    return -(-(math.frexp(largest)[1] + 1) // BITS) if largest else 0


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
        if not np.count_nonzero(rest):
            return 0.0
    return 1.0


def _digits(a: Array, point: int, m: int) -> Array:
    digits, rest = np.zeros((m, *a.shape)), np.ldexp(a, -BITS * point)
    for digit in digits:
        rest *= BASE
        np.rint(rest, out=digit)
        rest -= digit
        if not np.count_nonzero(rest):
            break
    return digits


def carried(digits: Array, point: int, rounds: int = 3) -> Limbs:
    """Return digits, integers below 2^53, as digits of a `Limbs`; leading zeros dropped."""
    spare = 2 if rounds > 1 else 1
    head = np.zeros((spare + len(digits), *digits.shape[1:]))
    head[spare:] = digits
    if head[0].size > MANY:
        _carry_in_turn(head)
    else:
        _carry_at_once(head, rounds)
    first = 0
    while first < len(head) - 1 and not np.count_nonzero(head[first]):
        first += 1
    return Limbs(head[first:], point + spare - first)


def _carry_at_once(digits: Array, rounds: int) -> None:
    # Carries are below 2^34, then 2^16, then 2: what is left is within 1 of a digit.
    for _ in range(rounds):
        carry = np.rint(digits * (1 / BASE))
        digits[:-1] += carry[1:]
        carry *= BASE
        digits -= carry


def _carry_in_turn(digits: Array) -> None:
    carry = np.empty(digits.shape[1:])
    for i in range(len(digits) - 1, 0, -1):
        np.multiply(digits[i], 1 / BASE, out=carry)
        np.rint(carry, out=carry)
        digits[i - 1] += carry
        carry *= BASE
        digits[i] -= carry


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
    # Digits stand between rows and columns, as products of matrices leave them.
    out = np.zeros((r, min(max(1, point + places), m + len(B.digits)), c))
    right = B.digits.transpose(1, 0, 2).reshape(n, -1)
    step = max(1, SHORT // (r * n))
    for first in range(0, min(m, out.shape[1] - 1), step):
        tick()
        some = A.digits[first : first + step]
        k = min(len(B.digits), out.shape[1] - 1 - first)
        parts = (some.reshape(-1, n) @ right[:, : k * c]).reshape(len(some), r, k, c)
        for i, part in enumerate(parts, first + 1):
            place = out[:, i : i + k]
            place += part[:, : place.shape[1]]
    return carried(out.transpose(1, 0, 2), point)


def column_products(A: Limbs, B: Limbs, places: int) -> Limbs:
    """Return the diagonal of A' B (r, k), (1, k), cut off as by `product`."""
    m, n, (r, k) = len(A.digits), len(B.digits), A.digits.shape[1:]
    if 0 in (r, k):
        return Limbs(np.zeros((1, 1, k)), 1)
    if r * min(m, n) > TERMS:
        halves = (slice(r // 2), slice(r // 2, None))
        first, second = (column_products(A[h, :], B[h, :], places) for h in halves)
        return first + second
    out = np.zeros((min(max(1, A.point + B.point + places), m + n), 1, k))
    for i, part in enumerate(np.einsum("irk,jrk->ijk", A.digits, B.digits), 1):
        place = out[i : i + n, 0]
        place += part[: len(place)]
    return carried(out, A.point + B.point)


def cut_error(n: int, places: int, m: int) -> float:
    """Return a bound on an entry of what `product` cuts off: n terms, of m digits at most."""
    return math.ldexp(float(n * m), BITS * (1 - places) - 1)
