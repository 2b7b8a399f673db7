"""Cells that a spreadsheet would run as a formula, written with an apostrophe before them.

A text that begins with =, +, -, @, a tab or a line end is a formula to a spreadsheet, which may
start programs or send what is in other cells. The apostrophe makes it text. Reading takes it away
again, so that names and cells survive a file.
Source: OWASP, "CSV Injection".
"""

import re
from collections.abc import Iterable, Sequence

from linreg.tables._preamble import COMMENT

__all__ = ["csv_line", "guarded", "unguarded"]

# The wide forms are what some spreadsheets take for the plain ones.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?(\d[\d.,_]*|[.,]\d+)([eEdD][+-]?\d+)?")


def guarded(cell: str) -> str:
    """Return a cell's text as a spreadsheet may be given it; numbers stay as they are."""
    if not _FORMULA.match(cell) or _NUMBER.fullmatch(cell):
        return cell
    return f"'{cell}"


def unguarded(cells: Iterable[str]) -> list[str]:
    """Return cells as they were before `guarded`."""
    return [
        cell[1:] if cell.startswith("'") and _FORMULA.match(cell, 1) else cell for cell in cells
    ]


def csv_line(cells: Sequence[str]) -> str:
    """Return cells as one line of a CSV file for spreadsheets, quoted where they must be."""
    return ",".join(map(_quoted, map(guarded, cells))) + "\r\n"


def _quoted(cell: str) -> str:
    # What begins as a comment does would be read as one in the first line.
    if (
        cell.startswith((*COMMENT, ";"))
        or any(sign in cell for sign in ',"\r\n')
        or cell != cell.strip()
    ):
        return '"' + cell.replace('"', '""') + '"'
    return cell
