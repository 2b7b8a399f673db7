"""Bytes as text: the encoding, and what is no text at all."""

import codecs
import re

from linreg.tables._encodings import CODECS, guess_encoding
from linreg.tables._error import TableError

__all__ = ["binary", "decode", "is_binary", "marked", "refuse_binary", "refuse_document"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
# Tab, line feed, vertical tab, form feed and carriage return occur in text.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x20)])
_ADVICE = "Save the table as CSV (comma-separated text) and choose that file."
# How documents begin that hold tables, or that are taken for them.
_DOCUMENTS = (
    (re.compile(r"\s*%PDF-"), "a PDF document"),
    (re.compile(r"\s*<(?:!doctype\s+html|html|head|body|table|meta)\b", re.I), "a web page (HTML)"),
    (re.compile(r"\s*<\?xml\b", re.I), "an XML document"),
    (re.compile(r"\s*\{\\rtf"), "an RTF document"),
)


def decode(data: bytes, encoding: str | None = None) -> tuple[str, str]:
    """Return the text and the name of its encoding; raises TableError on what is no text.

    encoding : one of CODECS; if None a byte order mark, else UTF-8, else what is likely.
    """
    if encoding is not None:
        return _strict(data, CODECS[encoding]), encoding
    if (mark := marked(data)) is not None:
        return _strict(data, mark[0]), mark[1]
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        name = ("" if is_binary(data) else guess_encoding(data)) or "Windows-1252"
        return _strict(data, CODECS[name]), name


def marked(data: bytes) -> tuple[str, str] | None:
    """Return the codec and the name of the encoding that a byte order mark tells of, if any."""
    found = ((codec, name) for mark, codec, name in _MARKS if data.startswith(mark))
    return next(found, None)


def is_binary(data: bytes) -> bool:
    """Return whether there are control characters, as in no text."""
    return _CONTROL.search(data.rstrip(b"\x1a").decode("latin-1")) is not None


def _strict(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise binary(data[: error.start].count(b"\n") + 1) from None


def refuse_binary(text: str, row: int = 1) -> None:
    """Raise TableError if a text from that row on holds control characters, as binaries do."""
    # Of most texts a quick look at each byte says so.
    if text.isascii() and len(data := text.encode()) == len(data.translate(None, _CONTROLS)):
        return
    control = _CONTROL.search(text)
    if control is not None:
        raise binary(text.count("\n", 0, control.start()) + row)


def refuse_document(text: str) -> None:
    """Raise TableError if the text is a document of another kind."""
    for begins, what in _DOCUMENTS:
        if begins.match(text):
            raise TableError(f"The file is {what}, not a table. {_ADVICE}", row=1)


def binary(row: int) -> TableError:
    """Return the error of bytes in a row that are no text."""
    sentence = f"The file is not text: row {row} has bytes that are not text. {_ADVICE}"
    return TableError(sentence, row=row)
