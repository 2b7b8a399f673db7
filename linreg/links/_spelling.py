"""How the kinds of values are spelt in a link, in both directions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from math import isfinite
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

from linreg._keys import Key, decimal_text, kinds
from linreg.links._by_hand import is_by_hand, read_by_hand, without_end
from linreg.links._model import ModelFormula
from linreg.links._names import name_text
from linreg.links._packing import pack_points, pack_text, unpack_points, unpack_text
from linreg.links._parts import (
    before_words,
    tidied,
    unquoted_printable,
    without_junk,
    without_punctuation,
)

_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_WHOLE = re.compile(r"[+-]?[0-9]+")


def _closed(text: str, last: bool) -> Iterator[str]:
    return unquoted_printable(_closed_texts(text, last))


def _closed_texts(text: str, last: bool) -> Iterator[str]:
    yield text
    yield tidied(text)
    if last:
        yield without_junk(tidied(text))
        yield without_junk(before_words(text)).lower()


class Spelling(NamedTuple):
    """to_text: of a checked value; from_text: the value, unchecked, of what stands in a link.

    Both may raise PackingError. most: the longest text that is written and read.
    meant: what a text may mean, the first that is accepted holds; told whether it is the last.
    closed: whether there is no free text in it.
    """

    to_text: Callable[[Any], str]
    from_text: Callable[[str], Any]
    most: int = 2000
    meant: Callable[[str, bool], Iterator[str]] = _closed
    closed: bool = True


def _plain(text: str) -> str:
    # What may stand in a fragment and that nobody takes for the end of a link.
    return quote(text, safe="/:", errors="surrogatepass")


def _unquoted(text: str) -> str:
    return unquote(text, errors="surrogatepass")


def _number_text(value: Any) -> str:
    return value if isinstance(value, str) else decimal_text(value)


def _number(text: str) -> Any:
    """Return the number; any other text stays text, for a key to accept or to refuse by name."""
    text = text.strip()
    if _WHOLE.fullmatch(text):
        return int(text)
    if not _NUMBER.fullmatch(text):
        return text
    # A number beyond the floats stays as it was written, so that it can be named.
    return number if isfinite(number := float(text)) else text


def _items(text: str) -> list[str]:
    return [_unquoted(item).strip() for item in text.split(",")] if text else []


def _list_of(spelt: Callable[[Any], str], read: Callable[[str], Any], most: int) -> Spelling:
    return Spelling(
        lambda values: ",".join(map(spelt, values)),
        # Some programs escape the commas too.
        lambda text: [read(item) for item in _items(_unquoted(text))],
        most,
    )


def _without_blanks(text: str, last: bool) -> Iterator[str]:
    """Of free text in which there are none, but what follows a link may be."""
    if last:
        yield _plain(without_punctuation(before_words(text)))
    yield text
    yield _plain(unquote(text).strip())


def _formula(text: str, last: bool) -> Iterator[str]:
    """Of a formula, in which there may be blanks; what follows a link may be none of it."""
    yield text
    yield _plain(unquote(text).strip())
    if last:
        yield _plain(without_punctuation(before_words(text)))


def _points(text: str, last: bool) -> Iterator[str]:
    if not is_by_hand(text):
        yield from _packed(text, last)
    elif last:
        yield without_end(text)
    yield text


def _read_points(text: str) -> dict[str, Any]:
    return read_by_hand(text) if is_by_hand(text) else unpack_points(text)


def _packed(text: str, last: bool) -> Iterator[str]:
    return unquoted_printable(_packed_texts(text, last))


def _packed_texts(text: str, last: bool) -> Iterator[str]:
    yield text
    # A mail program has broken the line.
    yield "".join(unquote(text).split())
    if last:
        yield before_words(text)
        yield without_junk(before_words(text))


_TEXT = Spelling(_plain, _unquoted)
_NUMERIC = Spelling(_number_text, lambda text: _number(_unquoted(text)))

_SPELLINGS: Mapping[type[kinds.Kind], Spelling] = MappingProxyType(
    {
        kinds.Choice: _TEXT,
        kinds.Label: _TEXT._replace(meant=_without_blanks),
        kinds.LessonName: _TEXT._replace(meant=_without_blanks, most=8000),
        kinds.Path: _TEXT._replace(meant=_without_blanks, most=8000, closed=False),
        kinds.Choices: _list_of(_plain, str, 2000),
        # How they are read depends on the columns: see `_names`.
        kinds.Name: _TEXT._replace(
            to_text=lambda name: name_text(name, safe="/:"), most=20_000, closed=False
        ),
        kinds.Names: Spelling(
            lambda names: ",".join(map(name_text, names)), _items, 100_000, closed=False
        ),
        kinds.Integer: _NUMERIC,
        kinds.Real: _NUMERIC,
        kinds.Flag: _NUMERIC,
        kinds.Numbers: _list_of(_number_text, _number, 100_000),
        kinds.Decimals: _list_of(_plain, str, 20_000),
        kinds.Points: Spelling(pack_points, _read_points, 400_000, _points, closed=False),
        ModelFormula: _TEXT._replace(meant=_formula, most=12_000, closed=False),
        kinds.Code: Spelling(pack_text, unpack_text, 400_000, _packed),
    }
)


def spelling_of(key: Key) -> Spelling:
    """Return how the values of a key are spelt."""
    return _SPELLINGS[type(key.kind)]
