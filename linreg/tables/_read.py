"""Any source as a table."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from linreg._settings import choice, count, shown
from linreg.tables._bytes import decode, refuse_binary, refuse_document
from linreg.tables._delimited import BLANKS, Records, split
from linreg.tables._dialect import DELIMITERS, guess_delimiter
from linreg.tables._encodings import CODECS
from linreg.tables._error import TableError
from linreg.tables._foreign import is_workbook, refuse_address, refuse_container
from linreg.tables._heads import guess_header, has_row_names
from linreg.tables._json import looks_like_json, read_json
from linreg.tables._named import columns_of, head_of
from linreg.tables._names import unique_names
from linreg.tables._notation import Guess, decimal_mark, doubts_of, guess_notations
from linreg.tables._numbers import COMMA, POINT, Notation, is_grouping
from linreg.tables._numpy import is_npy, is_npz, read_npy, read_npz
from linreg.tables._preamble import Preamble, part
from linreg.tables._remarks import comments_note, dates_note, pairs_note
from linreg.tables._report import Origin
from linreg.tables._table import Table
from linreg.tables._xlsx import read_sheet

__all__ = ["read_table"]

_EMPTY = "The table is empty. Give at least one row of numbers."
_SAMPLE = 1000  # cells of each column in which to look for thousands


class _Told(NamedTuple):
    """What the caller says of the text; None is to be found out."""

    header: bool | None
    delimiter: str | None
    notation: Notation | None


def read_table(
    source: str | bytes | Path,
    *,
    header: bool | None = None,
    delimiter: str | None = None,
    decimal: str | None = None,
    encoding: str | None = None,
    sheet: str | int | None = None,
) -> Table:
    """Read a table of delimited text, JSON, .npy, .npz, or a sheet of a workbook (.xlsx, .xlsm).

    Parameters
    ----------
    source : str is text, bytes are bytes, a Path is a file.
    header : whether the first row names the columns; detected if None.
    delimiter : what stands between cells (" " is any run of blanks); detected if None.
    decimal : the decimal mark of all columns, "." or ","; detected for each column if None.
        The other mark then stands between thousands. Numbers of JSON and of workbooks have a
        point always, unless they are stored as text.
    encoding : one of `linreg.tables.ENCODINGS`; detected if None.
    sheet : name of a sheet, or its number from 1; the first that is not hidden if None.

    Detected and reported: encoding (byte order mark, UTF-8, Windows-1252, or what makes the
    likelier letters), a line `sep=`, delimiter (tab, semicolon, comma, pipe, blanks), header (a
    first row of text, whose numbers may be years), comments (lines with # above the table, or
    that fit no column), a row of units, a nameless first column that counts the rows, and for
    each column the decimal mark and thousands; `report.doubts` lists where that is a guess.

    Missing cells: empty, NA, N/A, NaN, null, ?, -, in capitals or not; in a column of numbers
    also None, a point, dashes and the errors of spreadsheets (#N/A, #DIV/0!). Blank lines are
    skipped, and counted in row numbers.

    Of a workbook the cells are read, and the saved values of formulas: numbers with every digit
    in the file, dates as ISO 8601 text, truth values as TRUE and FALSE. Rows and columns count
    as in the sheet, hidden ones too; `report.sheet` and `report.sheets` name what there is.

    Raises TableError, at once for ragged rows, a quote that is never closed, more than 16,384
    columns and what is no text; for a cell that is no number only when its column is asked for.
    A Path that cannot be opened raises OSError, an unknown keyword value ValueError.

    Examples
    --------
    >>> import linreg
    >>> table = linreg.read_table("size,price\\n70,210\\n85,240\\n")
    >>> table.columns
    ('size', 'price')
    >>> table.array(["size", "price"])
    array([[ 70., 210.],
           [ 85., 240.]])
    """
    told = _Told(header, _known_delimiter(delimiter), _known_notation(decimal))
    wanted = _known_sheet(sheet)
    if isinstance(source, str):
        _refuse_sheet(wanted)
        return _read_text(source, "", told)
    if not isinstance(source, bytes | bytearray | memoryview | Path):
        raise ValueError(f"source is {shown(source)}; expected text, bytes or a pathlib.Path.")
    data = source.read_bytes() if isinstance(source, Path) else bytes(source)
    if is_workbook(data):
        return _read_workbook(data, wanted, told)
    _refuse_sheet(wanted)
    if is_npy(data):
        return read_npy(data)
    if is_npz(data):
        return read_npz(data)
    refuse_container(data)
    return _read_text(*decode(data, _known_encoding(encoding)), told)


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


def _refuse_sheet(wanted: str | int | None) -> None:
    if wanted is not None:
        raise TableError("The table is no workbook and has no sheets. Leave out sheet.")


def _read_workbook(data: bytes, wanted: str | int | None, told: _Told) -> Table:
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
        thousands=_thousands(columns, guesses, decimal),
        header=head.header,
        notes=(*found.notes, *mixed, *notes),
        doubts=doubts_of(columns, guesses, rows),
        sheet=found.name,
        sheets=found.names,
    )
    notations = {name: guesses[name].notation for name in columns}
    return Table.typed(columns, notations, rows, origin)


def _read_text(text: str, encoding: str, told: _Told) -> Table:
    text = text.removeprefix("\ufeff").rstrip("\x1a").replace("\r\n", "\n").replace("\r", "\n")
    refuse_binary(text)
    if not text.strip():
        raise TableError(_EMPTY)
    refuse_address(text)
    if looks_like_json(text):
        return read_json(text, encoding, told.notation)
    refuse_document(text)
    above, delimiter = _parted(text, told)
    found = _split(above.text, delimiter).without_empty_top()
    if not found.rows:
        raise TableError(_EMPTY)
    head = head_of(found, above, delimiter, told.header)
    columns, notes = columns_of(head)
    guesses = _guesses(columns, delimiter, told.notation)
    rows = head.body.rows
    decimal, mixed = decimal_mark(guesses)
    notes += [note for name, cells in columns.items() if (note := dates_note(name, cells))]
    origin = Origin(
        "delimited text",
        encoding,
        DELIMITERS[delimiter] if found.width > 1 else "",
        decimal,
        _thousands(columns, guesses, decimal),
        head.header,
        (*comments_note(above, found), *mixed, *notes, *pairs_note(found, delimiter, head.header)),
        doubts_of(columns, guesses, rows),
    )
    notations = {name: guess.notation for name, guess in guesses.items()}
    return Table.typed(columns, notations, rows, origin)


def _parted(text: str, told: _Told) -> tuple[Preamble, str]:
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
    columns: Mapping[str, list[str]], delimiter: str, notation: Notation | None
) -> dict[str, Guess]:
    known = {} if notation is None else dict.fromkeys(columns, notation)
    return guess_notations(columns, delimiter, known)


def _thousands(columns: Mapping[str, list[str]], guesses: Mapping[str, Guess], decimal: str) -> str:
    """Return the mark between thousands, if a cell near the top has one and that decimal mark."""
    for name, cells in columns.items():
        notation = guesses[name].notation
        if notation.decimal == decimal and is_grouping(sample := cells[:_SAMPLE], notation):
            mark = next(filter(None, map(notation.groups, sample)), "")
            if mark:
                return mark
    return ""
