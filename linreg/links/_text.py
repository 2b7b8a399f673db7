"""How values and limits are written in sentences."""

from collections.abc import Iterable
from numbers import Integral, Real
from typing import NamedTuple


def decimal_text(value: float) -> str:
    """A number as the shortest decimal that reads back as the same float: 3.0 is "3".

    Integers keep all their digits.
    """
    text = str(int(value)) if isinstance(value, Integral) else repr(float(value))
    return text.removesuffix(".0")


def listed(items: Iterable[object]) -> str:
    return ", ".join(map(str, items))


def short(value: object) -> str:
    """The value as it can stand in a sentence, at most 60 characters long."""
    try:
        text = str(value) if isinstance(value, str | Real) else repr(value)
    except ValueError:
        # Python writes no number of thousands of digits.
        text = "a number of thousands of digits"
    text = " ".join(text.split()) or "(nothing)"
    return text if len(text) <= 60 else text[:57] + "..."


def limit_text(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) and value < 10**7 else decimal_text(value)


class Bounds(NamedTuple):
    """Limits of a number, or of how many items a list holds; None is no limit."""

    low: float | None = None
    high: float | None = None
    inclusive: tuple[bool, bool] = (True, True)

    def hold(self, value: float) -> bool:
        """Whether `value` lies within."""
        above = self.low is None or value > self.low or (self.inclusive[0] and value == self.low)
        below = self.high is None or value < self.high or (self.inclusive[1] and value == self.high)
        return above and below

    def __str__(self) -> str:
        low = None if self.low is None else limit_text(self.low)
        high = None if self.high is None else limit_text(self.high)
        if low and high:
            return f"from {low} to {high}"
        if low:
            return f"of at least {low}" if self.inclusive[0] else f"above {low}"
        return f"of at most {high}" if high else ""
