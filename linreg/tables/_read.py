"""Any source as a table."""

from collections.abc import Container, Mapping
from itertools import chain, count
from pathlib import Path

from linreg._settings import shown
from linreg.tables._bytes import decode, refuse_binary
from linreg.tables._delimited import Records, split
from linreg.tables._dialect import DELIMITERS, guess_delimiter, guess_header, notation_of
from linreg.tables._error import TableError, quote
from linreg.tables._json import looks_like_json, read_json
from linreg.tables._numbers import Notation
from linreg.tables._numpy import is_npy, is_npz, read_npy, read_npz
from linreg.tables._report import Origin
from linreg.tables._table import Table

__all__ = ["read_table"]

_SAMPLE = 1000  # cells of each column in which to look for thousands


def read_table(
    source: str | bytes | Path, *, header: bool | None = None, delimiter: str | None = None
) -> Table:
    """Read a table of delimited text, JSON records, .npy or .npz.

    Parameters
    ----------
    source : str is text, bytes are bytes, a Path is a file.
    header : whether the first row names the columns; detected if None.
    delimiter : what stands between cells (" " is any run of blanks); detected if None.

    Detected and reported: encoding (byte order mark, UTF-8, else Windows-1252), delimiter
    (tab, semicolon, comma, blanks), header (a first row of text without a number),
    decimal mark and thousands. Missing cells: empty, NA, N/A, NaN, null, ?, -, in
    capitals or not. Blank lines are skipped, and counted in row numbers.

    Raises TableError, at once for ragged rows, a quote that is never closed and what is no
    text; for a cell that is no number only when its column is asked for. A Path that
    cannot be opened raises OSError.
    """
    if isinstance(source, str):
        return _read_text(source, "", header, delimiter)
    if not isinstance(source, bytes | bytearray | memoryview | Path):
        raise ValueError(f"source is {shown(source)}; wanted text, bytes or a pathlib.Path.")
    data = source.read_bytes() if isinstance(source, Path) else bytes(source)
    if is_npy(data):
        return read_npy(data)
    if is_npz(data):
        return read_npz(data)
    return _read_text(*decode(data), header, delimiter)


def _read_text(text: str, encoding: str, header: bool | None, delimiter: str | None) -> Table:
    refuse_binary(text)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if looks_like_json(text):
        return read_json(text, encoding)
    delimiter = _known(delimiter) if delimiter else guess_delimiter(text)
    found = split(text, delimiter)
    notation = notation_of(found, delimiter)
    first = found.cells[: found.width]
    header = guess_header(first, notation) if header is None else header
    if header and len(found.rows) == 1:
        raise TableError(_only_header(first), row=found.rows[0])
    columns, notes = _columns(found, header)
    origin = Origin(
        "delimited text",
        encoding,
        DELIMITERS[delimiter] if found.width > 1 else "",
        notation.decimal,
        _thousands(columns, notation),
        header,
        notes,
    )
    return Table.typed(columns, notation, found.rows[int(header) :], origin)


def _known(delimiter: str) -> str:
    if delimiter in DELIMITERS:
        return delimiter
    known = ", ".join(f"{mark!r} ({name})" for mark, name in DELIMITERS.items())
    raise ValueError(f"delimiter = {delimiter!r} is not known: give one of {known}, or None.")


def _only_header(first: list[str]) -> str:
    sentence = "There is a header but no row below it. Give at least one row of numbers"
    if len(first) == 1 and Path(first[0]).suffix:
        return f"{sentence}; if {quote(first[0])} is a file, pass pathlib.Path."
    return f"{sentence}."


def _columns(found: Records, header: bool) -> tuple[dict[str, list[str]], tuple[str, ...]]:
    """The columns below the header by unique names, and what had to be changed for it.

    Nameless columns without a single cell, which spreadsheets append, are left out.
    """
    columns: dict[str, list[str]] = {}
    notes: list[str] = []
    for j in range(found.width):
        typed = " ".join(found.cells[j].split()) if header else ""
        cells = found.column(j, int(header))
        if not typed and found.width > 1 and not any(cells):
            notes.append(f"Column {j + 1} is empty and left out.")
            continue
        name = _unique(typed or f"column {j + 1}", columns)
        if typed and name != typed:
            notes.append(f"Another column is called {typed} too: column {j + 1} is now {name}.")
        columns[name] = cells
    return columns, tuple(notes)


def _unique(name: str, taken: Container[str]) -> str:
    candidates = chain([name], (f"{name} ({i})" for i in count(2)))
    return next(candidate for candidate in candidates if candidate not in taken)


def _thousands(columns: Mapping[str, list[str]], notation: Notation) -> str:
    """The mark between thousands, if any cell near the top has one."""
    sample = (cell for cells in columns.values() for cell in cells[:_SAMPLE])
    return next(filter(None, map(notation.groups, sample)), "")
