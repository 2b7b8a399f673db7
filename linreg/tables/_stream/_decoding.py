"""Bytes that come part after part as text."""

import codecs
from io import IncrementalNewlineDecoder

from linreg.tables._bytes import binary, is_binary, marked
from linreg.tables._encodings import CODECS, guess_encoding
from linreg.tables._error import TableError

__all__ = ["Decoder"]


class Decoder:
    """The encoding of a file, found out as `decode` does; every line ends with a line feed.

    begin : the first bytes. encoding : one of CODECS, or None.

    What is no ASCII decides between UTF-8 and the others where it comes first.
    """

    def __init__(self, begin: bytes, encoding: str | None) -> None:
        mark = marked(begin) if encoding is None else None
        self.name = encoding or (mark[1] if mark else "UTF-8")
        codec = mark[0] if mark else CODECS[self.name]
        self._decoder = codecs.getincrementaldecoder(codec)()
        self._lines = IncrementalNewlineDecoder(None, translate=True)
        # Whether the encoding may still turn out to be another.
        self._open = encoding is None and mark is None
        self._row = 1

    def decode(self, data: bytes, final: bool = False) -> str:
        """Return the text of the next bytes; raises TableError on what is no text."""
        try:
            text = self._decoder.decode(data, final)
        except UnicodeDecodeError as error:
            text = self._otherwise(error, final)
        self._open = self._open and text.isascii()
        text = self._lines.decode(text, final)
        self._row += text.count("\n")
        return text

    def _otherwise(self, error: UnicodeDecodeError, final: bool) -> str:
        """Return the text of bytes that are none in the encoding so far."""
        data, row = error.object, self._row + error.object[: error.start].count(b"\n")
        if not self._open:
            if self.name == "UTF-8":
                sentence = f"Row {row} has bytes that are not UTF-8, unlike the rows above."
                raise TableError(f"{sentence} Save the table as CSV in UTF-8.", row=row) from None
            raise binary(row) from None
        self.name = ("" if is_binary(data) else guess_encoding(data)) or "Windows-1252"
        self._decoder = codecs.getincrementaldecoder(CODECS[self.name])()
        self._open = False
        try:
            return self._decoder.decode(data, final)
        except UnicodeDecodeError as wrong:
            raise binary(self._row + data[: wrong.start].count(b"\n")) from None
