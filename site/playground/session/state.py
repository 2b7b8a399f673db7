"""The state: everything a link holds and nothing else, made from `linreg.links.TABLE`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import param

from linreg.links import TABLE, Word, check_state


@dataclass(frozen=True, eq=False)
class Points:
    """Own data as they were typed. Immutable, so that undo can keep many of them."""

    names: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]

    @classmethod
    def from_link(cls, points: Mapping[str, Any]) -> Points:
        """From the checked form that links and `setState` use."""
        columns = points["columns"]
        return cls(
            tuple(column["name"] for column in columns),
            tuple(tuple(column["values"]) for column in columns),
        )

    def to_link(self) -> dict[str, Any]:
        """The form that links and `getState` use."""
        pairs = zip(self.names, self.columns, strict=True)
        return {"columns": [{"name": name, "values": list(values)} for name, values in pairs]}

    def __len__(self) -> int:
        return len(self.columns[0])

    def column(self, name: str) -> tuple[str, ...]:
        return self.columns[self.names.index(name)]

    def with_row(self, cells: Mapping[str, str]) -> Points:
        """One more row; a column without a cell stays empty there."""
        pairs = zip(self.names, self.columns, strict=True)
        return Points(self.names, tuple((*old, cells.get(name, "")) for name, old in pairs))

    def with_cells(self, row: int, cells: Mapping[str, str]) -> Points:
        """Row `row` with these cells changed."""
        return Points(
            self.names,
            tuple(
                (*old[:row], cells[name], *old[row + 1 :]) if name in cells else old
                for name, old in zip(self.names, self.columns, strict=True)
            ),
        )

    def without_rows(self, rows: Iterable[int]) -> Points:
        gone = set(rows)
        kept = [row for row in range(len(self)) if row not in gone]
        return Points(self.names, tuple(tuple(old[row] for row in kept) for old in self.columns))

    def cleared(self) -> Points:
        return Points(self.names, tuple(() for _ in self.columns))


def _parameter(word: Word) -> param.Parameter:
    """The parameter that holds a word's values, with the word's own bounds."""
    if word.kind == "integer" and not word.choices:
        return param.Integer(word.default, bounds=word.bounds[:2], doc=word.doc)
    if word.kind == "real" and not word.choices:
        low, high, inclusive = word.bounds
        return param.Number(
            word.default, bounds=(low, high), inclusive_bounds=inclusive, doc=word.doc
        )
    if word.kind == "word":
        return param.Selector(default=word.default, objects=list(word.choices), doc=word.doc)
    if word.kind == "points":
        return param.ClassSelector(class_=Points, default=None, doc=word.doc)
    return param.Parameter(word.default, doc=word.doc)


class _Words(param.Parameterized):
    """What the generated class adds to its words."""

    def values(self) -> dict[str, Any]:
        """Every word with its value, in the table's order."""
        return {word.key: getattr(self, word.key) for word in TABLE}

    def to_link(self, keys: Iterable[str] | None = None) -> dict[str, Any]:
        """The same, JSON-able; only these keys if any are given."""
        wanted = [word.key for word in TABLE] if keys is None else keys
        return {key: jsonable(getattr(self, key)) for key in wanted}


State = type("State", (_Words,), {word.key: _parameter(word) for word in TABLE})
State.__doc__ = "The words of `linreg.links.TABLE` as parameters."


def jsonable(value: Any) -> Any:
    if isinstance(value, Points):
        return value.to_link()
    return list(value) if isinstance(value, tuple) else value


def checked(partial: Mapping[str, object]) -> dict[str, Any]:
    """A partial state from outside, validated and in State's own types; raises StateError."""
    values = check_state(partial)
    if values.get("points") is not None:
        values["points"] = Points.from_link(values["points"])
    return values
