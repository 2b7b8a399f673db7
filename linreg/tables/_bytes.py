"""Bytes as text: the encoding, and what is no text at all."""

import codecs
import re

from linreg.tables._error import TableError

__all__ = ["decode", "refuse_binary"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
# Tab, line feed, vertical tab, form feed and carriage return occur in text.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_ADVICE = "Save the table as CSV (comma separated text) and choose that file."


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding; raises TableError on what is no text."""
    if data.startswith(b"PK"):
        raise TableError(f"The file is a workbook or an archive, not a table. {_ADVICE}", row=1)
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _strict(data, codec), name
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        # What spreadsheets write in Western Europe and America.
        return _strict(data, "cp1252"), "Windows-1252"


def _strict(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise _binary(data[: error.start].count(b"\n") + 1) from None


def refuse_binary(text: str) -> None:
    """Raise TableError if the text holds control characters, as binary files do."""
    control = _CONTROL.search(text)
    if control is not None:
        raise _binary(text.count("\n", 0, control.start()) + 1)


def _binary(row: int) -> TableError:
    sentence = f"The file is not text: row {row} holds bytes that no text has. {_ADVICE}"
    return TableError(sentence, row=row)
