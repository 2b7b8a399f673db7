"""Text as a table: what stands above it, what parts its cells, and how its numbers are written."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from linreg.tables._bytes import refuse_binary, refuse_document
from linreg.tables._delimited import BLANKS, Records, split
from linreg.tables._dialect import DELIMITERS, guess_delimiter
from linreg.tables._error import TableError
from linreg.tables._foreign import refuse_address
from linreg.tables._heads import guess_header, has_row_names
from linreg.tables._json import looks_like_json, read_json
from linreg.tables._named import Head, columns_of, head_of
from linreg.tables._notation import Guess, decimal_mark, doubts_of, guess_notations
from linreg.tables._numbers import Notation, is_grouping
from linreg.tables._preamble import Preamble, part
from linreg.tables._remarks import comments_note, dates_note, pairs_note
from linreg.tables._report import Origin
from linreg.tables._table import Table

__all__ = ["Opened", "Told", "normalised", "open_text", "read_text", "thousands_of"]

_EMPTY = "The table is empty. Give at least one row of numbers."
_SAMPLE = 1000  # cells of each column in which to look for thousands


class Told(NamedTuple):
    """What the caller says of the text; None is to be found out."""

    header: bool | None
    delimiter: str | None
    notation: Notation | None


class Opened(NamedTuple):
    """What was found out about a text.

    above : what stands above the table. found : its records, the names among them. columns : its
    cells by name, and notes : what was changed or left out for it.
    """

    above: Preamble
    delimiter: str
    found: Records
    head: Head
    columns: Mapping[str, Sequence[str]]
    notes: Sequence[str]
    guesses: Mapping[str, Guess]

    def origin(self, encoding: str) -> Origin:
        """Return the same in values and sentences."""
        columns, guesses, head = self.columns, self.guesses, self.head
        decimal, mixed = decimal_mark(guesses)
        dates = (note for name, cells in columns.items() if (note := dates_note(name, cells)))
        comments = comments_note(self.above, self.found)
        pairs = pairs_note(self.found, self.delimiter, head.header)
        return Origin(
            "delimited text",
            encoding,
            DELIMITERS[self.delimiter] if self.found.width > 1 else "",
            decimal,
            thousands_of(columns, guesses, decimal),
            head.header,
            (*comments, *mixed, *self.notes, *dates, *pairs),
            doubts_of(columns, guesses, head.body.rows),
        )


def normalised(text: str) -> str:
    """Return a text without a mark at its start and its end, and with one sign for a line's end."""
    text = text.removeprefix("\ufeff").rstrip("\x1a")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_text(text: str, encoding: str, told: Told) -> Table:
    """Return the table of a text, every cell as it was typed."""
    text = normalised(text)
    refuse_binary(text)
    if not text.strip():
        raise TableError(_EMPTY)
    refuse_address(text)
    if looks_like_json(text):
        return read_json(text, encoding, told.notation)
    opened = open_text(text, told)
    notations = {name: guess.notation for name, guess in opened.guesses.items()}
    return Table.typed(opened.columns, notations, opened.head.body.rows, opened.origin(encoding))


def open_text(text: str, told: Told) -> Opened:
    """Find out how a text is written that is no JSON; raises TableError."""
    refuse_document(text)
    above, delimiter = _parted(text, told)
    found = _split(above.text, delimiter).without_empty_top()
    if not found.rows:
        raise TableError(_EMPTY)
    head = head_of(found, above, delimiter, told.header)
    columns, notes = columns_of(head)
    guesses = _guesses(columns, delimiter, told.notation)
    return Opened(above, delimiter, found, head, columns, notes, guesses)


def _parted(text: str, told: Told) -> tuple[Preamble, str]:
    """Return what stands above the table, and the delimiter of the table."""
    decimal = told.notation.decimal if told.notation else None
    above = part(text, semicolons=False)
    known = told.delimiter or (above.delimiter if above.delimiter in DELIMITERS else None)
    if known:
        return above, known
    further = part(text, semicolons=True)
    delimiter = guess_delimiter(further.text, decimal)
    if further == above or delimiter != ";" or guess_header(_split(further.text, delimiter)):
        return further, delimiter
    # What begins with a semicolon has an empty first cell.
    return above, guess_delimiter(above.text, decimal)


def _split(text: str, delimiter: str) -> Records:
    """Return the records; R names all columns but the first, that of the row names."""
    try:
        return split(text, delimiter)
    except TableError as error:
        start = len(text) - len(text.lstrip("\n"))
        found = _shifted(text, start, delimiter) if error.row == start + 1 else None
        if found is None:
            raise
        return found


def _shifted(text: str, start: int, delimiter: str) -> Records | None:
    """Return the records with an empty cell before the names, if that makes them even."""
    empty = '"" ' if delimiter == BLANKS else delimiter
    try:
        found = split(text[:start] + empty + text[start:], delimiter)
    except TableError:
        return None
    return found if has_row_names(found) else None


def _guesses(
    columns: Mapping[str, Sequence[str]], delimiter: str, notation: Notation | None
) -> dict[str, Guess]:
    known = {} if notation is None else dict.fromkeys(columns, notation)
    return guess_notations(columns, delimiter, known)


def thousands_of(
    columns: Mapping[str, Sequence[str]], guesses: Mapping[str, Guess], decimal: str
) -> str:
    """Return the mark between thousands, if a cell near the top has one and that decimal mark."""
    for name, cells in columns.items():
        notation = guesses[name].notation
        if notation.decimal == decimal and is_grouping(sample := cells[:_SAMPLE], notation):
            mark = next(filter(None, map(notation.groups, sample)), "")
            if mark:
                return mark
    return ""
