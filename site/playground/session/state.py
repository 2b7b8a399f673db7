"""The state: everything a link holds and nothing else, made from `linreg.links.TABLE`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import param

from linreg.links import TABLE, Word, check_state
from playground.engine.points import Points


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
