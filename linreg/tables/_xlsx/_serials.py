"""Dates and times of workbooks: days since an epoch, told from numbers by their format.

Source: ECMA-376-1, sections 18.8.30 (number formats) and 18.17.4 (dates and times).
"""

import re
from datetime import date, timedelta
from enum import Enum

__all__ = ["Shown", "iso_text", "shown_as"]


class Shown(Enum):
    """What a number format makes of a number."""

    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    MOMENT = "date and time"
    ELAPSED = "elapsed time"


# Formats that have no code in the file. In some languages 27 to 36 and 50 to 58 are dates, too.
_BUILT_IN = {
    **dict.fromkeys((*range(14, 18), *range(27, 32), 36, *range(50, 59)), Shown.DATE),
    **dict.fromkeys((*range(18, 22), *range(32, 36), 45, 47), Shown.TIME),
    22: Shown.MOMENT,
    46: Shown.ELAPSED,
}
# Texts in quotes, single signs after \ _ and *, and colours, currencies and conditions in brackets.
_LITERAL = re.compile(r'"[^"]*"|[\\_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE | re.DOTALL)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_FRACTION = re.compile(r"(?<=s)[.,]0+", re.IGNORECASE)  # of seconds
_DAY = 86_400_000  # milliseconds
_LAST = date(9999, 12, 31)


def shown_as(number: int, code: str | None) -> Shown:
    """Return what a number format makes of numbers; code : None for one that is built in."""
    if code is None:
        return _BUILT_IN.get(number, Shown.NUMBER)
    bare = _LITERAL.sub("", code).partition(";")[0]
    if _ELAPSED.search(bare):
        return Shown.ELAPSED
    signs = _FRACTION.sub("", bare).lower()
    if any(sign in signs for sign in "0#?@") or signs in ("general", "standard"):
        return Shown.NUMBER
    time = "h" in signs or "s" in signs
    day = "y" in signs or "d" in signs or ("m" in signs and not time)
    if day and time:
        return Shown.MOMENT
    return Shown.DATE if day else Shown.TIME if time else Shown.NUMBER


def iso_text(serial: str, shown: Shown, from_1904: bool) -> str | None:
    """Return a number of days as ISO 8601 text, to the millisecond; None if it is no date.

    The system of 1900 counts the 29th of February 1900, which never was: day 60. Days before
    it are one later than elsewhere.
    """
    try:
        days, clock = divmod(round(float(serial) * _DAY), _DAY)
    except (ValueError, OverflowError):
        return None
    if days == 0 and shown is Shown.TIME:
        return _clock(clock)
    day = _day(days, from_1904)
    if day is None:
        return None
    return f"{day}T{_clock(clock)}" if clock or shown is not Shown.DATE else day


def _day(days: int, from_1904: bool) -> str | None:
    first = 0 if from_1904 else 1
    if days == 60 and not from_1904:
        return "1900-02-29"
    epoch = date(1904, 1, 1) if from_1904 else date(1899, 12, 31 if days < 60 else 30)
    if not first <= days <= (_LAST - epoch).days:
        return None
    return (epoch + timedelta(days)).isoformat()


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, second = divmod(seconds, 60)
    fraction = f".{rest:03}" if rest else ""
    return f"{minutes // 60:02}:{minutes % 60:02}:{second:02}{fraction}"
