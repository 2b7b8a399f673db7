"""Random numbers that are the same everywhere, for ever: a frozen sampler.

NumPy guarantees the raw stream of `PCG64`, but neither the distributions of
`Generator` nor the last digit of the platform's `log`. So every number here is made
from raw 64-bit words by + - * / and square root alone, which IEEE 754 rounds in one
way only: natively, in WebAssembly, with any NumPy. Normals come from the inverse
of their distribution function, one word each, so that a longer sample begins with
the shorter one.
"""

from collections.abc import Callable

import numpy as np
from numpy.random import PCG64
from numpy.typing import NDArray

__all__ = ["Sampler", "normal", "uniform"]

Words = NDArray[np.uint64]
Floats = NDArray[np.float64]
Law = Callable[[Words], Floats]


class Sampler:
    """A stream of random numbers from a seed (an integer, 0 to 2**53 - 1)."""

    def __init__(self, seed: int) -> None:
        self._words = PCG64(seed)

    def raw(self, *shape: int) -> Words:
        """Return the next words of the stream, row by row, in the given shape."""
        count = int(np.prod(shape, dtype=np.int64))
        return np.asarray(self._words.random_raw(count), dtype=np.uint64).reshape(shape)

    def skip(self, count: int) -> None:
        """Leave out the next words of the stream, however many, at once."""
        self._words.advance(count)

    def uniform(self, *shape: int) -> Floats:
        """Uniform on [0, 1), each a multiple of 2**-53."""
        return uniform(self.raw(*shape))

    def normal(self, *shape: int) -> Floats:
        """Standard normal."""
        return normal(self.raw(*shape))

    def rows(self, n: int, *laws: Law) -> tuple[Floats, ...]:
        """Return one column of n numbers per law, drawn row by row.

        More rows leave the earlier ones as they are: `rows(50, uniform, normal)` begins
        with `rows(40, uniform, normal)` of the same seed.
        """
        words = self.raw(n, len(laws))
        return tuple(law(words[:, j]) for j, law in enumerate(laws))

    def integers(self, low: int, high: int, *shape: int) -> NDArray[np.int64]:
        """Integers from low up to, not including, high; high - low is at most 2**53.

        The product stays below high - low after rounding, because the largest uniform
        number falls short of 1 by 2**-53.
        """
        return (np.floor(self.uniform(*shape) * float(high - low))).astype(np.int64) + low

    def permutation(self, n: int) -> NDArray[np.int64]:
        """Return the integers 0 to n - 1 in random order."""
        return np.argsort(self.raw(n), kind="stable").astype(np.int64)

    def choice(self, n: int, k: int) -> NDArray[np.int64]:
        """k different integers from 0 to n - 1; a larger k begins with the smaller one."""
        if not 0 <= k <= n:
            raise ValueError(f"k = {k} of n = {n} cannot be chosen: give k from 0 to {n}.")
        return self.permutation(n)[:k]


def uniform(words: Words) -> Floats:
    """Raw words as uniform numbers on [0, 1): their upper 53 bits."""
    return (words >> np.uint64(11)).astype(np.float64) * 2.0**-53


def normal(words: Words) -> Floats:
    """Raw words as standard normal numbers, good to about 16 digits.

    The upper 52 bits and a half, so that neither 0 nor 1 occurs and the law is
    symmetric, through the inverse of the normal distribution function: M. J. Wichura
    (1988), Algorithm AS 241 (PPND16), Applied Statistics 37, 477-484.
    """
    p = ((words >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52
    q = p - 0.5
    centre = np.abs(q) <= 0.425
    z = np.empty_like(q)
    z[centre] = q[centre] * _ratio(0.180625 - q[centre] * q[centre], *_CENTRE)
    z[~centre] = np.copysign(_tail(np.minimum(p, 1.0 - p)[~centre]), q[~centre])
    return z


def _tail(p: Floats) -> Floats:
    """Return the upper quantile of a small tail probability."""
    r = np.sqrt(-_log(p))
    return np.where(r <= 5.0, _ratio(r - 1.6, *_MIDDLE), _ratio(r - 5.0, *_FAR))


def _log(x: Floats) -> Floats:
    """Natural logarithm of positive numbers, from log m = 2 artanh((m - 1) / (m + 1)).

    The platform's own differs in the last digit between C libraries.
    """
    m, e = np.frexp(x)
    low = m < _SQRT_HALF
    m, e = np.where(low, 2.0 * m, m), np.where(low, e - 1, e).astype(np.float64)
    s = (m - 1.0) / (m + 1.0)
    # |s| < 0.172: eleven terms leave less than 2**-60
    series = _polynomial(s * s, tuple(2.0 / k for k in range(21, 0, -2)))
    return e * _LOG2_HIGH + (e * _LOG2_LOW + s * series)


def _ratio(r: Floats, numerator: tuple[float, ...], denominator: tuple[float, ...]) -> Floats:
    return _polynomial(r, numerator) / _polynomial(r, denominator)


def _polynomial(r: Floats, coefficients: tuple[float, ...]) -> Floats:
    """Horner's rule, highest power first; each step rounds twice, never fused."""
    value = np.full_like(r, coefficients[0])
    for coefficient in coefficients[1:]:
        value = value * r + coefficient
    return value


_SQRT_HALF = 0.7071067811865476
# log 2 in two parts, the first with 32 bits, so that its product with an exponent is exact.
_LOG2_HIGH = float.fromhex("0x1.62e42feep-1")
_LOG2_LOW = float.fromhex("0x1.a39ef35793c76p-33")

# fmt: off
_CENTRE = (
    (2.5090809287301226727e+3, 3.3430575583588128105e+4, 6.7265770927008700853e+4,
     4.5921953931549871457e+4, 1.3731693765509461125e+4, 1.9715909503065514427e+3,
     1.3314166789178437745e+2, 3.3871328727963666080e+0),
    (5.2264952788528545610e+3, 2.8729085735721942674e+4, 3.9307895800092710610e+4,
     2.1213794301586595867e+4, 5.3941960214247511077e+3, 6.8718700749205790830e+2,
     4.2313330701600911252e+1, 1.0),
)
_MIDDLE = (
    (7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1,
     1.27045825245236838258e+0, 3.64784832476320460504e+0, 5.76949722146069140550e+0,
     4.63033784615654529590e+0, 1.42343711074968357734e+0),
    (1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2,
     1.48103976427480074590e-1, 6.89767334985100004550e-1, 1.67638483018380384940e+0,
     2.05319162663775882187e+0, 1.0),
)
_FAR = (
    (2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3,
     2.65321895265761230930e-2, 2.96560571828504891230e-1, 1.78482653991729133580e+0,
     5.46378491116411436990e+0, 6.65790464350110377720e+0),
    (2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5,
     7.86869131145613259100e-4, 1.48753612908506148525e-2, 1.36929880922735805310e-1,
     5.99832206555887937690e-1, 1.0),
)
# fmt: on
