"""Sentences on what was left out above a table, or taken for something else."""

import re
from collections.abc import Sequence

from linreg.tables._delimited import Records, count_of
from linreg.tables._error import quote
from linreg.tables._preamble import Preamble

__all__ = [
    "comments_note",
    "dates_note",
    "empty_note",
    "index_note",
    "pairs_note",
    "stray_note",
    "title_note",
    "units_note",
]

_SAMPLE = 1000
_MOST_NAMED = 3
# Day and month as Germans write them, the day at least once with a zero in front.
_DATE = re.compile(r"(?:0[1-9]|[12][0-9]|3[01])\.(?:0[1-9]|1[0-2])\.?")
_WHOLE = re.compile(r"[+-]?[0-9]+")


def comments_note(above: Preamble, found: Records) -> list[str]:
    """Return how many lines were skipped as comments."""
    count = above.comments + len(found.comments)
    return [f"{count_of(count, 'comment line')} skipped."] if count else []


def title_note(row: int, title: str) -> str:
    """That a row holds a title."""
    return f"Row {row} is a title ({quote(title)}) and is left out."


def units_note(row: int, units: Sequence[str]) -> str:
    """That a row holds units."""
    listed = ", ".join(quote(unit) for unit in units[:4] if unit)
    return f"Row {row} holds units ({listed}) and is left out."


def index_note(name: str) -> str:
    """That a column counts the rows."""
    called = f"Column 1, {name}," if name else "Column 1 has no name,"
    return f"{called} counts the rows and is left out."


def empty_note(places: Sequence[int]) -> list[str]:
    """That columns at these places have no cell."""
    if len(places) < 2:
        return [f"Column {place + 1} is empty and left out." for place in places]
    return [f"Columns {_counted(places)} are empty and left out."]


def stray_note(places: Sequence[int]) -> list[str]:
    """That columns at these places are notes beside the table."""
    if len(places) < 2:
        return [f"Column {place + 1} has no name and few values: left out." for place in places]
    return [f"Columns {_counted(places)} have no names and few values: left out."]


def _counted(places: Sequence[int]) -> str:
    named = [f"{place + 1}" for place in places[:_MOST_NAMED]]
    more = len(places) - len(named)
    named = [*named, f"{more:,} more"] if more else named
    return f"{', '.join(named[:-1])} and {named[-1]}"


def dates_note(name: str, cells: Sequence[str]) -> str:
    """That numbers such as 01.02 may be days and months; "" if they are none."""
    sample = [cell for cell in cells[:_SAMPLE] if cell]
    if not any(cell.startswith("0") for cell in sample) or not all(map(_DATE.fullmatch, sample)):
        return ""
    return f"Column {name} is read as numbers; {quote(sample[0])} may be a day and a month."


def pairs_note(found: Records, delimiter: str, header: bool) -> list[str]:
    """That 1,5 in every row is read as two columns."""
    cells = found.cells[: 2 * _SAMPLE]
    if header or delimiter != "," or found.width != 2 or not all(map(_WHOLE.fullmatch, cells)):
        return []
    if not all(len(cell) <= 2 for cell in cells[1::2]):
        return []
    return [f"Row {found.rows[0]} is read as two columns, {cells[0]} and {cells[1]}."]
