"""The state: everything a link holds and nothing else, made from `linreg.links.TABLE`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import param

from linreg.links import TABLE, Key, check_state, kinds
from playground.engine.points import Points


def _parameter(key: Key) -> param.Parameter[Any]:
    """The parameter that holds a key's values, with the key's own bounds."""
    kind = key.kind
    if isinstance(kind, kinds.Integer) and not kind.choices:
        low, high = (None if end is None else int(end) for end in kind.bounds[:2])
        return param.Integer(key.default, bounds=(low, high), doc=key.doc)
    if isinstance(kind, kinds.Real) and not kind.choices:
        bounds, inclusive = kind.bounds[:2], kind.bounds.inclusive
        return param.Number(key.default, bounds=bounds, inclusive_bounds=inclusive, doc=key.doc)
    if type(kind) is kinds.Choice:
        return param.Selector(default=key.default, objects=list(kind.choices), doc=key.doc)
    if isinstance(kind, kinds.Points):
        return param.ClassSelector(class_=Points, default=None, doc=key.doc)
    return param.Parameter(key.default, doc=key.doc)


class _Keys(param.Parameterized):
    """What the generated class adds to its keys."""

    def values(self) -> dict[str, Any]:
        """Every key with its value, in the table's order."""
        return {key.name: getattr(self, key.name) for key in TABLE}

    def to_link(self, keys: Iterable[str] | None = None) -> dict[str, Any]:
        """The same, JSON-able; only these keys if any are given."""
        wanted = [key.name for key in TABLE] if keys is None else keys
        return {key: jsonable(getattr(self, key)) for key in wanted}


State = type("State", (_Keys,), {key.name: _parameter(key) for key in TABLE})
State.__doc__ = "The keys of `linreg.links.TABLE` as parameters."


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
