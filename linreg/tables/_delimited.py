"""Delimited text as records: fields apart by a delimiter, perhaps in quotes."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from linreg.tables._error import TableError, quote
from linreg.tables._guard import unguarded
from linreg.tables._preamble import COMMENT

__all__ = [
    "BLANKS",
    "MOST_COLUMNS",
    "OpenQuoteError",
    "Records",
    "as_range",
    "check_width",
    "count_of",
    "records",
    "split",
]

BLANKS = " "  # stands for any run of blanks between fields
MOST_COLUMNS = 16_384  # as many as a spreadsheet has


class Records(NamedTuple):
    """Records of equal width, blank lines left out.

    rows : the row of each record in the file, from 1.
    width : number of fields of each.
    cells : all fields, record after record.
    comments : the rows among them that were left out as comments.
    end : the row after the last.
    """

    rows: Sequence[int]
    width: int
    cells: list[str]
    comments: Sequence[int] = ()
    end: int = 0

    def column(self, j: int, first: int) -> list[str]:
        """Field j of the records from the given one on."""
        return self.cells[first * self.width + j :: self.width]

    def without(self, i: int, count: int = 1) -> "Records":
        """Return the records without `count` of them from the given one on."""
        start, end = i * self.width, (i + count) * self.width
        rows, cells = [*self.rows[:i], *self.rows[i + count :]], self.cells
        return self._replace(rows=rows, cells=cells[:start] + cells[end:])

    def without_empty_top(self) -> "Records":
        """Return the records from the first on that has a cell with something in it."""
        first = next((i for i, cell in enumerate(self.cells) if cell), len(self.cells))
        return self.without(0, first // self.width) if first >= self.width else self


class OpenQuoteError(TableError):
    """A quote that is not closed; `left` is how many characters the text has from its record on."""

    left = 0


def split(text: str, delimiter: str, row: int = 1, width: int = 0) -> Records:
    """Return all records of the text; raises TableError if they are ragged or a quote is open.

    row : the row in which the text begins. width : number of fields of each record; 0 is to be
    found out.
    """
    found = _split(text, delimiter, row, width)
    return found._replace(cells=unguarded(found.cells)) if "'" in text else found


def _split(text: str, delimiter: str, row: int, width: int) -> Records:
    blanks = delimiter != BLANKS or _PLAIN_BLANKS.fullmatch(text)
    if blanks and ('"' not in text or not _opening(delimiter).search(text)):
        return _plain(text, delimiter, row, width)
    rows, widths, cells = list[int](), list[int](), list[str]()
    last = row - 1
    for last, record in records(text, delimiter, row):
        if record != [""]:
            rows.append(last)
            widths.append(len(record))
            cells += record
    starts = [0, *accumulate(widths)]
    width, kept = _common(rows, widths, lambda i: cells[starts[i]], delimiter, width)
    if len(kept) < len(rows):
        cells = [cell for i in kept for cell in cells[starts[i] : starts[i] + width]]
    used = as_range([rows[i] for i in kept])
    return Records(used, width, cells, _others(rows, kept), last + 1)


def _plain(text: str, delimiter: str, first: int, width: int) -> Records:
    """Text without quotes, split as a whole: the quick way for large files."""
    lines = text.rstrip("\n").split("\n")
    rows: Sequence[int] = range(first, first + len(lines))
    if "" in lines or any(map(str.isspace, lines)):
        rows = as_range([row for row in rows if lines[row - first].strip()])
        lines = [lines[row - first] for row in rows]
    if delimiter == BLANKS:
        lines = [" ".join(line.split()) for line in lines]
    widths = [line.count(delimiter) + 1 for line in lines]
    width, kept = _common(rows, widths, lambda i: lines[i].lstrip(), delimiter, width)
    comments = _others(rows, kept)
    if len(kept) < len(lines):
        lines, rows = [lines[i] for i in kept], [rows[i] for i in kept]
    cells = delimiter.join(lines).split(delimiter) if width > 1 and lines else lines
    if delimiter != BLANKS and _has_blanks(text):
        cells = [cell.strip() for cell in cells]
    return Records(rows, width, cells, comments, first + text.count("\n"))


@lru_cache(maxsize=8)
def _opening(delimiter: str) -> re.Pattern[str]:
    """Return a quote where a field begins: others are part of the text."""
    mark = r"\s" if delimiter == BLANKS else re.escape(delimiter) + r"\n"
    return re.compile(rf'(?:\A|[{mark}])[^\S\n]*"')


_PLAIN_BLANKS = re.compile("[!-~ \t\n]*")  # in which nothing but blanks and tabs is a blank
_BLANK = re.compile(r"[^\S\n]")
_BLANKS = bytes(i for i in range(128) if _BLANK.match(chr(i)))


def _has_blanks(text: str) -> bool:
    # Of most texts a quick look at each byte says so.
    if text.isascii() and len(data := text.encode()) == len(data.translate(None, _BLANKS)):
        return False
    return _BLANK.search(text) is not None


def as_range(rows: list[int]) -> Sequence[int]:
    """Return the same rows, as a range where they follow each other."""
    if rows and rows[-1] - rows[0] + 1 == len(rows):
        return range(rows[0], rows[-1] + 1)
    return rows


def _others(rows: Sequence[int], kept: Sequence[int]) -> Sequence[int]:
    if len(kept) == len(rows):
        return ()
    used = set(kept)
    return [row for i, row in enumerate(rows) if i not in used]


def _common(
    rows: Sequence[int],
    widths: Sequence[int],
    begins: Callable[[int], str],
    delimiter: str,
    width: int,
) -> tuple[int, Sequence[int]]:
    """Return the width of most records, and which have it; the others are comments, marked as such.

    begins : what a record begins with. width : if it is known, else 0.

    Raises TableError on the first other that is none, and on too many columns.
    """
    if not widths and not width:
        raise TableError("The table is empty. Give at least one row of numbers.")
    counts = Counter(widths)
    width = width or max(counts, key=lambda w: (counts[w], w == widths[0]))
    check_width(width)
    if not counts.keys() - {width}:
        return width, range(len(widths))
    kept = [i for i, other in enumerate(widths) if other == width]
    for i, other in enumerate(widths):
        if other != width and not begins(i).startswith(COMMENT):
            raise _ragged(rows[i], other, width, delimiter)
    return width, kept


def _ragged(row: int, cells: int, width: int, delimiter: str) -> TableError:
    decimal = " If the commas are decimal marks, put semicolons or tabs between the columns."
    return TableError(
        f"Row {row} has {count_of(cells, 'cell')} where most rows have {width:,}. "
        "Fill in or remove cells until all rows have as many, or put quotes around a cell "
        f"that holds the delimiter.{decimal if delimiter == ',' else ''}",
        row=row,
    )


def check_width(width: int) -> None:
    """Raise TableError if a table has more columns than are read."""
    if width > MOST_COLUMNS:
        raise TableError(
            f"The table has {width:,} columns; at most {MOST_COLUMNS:,} are read. Remove "
            "some, or swap rows and columns."
        )


def count_of(count: int, noun: str) -> str:
    """Return the count with its noun: "1 row", "2 rows", "1,000 rows"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def records(text: str, delimiter: str, row: int = 1) -> Iterator[tuple[int, list[str]]]:
    """Each record with its row, from the given one on; a blank line is one of one empty field.

    Raises TableError at a quote that has no closing quote, or that closes within a field.
    """
    ended = text if text.endswith("\n") else text + "\n"
    record, start = list[str](), 0
    for field in _field(delimiter).finditer(ended):
        record.append(_cell(field, row, start))
        if field["end"] == "\n":
            yield row, record
            row, record, start = row + 1, [], field.end()


def _cell(field: re.Match[str], row: int, start: int) -> str:
    """Return the text of a field; start : where its record begins."""
    if field["quoted"] is not None:
        return field["quoted"].replace('""', '"')
    plain = field["plain"].strip()
    if not plain.startswith('"'):
        return plain
    if re.compile(_QUOTED).match(field.string, field.string.index('"', field.start())):
        wrong = f"{quote(plain)} continues after its closing quote"
        remedy = "Double the quotes within the cell, or remove them"
        raise TableError(f"Row {row}: {wrong}. {remedy}.", row=row)
    wrong = f"the quote that opens at {quote(plain)} has no closing quote"
    error = OpenQuoteError(f"Row {row}: {wrong}. Add one, or remove the quote.", row=row)
    error.left = len(field.string) - start
    raise error


# Possessive, so that a quote that stays open costs one pass over the text, not many.
_QUOTED = r'"(?P<quoted>(?:[^"]++|"")*+)"'


@lru_cache(maxsize=8)
def _field(delimiter: str) -> re.Pattern[str]:
    """Return one field and what ends it; every position of the text begins one."""
    if delimiter == BLANKS:
        return re.compile(rf"[ \t]*(?:{_QUOTED}|(?P<plain>[^ \t\n]*))(?:[ \t]*(?P<end>\n)|[ \t]+)")
    mark = re.escape(delimiter)
    return re.compile(rf" *(?:{_QUOTED} *|(?P<plain>[^{mark}\n]*))(?P<end>{mark}|\n)")
