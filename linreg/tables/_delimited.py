"""Delimited text as records: fields apart by a delimiter, perhaps in quotes."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from linreg.tables._error import TableError, quote

__all__ = ["BLANKS", "Records", "count_of", "records", "split"]

BLANKS = " "  # stands for any run of blanks between fields


class Records(NamedTuple):
    """Records of equal width, blank lines left out.

    rows : the row of each record in the file, from 1.
    width : number of fields of each.
    cells : all fields, record after record.
    """

    rows: Sequence[int]
    width: int
    cells: list[str]

    def column(self, j: int, first: int) -> list[str]:
        """Field j of the records from the given one on."""
        return self.cells[first * self.width + j :: self.width]


def split(text: str, delimiter: str) -> Records:
    """All records of the text; raises TableError if they are ragged or a quote is open."""
    if '"' not in text and delimiter != BLANKS:
        return _plain(text, delimiter)
    found = [(row, record) for row, record in records(text, delimiter) if record != [""]]
    rows, widths = [row for row, _ in found], [len(record) for _, record in found]
    width = _common(rows, widths)
    return Records(rows, width, [cell for _, record in found for cell in record])


def _plain(text: str, delimiter: str) -> Records:
    """Text without quotes, split as a whole: the quick way for large files."""
    lines = text.split("\n")
    rows = [row for row, line in enumerate(lines, 1) if line.strip()]
    kept = lines if len(rows) == len(lines) else [lines[row - 1] for row in rows]
    width = _common(rows, [line.count(delimiter) + 1 for line in kept])
    return Records(rows, width, [cell.strip() for cell in delimiter.join(kept).split(delimiter)])


def _common(rows: Sequence[int], widths: Sequence[int]) -> int:
    """The width of all records; raises TableError on the first that differs from most."""
    if not widths:
        raise TableError("The table is empty. Give at least one row of numbers.")
    counts = Counter(widths)
    width = max(counts, key=lambda candidate: (counts[candidate], candidate == widths[0]))
    if len(counts) == 1:
        return width
    i = next(i for i, other in enumerate(widths) if other != width)
    raise TableError(
        f"Row {rows[i]} has {count_of(widths[i], 'cell')} where most rows have {width}. "
        "Fill in or remove cells until all rows have as many, or put quotes around a cell "
        "that holds the delimiter.",
        row=rows[i],
    )


def count_of(count: int, noun: str) -> str:
    """The count with its noun: "1 row", "2 rows", "1,000 rows"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with its row; a blank line is a record of one empty field.

    Raises TableError at a quote that is never closed, or that closes within a field.
    """
    ended = text if text.endswith("\n") else text + "\n"
    row, record = 1, list[str]()
    for field in _field(delimiter).finditer(ended):
        record.append(_cell(field, row))
        if field["end"] == "\n":
            yield row, record
            row, record = row + 1, []


def _cell(field: re.Match[str], row: int) -> str:
    if field["quoted"] is not None:
        return field["quoted"].replace('""', '"')
    plain = field["plain"].strip()
    if not plain.startswith('"'):
        return plain
    if re.compile(_QUOTED).match(field.string, field.string.index('"', field.start())):
        wrong = f"{quote(plain)} goes on after its closing quote"
        remedy = "Double the quotes within the cell, or remove them"
    else:
        wrong = f"the quote that opens at {quote(plain)} is never closed"
        remedy = "Close it, or remove it"
    raise TableError(f"Row {row}: {wrong}. {remedy}.", row=row)


# Possessive, so that a quote that stays open costs one pass over the text, not many.
_QUOTED = r'"(?P<quoted>(?:[^"]++|"")*+)"'


@lru_cache(maxsize=4)
def _field(delimiter: str) -> re.Pattern[str]:
    """One field and what ends it; every position of the text begins one."""
    if delimiter == BLANKS:
        return re.compile(rf"[ \t]*(?:{_QUOTED}|(?P<plain>[^ \t\n]*))(?:[ \t]*(?P<end>\n)|[ \t]+)")
    return re.compile(rf" *(?:{_QUOTED} *|(?P<plain>[^{delimiter}\n]*))(?P<end>{delimiter}|\n)")
