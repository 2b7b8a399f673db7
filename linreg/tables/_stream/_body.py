"""What stands below the head of a large text, taken part after part."""

from array import array
from collections.abc import Sequence
from types import MappingProxyType

from linreg.tables._arrays import FloatColumn, PackedColumn
from linreg.tables._bytes import refuse_binary
from linreg.tables._columns import TypedColumn
from linreg.tables._delimited import OpenQuoteError, Records, as_range, split
from linreg.tables._error import TableError
from linreg.tables._named import columns_of
from linreg.tables._names import unique_names
from linreg.tables._numbers import POINT
from linreg.tables._stream._cells import Cells, NumberCells, TextCells
from linreg.tables._table import Table
from linreg.tables._text import Opened

__all__ = ["StreamedBody"]

LONGEST = 2**24  # characters of one record


class StreamedBody:
    """The records below the names, as columns.

    opened : what the head has shown. share : how many times as long as the head the text is,
    about.
    """

    def __init__(self, opened: Opened, share: float) -> None:
        self._opened = opened
        found, body = opened.found, opened.head.body
        # A little more room than expected costs less than to move all.
        expected = int(1.01 * share * len(body.rows)) + 1
        self._columns = [
            self._cells(j, name, expected, share)
            for j, name in enumerate(unique_names(opened.head.names)[0])
        ]
        self._rows: range | array[int] = range(0)
        self._comments = len(found.comments)
        self._next = found.end
        self._rest = ""
        self._extend(body.rows, [body.column(j, 0) for j in range(found.width)])

    def add(self, text: str, final: bool = False) -> None:
        """Take the next text, which need not end with a line; raises TableError."""
        text = self._rest + text
        end = len(text) if final else text.rfind("\n") + 1
        block, self._rest = text[:end], text[end:]
        if final:
            block = block.rstrip("\x1a")
        if block.strip():
            self._add_lines(block, final)
        else:
            self._next += block.count("\n")
        if len(self._rest) > LONGEST:
            row = self._next
            sentence = f"Row {row} has more than {LONGEST:,} characters. Put each row on a line."
            raise TableError(sentence, row=row)

    def table(self, encoding: str) -> Table:
        """Return the table; nothing can be added any more."""
        opened = self._opened
        columns = list[FloatColumn | PackedColumn]()
        while self._columns:
            # What a column was gathered in is not needed beside the next.
            columns.append(self._columns.pop(0).column())
        whole = _Columns(self._rows, columns)
        cells, notes = columns_of(opened.head._replace(body=whole))
        found = opened.found._replace(comments=range(self._comments))
        origin = opened._replace(found=found, notes=notes).origin(encoding)
        kept = {id(column): column for column in columns}
        named = {name: kept[id(column)] for name, column in cells.items()}
        return Table(MappingProxyType(named), self._rows, origin)

    def _cells(self, j: int, name: str, expected: int, share: float) -> Cells:
        """Return where the cells of a column gather, by what the head has shown of it."""
        cells = self._opened.head.body.column(j, 0)
        guess = self._opened.guesses.get(name)
        notation = guess.notation if guess else POINT
        doubtful = guess is not None and guess.doubt is not None
        if doubtful or TypedColumn(tuple(cells), notation).kind == "category":
            characters = int(1.01 * share * sum(map(len, cells)))
            return TextCells(notation, (characters, expected))
        return NumberCells(notation, expected)

    def _add_lines(self, block: str, final: bool) -> None:
        refuse_binary(block, self._next)
        try:
            self._take(self._split(block))
        except OpenQuoteError as error:
            # The quote may be closed in what comes.
            if final or error.left > LONGEST:
                raise
            self._rest = block[-error.left :] + self._rest
            if block := block[: -error.left]:
                self._take(self._split(block))

    def _split(self, block: str) -> Records:
        return split(block, self._opened.delimiter, self._next, self._opened.found.width)

    def _take(self, found: Records) -> None:
        self._next = found.end
        self._comments += len(found.comments)
        self._extend(found.rows, [found.column(j, 0) for j in range(found.width)])

    def _extend(self, rows: Sequence[int], columns: list[Sequence[str]]) -> None:
        for gathered, cells in zip(self._columns, columns, strict=True):
            gathered.extend(cells)
        self._rows = _followed(self._rows, rows)


class _Columns:
    """Whole columns below the names."""

    def __init__(self, rows: Sequence[int], columns: list[FloatColumn | PackedColumn]) -> None:
        self.rows, self._columns = rows, columns

    def column(self, j: int, _: int) -> Sequence[str]:
        return self._columns[j]


def _followed(rows: "range | array[int]", more: Sequence[int]) -> "range | array[int]":
    """Return rows and those after them, as a range where they follow each other."""
    more = as_range(more) if isinstance(more, list) else more
    if isinstance(rows, range) and isinstance(more, range):
        if not rows:
            return more
        if not more or more.start == rows.stop:
            return range(rows.start, more.stop if more else rows.stop)
    gathered = array("q", rows) if isinstance(rows, range) else rows
    gathered.extend(more)
    return gathered
