"""The regularised incomplete beta function, in decimal arithmetic."""

from __future__ import annotations

from decimal import MAX_EMAX, MIN_EMIN, Decimal, localcontext
from fractions import Fraction

PRECISION = 45
_STEPS_MOST = 1_000_000
SETTLED = Decimal("1e-12")
_CLOSE = Decimal("1e-25")
# B(2k) / (2k (2k - 1)), k = 1, 2, ...: the Stirling series of log-gamma.
_STIRLING = tuple(
    Fraction(n, d)
    for n, d in (
        (1, 12),
        (-1, 360),
        (1, 1260),
        (-1, 1680),
        (1, 1188),
        (-691, 360360),
        (1, 156),
        (-3617, 122400),
        (43867, 244188),
        (-174611, 125400),
        (77683, 5796),
        (-236364091, 1506960),
    )
)
_LOG_TWO_PI = Decimal("1.837877066409345483560659472811235279722794947275567")


class Beta:
    """I_x(a, b) and its complement for many x, with log B(a, b) worked out once."""

    def __init__(self, a: float, b: float) -> None:
        with localcontext() as context:
            context.prec = PRECISION
            self.a, self.b = Decimal(a), Decimal(b)
            self._log_beta = log_gamma(self.a) + log_gamma(self.b) - log_gamma(self.a + self.b)

    def parts(self, x_share: Decimal, y_share: Decimal) -> tuple[Decimal, Decimal, Decimal]:
        """(I_x, 1 - I_x, x^a y^b / B(a, b)) at x : y = x_share : y_share, x + y = 1."""
        a, b = self.a, self.b
        with localcontext() as context:
            context.prec = PRECISION
            context.Emin, context.Emax = MIN_EMIN, MAX_EMAX
            total = x_share + y_share
            x, y = x_share / total, y_share / total
            front = (a * x.ln() + b * y.ln() - self._log_beta).exp()
            # Each side of the mean has the fraction that converges fast there.
            if x < (a + 1) / (a + b + 2):
                lower = front / (a * _continued_fraction(a, b, x))
                return lower, 1 - lower, front
            upper = front / (b * _continued_fraction(b, a, y))
            return 1 - upper, upper, front


def _continued_fraction(a: Decimal, b: Decimal, x: Decimal) -> Decimal:
    """Return the denominator of the continued fraction of I_x(a, b): even part, Lentz's method."""
    value = c = 1 + _odd(a, b, x, 0)
    d = Decimal(0)
    for m in range(1, _STEPS_MOST):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        term = -even * _odd(a, b, x, m - 1)
        addend = 1 + even + _odd(a, b, x, m)
        d = 1 / (addend + term * d)
        c = addend + term / c
        value *= c * d
        if abs(c * d - 1) <= _CLOSE:
            break
    return value


def _odd(a: Decimal, b: Decimal, x: Decimal, m: int) -> Decimal:
    return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))


def log_gamma(z: Decimal) -> Decimal:
    """log Gamma(z) to about 35 digits: shifted up, then Stirling's series."""
    product = Decimal(1)
    while z < 40:
        product *= z
        z += 1
    series = sum(
        Decimal(c.numerator) / c.denominator / z ** (2 * k + 1) for k, c in enumerate(_STIRLING)
    )
    return (z - Decimal("0.5")) * z.ln() - z + _LOG_TWO_PI / 2 + series - product.ln()
