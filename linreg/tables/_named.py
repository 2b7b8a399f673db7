"""The names of the columns, and what is left out above and between them."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from linreg.tables._delimited import Records, split
from linreg.tables._error import TableError, quote
from linreg.tables._heads import guess_header, is_index, is_title, names_data, units_row
from linreg.tables._names import unique_names
from linreg.tables._preamble import Preamble
from linreg.tables._remarks import empty_note, index_note, stray_note, title_note, units_note

_MOST_STRAY = 0.1  # share of the rows in which a column without a name may have a cell

__all__ = ["Body", "Head", "columns_of", "head_of"]


class Body(Protocol):
    """What stands below the names."""

    @property
    def rows(self) -> Sequence[int]:
        """The row of each record in the file."""

    def column(self, j: int, first: int) -> Sequence[str]:
        """Field j of the records from the given one on."""


class Head(NamedTuple):
    """The names of the columns, and the records below them."""

    names: list[str]
    body: Body
    header: bool
    notes: list[str]


def head_of(found: Records, above: Preamble, delimiter: str, header: bool | None) -> Head:
    """Return the names: of the first record, or of the last comment above; and what is below."""
    if header is None and is_title(found):
        below = head_of(found.without(0), above, delimiter, None)
        return below._replace(notes=[title_note(found.rows[0], found.cells[0]), *below.notes])
    first = found.cells[: found.width]
    titled = guess_header(found) if header is None else header
    if not titled and header is None and above.last:
        names = split(above.last, delimiter).cells
        if names_data(names, first):
            note = f"The columns are named by the comment in row {above.row}."
            return Head(names, found, True, [note])
    if not titled:
        return Head([""] * found.width, found, False, [])
    if len(found.rows) == 1:
        raise TableError(_only_header(first), row=found.rows[0])
    if header is None and units_row(found):
        note = units_note(found.rows[1], found.cells[found.width : 2 * found.width])
        return Head(first, found.without(0, 2), True, [note])
    return Head(first, found.without(0), True, [])


def _only_header(first: list[str]) -> str:
    sentence = "There is a header but no row below it. Give at least one row of numbers"
    if len(first) == 1 and Path(first[0]).suffix:
        return f"{sentence}; if {quote(first[0])} is a file, pass pathlib.Path."
    return f"{sentence}."


def columns_of(head: Head) -> tuple[dict[str, Sequence[str]], list[str]]:
    """Return the columns by unique names, and what had to be changed for it.

    Left out are nameless columns without a single cell, which spreadsheets append, those with
    a stray cell or two, which are notes, and a nameless first one that only counts the rows,
    which data frames write.
    """
    names, renamed = unique_names(head.names)
    columns: dict[str, Sequence[str]] = {}
    notes = [*head.notes, *renamed]
    empty, stray = list[int](), list[int]()
    nameless = [not name.strip() for name in head.names]
    titled = head.header and not all(nameless)
    for j, name in enumerate(names):
        cells = head.body.column(j, 0)
        filled = [i for i, cell in enumerate(cells) if cell] if nameless[j] else []
        if nameless[j] and len(names) > 1 and not filled:
            empty.append(j)
        elif j == 0 and head.header and len(names) > 2 and is_index(head.names[0], cells):
            notes.append(index_note(head.names[0]))
        elif nameless[j] and titled and _is_stray(filled, head):
            stray.append(j)
        else:
            columns[name] = cells
    return columns, [*notes, *empty_note(empty), *stray_note(stray)]


def _is_stray(filled: list[int], head: Head) -> bool:
    """Return whether a nameless column has few cells, or stands beside none with a name."""
    if len(filled) <= _MOST_STRAY * len(head.body.rows):
        return True
    named = (head.body.column(j, 0) for j, name in enumerate(head.names) if name.strip())
    return not any(cells[i] for cells in named for i in filled)
