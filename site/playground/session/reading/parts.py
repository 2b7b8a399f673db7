"""A file that comes part after part."""

from __future__ import annotations

from linreg.tables import TableReader
from playground.engine.limits.memory import check_bytes, check_streamed
from playground.session.reading.upload import Source


class FileParts:
    """A file of which the parts come in order. Raises DataError, and TableError as they come."""

    def __init__(self, size: int) -> None:
        check_streamed(size)
        self._size, self._taken = size, 0
        self._reader = TableReader(size=size)

    def add(self, start: int, data: bytes | memoryview) -> bool:
        """Take the part that begins there; whether it was the last."""
        if start != self._taken:
            raise ValueError(f"The part from byte {start} on came after byte {self._taken}.")
        self._reader.feed(data)
        self._taken += len(data)
        if self._reader.held is not None:
            check_bytes(len(self._reader.held))
        return self._taken >= self._size

    def source(self) -> Source:
        """The table of large delimited text; of anything else its bytes."""
        held = self._reader.held
        return self._reader.finish() if held is None else bytes(held)
