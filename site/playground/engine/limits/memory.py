"""What the memory of a page holds."""

from __future__ import annotations

from playground.engine.limits.data_error import DataError

NO_MEMORY = "There is not enough memory for this. Use fewer rows or fewer columns."
# JSON, workbooks and NumPy's files are read as a whole, and WebAssembly has 4 GB.
MOST_BYTES = 150_000_000
# Of large delimited text only the numbers stay: 8 bytes of memory for 3 or more of the file.
MOST_STREAMED = 500_000_000


def check_bytes(size: int) -> None:
    """Raise DataError where a file that is read as a whole has too many bytes for the memory."""
    _check(size, MOST_BYTES)


def check_streamed(size: int) -> None:
    """Raise DataError where a file of any kind has too many bytes for the memory."""
    _check(size, MOST_STREAMED)


def _check(size: int, most: int) -> None:
    if size > most:
        raise DataError(
            f"The file has {size / 1e6:,.0f} MB; the limit is {most / 1e6:.0f} MB. "
            "Use a sample of the rows or fewer columns."
        )
