"""A computed number beside the exact one: which of its digits are right."""

from __future__ import annotations

from fractions import Fraction
from math import isfinite

from playground.engine.numbers import MINUS, SUPERSCRIPTS, TIMES, grouped
from playground.engine.parts import Part

# As many digits as every float64 holds, and one that most do not.
SHOWN = 16
# Powers of ten that are written out.
PLAIN = range(-4, 7)
# Nothing in float64 has more correct digits than the rounding of the exact value.
MOST = 15.95
_RAISED = str.maketrans("-0123456789", SUPERSCRIPTS)


def marked(
    estimate: float,
    exact: Fraction | None,
    right: str = "",
    scale: float = 0.0,
    shown: int = SHOWN,
) -> list[Part]:
    """The first digits of `estimate` as runs: those right in the role `right`, others "wrong".

    The yardstick is the exact value correctly rounded to float64, see `right_places`. Without an
    exact value no digit is judged. Where it is zero, what is below the last digit of `scale` is
    as good as zero, and muted. A whole part is shown to its last digit.
    """
    if not isfinite(estimate):
        return [("no solution", "wrong")]
    power = _digits(estimate, SHOWN)[1]
    shown = max(shown, power + 1) if power in PLAIN else shown
    if exact is None:
        return [(written(estimate, shown), "muted")]
    wanted = nearest(exact)
    if wanted == 0:
        negligible = abs(estimate) <= scale * 2.0**-50
        role = right if estimate == 0 else "muted" if negligible else "wrong"
        return [(written(estimate, shown), role)]
    return _runs(estimate, right_places(estimate, wanted, shown), right, shown)


def nearest(exact: Fraction) -> float:
    """The float64 nearest to an exact value; infinite beyond the floats."""
    try:
        return float(exact)
    except OverflowError:
        return float("inf") if exact > 0 else float("-inf")


def right_places(estimate: float, wanted: float, shown: int = SHOWN) -> int:
    """How many of the first `shown` significant digits of `estimate` are right, wanted != 0.

    So many in which both numbers agree, as they are written or rounded to that place: 1.9999 has
    four right digits of 2.0000.
    """
    if not isfinite(wanted) or estimate == 0 or (estimate < 0) != (wanted < 0):
        return 0
    (digits, power), (theirs, their_power) = (_digits(v, shown) for v in (estimate, wanted))
    for count in range(shown, 0, -1):
        if power == their_power and digits[:count] == theirs[:count]:
            return count
        if _digits(estimate, count) == _digits(wanted, count):
            return count
    return 0


def written(value: float, shown: int = SHOWN) -> str:
    """A float with so many significant digits, typeset."""
    return "".join(text for text, _ in _runs(value, shown, "", shown)) if value else "0"


def _digits(value: float, shown: int) -> tuple[str, int]:
    mantissa, power = f"{abs(value):.{shown - 1}e}".split("e")
    return mantissa.replace(".", ""), int(power)


def _runs(value: float, right: int, role: str, shown: int = SHOWN) -> list[Part]:
    """The number cut after its first `right` digits; what follows it belongs to neither."""
    if value == 0:
        return [("0", role if right else "wrong")]
    digits, power = _digits(value, shown)
    text, cut = _laid_out(digits, power, right)
    sign = MINUS if value < 0 else ""
    exponent = "" if power in PLAIN else f" {TIMES} 10{str(power).translate(_RAISED)}"
    if not right:
        # A wrong first digit leaves neither sign nor magnitude to rely on.
        return [(sign + text + exponent, "wrong")]
    return [
        (run, mark)
        for run, mark in ((sign + text[:cut], role), (text[cut:], "wrong"), (exponent, role))
        if run
    ]


def _laid_out(digits: str, power: int, right: int) -> tuple[str, int]:
    """The digits with their point and commas, and where in that text the right ones end."""
    whole = power + 1 if power in PLAIN else 1
    if whole > 0:
        text = grouped(f"{digits[:whole]}.{digits[whole:]}".rstrip("."))
        ends = [0, *(k + 1 for k, sign in enumerate(text) if sign.isdigit())]
        return text, ends[right]
    zeros = "0." + "0" * -whole
    return zeros + digits, len(zeros) + right
