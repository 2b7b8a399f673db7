"""Any source as a table."""

from pathlib import Path

from linreg._settings import shown
from linreg.tables._stream import LARGE, TableReader
from linreg.tables._table import Table
from linreg.tables._text import read_text
from linreg.tables._whole import Wanted, read_whole

__all__ = ["read_table"]


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

    Of delimited text in bytes or a file, from 8 MB on, the first megabyte shows how all of it is
    written. The rest is read part after part, and only the numbers are kept (8 bytes each): their
    text is the shortest decimal that gives the same float64, and that of a missing cell is empty.
    Columns of text, and those with a doubt, keep their texts. `TableReader` takes the bytes of such
    a file as they come.

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
    wanted = Wanted.of(header, delimiter, decimal, encoding, sheet)
    if isinstance(source, str):
        wanted.refuse_sheet()
        return read_text(source, "", wanted.told)
    if not isinstance(source, bytes | bytearray | memoryview | Path):
        raise ValueError(f"source is {shown(source)}; expected text, bytes or a pathlib.Path.")
    size = source.stat().st_size if isinstance(source, Path) else len(memoryview(source).cast("B"))
    if size < LARGE:
        data = source.read_bytes() if isinstance(source, Path) else bytes(source)
        return read_whole(data, wanted)
    reader = TableReader(
        size=size,
        header=header,
        delimiter=delimiter,
        decimal=decimal,
        encoding=encoding,
        sheet=sheet,
    )
    reader.feed_from(source)
    return reader.finish()
