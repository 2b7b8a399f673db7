"""The kinds of words: how a value is checked, what is asked for, its JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from math import isfinite
from numbers import Integral, Real
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from linreg.links._text import Bounds, decimal_text, listed, short

if TYPE_CHECKING:
    from linreg.links._word import Word

_Item = TypeVar("_Item")

_PATH = re.compile(r"(?!//)[^\\\x00-\x20\x7f:?#]{1,500}")
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,59}")
_DECIMAL = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,4})?")


def _check_word(word: Word, value: object) -> Any:
    if isinstance(value, str) and value in word.choices:
        return value
    raise word.error(value, "is not one of its words")


def _check_words(word: Word, value: object) -> tuple[Any, ...]:
    chosen = tuple(_check_word(word, item) for item in _items(word, value))
    return tuple(choice for choice in word.choices if choice in chosen)


def _check_integer(word: Word, value: object) -> int:
    if not _finite(word, value).is_integer():
        raise word.error(value, "is not a whole number")
    # The value itself, not its float: a large integer would lose its last digits.
    return int(_within(word, value))


def _check_real(word: Word, value: object) -> Any:
    if isinstance(value, str) and value in word.choices:
        return value
    return float(_within(word, _finite(word, value)))


def _check_flag(word: Word, value: object) -> int:
    if isinstance(value, Real) and value in (0, 1):
        return 1 if value else 0
    raise word.error(value, "is neither 0 nor 1")


def _check_name(word: Word, value: object) -> str:
    if isinstance(value, str) and value.strip():
        return value
    raise word.error(value, "is not a name")


def _check_text(word: Word, value: object) -> str:
    """Text such as code: no longer than the word allows."""
    if not isinstance(value, str):
        raise word.error(value, "is not text")
    if word.bounds.hold(len(value)):
        return value
    raise word.error(value, f"has {len(value):,} characters")


def _check_path(word: Word, value: object) -> str:
    """An address below the page's own: what names a host or leaves the scheme is refused."""
    if isinstance(value, str) and _PATH.fullmatch(value):
        return value
    raise word.error(value, "is not a file beside this page")


def _check_label(word: Word, value: object) -> str:
    if isinstance(value, str) and _LABEL.fullmatch(value):
        return value
    raise word.error(value, "is not a short name")


def _check_decimals(word: Word, value: object) -> tuple[str, ...]:
    return _counted(word, tuple(_decimal(word, item) for item in _items(word, value)))


def _decimal(word: Word, value: object) -> str:
    """A number as typed, whose last digit tells how closely it is meant; a float in full."""
    if isinstance(value, str):
        if len(value) <= 60 and _DECIMAL.fullmatch(value) and isfinite(float(value)):
            return value
        raise word.error(value, "is not a finite number")
    number = _finite(word, value)
    # Fifteen digits before the point leave a point behind them.
    text = f"{number:#.15g}".removesuffix(".") if number else "0"
    # The largest floats round to infinity.
    return text if isfinite(float(text)) else repr(number)


def _check_names(word: Word, value: object) -> tuple[str, ...]:
    names = tuple(_check_name(word, item) for item in _items(word, value))
    if len(set(names)) < len(names):
        raise word.error(value, "names a column twice")
    return _counted(word, names)


def _check_numbers(word: Word, value: object) -> tuple[float, ...]:
    if isinstance(value, str):
        raise word.error(value, "is not a list of numbers")
    return _counted(word, tuple(_finite(word, item) for item in _items(word, value)))


def _check_points(word: Word, value: object) -> dict[str, Any]:
    given = value.get("columns") if isinstance(value, Mapping) else None
    if not isinstance(given, Iterable) or isinstance(given, str | Mapping):
        raise word.error(value, "has no columns")
    columns = [_column(word, column) for column in given]
    names = [column["name"] for column in columns]
    if not names or len(set(names)) < len(names):
        raise word.error(names, "does not name each column once")
    if len({len(column["values"]) for column in columns}) > 1:
        raise word.error(names, "holds columns of different lengths")
    return {"columns": columns}


def _column(word: Word, column: object) -> dict[str, Any]:
    if not isinstance(column, Mapping) or not {"name", "values"} <= set(column):
        raise word.error(column, "is not a column")
    name, values = _check_name(word, column["name"]), column["values"]
    if isinstance(values, str | Mapping) or not isinstance(values, Iterable):
        raise word.error(values, f"is not the list of values of column {short(name)}")
    return {"name": name, "values": [_cell(word, cell) for cell in values]}


def _cell(word: Word, value: object) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    finite = _finite(word, value)
    # An integer keeps digits that its float would lose.
    return decimal_text(int(value) if isinstance(value, Integral) else finite)


def _finite(word: Word, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, Real):
        raise word.error(value, "is not a number")
    try:
        number = float(value)
    except OverflowError:
        number = float("inf")
    if not isfinite(number):
        raise word.error(value, "is not a finite number")
    return number


def _within(word: Word, number: Any) -> Any:
    if word.bounds.hold(number) or number in word.choices:
        return number
    raise word.error(number, "is out of bounds")


def _items(word: Word, value: object) -> tuple[object, ...]:
    """The items of a list; a string is a comma separated list, as in a link."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",")) if value else ()
    if isinstance(value, Mapping) or not isinstance(value, Iterable):
        raise word.error(value, "is not a list")
    return tuple(value)


def _counted(word: Word, items: tuple[_Item, ...]) -> tuple[_Item, ...]:
    if word.bounds.hold(len(items)):
        return items
    raise word.error(items, f"has {len(items)} items")


def _number_wanted(noun: str) -> Callable[[Word], str]:
    def wanted(word: Word) -> str:
        beside = f" (or {listed(word.choices)})" if word.choices else ""
        return f"{noun} {word.bounds}".rstrip() + beside

    return wanted


def _list_wanted(noun: str) -> Callable[[Word], str]:
    def wanted(word: Word) -> str:
        bounded = word.bounds != Bounds()
        return f"a list {word.bounds} {noun}" if bounded else f"a list of {noun}"

    return wanted


def _number_schema(name: str) -> Callable[[Word], dict[str, Any]]:
    def schema_of(word: Word) -> dict[str, Any]:
        limits = zip(("minimum", "maximum"), word.bounds[:2], word.bounds.inclusive, strict=True)
        numbers: dict[str, Any] = {"type": name}
        for limit, value, inclusive in limits:
            if value is not None:
                key = limit if inclusive else "exclusive" + limit.capitalize()
                numbers[key] = value
        return {"anyOf": [numbers, {"enum": list(word.choices)}]} if word.choices else numbers

    return schema_of


def _list_schema(item: Mapping[str, Any], **more: Any) -> Callable[[Word], dict[str, Any]]:
    def schema_of(word: Word) -> dict[str, Any]:
        limits = {"minItems": word.bounds.low, "maxItems": word.bounds.high}
        counted = {key: value for key, value in limits.items() if value is not None}
        return {"type": "array", "items": dict(item), **counted, **more}

    return schema_of


def _words_schema(word: Word) -> dict[str, Any]:
    return _list_schema({"enum": list(word.choices)}, uniqueItems=True)(word)


_NAME = {"type": "string", "minLength": 1}
_CELLS = {"type": "array", "items": {"type": ["string", "number", "null"]}}
_COLUMN = {
    "type": "object",
    "required": ["name", "values"],
    "properties": {"name": _NAME, "values": _CELLS},
}
_POINTS = {
    "type": "object",
    "required": ["columns"],
    "properties": {"columns": {"type": "array", "minItems": 1, "items": _COLUMN}},
}


class _Kind(NamedTuple):
    check: Callable[[Word, object], Any]
    wanted: Callable[[Word], str]
    schema: Callable[[Word], dict[str, Any]]


KINDS: Mapping[str, _Kind] = MappingProxyType(
    {
        "word": _Kind(
            _check_word,
            lambda word: f"one of {listed(word.choices)}",
            lambda word: {"enum": list(word.choices)},
        ),
        "words": _Kind(_check_words, lambda word: f"any of {listed(word.choices)}", _words_schema),
        "integer": _Kind(
            _check_integer, _number_wanted("a whole number"), _number_schema("integer")
        ),
        "real": _Kind(_check_real, _number_wanted("a number"), _number_schema("number")),
        "flag": _Kind(_check_flag, lambda _: "0 or 1", lambda _: {"enum": [0, 1]}),
        "name": _Kind(_check_name, lambda _: "a column's name", lambda _: dict(_NAME)),
        "names": _Kind(
            _check_names, _list_wanted("column names"), _list_schema(_NAME, uniqueItems=True)
        ),
        "numbers": _Kind(_check_numbers, _list_wanted("numbers"), _list_schema({"type": "number"})),
        "decimals": _Kind(
            _check_decimals,
            _list_wanted("numbers"),
            _list_schema({"type": ["string", "number"]}),
        ),
        "code": _Kind(
            _check_text,
            lambda word: f"text of at most {word.bounds.high:,} characters",
            lambda word: {"type": "string", "maxLength": word.bounds.high},
        ),
        "label": _Kind(
            _check_label,
            lambda _: "letters, digits and . _ + - (60 at most)",
            lambda _: {"type": "string", "pattern": f"^{_LABEL.pattern}$"},
        ),
        "path": _Kind(
            _check_path,
            lambda _: "a file's address relative to this page, such as data/flats.linreg.json",
            lambda _: dict(_NAME),
        ),
        "points": _Kind(
            _check_points,
            lambda _: "columns of equal length, each with a name of its own and finite values",
            lambda _: dict(_POINTS),
        ),
    }
)
