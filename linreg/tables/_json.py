"""JSON as a table: records, or columns of values."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from typing import Any, NamedTuple

from linreg._json import JsonError, check_json
from linreg.tables._delimited import check_width, count_of
from linreg.tables._error import TableError, column_called, quote
from linreg.tables._names import unique_names
from linreg.tables._notation import decimal_mark, doubts_of, guess_notations
from linreg.tables._numbers import POINT, Notation
from linreg.tables._report import Origin
from linreg.tables._table import Table

__all__ = ["looks_like_json", "read_json"]

_WANTED = 'Give records, such as [{"x": 1, "y": 2}], or columns, such as {"x": [1], "y": [2]}.'

_START = re.compile(r'\s*(?:\[\s*[\[{\]]|\{\s*["}])')
_FLAT = re.compile(r"\s*\[\s*(?:[-0-9\"]|null|true|false|NaN)")
_NEXT_LINE = re.compile(r"\}[ \t]*\n\s*\{")  # within strings there is no line end
_ORDINAL = re.compile(r"[0-9]+")
# Missing cells allowed for each that is not missing: more are no table, and cost memory.
_SPARSEST = 8
_ROOM = 100_000


def looks_like_json(text: str) -> bool:
    """Return whether the text begins as JSON records, columns or values do."""
    if _START.match(text):
        return True
    return _FLAT.match(text) is not None and text.rstrip().endswith("]")


def read_json(text: str, encoding: str, notation: Notation | None = None) -> Table:
    """Records or columns of JSON; numbers keep every digit written.

    A null, or a key that a record lacks, is a missing cell. Read are also the ways in which
    pandas writes a frame: columns or rows by their index, `split` and `table`. notation : that
    of numbers in quotes; guessed if None.
    """
    value = _parsed(text)
    found = _from_mapping(value) if isinstance(value, dict) else _from_records(value)
    check_width(len(found.names))
    names, notes = unique_names(found.names)
    columns = dict(zip(names, found.columns, strict=True))
    n = {name: len(cells) for name, cells in columns.items()}
    certain = {name: POINT for name, cells in columns.items() if any(map(_is_fraction, cells))}
    others = {name: notation for name in names if notation and name not in certain}
    guesses = guess_notations(columns, known=others | certain)
    rows = range(1, max(n.values(), default=0) + 1)
    doubts = doubts_of(columns, guesses, rows)
    notations = {name: guess.notation for name, guess in guesses.items()}
    decimal, mixed = decimal_mark(guesses)
    origin = Origin("JSON", encoding, decimal=decimal, notes=(*notes, *mixed), doubts=doubts)
    return Table.typed(columns, notations, origin=origin)


class _Number(str):
    """A number with a fraction or an exponent, as written."""

    __slots__ = ()


class _Object(dict[str, Any]):
    """An object of JSON in which a name stands twice: its pairs as written."""

    pairs: list[tuple[str, Any]]


class _Found(NamedTuple):
    """names, columns : as written, before names are made to differ."""

    names: Sequence[str]
    columns: Sequence[Sequence[str]]


def _parsed(text: str) -> Any:
    try:
        check_json(text)
        return _loads(text)
    except JsonError as error:
        raise TableError(f"The JSON {error} for a table. {_WANTED}") from None
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and _NEXT_LINE.search(text):
            with suppress(json.JSONDecodeError):
                # Records that stand a line each, without brackets around and commas between.
                return _loads(f"[{_NEXT_LINE.sub('},{', text)}]")
        sentence = f"Line {error.lineno}: invalid JSON ({error.msg}). {_WANTED}"
        raise TableError(sentence, row=error.lineno) from None


def _loads(text: str) -> Any:
    return json.loads(
        text,
        parse_float=_Number,
        parse_int=str,
        parse_constant=str,
        object_pairs_hook=_object,
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    check_width(len(pairs))
    found = _Object(plain)
    found.pairs = pairs
    return found


def _pairs(value: Mapping[str, Any]) -> Iterator[tuple[tuple[str, int], Any]]:
    """The pairs of an object; a name comes with how often it stood before."""
    if not isinstance(value, _Object):
        yield from (((name, 0), item) for name, item in value.items())
        return
    counts: dict[str, int] = {}
    for name, item in value.pairs:
        counts[name] = counts.get(name, -1) + 1
        yield (name, counts[name]), item


def _from_records(value: Any) -> _Found:
    if not isinstance(value, list) or not value:
        raise TableError(f"The JSON has no records. {_WANTED}")
    for i, record in enumerate(value, 1):
        if not isinstance(record, dict):
            raise TableError(f"Record {i} of the JSON is not an object. {_WANTED}", row=i)
    return _from_rows(value)


def _from_rows(records: Sequence[Mapping[str, Any]]) -> _Found:
    """Columns by the names in any record; those that a record lacks are missing there."""
    twice = any(isinstance(record, _Object) for record in records)
    rows: Sequence[Mapping[Any, Any]] = records
    rows = [dict(_pairs(record)) for record in records] if twice else rows
    names = list(dict.fromkeys(chain.from_iterable(rows)))
    present = sum(map(len, rows))
    if len(names) * len(rows) > _SPARSEST * present + _ROOM:
        raise TableError(
            f"The JSON has {count_of(len(names), 'name')} in {count_of(len(rows), 'record')}, "
            f"and most records lack most of them. {_WANTED}"
        )
    shown = [name[0] if isinstance(name, tuple) else name for name in names]
    return _Found(
        shown,
        [
            [_cell(row.get(name), title, i) for i, row in enumerate(rows, 1)]
            for name, title in zip(names, shown, strict=True)
        ],
    )


def _from_mapping(value: dict[str, Any]) -> _Found:
    data, named = value.get("data"), value.get("columns")
    if isinstance(named, list) and all(
        isinstance(column, dict) and isinstance(column.get("name"), str) for column in named
    ):
        return _from_columns([(column["name"], column.get("values")) for column in named])
    if (
        isinstance(data, list)
        and isinstance(named, list)
        and all(isinstance(row, list) and len(row) == len(named) for row in data)
    ):
        return _from_split(named, data)
    if isinstance(data, list) and isinstance(value.get("schema"), dict):
        return _without_key(_from_records(data), value["schema"])
    if value and all(isinstance(item, dict) for item in value.values()):
        return _from_nested(value)
    return _from_columns([(name, item) for (name, _), item in _pairs(value)])


def _from_columns(pairs: Sequence[tuple[str, Any]]) -> _Found:
    for name, cells in pairs:
        if not isinstance(cells, list):
            raise TableError(
                f"Column {quote(name)} of the JSON is not a list. {_WANTED}", column=name
            )
    return _Found(
        [name for name, _ in pairs],
        [[_cell(cell, name, i) for i, cell in enumerate(cells, 1)] for name, cells in pairs],
    )


def _from_split(names: Sequence[Any], data: Sequence[Sequence[Any]]) -> _Found:
    """Return what pandas writes as `split`: names, and rows of cells."""
    pairs = [(_title(name), [row[j] for row in data]) for j, name in enumerate(names)]
    return _from_columns(pairs)


def _title(name: Any) -> str:
    """Return a name; of several levels all."""
    return " ".join(map(str, name)) if isinstance(name, list) else str(name)


def _from_nested(value: Mapping[str, Mapping[str, Any]]) -> _Found:
    """Columns by name of cells by index, or, if only the outer names are numbers, rows so."""
    inner = dict.fromkeys(chain.from_iterable(value.values()))
    if all(map(_ORDINAL.fullmatch, value)) and not all(map(_ORDINAL.fullmatch, inner)):
        return _from_rows(list(value.values()))
    present = sum(map(len, value.values()))
    if len(inner) * len(value) > _SPARSEST * present + _ROOM:
        raise TableError(f"The columns of the JSON share almost no rows. {_WANTED}")
    return _from_columns(
        [(name, [cells.get(index) for index in inner]) for name, cells in value.items()]
    )


def _without_key(found: _Found, schema: Mapping[str, Any]) -> _Found:
    """Without the columns that pandas says are the index."""
    key = schema.get("primaryKey")
    left = [j for j, name in enumerate(found.names) if not isinstance(key, list) or name not in key]
    left = left or list(range(len(found.names)))
    return _Found([found.names[j] for j in left], [found.columns[j] for j in left])


def _is_fraction(cell: str) -> bool:
    """Return whether this is a JSON number with a decimal point, whatever text is beside it."""
    return isinstance(cell, _Number) and "." in cell


def _cell(value: Any, name: str, row: int) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    raise TableError(
        f"Row {row}, {column_called(name)}: a cell cannot be a list or an object. {_WANTED}",
        row=row,
        column=name,
    )
