"""Lists: of choices, of column names, of numbers. Checked lists are tuples."""

import re
from math import isfinite
from typing import Any, ClassVar, TypeVar

from linreg._keys._bounds import Bounds
from linreg._keys._kind import BEYOND, BadValue, Kind, finite, items, overflows
from linreg._keys._scalars import Choice
from linreg._keys._text import listed
from linreg._keys._texts import Name

_Item = TypeVar("_Item")

_DECIMAL = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,4})?")


class Choices(Choice):
    """Any of several names, in their own order."""

    def check(self, value: object) -> tuple[Any, ...]:
        chosen = [super(Choices, self).check(item) for item in items(value)]
        return tuple(choice for choice in self.choices if choice in chosen)

    def wanted(self) -> str:
        return f"any of {listed(self.choices)}"

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": super().schema(), "uniqueItems": True}


class _List(Kind):
    """A list of at least `least` and at most `most` items; None is no limit."""

    noun: ClassVar[str]
    item: ClassVar[dict[str, Any]]

    def __init__(self, least: int | None = None, most: int | None = None) -> None:
        self.bounds = Bounds(least, most)

    def wanted(self) -> str:
        bounded = self.bounds != Bounds()
        return f"a list {self.bounds} {self.noun}" if bounded else f"a list of {self.noun}"

    def schema(self) -> dict[str, Any]:
        limits = {"minItems": self.bounds.low, "maxItems": self.bounds.high}
        counted = {key: value for key, value in limits.items() if value is not None}
        return {"type": "array", "items": dict(self.item), **counted}

    def _counted(self, checked: tuple[_Item, ...]) -> tuple[_Item, ...]:
        if self.bounds.hold(len(checked)):
            return checked
        count = len(checked)
        raise BadValue(checked, "has 1 item" if count == 1 else f"has {count} items")


class Names(_List):
    """Names of columns, each once."""

    noun = "column names"
    item = Name().schema()

    def check(self, value: object) -> tuple[str, ...]:
        names = tuple(Name().check(item) for item in items(value))
        if len(set(names)) < len(names):
            raise BadValue(value, "names a column twice")
        return self._counted(names)

    def schema(self) -> dict[str, Any]:
        return {**super().schema(), "uniqueItems": True}


class Numbers(_List):
    """Finite numbers, not as text."""

    noun = "numbers"
    item: ClassVar[dict[str, Any]] = {"type": "number"}

    def check(self, value: object) -> tuple[float, ...]:
        if isinstance(value, str):
            raise BadValue(value, "is not a list of numbers")
        return self._counted(tuple(finite(item) for item in items(value)))


class Decimals(_List):
    """Decimal text: the last digit of each number tells how closely it is meant."""

    noun = "numbers"
    item: ClassVar[dict[str, Any]] = {"type": ["string", "number"]}

    def check(self, value: object) -> tuple[str, ...]:
        return self._counted(tuple(_decimal(item) for item in items(value)))


def _decimal(value: object) -> str:
    """Return decimal text unchanged, and a float in full."""
    if isinstance(value, str):
        if len(value) <= 60 and _DECIMAL.fullmatch(value) and isfinite(float(value)):
            return value
        raise BadValue(value, BEYOND if overflows(value) else "is not a finite number")
    number = finite(value)
    # Fifteen digits before the point leave a point behind them.
    text = f"{number:#.15g}".removesuffix(".") if number else "0"
    # The largest floats round to infinity.
    return text if isfinite(float(text)) else repr(number)
