"""The regularised incomplete gamma function, in decimal arithmetic."""

from __future__ import annotations

from decimal import MAX_EMAX, MIN_EMIN, Decimal, localcontext

from linreg.distributions._beta import PRECISION, log_gamma

_STEPS_MOST = 1_000_000
_CLOSE = Decimal("1e-25")


def upper(a: float, x: Decimal) -> Decimal:
    """Return Q(a, x) = Gamma(a, x) / Gamma(a), a > 0, x > 0."""
    with localcontext() as context:
        context.prec = PRECISION
        context.Emin, context.Emax = MIN_EMIN, MAX_EMAX
        order = Decimal(a)
        front = (order * x.ln() - x - log_gamma(order)).exp()
        # Each side of the mean has the expansion that converges fast there.
        if x < order + 1:
            return 1 - front * _series(order, x)
        return front / _continued_fraction(order, x)


def _series(a: Decimal, x: Decimal) -> Decimal:
    """Return sum x^n / (a (a + 1) ... (a + n)), all terms positive."""
    term = value = 1 / a
    for n in range(1, _STEPS_MOST):
        term *= x / (a + n)
        value += term
        if term <= value * _CLOSE:
            break
    return value


def _continued_fraction(a: Decimal, x: Decimal) -> Decimal:
    """Return the denominator of the continued fraction of Gamma(a, x): even part, by Lentz."""
    value = c = x + 1 - a
    d = Decimal(0)
    for n in range(1, _STEPS_MOST):
        numerator, addend = n * (a - n), x + 2 * n + 1 - a
        d = 1 / (addend + numerator * d)
        c = addend + numerator / c
        value *= c * d
        if abs(c * d - 1) <= _CLOSE:
            break
    return value
