"""Points written by hand, `x:1,2,3;y:2,4,6`; a comma within a name or a cell is written %2C."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from linreg.links._packing import check_size
from linreg.links._parts import before_words, without_punctuation
from linreg.links._radix import PackingError

_NUMBER = re.compile(r"\s*(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)?\s*", re.IGNORECASE)


def is_by_hand(text: str) -> bool:
    return ":" in _opened(text)


def read_by_hand(text: str) -> dict[str, Any]:
    """Return the points {columns: [{name, values}]}; raises PackingError."""
    written = _opened(text).strip(";")
    columns = written.count(";") + 1
    check_size(columns, written.count(",") + columns)
    return {"columns": [_column(part) for part in written.split(";")]}


def without_end(text: str) -> str:
    """Return the text without what follows the last number; as it is where that is none."""
    written = _opened(text)
    *others, cell = written.rpartition(":")[2].split(",")
    meant = without_punctuation(before_words(cell))
    numbers = meant and all(_NUMBER.fullmatch(unquote(other)) for other in (meant, *others))
    return written.removesuffix(cell) + meant if numbers else text


def _opened(text: str) -> str:
    return text if ":" in text else unquote(text, errors="surrogateescape")


def _column(part: str) -> dict[str, Any]:
    name, colon, cells = part.partition(":")
    if not colon:
        raise PackingError("has a column without a name, unlike x:1,2,3;y:2,4,6")
    values = [unquote(cell).strip() for cell in cells.split(",")] if cells else []
    return {"name": unquote(name).strip(), "values": values}
