"""Tables from text, JSON, NumPy files and workbooks; every cell kept exactly as it was typed."""

from linreg.tables._arrays import ArrayColumn, FloatColumn, PackedColumn, from_arrays
from linreg.tables._columns import Column
from linreg.tables._encodings import CODECS, likely_encodings
from linreg.tables._error import TableError, column_called
from linreg.tables._guard import csv_line
from linreg.tables._names import unique_names
from linreg.tables._notation import Doubt
from linreg.tables._numbers import COMMA, POINT, Notation
from linreg.tables._read import read_table
from linreg.tables._report import Origin, Report
from linreg.tables._stream import TableReader
from linreg.tables._table import Table
from linreg.tables._xlsx import sheet_names

ENCODINGS = tuple(CODECS)

__all__ = [
    "COMMA",
    "ENCODINGS",
    "POINT",
    "ArrayColumn",
    "Column",
    "Doubt",
    "FloatColumn",
    "Notation",
    "Origin",
    "PackedColumn",
    "Report",
    "Table",
    "TableError",
    "TableReader",
    "column_called",
    "csv_line",
    "from_arrays",
    "likely_encodings",
    "read_table",
    "sheet_names",
    "unique_names",
]
