"""A file as a table, taken part after part."""

from pathlib import Path
from typing import Any

from linreg.progress import tick
from linreg.tables._bytes import refuse_binary
from linreg.tables._delimited import OpenQuoteError
from linreg.tables._foreign import refuse_container
from linreg.tables._json import looks_like_json
from linreg.tables._numpy import is_npy
from linreg.tables._preamble import comments_end
from linreg.tables._stream._body import StreamedBody
from linreg.tables._stream._decoding import Decoder
from linreg.tables._table import Table
from linreg.tables._text import Opened, open_text
from linreg.tables._whole import Wanted, read_whole

__all__ = ["LARGE", "TableReader"]

LARGE = 8_000_000  # bytes from which on a file is not read as a whole
PART = 2**20  # bytes at a time
HEAD = 2**20  # characters that show how a file is written
FEWEST = 50  # lines of it, if they are long
ZIP = b"PK"


class TableReader:
    """Reads a table from the bytes of a file as they come.

        reader = linreg.tables.TableReader()
        while data := file.read(1_000_000):
            reader.feed(data)
        table = reader.finish()

    Large delimited text takes little more memory than the numbers in it, 8 bytes each (see
    `read_table`, whose keyword arguments these are); anything else is kept until `finish`.

    size : how many bytes will come in all, if that is known: memory is then asked for once.
    """

    def __init__(self, *, size: int = 0, **told: Any) -> None:
        self._wanted = Wanted.of(**told)
        self._size = size
        self._held = bytearray()
        self._whole = False
        self._body: StreamedBody | None = None
        self._decoder: Decoder | None = None

    @property
    def held(self) -> bytearray | None:
        """All bytes so far; None once they are read as they come."""
        return self._held if self._body is None else None

    def feed(self, data: bytes | bytearray | memoryview) -> None:
        """Take the next bytes, any number of them.

        Raises TableError as `read_table` does, as soon as it is known.
        """
        view = memoryview(data).cast("B")
        for start in range(0, len(view), PART):
            self._take(bytes(view[start : start + PART]))

    def feed_from(self, source: bytes | bytearray | memoryview | Path) -> None:
        """Take all bytes, or those of a file."""
        if not isinstance(source, Path):
            self.feed(source)
            return
        with source.open("rb") as file:
            while data := file.read(PART):
                self._take(data)

    def finish(self) -> Table:
        """Return the table; nothing can be fed any more."""
        if self._body is None or self._decoder is None:
            held, self._held = bytes(self._held), bytearray()
            return read_whole(held, self._wanted)
        # The lines that showed how the file is written are not needed any more.
        body, self._body = self._body, None
        body.add(self._decoder.decode(b"", final=True), final=True)
        return body.table(self._decoder.name)

    def _take(self, data: bytes) -> None:
        if self._body is not None and self._decoder is not None:
            self._body.add(self._decoder.decode(data))
            tick()
            return
        self._held += data
        if len(self._held) >= LARGE and not self._whole:
            self._begin()

    def _begin(self) -> None:
        """Find out how the file is written, if it is delimited text."""
        held = bytes(self._held)
        self._whole = held.startswith(ZIP) or is_npy(held)
        if self._whole:
            return
        self._wanted.refuse_sheet()
        refuse_container(held)
        decoder = Decoder(held, self._wanted.encoding)
        text = decoder.decode(held).removeprefix("\ufeff")
        refuse_binary(text.rstrip("\x1a"))
        self._whole = looks_like_json(text) or "\n" not in text.strip()
        if self._whole:
            return
        head, opened = _opened(text[: _head_end(text)], self._wanted)
        self._held = bytearray()
        share = max(self._size, len(held)) / len(held)
        self._body = StreamedBody(opened, share * len(text) / len(head))
        self._decoder = decoder
        for start in range(len(head), len(text), PART):
            self._body.add(text[start : start + PART])


def _head_end(text: str) -> int:
    """Return where the lines end that show how a text is written."""
    reach = comments_end(text) + HEAD
    last = text.rfind("\n") + 1
    while reach < last and text.count("\n", 0, reach) < FEWEST:
        reach *= 2
    return text.rfind("\n", 0, reach) + 1 if reach < last else last


def _opened(head: str, wanted: Wanted) -> tuple[str, Opened]:
    """Return the first lines as far as they can be read, and what they show."""
    try:
        return head, open_text(head, wanted.told)
    except OpenQuoteError as error:
        # They end within quotes.
        if not 0 < error.left < len(head):
            raise
        head = head[: -error.left]
    return head, open_text(head, wanted.told)
