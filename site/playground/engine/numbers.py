"""Numbers as the page shows them: only digits that are right, typeset.

Commas set thousands apart from four digits on: 2,000 and 52,276.5. Values of the data keep four
digits together, because they may be years: 1947, but 234,289. What programs read has no commas:
code, exports, fields and links.
"""

from __future__ import annotations

import re
from math import floor, isfinite, isnan, log10

MINUS = "−"
TIMES = "×"
SUPERSCRIPTS = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
_YEAR = re.compile(rf"({MINUS}?\d),(\d{{3}}(?:\.\d*)?)")
_DECIMAL = re.compile(r"-?[1-9]\d*(\.\d+)?")
_RAISED = str.maketrans("-0123456789", SUPERSCRIPTS)
# The ends of floating-point numbers, as they are written: no number lies between these and ∞ or 0.
LARGEST, SMALLEST = "1.8 × 10³⁰⁸", "4.9 × 10⁻³²⁴"
# Beyond these powers of ten a number is easier to read with its exponent.
_PLAIN = range(-4, 7)


def typeset(value: float, error: float = 0.0, digits: int = 6) -> str:
    """`value` with at most `digits` significant digits, none of them below `error`.

    2.0000004 with error 1e-3 is "2.00"; 1.9999e-14 with two digits is "2.0 × 10⁻¹⁴".
    The whole part of a plain number is shown to its last digit; where that is not known, the number
    is shown with its exponent. A value that its error swallows is shown as "0 ± 3 × 10⁻⁹", which
    holds all that the value may be.
    """
    if isnan(value):
        return "not defined"
    if not isfinite(value):
        return f"{MINUS}∞" if value < 0 else "∞"
    if value == 0:
        return "0"
    if not isfinite(error) or abs(value) <= error:
        return f"0 ± {typeset(_rounded_up(abs(value) + error), digits=1)}"
    right = _right_digits(value, error)
    power = floor(log10(abs(value)))
    # A plain number shows its whole part or none of it: a nought in place of a digit is wrong.
    wanted = max(digits, power + 1) if power in _PLAIN else digits
    return _mantissa(value, min(wanted, right))


def mean_square(value: float, error: float = 0.0, digits: int = 6, exact: bool = True) -> str:
    """A mean of squares, or that it is beyond floats: 0 is one unless the numbers are `exact`."""
    if value == float("inf"):
        return f"> {LARGEST}"
    if value == 0 and not exact:
        return f"< {SMALLEST}"
    return typeset(value, error, digits)


def bound(value: float, error: float, digits: int = 7) -> str:
    """An end of an interval, to the place of `error`: -0.003 with an error of 0.01 is "0.0"."""
    if not (isfinite(value) and isfinite(error) and error > 0) or abs(value) > error:
        return typeset(value, error, digits)
    places = max(0, -floor(log10(error)) - 1)
    return f"{0:.{places}f}" if places <= digits else "0"


def given(value: float) -> str:
    """A number as somebody chose it: the shortest decimal that it is, such as 0.1 or 3."""
    return typeset(
        value, digits=len(f"{value:.15g}".split("e")[0].replace(".", "").strip("-0")) or 1
    )


def grouped(plain: str) -> str:
    """A decimal with its thousands set apart: 52276.5 is 52,276.5."""
    whole_part, point, rest = plain.partition(".")
    return re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", whole_part) + point + rest


def ungrouped(shown: str) -> str:
    """A number as shown, without commas: for programs."""
    return shown.replace(",", "")


def datum(value: float, digits: int = 6) -> str:
    """A value of the data, or between them: four digits stay together, as in a year."""
    return _together(typeset(value, digits=digits))


def typed(text: str) -> str:
    """A cell as it was typed, with a true minus sign; a long decimal with its thousands apart."""
    shown = _together(grouped(text)) if _DECIMAL.fullmatch(text) else text
    return shown.replace("-", MINUS, 1) if shown.startswith("-") else shown


def _together(shown: str) -> str:
    return _YEAR.sub(r"\1\2", shown) if _YEAR.fullmatch(shown) else shown


def whole(value: int) -> str:
    """An integer with its thousands set apart: 100,000."""
    return f"{value:,}".replace("-", MINUS)


def counted_steps(steps: int) -> str:
    """How many steps, in words: "1 step", "1,000 steps"."""
    return "1 step" if steps == 1 else f"{whole(steps)} steps"


def percent(part: float, digits: int = 3) -> str:
    """A share of one as a percentage: 0.0142 is "1.42%"."""
    return f"{typeset(100 * part, digits=digits)}%"


def shortened(text: str, length: int = 24) -> str:
    """A column's name as far as there is room for it."""
    return text if len(text) <= length else text[: length - 1] + "…"


def round_significant(value: float, digits: int) -> float:
    """`value` rounded to `digits` significant decimal digits."""
    return float(f"{value:.{digits - 1}e}")


def _rounded_up(value: float) -> float:
    """The next number with one significant digit, a rounding of floats aside."""
    nearest = round_significant(value, 1)
    if not isfinite(value) or nearest >= value * (1 - 1e-12):
        return nearest
    mantissa, power = f"{nearest:.0e}".split("e")
    return float(f"{int(mantissa) + 1}e{power}")


def _right_digits(value: float, error: float) -> int:
    """How many leading digits of `value` an error of that size leaves standing."""
    if error <= 0:
        return 17
    return max(1, floor(log10(abs(value))) - floor(log10(error)))


def _mantissa(value: float, digits: int) -> str:
    text = f"{value:.{digits - 1}e}"
    mantissa, exponent = text.split("e")
    power = int(exponent)
    # Rounding may have carried into a new power, whose digits are then all known.
    carried = power > floor(log10(abs(value)))
    if power in _PLAIN and digits + carried > power:
        return grouped(f"{float(text):.{max(0, digits - 1 - power)}f}").replace("-", MINUS)
    return f"{mantissa} {TIMES} 10{str(power).translate(_RAISED)}".replace("-", MINUS)
