"""The cells of one sheet as texts, and what a reader of them may not expect."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from linreg.tables._delimited import MOST_COLUMNS, count_of
from linreg.tables._error import TableError, quote
from linreg.tables._xlsx._markup import Markup
from linreg.tables._xlsx._parts import Writing, is_on, unescaped
from linreg.tables._xlsx._serials import Shown, iso_text

__all__ = ["MOST_CELLS", "Cells", "Row"]

MOST_CELLS = 20_000_000  # empty ones between others counted
_MOST_ROWS = 2**20  # as many as a spreadsheet has
_MOST_RANGES = 1000
_LETTERS = re.compile(r"[A-Z]{1,3}")
_RANGE = re.compile(r"[A-Z]{1,3}[0-9]{1,7}(?::[A-Z]{1,3}[0-9]{1,7})?")
_REMEDY = "Open the workbook in a spreadsheet program and save it again, or save it as CSV."
_NOT_AVAILABLE = "#N/A"


class Row(NamedTuple):
    """The cells of a row from its first that is not empty to its last; columns count from 0."""

    number: int
    first: int
    cells: list[str]


class Seen:
    """How many cells there are of a kind, and which is the first."""

    def __init__(self) -> None:
        self.count, self.first = 0, ""

    def add(self, place: str) -> None:
        """Count one more."""
        self.first = self.first or place
        self.count += 1

    def more(self) -> str:
        """Return how many there are beside the first."""
        return f" (and {count_of(self.count - 1, 'more cell')})" if self.count > 1 else ""


class Cells(Markup):
    """Handler of a sheet: rows with something in them, and what else there is.

    fractions : columns that have a number with a decimal point or an exponent.
    """

    def __init__(self, writing: Writing, from_1904: bool) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self.fractions: set[int] = set()
        self.errors, self.unsaved, self.elapsed, self.merged = Seen(), Seen(), Seen(), Seen()
        self.hidden_rows = 0
        self.hidden_columns: list[range] = []
        self._strings, self._from_1904 = writing.strings, from_1904
        self._shown = {str(style): shown for style, shown in enumerate(writing.shown)}
        self._known_columns: dict[str, int] = {}
        self._row, self._row_text, self._row_hidden = 0, "0", False
        self._cells: Row | None = None
        self._places = MOST_CELLS
        self._inside = False
        self._kind, self._style, self._column = "", "", -1
        self._formula, self._spoken = False, False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            self._open(attributes)
        elif self._inside:
            self._formula = self._formula or name == "f"
            self._spoken = self._spoken or name == "rPh"
            self.collecting = name in ("v", "t") and not self._spoken
        elif name == "row":
            self._open_row(attributes)
        elif name == "mergeCell":
            place = attributes.get("ref", "")
            if _RANGE.fullmatch(place):
                self.merged.add(place)
        elif name == "col" and is_on(attributes, "hidden"):
            bounds = attributes.get("min", ""), attributes.get("max", "")
            if all(re.fullmatch("[0-9]{1,6}", bound) for bound in bounds):
                self.hidden_columns.append(range(int(bounds[0]) - 1, int(bounds[1])))
                del self.hidden_columns[_MOST_RANGES:]

    def end(self, name: str) -> None:
        self.collecting = False
        if name == "c" and self._inside:
            self._inside = False
            self._take(self._value(self.taken()))
        elif name == "rPh":
            self._spoken = False
        elif name == "row" and self._cells is not None:
            self.rows.append(self._cells)
            self.hidden_rows += self._row_hidden
            self._cells = None

    def _open_row(self, attributes: Mapping[str, str]) -> None:
        written = attributes.get("r")
        row = self._row + 1 if written is None else _row(written)
        if not self._row < row <= _MOST_ROWS:
            what = "is out of order" if row <= self._row else f"is beyond {_MOST_ROWS:,}"
            raise _damaged(f"row {row} {what}")
        self._row, self._row_text = row, str(row)
        self._column, self._cells = -1, None
        self._row_hidden = is_on(attributes, "hidden")

    def _open(self, attributes: Mapping[str, str]) -> None:
        self._inside, self._formula, self._spoken = True, False, False
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
        reference = attributes.get("r")
        column = self._column + 1 if reference is None else self._place(reference)
        if not self._column < column < MOST_COLUMNS:
            what = "is out of order" if column <= self._column else "is beyond the last column"
            raise _damaged(f"cell {quote(reference or 'without a reference')} {what}")
        self._column = column

    def _place(self, reference: str) -> int:
        """Return the column of a reference, whose row must be the one that is read."""
        letters = reference.removesuffix(self._row_text)
        column = self._known_columns.get(letters)
        if column is None or letters == reference:
            if not _LETTERS.fullmatch(letters) or letters == reference:
                raise _damaged(f"row {self._row} has a cell {quote(reference)}")
            column = -1
            for letter in letters:
                column = 26 * (column + 1) + ord(letter) - 65
            self._known_columns[letters] = column
        return column

    def _take(self, text: str) -> None:
        if not text or text.isspace():
            return
        self.count(text)
        if self._cells is None:
            self._cells = Row(self._row, self._column, [])
        _, first, cells = self._cells
        between = self._column - first - len(cells)
        self._places -= between + 1
        if self._places < 0:
            raise too_large()
        if between:
            cells.extend([""] * between)
        cells.append(text)

    def _value(self, text: str) -> str:
        """Return the text of the cell that ends, of what stands in the file."""
        if self._kind in ("s", "n"):
            text = text.strip()
        if self._formula and not text and self._kind not in ("str", "inlineStr"):
            self.unsaved.add(self._called())
        if not text:
            return ""
        if self._kind == "s":
            return self._shared(text)
        if self._kind == "n":
            return self._number(text)
        if self._kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(text.strip(), text)
        if self._kind == "e" and text.strip() != _NOT_AVAILABLE:
            self.errors.add(f"{text.strip()[:20]} in cell {self._called()}")
        return text if self._kind in ("e", "d") else unescaped(text)

    def _shared(self, text: str) -> str:
        strings = self._strings
        if text.isascii() and text.isdigit() and len(text) < 10 and int(text) < len(strings):
            return strings[int(text)]
        raise _damaged(f"cell {self._called()} has text number {quote(text)} of {len(strings):,}")

    def _number(self, text: str) -> str:
        shown = self._shown.get(self._style, Shown.NUMBER)
        if shown is Shown.ELAPSED:
            self.elapsed.add(self._called())
        elif shown is not Shown.NUMBER:
            moment = iso_text(text, shown, self._from_1904)
            if moment is not None:
                return moment
        if self._column not in self.fractions and any(sign in text for sign in ".eE"):
            self.fractions.add(self._column)
        return text

    def _called(self) -> str:
        """Return the name of the cell: C5."""
        letters, column = "", self._column + 1
        while column:
            column, letter = divmod(column - 1, 26)
            letters = chr(65 + letter) + letters
        return f"{letters}{self._row}"


def too_large() -> TableError:
    """Return the error of a sheet that has too many cells."""
    return TableError(
        f"The sheet has more than {MOST_CELLS:,} cells, the empty ones between others counted. "
        "Delete stray cells outside the table, or save the table alone."
    )


def _row(written: str) -> int:
    if not re.fullmatch("[1-9][0-9]{0,9}", written):
        raise _damaged(f"a row has the number {quote(written)}")
    return int(written)


def _damaged(what: str) -> TableError:
    return TableError(f"The workbook is damaged: {what}. {_REMEDY}")
