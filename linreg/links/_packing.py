"""Own data and code as short text: packed, deflated where that is shorter, base64url.

The text is base64url, without padding, of: one byte (0 as it is, 1 deflated without header), two
bytes (CRC-32 of the content, its last 16 bits, so that a link cut short is noticed), the content.
The content of points is the number of columns, the number of rows, and per column its name and
its cells (see `_cells`). All numbers and lengths are as `_radix.whole_bytes` writes them.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Mapping
from typing import Any

from linreg.links._cells import cells_bytes, read_cells, read_text, text_bytes
from linreg.links._radix import PackingError, Reader, whole_bytes

# What is packed, and what a link may unfold into; the page could not work with more.
MOST_BYTES = 4_000_000
MOST_CELLS = 200_000
MOST_COLUMNS = 200

_STORED, _DEFLATED = 0, 1
_ALPHABET = re.compile(r"[A-Za-z0-9_-]*")


def pack_text(text: str) -> str:
    """Text such as code; `unpack_text` gives it back. Raises PackingError."""
    return _packed(_bounded(text.encode("utf-8", "surrogatepass")))


def unpack_text(packed: str) -> str:
    """Raises PackingError where `packed` is nothing that `pack_text` has made."""
    try:
        return _unpacked(packed).decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        raise PackingError("is not UTF-8 text") from None


def pack_points(points: Mapping[str, Any]) -> str:
    """Checked points {columns: [{name, values}]}, every value as typed, rows in their order.

    Raises PackingError where they are more than `unpack_points` takes.
    """
    columns = points["columns"]
    rows = len(columns[0]["values"])
    check_size(len(columns), len(columns) * rows)
    content = [whole_bytes(len(columns)), whole_bytes(rows)]
    for column in columns:
        content += [text_bytes(column["name"]), cells_bytes(column["values"])]
    return _packed(_bounded(b"".join(content)))


def unpack_points(packed: str) -> dict[str, Any]:
    """Return the points. Raises PackingError for what `pack_points` has not made."""
    reader = Reader(_unpacked(packed))
    count, rows = reader.whole(), reader.whole()
    check_size(count, count * rows)
    columns = [
        {"name": read_text(reader), "values": read_cells(reader, rows)} for _ in range(count)
    ]
    reader.finish()
    return {"columns": columns}


def check_size(columns: int, cells: int) -> None:
    """Raises PackingError where a table is larger than a link holds."""
    if columns > MOST_COLUMNS or cells > MOST_CELLS:
        raise PackingError(f"has more than {MOST_CELLS:,} values or {MOST_COLUMNS} columns")


def _bounded(content: bytes) -> bytes:
    if len(content) > MOST_BYTES:
        raise PackingError(f"has more than {MOST_BYTES:,} bytes")
    return content


def _packed(content: bytes) -> str:
    deflated = _deflate(content)
    short = len(deflated) < len(content)
    head = bytes([_DEFLATED if short else _STORED]) + _check(content)
    whole = head + (deflated if short else content)
    return base64.urlsafe_b64encode(whole).rstrip(b"=").decode("ascii")


def _unpacked(packed: str) -> bytes:
    stripped = packed.rstrip("=")
    if not _ALPHABET.fullmatch(stripped):
        raise PackingError("has invalid characters")
    try:
        whole = base64.urlsafe_b64decode(stripped + "=" * (-len(stripped) % 4))
    except binascii.Error:
        raise PackingError("is cut off") from None
    how, check, content = whole[:1], whole[1:3], whole[3:]
    if how == bytes([_DEFLATED]):
        content = _inflate(content)
    elif how != bytes([_STORED]):
        raise PackingError("has a format that this version does not know")
    if _check(content) != check:
        raise PackingError("is cut off or damaged")
    return content


def _check(content: bytes) -> bytes:
    return (zlib.crc32(content) & 0xFFFF).to_bytes(2, "big")


def _deflate(content: bytes) -> bytes:
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    return deflater.compress(content) + deflater.flush()


def _inflate(content: bytes) -> bytes:
    inflater = zlib.decompressobj(-15)
    try:
        inflated = inflater.decompress(content, MOST_BYTES)
    except zlib.error:
        raise PackingError("is cut off or damaged") from None
    if not inflater.eof:
        more = bool(inflater.unconsumed_tail)
        raise PackingError("is too long when unpacked" if more else "is cut off or damaged")
    if inflater.unused_data:
        raise PackingError("continues after its end")
    return inflated
