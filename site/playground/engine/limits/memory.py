"""What the memory of a page holds."""

from __future__ import annotations

from playground.engine.limits.data_error import DataError

NO_MEMORY = "There is not enough memory for this. Use fewer rows or fewer columns."
# Read as text, a table takes about ten times its bytes, and WebAssembly has 4 GB. Measured: 102 MB
# of CSV (2.15 million rows of five numbers, 86 MB as floats) take 1,170 MB at most and keep 950.
MOST_BYTES = 150_000_000


def check_bytes(size: int) -> None:
    """Raise DataError where a file has more bytes than the memory has room for."""
    if size > MOST_BYTES:
        raise DataError(
            f"The file has {size / 1e6:,.0f} MB; the limit is {MOST_BYTES / 1e6:.0f} MB. "
            "Use a sample of the rows or fewer columns."
        )
