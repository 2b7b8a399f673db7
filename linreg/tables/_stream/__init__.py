"""Large delimited text as it comes: numbers are kept, and no texts of them."""

from linreg.tables._stream._reader import LARGE, TableReader

__all__ = ["LARGE", "TableReader"]
