"""What was read, and how, in values and in sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from linreg.tables._delimited import count_of
from linreg.tables._error import TableError

__all__ = ["Origin", "Report"]


@dataclass(frozen=True)
class Origin:
    """Where a table comes from and how it was written."""

    format: str = "values"  # delimited text, JSON, NPY, NPZ, values
    encoding: str = ""
    delimiter: str = ""  # comma, semicolon, tab, blanks; empty for a single column
    decimal: str = "."
    thousands: str = ""
    header: bool = True
    notes: tuple[str, ...] = ()

    def sentences(self) -> list[str]:
        """The origin in words."""
        between = f", columns apart by {_MARKS[self.delimiter]}" if self.delimiter else ""
        encoding = f" in {self.encoding}" if self.encoding else ""
        header = "" if self.header else " There is no header, so the columns are numbered."
        sentences = [f"Read as {self.format}{encoding}{between}.{header}"]
        if self.decimal == "," or self.thousands:
            marks = f"{_SIGNS[self.decimal]} as the decimal mark"
            grouped = f", {_SIGNS.get(self.thousands, 'blanks')} between thousands"
            sentences.append(f"Numbers have {marks}{grouped if self.thousands else ''}.")
        return [*sentences, *self.notes]


_MARKS = {"comma": "commas", "semicolon": "semicolons", "tab": "tabs", "blanks": "blanks"}
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
