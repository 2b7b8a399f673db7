"""JSON as a table: records, or columns of values."""

import json
import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from linreg.tables._error import TableError, quote
from linreg.tables._report import Origin
from linreg.tables._table import Table

__all__ = ["looks_like_json", "read_json"]

_WANTED = 'Give records, such as [{"x": 1, "y": 2}], or columns, such as {"x": [1], "y": [2]}.'

_DEEPEST = 64
_NO_BRACKET = re.compile(
    r'"(?:[^"\\]++|\\.)*+"|[^"\[\]{}]+', re.DOTALL
)  # strings, and what is between
_OPENING, _CLOSING = tuple(b"[{"), tuple(b"]}")


def looks_like_json(text: str) -> bool:
    """Whether the text begins as JSON records or columns do."""
    start = "".join(text[:200].split())
    return start.startswith(("[{", "[[", "[]", '{"', "{}"))


def read_json(text: str, encoding: str) -> Table:
    """Records or columns of JSON; numbers keep every digit written.

    A null, or a key that a record lacks, is a missing cell.
    """
    if _depth(text) > _DEEPEST:
        raise TableError(f"The JSON is nested too deeply for a table. {_WANTED}")
    try:
        value = json.loads(text, parse_float=_Number, parse_int=_Number, parse_constant=_Number)
    except json.JSONDecodeError as error:
        sentence = f"Row {error.lineno}: the JSON breaks off ({error.msg}). {_WANTED}"
        raise TableError(sentence, row=error.lineno) from None
    columns = _from_columns(value) if isinstance(value, dict) else _from_records(value)
    return Table.typed(columns, origin=Origin("JSON", encoding))


def _depth(text: str) -> int:
    """How deeply brackets nest: parsing too deep ends the interpreter in a browser."""
    brackets = _NO_BRACKET.sub("", text).encode("ascii", "replace")
    codes = np.frombuffer(brackets, dtype=np.uint8)
    steps = np.isin(codes, _OPENING).astype(np.int32) - np.isin(codes, _CLOSING)
    return int(np.max(np.cumsum(steps), initial=0))


class _Number(str):
    """A number as written."""


def _from_records(value: Any) -> Mapping[str, list[str]]:
    if not isinstance(value, list) or not value:
        raise TableError(f"The JSON holds no records. {_WANTED}")
    for i, record in enumerate(value, 1):
        if not isinstance(record, dict):
            raise TableError(f"Record {i} of the JSON is no record. {_WANTED}", row=i)
    names = dict.fromkeys(name for record in value for name in record)
    return {
        name: [_cell(record.get(name), name, i) for i, record in enumerate(value, 1)]
        for name in names
    }


def _from_columns(value: dict[str, Any]) -> Mapping[str, list[str]]:
    named = value.get("columns")
    if isinstance(named, list) and all(
        isinstance(column, dict) and isinstance(column.get("name"), str) for column in named
    ):
        value = {column["name"]: column.get("values") for column in named}
    for name, cells in value.items():
        if not isinstance(cells, list):
            raise TableError(f"Column {quote(name)} of the JSON is no list. {_WANTED}", column=name)
    return {
        name: [_cell(cell, name, i) for i, cell in enumerate(cells, 1)]
        for name, cells in value.items()
    }


def _cell(value: Any, name: str, row: int) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    raise TableError(
        f"Row {row}, column {name}: a list or an object is no cell. {_WANTED}", row=row, column=name
    )
