"""Own data: columns of cells, each as it was typed."""

from collections.abc import Iterable, Mapping
from numbers import Integral
from typing import Any

from linreg._keys._kind import BadValue, Kind, finite
from linreg._keys._text import decimal_text, short
from linreg._keys._texts import Name

_CELLS = {"type": "array", "items": {"type": ["string", "number", "null"]}}
_COLUMN = {
    "type": "object",
    "required": ["name", "values"],
    "properties": {"name": Name().schema(), "values": _CELLS},
}


class Points(Kind):
    """{columns: [{name, values}]} with values as text; a missing value is ""."""

    def check(self, value: object) -> dict[str, Any]:
        given = value.get("columns") if isinstance(value, Mapping) else None
        if not isinstance(given, Iterable) or isinstance(given, str | Mapping):
            raise BadValue(value, "has no columns")
        columns = [_column(column) for column in given]
        names = [column["name"] for column in columns]
        if not names or len(set(names)) < len(names):
            raise BadValue(names, "does not name each column once")
        if len({len(column["values"]) for column in columns}) > 1:
            raise BadValue(names, "has columns of different lengths")
        return {"columns": columns}

    def wanted(self) -> str:
        return "columns of equal length, each with a different name and finite values"

    def schema(self) -> dict[str, Any]:
        columns = {"type": "array", "minItems": 1, "items": _COLUMN}
        return {"type": "object", "required": ["columns"], "properties": {"columns": columns}}


def _column(column: object) -> dict[str, Any]:
    if not isinstance(column, Mapping) or not {"name", "values"} <= set(column):
        raise BadValue(column, "is not a column")
    name, values = Name().check(column["name"]), column["values"]
    if isinstance(values, str | Mapping) or not isinstance(values, Iterable):
        raise BadValue(values, f"is not a list of the values of column {short(name)}")
    return {"name": name, "values": [_cell(cell) for cell in values]}


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    number = finite(value)
    # An integer keeps digits that its float would lose.
    return decimal_text(int(value) if isinstance(value, Integral) else number)
