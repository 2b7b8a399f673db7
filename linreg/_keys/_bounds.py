"""Limits of numbers and of lengths."""

from typing import NamedTuple

from linreg._keys._text import decimal_text


class Bounds(NamedTuple):
    """Limits of a number, or of the length of a list or text; None is no limit."""

    low: float | None = None
    high: float | None = None
    inclusive: tuple[bool, bool] = (True, True)

    def hold(self, value: float) -> bool:
        """Return whether `value` lies within."""
        above = self.low is None or value > self.low or (self.inclusive[0] and value == self.low)
        below = self.high is None or value < self.high or (self.inclusive[1] and value == self.high)
        return above and below

    def __str__(self) -> str:
        low = None if self.low is None else _text(self.low)
        high = None if self.high is None else _text(self.high)
        if low and high:
            return f"of {low}" if low == high else f"from {low} to {high}"
        if low:
            return f"of {low} or more" if self.inclusive[0] else f"above {low}"
        return f"of at most {high}" if high else ""


def _text(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else decimal_text(value)
