"""Which rows at the top are no data: the names of the columns, and their units."""

import re
from collections.abc import Sequence

import numpy as np

from linreg.tables._delimited import Records
from linreg.tables._numbers import is_absent, is_missing, is_number

__all__ = ["guess_header", "has_row_names", "is_index", "is_title", "names_data", "units_row"]

_SAMPLE = 1000  # records looked at below the header
_YEAR = re.compile(r"1[5-9][0-9]{2}|20[0-9]{2}|2100")
_WHOLE = re.compile(r"[0-9]{1,15}")
_NAMELESS = re.compile(r"(?:Unnamed: 0(?:\.[0-9]+)?)?")  # what pandas calls a nameless column


def guess_header(found: Records) -> bool:
    """Return whether the first record names the columns.

    It does if it has some text and no number; its numbers may be years, if another cell is
    text and no years stand below. Where more of its texts than of its numbers stand above
    numbers alone it does too: a cell or two may be wrong, but not most of a record.
    """
    first = found.cells[: found.width]
    numbers = [j for j, cell in enumerate(first) if is_number(cell)]
    if not numbers:
        return not all(map(is_missing, first))
    texts = [j for j, cell in enumerate(first) if cell and not is_number(cell)]
    others = [j for j in texts if not is_missing(first[j])]
    blank = not first[0]
    if bool(others or blank) and all(_is_year_head(found, j) for j in numbers):
        return True
    if len(others) <= len(numbers):
        return False
    return sum(_is_all_numbers(found, j) for j in others) > len(numbers)


def is_title(found: Records) -> bool:
    """Return whether the first record is a title: one text alone, above names for all columns."""
    if found.width < 2 or len(found.rows) < 3:
        return False
    first, second = found.cells[: found.width], found.cells[found.width : 2 * found.width]
    named = all(second) and not any(is_number(cell) or is_missing(cell) for cell in second)
    return bool(first[0]) and not any(first[1:]) and named and len(set(second)) == len(second)


def _is_all_numbers(found: Records, j: int) -> bool:
    below = found.column(j, 1)[:_SAMPLE]
    return len(below) > 1 and all(map(is_number, below))


def _is_year_head(found: Records, j: int) -> bool:
    below = found.column(j, 1)[:_SAMPLE]
    years = sum(_YEAR.fullmatch(cell) is not None for cell in below)
    return _YEAR.fullmatch(found.cells[j]) is not None and bool(below) and 2 * years < len(below)


def names_data(names: Sequence[str], first: Sequence[str]) -> bool:
    """Return whether a comment's words are names for the columns whose first record is given."""
    return (
        len(names) == len(first) and not any(map(is_number, names)) and any(map(is_number, first))
    )


def units_row(found: Records) -> bool:
    """Return whether the second record holds units: texts above columns of numbers, two at least.

    One is enough in brackets. Above columns of text it must be empty.
    """
    if len(found.rows) < 3:
        return False
    second = found.cells[found.width : 2 * found.width]
    if any(map(is_number, second)):
        return False
    numeric = [_is_numeric(found.column(j, 2)[:_SAMPLE]) for j in range(found.width)]
    units = [cell for cell, number in zip(second, numeric, strict=True) if number and cell]
    stray = [cell for cell, number in zip(second, numeric, strict=True) if not number and cell]
    bracketed = bool(units) and all(unit[0] + unit[-1] in ("()", "[]", "{}") for unit in units)
    short = all(len(unit) <= 20 and not is_missing(unit) and not is_absent(unit) for unit in units)
    return not stray and short and (bracketed or len(units) >= 2)


def _is_numeric(cells: Sequence[str]) -> bool:
    present = [cell for cell in cells if not is_missing(cell)]
    return (
        bool(present)
        and all(map(is_number, present[:3]))
        and (sum(map(is_number, present)) * 10 >= len(present) * 9)
    )


def has_row_names(found: Records) -> bool:
    """Return whether the first record is names but for an empty first cell, above row names."""
    first, second = found.cells[: found.width], found.cells[found.width : 2 * found.width]
    names = found.column(0, 1)
    return (
        all(cell and not is_number(cell) for cell in first[1:])
        and any(map(is_number, second[1:]))
        and len(set(names)) == len(names)
        and (all(map(_WHOLE.fullmatch, names)) or not any(map(is_number, names)))
    )


def is_index(name: str, cells: Sequence[str]) -> bool:
    """Return whether a first column only counts the rows: no name, different whole numbers."""
    if len(cells) < 2 or _NAMELESS.fullmatch(name) is None:
        return False
    if not all(map(_WHOLE.fullmatch, cells)):
        return False
    counted = np.fromiter(map(int, cells), np.int64, len(cells))
    return bool((counted[1:] > counted[:-1]).all()) or len(np.unique(counted)) == len(cells)
