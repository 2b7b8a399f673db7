"""A whole file as a table, of whatever kind it is; and what the caller may say of it."""

from typing import NamedTuple

from linreg._settings import choice, count
from linreg.tables._bytes import decode
from linreg.tables._dialect import DELIMITERS
from linreg.tables._encodings import CODECS
from linreg.tables._error import TableError
from linreg.tables._foreign import is_workbook, refuse_container
from linreg.tables._named import columns_of, head_of
from linreg.tables._names import unique_names
from linreg.tables._notation import decimal_mark, doubts_of, guess_notations
from linreg.tables._numbers import COMMA, POINT, Notation
from linreg.tables._numpy import is_npy, is_npz, read_npy, read_npz
from linreg.tables._preamble import Preamble
from linreg.tables._report import Origin
from linreg.tables._table import Table
from linreg.tables._text import Told, read_text, thousands_of
from linreg.tables._xlsx import read_sheet

__all__ = ["Wanted", "read_whole"]


class Wanted(NamedTuple):
    """What the caller says of a file; None is to be found out."""

    told: Told
    encoding: str | None
    sheet: str | int | None

    @classmethod
    def of(
        cls,
        header: bool | None = None,
        delimiter: str | None = None,
        decimal: str | None = None,
        encoding: str | None = None,
        sheet: str | int | None = None,
    ) -> "Wanted":
        """Return the arguments of `read_table`, checked; raises ValueError."""
        told = Told(header, _known_delimiter(delimiter), _known_notation(decimal))
        return cls(told, _known_encoding(encoding), _known_sheet(sheet))

    def refuse_sheet(self) -> None:
        """Raise TableError if a sheet is asked for, of what has none."""
        if self.sheet is not None:
            raise TableError("The table is no workbook and has no sheets. Leave out sheet.")


def read_whole(data: bytes, wanted: Wanted) -> Table:
    """Return the table that the bytes of a file hold."""
    if is_workbook(data):
        return _read_workbook(data, wanted.sheet, wanted.told)
    wanted.refuse_sheet()
    if is_npy(data):
        return read_npy(data)
    if is_npz(data):
        return read_npz(data)
    refuse_container(data)
    return read_text(*decode(data, wanted.encoding), wanted.told)


def _known_delimiter(delimiter: str | None) -> str | None:
    if delimiter is None or (isinstance(delimiter, str) and delimiter in (*DELIMITERS, "")):
        return delimiter or None
    known = ", ".join(f"{mark!r} ({name})" for mark, name in DELIMITERS.items())
    raise ValueError(f"delimiter = {delimiter!r} is not known: give one of {known}, or None.")


def _known_notation(decimal: str | None) -> Notation | None:
    if decimal is None:
        return None
    return (
        POINT if choice(decimal, "decimal", (".", ","), "expected None or one of") == "." else COMMA
    )


def _known_encoding(encoding: str | None) -> str | None:
    if encoding is None:
        return None
    return choice(encoding, "encoding", tuple(CODECS), "expected None or one of")


def _known_sheet(sheet: str | int | None) -> str | int | None:
    if sheet is None or isinstance(sheet, str):
        return sheet
    return count(sheet, "sheet", 1, "expected a name, or a number from 1")


def _read_workbook(data: bytes, wanted: str | int | None, told: Told) -> Table:
    found = read_sheet(data, wanted)
    head = head_of(found.records, Preamble(""), ",", told.header)
    columns, notes = columns_of(head)
    names, _ = unique_names(head.names)
    certain = {names[j]: POINT for j in found.fractions}
    known = {} if told.notation is None else dict.fromkeys(columns, told.notation)
    guesses = guess_notations(columns, known=known | certain)
    rows = head.body.rows
    decimal, mixed = decimal_mark(guesses)
    origin = Origin(
        "XLSX",
        decimal=decimal,
        thousands=thousands_of(columns, guesses, decimal),
        header=head.header,
        notes=(*found.notes, *mixed, *notes),
        doubts=doubts_of(columns, guesses, rows),
        sheet=found.name,
        sheets=found.names,
    )
    notations = {name: guesses[name].notation for name in columns}
    return Table.typed(columns, notations, rows, origin)
