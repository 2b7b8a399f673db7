"""Cells as numbers: what is missing, what is a number, and how it is written."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["COMMA", "PLAIN", "POINT", "Notation", "Parsed", "guess_notation", "is_missing", "parse"]

_MISSING = frozenset({"", "na", "n/a", "nan", "null", "?", "-"})
PLAIN = frozenset("0123456789.eE+-")  # what numbers are made of where they are read as they are
_NONZERO = re.compile(r"[^eE]*[1-9]")  # a digit other than 0 before the exponent
_LONGEST = 1000  # no float needs more than 767 digits, and exact integers stay small
_SPACES = "'’ \u00a0\u2009\u202f"  # between thousands, whatever the decimal mark


@dataclass(frozen=True)
class Notation:
    """How numbers are written: the decimal mark, and the other mark for thousands."""

    decimal: str
    thousands: str

    def canonical(self, cell: str) -> str | None:
        """The cell as Python writes the number, every digit kept; None if it is none."""
        text = cell.strip().replace("−", "-")
        match = _grammar(self).fullmatch(text)
        if match is None or len(text) > _LONGEST:
            return None
        grouped, mark = match["grouped"], match["mark"]
        whole = grouped.replace(mark, "") if grouped else (match["whole"] or "")
        fraction = f".{match['fraction']}" if match["fraction"] else ""
        return match["sign"] + (whole or "0") + fraction + (match["exponent"] or "")

    def groups(self, cell: str) -> str:
        """The mark between the thousands of the cell, if there is one."""
        match = _grammar(self).fullmatch(cell.strip())
        return (match["mark"] or "") if match else ""


POINT = Notation(".", ",")
COMMA = Notation(",", ".")


@lru_cache(maxsize=2)
def _grammar(notation: Notation) -> re.Pattern[str]:
    """Thousands stand in groups of three, with one mark throughout, and begin with no 0."""
    mark = f"[{re.escape(notation.thousands)}{_SPACES}]"
    decimal = re.escape(notation.decimal)
    return re.compile(
        rf"(?P<sign>[+-]?)"
        rf"(?=[0-9]|{decimal}[0-9])"
        rf"(?:(?P<grouped>[1-9][0-9]{{0,2}}(?P<mark>{mark})[0-9]{{3}}(?:(?P=mark)[0-9]{{3}})*)"
        rf"|(?P<whole>[0-9]*))"
        rf"(?:{decimal}(?P<fraction>[0-9]*))?"
        rf"(?P<exponent>[eE][+-]?[0-9]+)?"
    )


def is_missing(cell: str) -> bool:
    """Whether the cell is empty, NA, N/A, NaN, null, ? or -, in capitals or not."""
    return cell.strip().lower() in _MISSING


def guess_notation(cells: Iterable[str], comma_first: bool = False) -> Notation:
    """The notation in which more of the cells are numbers.

    When all of them are numbers in both (1,234 alone), a mark that occurs alone is the
    decimal mark if it is the point, or if the table is one where commas are likely
    decimal (`comma_first`: columns apart by semicolons); else it marks thousands.
    """
    marked = [cell for cell in cells if "," in cell or "." in cell]
    # Most tables, decided without parsing a cell: edits of points ask anew each time.
    if not any("," in cell or cell.count(".") > 1 for cell in marked):
        return POINT
    votes = {n: sum(n.canonical(cell) is not None for cell in marked) for n in (POINT, COMMA)}
    if votes[POINT] != votes[COMMA]:
        return max(votes, key=lambda notation: votes[notation])
    points = any("." in cell for cell in marked if COMMA.canonical(cell) is not None)
    return COMMA if comma_first and not points else POINT


class Parsed(NamedTuple):
    """A column as numbers; each array is (N,), read-only. NaN where missing or bad."""

    values: NDArray[np.float64]
    missing: NDArray[np.bool_]
    bad: NDArray[np.bool_]


def parse(cells: Sequence[str], notation: Notation) -> Parsed:
    """The cells as numbers."""
    missing = np.fromiter(map(is_missing, cells), dtype=np.bool_, count=len(cells))
    present = [c for c, gone in zip(cells, missing, strict=True) if not gone]
    values = np.full(len(cells), np.nan)
    values[~missing] = _floats(present, notation)
    finite = np.isfinite(values)
    values[~finite] = np.nan
    parsed = Parsed(values, missing, ~finite & ~missing)
    for array in parsed:
        array.flags.writeable = False
    return parsed


def _floats(cells: list[str], notation: Notation) -> NDArray[np.float64]:
    """One float per cell, NaN where it is no number; infinite or NaN beyond the floats."""
    values = _plain_floats(cells) if notation is POINT else None
    if values is None:
        texts = map(notation.canonical, cells)
        values = [np.nan if text is None else float(text) for text in texts]
    floats = np.array(values, dtype=np.float64)
    vanished = [i for i in np.flatnonzero(floats == 0.0) if _NONZERO.match(cells[i])]
    floats[vanished] = np.nan
    return floats


def _plain_floats(cells: list[str]) -> list[float] | None:
    """The quick way, for cells that hold nothing but plain numbers."""
    if not PLAIN.issuperset("".join(cells)) or max(map(len, cells), default=0) > _LONGEST:
        return None
    try:
        return list(map(float, cells))
    except ValueError:
        return None
