"""What was read, and how, in values and in sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from linreg.tables._delimited import count_of
from linreg.tables._error import TableError
from linreg.tables._notation import Doubt

__all__ = ["Origin", "Report"]


@dataclass(frozen=True)
class Origin:
    """Where a table comes from and how it was written.

    notes : sentences on what was renamed, left out or taken for something else.
    doubts : columns whose numbers could be meant in another notation than they were read in.
    sheet, sheets : the name of the sheet that was read, and the names of all, of a workbook.
    """

    format: str = "values"  # delimited text, JSON, NPY, NPZ, XLSX, values
    encoding: str = ""
    delimiter: str = ""  # comma, semicolon, tab, pipe, blanks; empty for a single column
    decimal: str = "."
    thousands: str = ""
    header: bool = True
    notes: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    sheet: str = ""
    sheets: tuple[str, ...] = ()

    def sentences(self) -> list[str]:
        """Return the origin in words."""
        between = f", columns apart by {_MARKS[self.delimiter]}" if self.delimiter else ""
        encoding = f" in {self.encoding}" if self.encoding else ""
        read = f"Read as {self.format}{encoding}{between}."
        how = [*self._header(), *self._numbers(), *self.notes]
        return [read, *how, *map(str, self.doubts)]

    def remarks(self) -> list[str]:
        """Return what is not a matter of course: another encoding than UTF-8, no header, marks of
        numbers, and the notes."""
        usual = not self.encoding or self.encoding.startswith("UTF")
        encoding = f"Read in {self.encoding}; if letters look wrong, save the file as UTF-8."
        return [*([] if usual else [encoding]), *self._header(), *self._numbers(), *self.notes]

    def _header(self) -> list[str]:
        return [] if self.header else ["There is no header, so the columns are numbered."]

    def _numbers(self) -> list[str]:
        if self.decimal != "," and not self.thousands:
            return []
        marks = f"{_SIGNS[self.decimal]} as the decimal mark"
        grouped = f", {_SIGNS.get(self.thousands, 'blanks')} between thousands"
        return [f"Numbers have {marks}{grouped if self.thousands else ''}."]


_MARKS = {
    "comma": "commas",
    "semicolon": "semicolons",
    "tab": "tabs",
    "pipe": "pipes",
    "blanks": "blanks",
}
_SIGNS = {".": "a point", ",": "a comma", "'": "an apostrophe", "’": "an apostrophe"}


@dataclass(frozen=True)
class Report:
    """What a table holds and what was left out of it.

    Attributes
    ----------
    origin : format, encoding, delimiter, decimal mark, header.
    rows : number of rows, the header not counted.
    kinds : `number`, `category` or `empty` by column.
    missing : number of missing cells by column, where there are any.
    bad : one TableError for each cell of a number column that is no number.
    dropped : rows that the latest `array` left out, because a cell of `dropped_for` is missing.
    """

    origin: Origin
    rows: int
    kinds: Mapping[str, str]
    missing: Mapping[str, int]
    bad: tuple[TableError, ...]
    dropped: int = 0
    dropped_for: tuple[str, ...] = field(default=())

    @property
    def remarks(self) -> tuple[str, ...]:
        """Sentences on what a reader of the table may not expect, doubts left out."""
        return tuple(self.origin.remarks())

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """The columns of which it is a guess how their numbers are written."""
        return self.origin.doubts

    @property
    def sheet(self) -> str:
        """The name of the sheet that was read; "" if the table is of no workbook."""
        return self.origin.sheet

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of all sheets of the workbook, in the order of their tabs."""
        return self.origin.sheets

    def __str__(self) -> str:
        sentences = [*self.origin.sentences(), self._columns()]
        if self.missing:
            counts = ", ".join(f"{count} in {name}" for name, count in self.missing.items())
            sentences.append(f"Missing cells: {counts}.")
        if self.dropped:
            names = ", ".join(self.dropped_for)
            rows = count_of(self.dropped, "row")
            sentences.append(f"Left out: {rows} with a missing cell in {names}.")
        return " ".join([*sentences, *map(str, self.bad[:3]), *self._more()])

    def _columns(self) -> str:
        kinds = ", ".join(f"{name} ({kind})" for name, kind in self.kinds.items())
        return f"{count_of(self.rows, 'row')} of {kinds}."

    def _more(self) -> list[str]:
        more = len(self.bad) - 3
        return [f"{count_of(more, 'more cell')} are not numbers."] if more > 0 else []
