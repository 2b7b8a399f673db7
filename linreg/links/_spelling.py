"""How the kinds of words are spelt in a link, in both directions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

from linreg.links._packing import pack_points, pack_text, unpack_points, unpack_text
from linreg.links._text import decimal_text

_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_WHOLE = re.compile(r"[+-]?[0-9]+")


class Spelling(NamedTuple):
    """to_text: of a checked value; from_text: the value, unchecked, of what stands in a link.

    from_text may raise PackingError. most: the longest text that is read.
    """

    to_text: Callable[[Any], str]
    from_text: Callable[[str], Any]
    most: int = 2000


def _plain(text: str) -> str:
    # What may stand in a fragment and that nobody takes for the end of a link.
    return quote(text, safe="/:", errors="replace")


def _number_text(value: Any) -> str:
    return value if isinstance(value, str) else decimal_text(value)


def _number(text: str) -> Any:
    """The number; any other text stays text, for a word to accept or to refuse by name."""
    text = text.strip()
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _NUMBER.fullmatch(text) else text


def _items(text: str) -> list[str]:
    """The items of a list; a comma within one stands as %2C."""
    return [unquote(item, errors="strict").strip() for item in text.split(",")] if text else []


def _list_of(spelt: Callable[[Any], str], read: Callable[[str], Any]) -> Spelling:
    return Spelling(
        lambda values: ",".join(map(spelt, values)),
        # Some programs escape the commas too.
        lambda text: [read(item) for item in _items(unquote(text, errors="strict"))],
    )


_TEXT = Spelling(_plain, lambda text: unquote(text, errors="strict"))
_NUMERIC = Spelling(_number_text, lambda text: _number(unquote(text, errors="strict")))
_LIST = _list_of(_plain, str)

SPELLINGS: Mapping[str, Spelling] = MappingProxyType(
    {
        "word": _TEXT,
        "name": _TEXT,
        "label": _TEXT,
        "path": _TEXT,
        "words": _LIST,
        # A comma within a name is written %2C.
        "names": Spelling(
            lambda names: ",".join(quote(name, safe="", errors="replace") for name in names),
            _items,
            10_000,
        ),
        "integer": _NUMERIC,
        "real": _NUMERIC,
        "flag": _NUMERIC,
        "numbers": _list_of(_number_text, _number),
        "decimals": _LIST,
        "points": Spelling(pack_points, unpack_points, 400_000),
        "code": Spelling(pack_text, unpack_text, 100_000),
    }
)
